"""The API and the page over the example pages, without Kafka: `python -m tests.unit.web.serve [PORT]`."""

import sys

import uvicorn

from streams.settings import Settings
from streams.web.app import create_app
from tests.unit.web.filled import example_store

if __name__ == "__main__":
    port = int(next(iter(sys.argv[1:]), "8080"))
    uvicorn.run(create_app(example_store(), Settings()), host="127.0.0.1", port=port)
