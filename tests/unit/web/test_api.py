"""The API answers what the store knows."""

from starlette.testclient import TestClient

from streams.web.store import Store

TALLY = "us-forces-iraq-syria"


def test_tallies(client: TestClient, store: Store) -> None:
    answer = client.get("/api/tallies")
    assert answer.status_code == 200
    assert [one["observed"]["count"] for one in answer.json()] == [6]
