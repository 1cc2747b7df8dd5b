"""What the tests of the read side share."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from starlette.testclient import TestClient

from streams.settings import Settings
from streams.web.app import create_app
from streams.web.store import Store
from tests.unit.web.filled import example_store


@pytest.fixture(scope="package")
def store() -> Iterator[Store]:
    """A store with the example pages; tests do not write to it."""
    with closing(example_store()) as filled:
        yield filled


@pytest.fixture
def client(store: Store) -> Iterator[TestClient]:
    """The API and the page over that store."""
    with TestClient(create_app(store, Settings())) as asking:
        yield asking
