"""What a stage says to records of its topic that are not in its hands: the evidence in a doubt about it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from aiokafka.errors import KafkaError, TopicAuthorizationFailedError

from streams.errors import InvalidMessage
from streams.kafka_io import assign, consumer, read_to_end
from streams.letters.book import LetterBook
from streams.records import Record
from streams.refusal_limit import Sample
from streams.settings import Settings

SPOTS, EACH = 30, 5
"""From how many spots of a topic records are taken, and how many from each at most."""

FEW, MANY = 20, 100
"""How many records decide: few where they are known to have been accepted once, many where nothing is known of them."""

FETCH = 128 * 1024
SECONDS = 20.0
"""The stage waits for the evidence; what was not read after this time is left out."""

PAUSE_SECONDS = 1.0
"""So long to wait for a broker that does not answer."""

log = logging.getLogger(__name__)

Place = tuple[int, int]
Attempt = Callable[[Record], Awaitable[object]]
Ours = Callable[[object], bool]


async def evidence(
    settings: Settings, topic: str, attempt: Attempt, ours: Ours, positions: Mapping[int, int], share: float
) -> Sample:
    """What `attempt` refuses of the records before `positions` (partition -> offset) of a topic (without prefix).

    `ours` says by its headers whether a record is for this generation of workers.

    These were worked off before, and are spread evenly over all that is kept. Where more than `share` of them are
    refused, those that are dead letters already are left out: what remains was accepted once. Where there are too few
    of them, as in a new consumer group, it is all that the topic holds. While the broker is away it waits.
    """
    while True:
        try:
            return await _evidence(settings, f"{settings.topic_prefix}{topic}", attempt, ours, positions, share)
        except KafkaError as error:
            if not error.retriable:
                raise
            # The broker is away. The stage waits, as it would with what it sends.
            log.warning("the evidence in a doubt about a stage cannot be read, trying again: %r", error)
            await asyncio.sleep(PAUSE_SECONDS)


async def _evidence(
    settings: Settings, name: str, attempt: Attempt, ours: Ours, positions: Mapping[int, int], share: float
) -> Sample:
    before = await _outcomes(settings, name, attempt, ours, positions)
    if _sample(before, FEW).share > share:
        known = await _known(settings, name)
        before = {place: refused for place, refused in before.items() if place not in known}
    if len(before) >= FEW:
        return _sample(before, FEW)
    return _sample(await _outcomes(settings, name, attempt, ours, None), MANY)


def _sample(outcomes: Mapping[Place, bool], enough: int) -> Sample:
    return Sample(len(outcomes), sum(outcomes.values()), len(outcomes) >= enough)


async def _outcomes(
    settings: Settings, topic: str, attempt: Attempt, ours: Ours, positions: Mapping[int, int] | None
) -> dict[Place, bool]:
    """Whether it is refused, for each record of the sample."""
    outcomes: dict[Place, bool] = {}
    with suppress(TimeoutError):
        async with asyncio.timeout(SECONDS):
            async for record in _spread(settings, topic, positions):
                if not ours(record.headers):
                    continue
                try:
                    await attempt(record)
                    outcomes[record.partition, record.offset] = False
                except InvalidMessage:
                    outcomes[record.partition, record.offset] = True
    return outcomes


async def _spread(settings: Settings, topic: str, positions: Mapping[int, int] | None) -> AsyncIterator[Record]:
    reader = consumer(settings, fetch_bytes=FETCH)
    await reader.start()
    try:
        partitions = await assign(reader, topic)
        starts, ends = await reader.beginning_offsets(partitions), await reader.end_offsets(partitions)
        if positions is not None:
            ends = {one: positions.get(one.partition, starts[one]) for one in partitions}
        for where, offset in spots({one: (starts[one], ends[one]) for one in partitions if ends[one] > starts[one]}):
            # One partition at a time: the others would be fetched ahead for nothing.
            reader.assign([where])
            reader.seek(where, offset)
            for one in (await reader.getmany(where, timeout_ms=1000, max_records=EACH)).get(where, ()):
                if one.offset < ends[where]:
                    moment = one.timestamp / 1000
                    yield Record(one.topic, one.partition, one.offset, moment, one.key, one.value, one.headers)
    finally:
        await reader.stop()


def spots(held: Mapping[Any, tuple[int, int]]) -> list[tuple[Any, int]]:
    """Partition and offset of some `SPOTS` places, spread evenly over partitions by what each holds (start, end)."""
    step = max(EACH, sum(end - start for start, end in held.values()) // SPOTS)
    found: list[tuple[Any, int]] = []
    ahead = 0
    for where, (start, end) in held.items():
        found += [(where, offset) for offset in range(start + ahead, end, step)]
        ahead = (ahead - (end - start)) % step
    return found


async def _known(settings: Settings, topic: str) -> set[Place]:
    """Where the records stood that are dead letters."""
    book = LetterBook()
    reader = consumer(settings)
    await reader.start()
    try:
        # A worker may have no right to read what it writes there: then all that was worked off counts.
        with suppress(TimeoutError, TopicAuthorizationFailedError):
            async with asyncio.timeout(SECONDS):
                async for record in read_to_end(reader, await assign(reader, f"{settings.topic_prefix}dead-letters")):
                    book.add(record)
    finally:
        await reader.stop()
    return {(letter.partition, letter.offset) for letter in book.letters() if letter.topic == topic}
