"""Batches: what is refused is kept, what is confirmed is acknowledged, what failed is not."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka.record.default_records import DefaultRecordBatchBuilder

from schemas import RawArticle
from streams.errors import InvalidMessage
from streams.metrics import Metrics
from streams.processing import batches, computed, run_batch
from streams.records import Outgoing, Record, decode, record_size

NOW = datetime(2024, 1, 1, tzinfo=UTC)


def record(offset: int, value: bytes | None = b"{}") -> Record:
    return Record("articles-raw", 3, offset, 0.0, b"key", value, (("trace", b"7"),))


class Event:
    """An event as far as its size goes."""

    def __init__(self, value: bytes) -> None:
        self.message = SimpleNamespace(key=None, value=value)


class FakeStream:
    """Events as Faust's stream gives them; acknowledged ones are remembered."""

    def __init__(self, events: list[Any], then_wait: bool = True) -> None:
        self.pending, self.then_wait = events, then_wait
        self.acked: list[Any] = []
        self.enable_acks = True

    async def events(self) -> AsyncIterator[Any]:
        for event in self.pending:
            yield event
        if self.then_wait:
            await asyncio.Event().wait()

    async def ack(self, event: Any) -> None:
        self.acked.append(event)


async def test_a_batch_is_acknowledged_only_after_its_work_has_ended() -> None:
    stream = FakeStream([1, 2, 3])
    seen: list[list[int]] = []
    async for batch in batches(stream, limit=2):
        assert stream.acked == [event for earlier in seen for event in earlier]
        seen.append(batch)
        if len(seen) == 2:
            break
    assert seen == [[1, 2], [3]]
    assert stream.enable_acks is False


async def test_a_batch_is_closed_by_its_bytes_too_and_one_larger_than_that_comes_alone() -> None:
    events = [Event(b"x" * size) for size in (400, 400, 400, 5000, 1)]
    stream = FakeStream(events, then_wait=False)
    seen = [[len(event.message.value) for event in batch] async for batch in batches(stream, 100, most_bytes=1000)]
    assert seen == [[400, 400, 400], [5000]]


async def test_a_batch_that_fails_is_never_acknowledged() -> None:
    stream = FakeStream([1, 2, 3])
    with pytest.raises(ZeroDivisionError):
        async for _ in batches(stream, limit=2):
            raise ZeroDivisionError
    assert stream.acked == []


async def test_a_batch_that_is_cancelled_is_never_acknowledged() -> None:
    stream = FakeStream([1])
    working = asyncio.Event()

    async def work() -> None:
        async for _ in batches(stream, limit=5):
            working.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await working.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert stream.acked == []


async def test_a_stream_that_stops_ends_the_batches() -> None:
    stream = FakeStream([1, 2], then_wait=False)
    assert [batch async for batch in batches(stream, limit=1)] == [[1], [2]]


async def test_a_refused_message_is_sent_on_with_its_bytes_and_where_it_stood() -> None:
    sent: list[Outgoing] = []

    async def send(outgoing: Outgoing) -> None:
        sent.append(outgoing)

    def work(one: Record) -> list[Outgoing]:
        if one.offset == 1:
            raise InvalidMessage("body: no text in it")
        return [Outgoing("articles-clean", b"k", b"v")]

    metrics = Metrics()
    await run_batch("clean", [record(0), record(1, b"\xff\x00")], computed(work), send, metrics, lambda: NOW)
    kept = next(one for one in sent if one.topic == "dead-letters")
    assert (kept.key, kept.value) == (b"key", b"\xff\x00")
    assert dict(kept.headers) == {
        "trace": b"7",
        "__connect.errors.topic": b"articles-raw",
        "__connect.errors.partition": b"3",
        "__connect.errors.offset": b"1",
        "__connect.errors.stage": b"clean",
        "__connect.errors.exception.class.name": b"InvalidMessage",
        "__connect.errors.exception.message": b"body: no text in it",
        "__connect.errors.timestamp": b"2024-01-01T00:00:00.000+00:00",
        "__connect.errors.record.timestamp": b"0",
    }
    assert len(sent) == 2
    labels = {"stage": "clean", "reason": "body"}
    assert metrics.registry.get_sample_value("tallywire_dead_letters_total", labels) == 1
    assert metrics.registry.get_sample_value("tallywire_articles_total", {"stage": "clean"}) == 2


async def test_a_record_that_is_too_large_or_would_make_one_that_is_goes_to_dead_letters() -> None:
    sent: list[Outgoing] = []

    async def send(outgoing: Outgoing) -> None:
        sent.append(outgoing)

    def work(one: Record) -> list[Outgoing]:
        return [Outgoing("articles-clean", b"k", b"x"), Outgoing("articles-clean", b"k", (one.value or b"") * 2)]

    records = [record(0, b"x" * 300), record(1, b"x" * 500), record(2, b"x" * 1000)]
    await run_batch("clean", records, computed(work), send, Metrics(), lambda: NOW, largest=1000)
    assert [(one.topic, len(one.value or b"")) for one in sent] == [
        ("articles-clean", 1),
        ("articles-clean", 600),
        ("dead-letters", 500),
        ("dead-letters", 1000),
    ]
    reasons = [dict(one.headers)["__connect.errors.exception.message"] for one in sent[2:]]
    assert reasons == [
        b"value: what goes to articles-clean: 1,101 bytes, more than TALLYWIRE_MAX_MESSAGE_BYTES, 1,000",
        b"value: 1,119 bytes, more than TALLYWIRE_MAX_MESSAGE_BYTES, 1,000",
    ]


def test_the_size_of_a_record_is_never_less_than_what_kafka_makes_of_it() -> None:
    headers = (("trace", b"7" * 200), ("none", None), ("\u00e9" * 100, b""))
    for value in (None, b"", b"x" * 127, b"x" * 70_000):
        builder = DefaultRecordBatchBuilder(2, 0, 0, -1, -1, -1, 10**9)
        builder.append(0, 1_700_000_000_000, b"key" * 50, value, list(headers))
        one = Record("t", 0, 0, 0.0, b"key" * 50, value, headers)  # type: ignore[arg-type]
        assert len(builder.build()) <= record_size(one) <= len(builder.build()) + 100


async def test_a_bug_in_a_stage_is_not_taken_for_a_refusal() -> None:
    async def send(_: Outgoing) -> None:
        raise AssertionError("nothing may be sent")

    def work(_: Record) -> list[Outgoing]:
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        await run_batch("clean", [record(0)], computed(work), send, Metrics(), lambda: NOW)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "value: empty"),
        (b"\xc3(", "value: not UTF-8, byte 0xc3 at offset 0"),
        (b"{", "value: Invalid JSON"),
        (b'{"body": 3}', "body: Input should be a valid string"),
        (b'{"body": "x", "content_type": "image/png"}', "content_type: Input should be 'text/plain' or 'text/html'"),
        (b'{"body": "x", "published_at": "yesterday"}', "published_at: "),
    ],
)
def test_what_cannot_be_decoded_is_refused_with_field_and_place(value: bytes | None, reason: str) -> None:
    with pytest.raises(InvalidMessage, match="^" + reason.replace("(", r"\(")):
        decode(RawArticle, value)


def test_fields_of_a_newer_producer_are_ignored() -> None:
    assert decode(RawArticle, b'{"body": "x", "sentiment": 0.4}') == RawArticle(body="x")
