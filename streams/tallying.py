"""The work of the tally stage: facts in, kept and confirmed; what they change in the public topics out."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from streams.errors import InvalidMessage
from streams.parts import Parts, now, partition_of, within_limit
from streams.processing import refuse
from streams.records import Outgoing, Record, decode
from streams.stages.tally import TallyFact
from streams.topics import TALLY_CHANGES

log = logging.getLogger(__name__)

T = TypeVar("T")


async def tally_records(records: list[Record], parts: Parts) -> None:
    """tally-facts -> incidents, tallies, tally-changes; facts are kept in the table `facts`.

    The facts are confirmed before anything is computed from them, and what is published before it is remembered as
    published: after a crash at any point the same is computed from the same facts and sent again.
    """
    partitions = sorted({record.partition for record in records})
    with parts.state.working_on(partitions):
        await _tally(records, partitions, parts)


async def _tally(records: list[Record], partitions: list[int], parts: Parts) -> None:
    refused: list[InvalidMessage] = []
    letters: list[Outgoing] = []
    for record in records:
        try:
            message = decode(TallyFact, record.value).root
            parts.state.take(record.partition, group_in(record), message, record.timestamp)
        except InvalidMessage as error:
            refused.append(error)
            letters.append(refuse(record, "tally", error, parts.metrics, now()))
    await within_limit("tally", records, refused, parts)
    await asyncio.gather(*[parts.send(item) for item in letters])
    for partition in partitions:
        groups = await settle(partition, parts)
        for group in groups if parts.standing.may_publish(partition) else ():
            await publish(partition, group, parts)


def group_in(record: Record) -> str:
    """The group of targets in the key of a record of tally-facts."""
    try:
        group = (record.key or b"").decode()
    except UnicodeDecodeError:
        group = ""
    if not group:
        raise InvalidMessage("key: no group of targets")
    return group


async def settle(partition: int, parts: Parts) -> tuple[str, ...]:
    """Bring the table `facts` up to what the tally state took in; the groups in which something changed."""
    settled = parts.state.settle(partition)
    for row, value in settled.put.items():
        parts.facts.put(partition, row, value)
    await parts.facts.confirm()
    # What is idle goes only when that which makes it idle is safe. Nothing waits for it: left over, it stays idle.
    for row in settled.delete:
        parts.facts.put(partition, row, None)
    return settled.groups


async def tally_in_turn(records: list[Record], parts: Parts) -> None:
    """`tally_records`, when nobody else works on the tally state."""
    async with parts.turn:
        await tally_records(records, parts)


async def publish(partition: int, group: str, parts: Parts, because: str = "") -> None:
    """Bring the topics up to what the facts of a group say, then remember what was sent.

    `because` begins the reasons of the changes.
    """
    publication = await asyncio.to_thread(parts.state.publication, partition, group, now, because)
    # Incidents first: who sees a tally can look up the incidents that it names. Tallies last: where we die before, and
    # what is published is read from the topics, no change of a tally is missed.
    changes = [one for one in publication.tallies if one.topic == TALLY_CHANGES.name]
    tallies = [one for one in publication.tallies if one.topic != TALLY_CHANGES.name]
    for several in (publication.incidents, changes, tallies):
        await asyncio.gather(*[parts.send(parts.signed(item)) for item in several])
    for row, value in publication.rows.items():
        if value is not None:
            parts.published.put(partition, row, value)
    await parts.published.confirm()
    for row, value in publication.rows.items():
        if value is None:
            parts.published.put(partition, row, None)
    parts.state.commit(partition, publication)
    for tally in (one.tally for one in parts.state.hold(partition, group).tallies.values()):
        parts.metrics.observed.labels(tally.id).set(tally.observed.count)
        parts.metrics.reported.labels(tally.id).set(tally.reported.count if tally.reported else float("nan"))


async def restore_tallies(partitions: set[int], total: int, parts: Parts) -> None:
    """Read the tally state of these partitions (of `total`) from the tables, and publish what was not yet.

    Partitions that this worker held before, and to which nobody else has written, are not read again. To be called
    after the tables have recovered and before the first record of the new assignment. What stands in the topics by
    another generation is for `settle`.
    """
    kept = parts.state.keep(await parts.facts.recovered(partitions) & await parts.published.recovered(partitions))
    with parts.state.working_on(partitions):
        settled = partitions - parts.standing.unsettled(partitions)
        with _uncollected():
            await _read_again(partitions - kept, settled, parts)
        for partition, group in groups_in(settled, total, parts):
            await publish(partition, group, parts)


@contextmanager
def _uncollected() -> Iterator[None]:
    """What is read here stays: looking through it for garbage again and again would take a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def _read_again(fresh: set[int], settled: set[int], parts: Parts) -> None:
    async for partition, row, value in breathing(parts.facts.rows(fresh)):
        parts.state.restore_fact(partition, row, value)
    for partition in sorted(fresh):
        await settle(partition, parts)
    await asyncio.to_thread(parts.state.update, fresh)
    async for partition, row, value in breathing(parts.published.rows(settled & fresh)):
        parts.state.restore_published(partition, row, value)
    if fresh:
        log.info("the state of %d partitions was read from the tables", len(fresh))


async def breathing(rows: Iterable[T]) -> AsyncIterator[T]:
    """The rows one by one; now and then others on the event loop get their turn."""
    for number, row in enumerate(rows):
        if number % 200 == 0:
            await asyncio.sleep(0)
        yield row


def groups_in(partitions: set[int], total: int, parts: Parts) -> list[tuple[int, str]]:
    """The groups of these partitions (of `total`) that there is something of, or that a tally watches."""
    watched = {(partition_of(group, total), group) for group in parts.state.watched}
    return sorted(one for one in {*parts.state.held, *watched} if one[0] in partitions)
