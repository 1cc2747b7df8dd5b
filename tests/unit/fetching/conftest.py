from collections.abc import Iterator

import pytest

from tests.unit.fetching.server import Server


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()
