"""What others have written to `incidents` and `tallies` where only this worker may: it is written over.

A worker that stood still past its session may go on and send what it had in hand, after another one has taken over and
sent newer records of the same keys. The last record of a key is what subscribers keep. So each worker follows the two
topics, and where the last record of a key that it answers for comes from another writer (it may be itself, before it
lost its partitions and got them back) and does not say what it has published since, it sends its own again.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from aiokafka.errors import KafkaError

from schemas import Incident
from streams.errors import InvalidMessage
from streams.kafka_io import assign, consumer
from streams.parts import Parts, partition_of, while_held
from streams.published import Positions, positions_row
from streams.records import Outgoing, decode
from streams.topics import INCIDENTS, TALLIES, topic_name

FOLLOWED = (INCIDENTS.name, TALLIES.name)
SAVE_SECONDS = 10.0
"""How often it is kept how far the topics were followed."""

PAUSE_SECONDS = 0.5
"""So long to wait for records, and for a broker that does not answer."""

log = logging.getLogger(__name__)


class ForeignWrites:
    """The keys whose last record is another writer's, and not what this worker has published."""

    def __init__(self, parts: Parts, held: set[int], total: int, patience: float) -> None:
        """For the partitions `held` (of `total`) of tally-facts. A record is written over `patience` seconds later:
        a worker that itself is the one that stood still learns meanwhile that it no longer holds them."""
        self._parts, self._held, self._total, self._patience = parts, held, total, patience
        self._own = parts.signature
        self._tallies = {name: group for name, (group, _) in parts.state.tallies.items()}
        self.waiting: dict[tuple[str, str], tuple[float, str]] = {}

    def see(self, topic: str, key: bytes | None, value: bytes | None, headers: Iterable[Any], now: float) -> None:
        """Take a record in: topic without prefix, and the time in seconds. Only while nothing is being published."""
        try:
            name = (key or b"").decode()
        except UnicodeDecodeError:
            return  # Nothing of ours has such a key.
        self.waiting.pop((topic, name), None)
        if self._own in headers:
            return
        group = self._group(topic, name, value)
        if group is not None and self._answers_for(group) and value != self._published(topic, group, name):
            self.waiting[topic, name] = now + self._patience, group

    def due(self, now: float) -> dict[tuple[str, str], Outgoing]:
        """What to send now, by topic and key: what was published last, or a tombstone where nothing stands."""
        return {
            (topic, name): Outgoing(topic, name.encode(), self._published(topic, group, name))
            for (topic, name), (when, group) in self.waiting.items()
            if when <= now
        }

    def _published(self, topic: str, group: str, name: str) -> bytes | None:
        if topic == TALLIES.name and name not in self._tallies:
            return None
        return self._parts.state.published(topic, partition_of(group, self._total), group, name)

    def _group(self, topic: str, name: str, value: bytes | None) -> str | None:
        """The group of targets that a record belongs to; None where nothing tells it.

        For a tally that is not defined (any more) whoever holds the partition of its id stands in.
        """
        if topic == TALLIES.name:
            return self._tallies.get(name, name)
        group = self._parts.state.group_of_incident(name)
        if group is None and value is not None:
            try:
                group = self._parts.groups.key_of(decode(Incident, value).target)
            except InvalidMessage as error:
                log.warning("incident %s cannot be read: %s", name, error)
        return group

    def _answers_for(self, group: str) -> bool:
        partition = partition_of(group, self._total)
        return partition in self._held and self._parts.standing.may_publish(partition)

    async def repair(self, now: float) -> None:
        """Send what is due, and wait until it is confirmed."""
        due = self.due(now)
        await asyncio.gather(*[self._parts.send(self._parts.signed(one)) for one in due.values()])
        for topic, name in due:
            log.warning("a late writer's record of %s in %s was written over", name, topic)
            self._parts.metrics.repaired.labels(topic).inc()
            del self.waiting[topic, name]


async def follow_public_topics(total: Callable[[], int], parts: Parts) -> None:
    """Follow the public topics and repair; `total` gives the partitions of tally-facts. Does not end by itself.

    While the broker is away it waits. Any other error is a bug and is raised.
    """
    while True:
        try:
            await _Following(total, parts).run()
        except (KafkaError, OSError, TimeoutError) as error:
            log.warning("the public topics cannot be followed, trying again: %r", error)
            await asyncio.sleep(PAUSE_SECONDS)


class _Following:
    """A reader on the two topics, from where the workers before have left off."""

    def __init__(self, total: Callable[[], int], parts: Parts) -> None:
        self._total, self._parts = total, parts
        self._held: set[int] | None = None
        self._writes = ForeignWrites(parts, set(), 1, 0.0)
        self._saved_at = time.monotonic()
        self._saved: Positions | None = None
        self._start: Positions | None = None

    async def run(self) -> None:
        settings = self._parts.settings
        reader = consumer(settings)
        await reader.start()
        try:
            topics = [topic_name(one, settings.topic_prefix) for one in (INCIDENTS, TALLIES)]
            partitions = await assign(reader, *topics)
            while True:
                records = await self._records(reader, partitions)
                async with self._parts.turn:
                    # Only then does nobody publish, and what the state takes for published stands in the topics.
                    if records is not None and self._parts.standing.held is self._held:
                        await while_held("repairs", self._work(records, reader, partitions), self._parts)
        finally:
            await reader.stop()

    async def _records(self, reader: Any, partitions: list[Any]) -> list[Any] | None:
        """The next records; None while this worker holds nothing for which it could answer."""
        standing = self._parts.standing
        if not standing.held or standing.unsettled(standing.held):
            await asyncio.sleep(PAUSE_SECONDS)
            return None
        if standing.held is not self._held:
            self._begin(reader, partitions, standing.held)
        batches = await reader.getmany(timeout_ms=int(PAUSE_SECONDS * 1000), max_records=500)
        return [record for batch in batches.values() for record in batch]

    def _begin(self, reader: Any, partitions: list[Any], held: set[int]) -> None:
        """Go to where all workers have been that held these partitions before: the least of what they have kept."""
        settings = self._parts.settings
        self._held = held
        self._writes = ForeignWrites(self._parts, held, self._total(), settings.session_timeout / 3)
        kept = self._parts.state.positions
        known = [one for (partition, _), one in kept.items() if partition in held]
        complete = held <= {partition for partition, _ in kept}
        positions = Positions(next={name: {} for name in FOLLOWED})
        for at in partitions:
            name = at.topic.removeprefix(settings.topic_prefix)
            offsets = [one.next.get(name, {}).get(at.partition, 0) for one in known] if complete else []
            positions.next[name][at.partition] = min(offsets, default=0)
            reader.seek(at, positions.next[name][at.partition])
        self._start = positions

    async def _work(self, records: list[Any], reader: Any, partitions: list[Any]) -> None:
        if self._start is not None:
            # At once, so that what a worker before us keeps too late, standing further on, does not count alone.
            await keep_positions(self._start, self._held or set(), self._parts)
            self._start = None
        await self._take(records)
        await self._save(reader, partitions)

    async def _take(self, records: list[Any]) -> None:
        now = time.monotonic()
        prefix = self._parts.settings.topic_prefix
        for record in records:
            topic = record.topic.removeprefix(prefix)
            self._writes.see(topic, record.key, record.value, record.headers, now)
        await self._writes.repair(now)

    async def _save(self, reader: Any, partitions: list[Any]) -> None:
        """Keep how far we are; not while something waits to be written over, which would be forgotten then."""
        if self._writes.waiting or time.monotonic() < self._saved_at + SAVE_SECONDS:
            return
        self._saved_at = time.monotonic()
        positions: dict[str, dict[int, int]] = {name: {} for name in FOLLOWED}
        for at in partitions:
            name = at.topic.removeprefix(self._parts.settings.topic_prefix)
            positions[name][at.partition] = await reader.position(at)
        if self._saved != (kept := Positions(next=positions)):
            self._saved = kept
            await keep_positions(kept, self._held or set(), self._parts)


async def keep_positions(positions: Positions, held: set[int], parts: Parts) -> None:
    """Keep the positions of this worker for its partitions, then drop those of the workers before it."""
    row, value = positions_row(parts.writer), positions.to_json()
    for partition in sorted(held):
        parts.published.put(partition, row, value)
    await parts.published.confirm()
    for partition in sorted(held):
        parts.state.restore_published(partition, row, value)
        for there, writer in list(parts.state.positions):
            if there == partition and writer != parts.writer:
                parts.published.put(partition, positions_row(writer), None)
                del parts.state.positions[partition, writer]
