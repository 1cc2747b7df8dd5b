"""POST /api/articles: what is taken, what is refused and why."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from aiokafka.errors import KafkaTimeoutError
from starlette.testclient import TestClient

from schemas import RawArticle
from streams.records import Outgoing
from streams.settings import Settings
from streams.web.app import create_app
from streams.web.intake import Intake
from streams.web.limits import Backlog, Rate
from streams.web.store import Store

ARTICLE = {"url": "https://x.example/1", "body": "A drone hit the base."}


class Kafka:
    """Keeps what is sent; `fails` makes it refuse."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.fails = False

    async def send(self, record: Outgoing) -> None:
        if self.fails:
            raise KafkaTimeoutError
        self.sent.append(record)


@contextmanager
def posting(store: Store, backlog: int | None = None, **settings: Any) -> Iterator[tuple[TestClient, Kafka]]:
    kafka, chosen = Kafka(), Settings(**settings)
    intake = Intake(chosen, kafka.send, Backlog(backlog))
    with TestClient(create_app(store, chosen, intake=intake)) as client:
        yield client, kafka


def test_an_article_is_taken_and_the_same_again_is_known(store: Store) -> None:
    with posting(store) as (client, kafka):
        first = client.post("/api/articles", json=ARTICLE)
        again = client.post("/api/articles", json=ARTICLE)
        other = client.post("/api/articles", json=ARTICLE | {"body": "Two drones did."})
        assert [first.status_code, again.status_code, other.status_code] == [202, 200, 202]
        assert first.json()["id"] == again.json()["id"] == other.json()["id"]
        assert first.headers["location"] == f"/api/articles/{first.json()['id']}"
        assert [one.key for one in kafka.sent] == [b"https://x.example/1"] * 3
        assert RawArticle.model_validate_json(kafka.sent[0].value or b"").body == ARTICLE["body"]


def test_an_article_without_a_name_has_that_of_its_body(store: Store) -> None:
    with posting(store) as (client, kafka):
        one, two = (client.post("/api/articles", json={"body": "News of today."}).json() for _ in range(2))
        assert one["id"] == two["id"] and kafka.sent[0].key == kafka.sent[1].key


def test_the_place_of_a_posted_article_shows_its_story_when_it_is_worked_off(store: Store) -> None:
    page = store.article(store.incident(store.tallies()[0].incidents[0]).incident.mentions[0].article_id)  # type: ignore[union-attr]
    assert page
    with posting(store) as (client, _):
        place = client.post("/api/articles", json={"url": page.pages[0].page_id, "body": "x"}).headers["location"]
        assert client.get(place).status_code == 200
        unknown = client.post("/api/articles", json=ARTICLE).headers["location"]
        assert client.get(unknown).status_code == 404


@pytest.mark.parametrize(
    ("article", "status", "reason"),
    [
        ({"url": "https://x.example/1"}, 422, "body"),
        ({"body": ""}, 422, "body"),
        ({"body": "x", "content_type": "image/png"}, 422, "content_type"),
        ({"body": "x", "published_at": "9999-01-01"}, 422, "published_at"),
        ({"body": "x" * 2000}, 413, "body"),
        ({"body": "x", "outlet": "y" * 9000}, 413, "TALLYWIRE_WEB_POST_BYTES"),
        ([], 422, "value"),
    ],
)
def test_what_is_no_article_is_refused_and_the_field_named(
    store: Store, article: object, status: int, reason: str
) -> None:
    with posting(store, max_body=1000, web_post_bytes=5000) as (client, kafka):
        answer = client.post("/api/articles", json=article)
        assert (answer.status_code, kafka.sent) == (status, []) and reason in answer.json()["detail"]


def test_a_body_that_does_not_say_its_size_is_held_against_the_limit_too(store: Store) -> None:
    parts = (b" " * 1000 for _ in range(100))
    with posting(store, web_post_bytes=5000) as (client, kafka):
        answer = client.post("/api/articles", content=parts, headers={"content-type": "application/json"})
        assert (answer.status_code, kafka.sent) == (413, [])


def test_a_batch_has_a_result_for_each_line(store: Store) -> None:
    lines = [json.dumps(ARTICLE), "{}", "", json.dumps({"body": "b"}), "nonsense"]
    with posting(store) as (client, kafka):
        answer = client.post(
            "/api/articles", content="\n".join(lines), headers={"content-type": "application/x-ndjson"}
        )
        results = [json.loads(one) for one in answer.text.splitlines()]
        assert [(one["line"], one["status"]) for one in results] == [(1, 202), (2, 422), (4, 202), (5, 422)]
        assert "body" in results[1]["error"] and len(kafka.sent) == 2


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_a_form_of_another_site_can_send_is_not_taken(store: Store, kind: str) -> None:
    with posting(store) as (client, kafka):
        answer = client.post("/api/articles", content=json.dumps(ARTICLE), headers={"content-type": kind})
        assert (answer.status_code, kafka.sent) == (415, [])


def test_with_a_key_only_who_has_it_may_post(store: Store) -> None:
    with posting(store, api_key="open sesame") as (client, kafka):
        assert client.post("/api/articles", json=ARTICLE).status_code == 401
        for headers in (
            {"authorization": "Bearer wrong"},
            {"x-api-key": "open"},
            {"authorization": "Basic open sesame"},
        ):
            answer = client.post("/api/articles", json=ARTICLE, headers=headers)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
            assert "sesame" not in answer.text
        assert kafka.sent == []
        for headers in ({"authorization": "Bearer open sesame"}, {"x-api-key": "open sesame"}):
            assert client.post("/api/articles", json=ARTICLE, headers=headers).status_code in (200, 202)


def test_without_a_key_nobody_may_post_from_other_machines(store: Store) -> None:
    with posting(store, web_host="0.0.0.0") as (client, kafka):
        answer = client.post("/api/articles", json=ARTICLE)
        assert (answer.status_code, kafka.sent) == (403, []) and "TALLYWIRE_API_KEY" in answer.text


def test_a_copy_that_takes_none_says_so(store: Store) -> None:
    with TestClient(create_app(store, Settings(web_intake=False))) as client:
        assert client.post("/api/articles", json=ARTICLE).status_code == 403


def test_while_the_stream_is_far_behind_posts_are_put_off(store: Store) -> None:
    with posting(store, backlog=11, web_lag=10) as (client, kafka):
        answer = client.post("/api/articles", json=ARTICLE)
        assert (answer.status_code, kafka.sent) == (429, []) and int(answer.headers["retry-after"]) > 0
    with posting(store, backlog=11, web_lag=0) as (client, kafka):
        assert client.post("/api/articles", json=ARTICLE).status_code == 202


def test_who_sends_too_much_is_told_when_to_come_again(store: Store) -> None:
    with posting(store, web_posts=2) as (client, _):
        answers = [client.post("/api/articles", json=ARTICLE) for _ in range(3)]
        assert [one.status_code for one in answers] == [202, 200, 429]
        assert 0 < int(answers[2].headers["retry-after"]) <= 30


def test_an_allowance_fills_up_with_time_and_is_each_addresss_own() -> None:
    now = [0.0]
    rate = Rate(60, lambda: now[0])
    assert rate.take("a", 60) == 0 and rate.take("a") == 1 and rate.take("b") == 0
    now[0] += 1
    assert rate.take("a") == 0 and rate.take("a", 30) == 30
    now[0] += 100
    assert rate.take("a", 1000) == 0, "a batch of more than a minute's worth has to be possible at some time"


def test_where_kafka_takes_nothing_the_producer_is_told_to_come_again(store: Store) -> None:
    with posting(store) as (client, kafka):
        kafka.fails = True
        answer = client.post("/api/articles", json=ARTICLE)
        assert answer.status_code == 503 and int(answer.headers["retry-after"]) > 0
        kafka.fails = False
        assert client.post("/api/articles", json=ARTICLE).status_code == 202
