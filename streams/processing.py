"""Batches that lose nothing: confirm what a batch sent, only then acknowledge it.

Faust's `take_events` acknowledges in a `finally`, also when the batch failed or was cancelled at a rebalance. Here a
batch is acknowledged in one place, after all its sends are confirmed by the broker; whatever ends it earlier leaves it
unacknowledged, and it comes again.
"""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from streams.errors import InvalidMessage
from streams.harmless import harmless
from streams.metrics import Metrics
from streams.records import Outgoing, Record, Sender, check_size, size_of
from streams.refusal_limit import RefusalLimit, TooManyRefused
from streams.topics import LARGEST_MESSAGE

log = logging.getLogger(__name__)

EXIT_FAILED = 70
"""Exit code of a worker that met a bug or a broken part (EX_SOFTWARE). Its supervisor starts it again."""

ERROR_HEADER = "__connect.errors."
"""What the headers of a dead letter begin with: Kafka Connect's names, so that tools which know those can read them."""

REPLAYED = "tallywire.replayed"
"""Header of a record that a dead letter was replayed as: it names the letter, `topic/partition/offset`."""

LONGEST_REASON = 2000
"""Characters of a reason that a dead letter keeps, so that its headers have a bound."""

LARGE = 200_000
"""Bytes of a record from which on its work may outlast a heartbeat (some 10 ms for a kilobyte of text)."""

R = TypeVar("R")


def dead_letter(record: Record, stage: str, error: InvalidMessage, now: datetime) -> Outgoing:
    """A refused record with its bytes untouched and headers that say where it stood and why it was refused.

    Our headers stand behind the record's own, always the same ones in the same order: a replay takes them off again.
    """
    headers = {
        "topic": record.topic,
        "partition": str(record.partition),
        "offset": str(record.offset),
        "stage": stage,
        "exception.class.name": type(error).__name__,
        "exception.message": str(error)[:LONGEST_REASON],
        "timestamp": now.isoformat(timespec="milliseconds"),
        "record.timestamp": str(round(record.timestamp * 1000)),
    }
    own = tuple((f"{ERROR_HEADER}{name}", text.encode(errors="backslashreplace")) for name, text in headers.items())
    # A client cannot send a record of neither key nor value, and another client's record can be one.
    key = b"" if record.key is None and record.value is None else record.key
    return Outgoing("dead-letters", key, record.value, (*record.headers, *own))


async def batches(
    stream: Any,
    limit: int,
    holds: Callable[[Any], bool] = lambda _: True,
    linger: float = 0.005,
    most_bytes: int | None = None,
) -> AsyncIterator[list[Any]]:
    """The events of a Faust stream in batches: what is there, up to `limit`, waiting `linger` seconds for more.

    A batch is closed, too, with the event that brings it to `most_bytes`. It is acknowledged when the next one is asked
    for, that is after the body of the loop has ended without an error; if it raised or was cancelled the batch stays
    unacknowledged. Events whose partitions were taken away since (`holds` says no) are left out, and not acknowledged:
    whoever holds them reads them again, and an acknowledgement by us could be committed past what that worker knows.
    """
    stream.enable_acks = False
    events = aiter(stream.events())
    waiting: asyncio.Future[Any] | None = None
    batch: list[Any] = []
    size = 0
    try:
        while True:
            waiting = waiting or asyncio.ensure_future(anext(events))
            done, _ = await asyncio.wait({waiting}, timeout=linger if batch else None)
            if done:
                batch.append(waiting.result())
                size += size_of(batch[-1]) if most_bytes else 0
                waiting = None
            if batch and (len(batch) >= limit or (most_bytes and size >= most_bytes) or not done):
                if held := [event for event in batch if holds(event)]:
                    yield held
                for event in filter(holds, held):
                    await stream.ack(event)
                batch, size = [], 0
    except StopAsyncIteration:
        return  # The stream has stopped; what was gathered stays unacknowledged and comes again.
    finally:
        if waiting is not None:
            waiting.cancel()


def end_process(stage: str, error: BaseException) -> None:
    """End the worker at once, nothing of the batch acknowledged: a bug must not pass for processed messages."""
    if isinstance(error, TooManyRefused):
        log.critical("%s", error)
    else:
        text = "stage %s failed, the worker ends and nothing of this batch is lost: %r"
        log.critical(text, stage, error, exc_info=error)
    logging.shutdown()
    os._exit(EXIT_FAILED)


async def compute(work: Callable[[], R], record: Record) -> R:
    """Do the work on a record and let heartbeats and fetches go on: a large one is worked on in a thread."""
    if record.value is not None and len(record.value) > LARGE:
        return await asyncio.to_thread(work)
    await asyncio.sleep(0)
    return work()


def computed(work: Callable[[Record], Iterable[R]]) -> Callable[[Record], Awaitable[list[R]]]:
    """Work on a record that only computes, as one that is awaited: see `compute`."""

    async def awaited(record: Record) -> list[R]:
        return await compute(lambda: list(work(record)), record)

    return awaited


async def run_batch(
    stage: str,
    records: Sequence[Record],
    work: Callable[[Record], Awaitable[list[Outgoing]]],
    send: Sender,
    metrics: Metrics,
    now: Callable[[], datetime],
    limit: RefusalLimit | None = None,
    largest: int = LARGEST_MESSAGE,
) -> None:
    """Work off a batch of a stage without state: send what `work` gives, dead-letter what it refuses, confirm all.

    A record of more than `largest` bytes is refused, and so is one of which `work` makes one.
    """
    outgoing: list[Outgoing] = []
    refused: list[InvalidMessage] = []
    with metrics.batch(stage, len(records)):
        for record in records:
            try:
                check_size(record, largest)
                made = await work(record)
                for item in made:
                    check_size(item, largest)
                outgoing += made
            except InvalidMessage as error:
                refused.append(error)
                outgoing.append(refuse(record, stage, error, metrics, now()))
        if limit is not None:
            await limit.check(len(records), refused, first_offsets(records))
        await asyncio.gather(*[send(item) for item in outgoing])


def first_offsets(records: Iterable[Record]) -> dict[int, int]:
    """Partition -> lowest offset of a batch in it."""
    first: dict[int, int] = {}
    for record in records:
        first[record.partition] = min(first.get(record.partition, record.offset), record.offset)
    return first


def refuse(record: Record, stage: str, error: InvalidMessage, metrics: Metrics, now: datetime) -> Outgoing:
    """Log and count a refusal, and give the dead letter to send."""
    reason = harmless(str(error))
    log.warning("%s refused %s[%d]@%d: %s", stage, record.topic, record.partition, record.offset, reason)
    metrics.dead_letters.labels(stage, error.field).inc()
    return dead_letter(record, stage, error, now)
