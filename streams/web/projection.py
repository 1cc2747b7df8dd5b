"""The topics into the store: read from their beginning, then followed. This alone decides what the read side knows."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

from streams.kafka_io import assign, consumer
from streams.metrics import WebMetrics
from streams.records import Record
from streams.settings import Settings
from streams.topics import ARTICLES_TAGGED, INCIDENTS, TALLIES, TALLY_CHANGES, Topic, topic_name
from streams.web.events import Hub
from streams.web.store import Store
from streams.web.tally_answers import TallyNow

log = logging.getLogger(__name__)

STATE = (INCIDENTS, TALLY_CHANGES, TALLIES)
"""What numbers and incidents are made of: the service is ready when it has read these to their end."""
AT_ONCE = 500
"""Most records that go into the store together."""
FETCH_BYTES = 4 * 1024 * 1024
"""Bytes read at a time; a larger record comes alone."""


class Projection:
    """Keeps a store up with the topics, and tells the readers of events."""

    def __init__(self, settings: Settings, store: Store, hub: Hub, metrics: WebMetrics) -> None:
        """Nothing is read before `run`."""
        self._settings, self._store, self._hub, self._metrics = settings, store, hub, metrics
        self._writing = asyncio.Lock()
        store.ready = False

    async def run(self) -> None:
        """Read and follow all topics. Does not end; an error of it is one of Kafka's or a bug."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._follow(STATE, self._when_ready))
            # Texts are evidence beside the numbers, and may be many: nobody waits for them.
            tasks.create_task(self._follow((ARTICLES_TAGGED,), lambda: None))

    def _when_ready(self) -> None:
        self._hub.numbers = self._store.settled_changes()
        self._store.ready = True
        self._metrics.ready.set(1)
        log.info("ready: incidents, tallies and their changes are read")

    async def _follow(self, topics: Sequence[Topic], when_read: Callable[[], None]) -> None:
        names = [topic_name(one, self._settings.topic_prefix) for one in topics]
        reader = consumer(self._settings, fetch_bytes=FETCH_BYTES)
        await reader.start()
        try:
            partitions = await _assign(reader, names)
            ends = await reader.end_offsets(partitions)
            reading = True
            while True:
                if reading and all([await reader.position(one) >= ends[one] for one in partitions]):
                    reading = False
                    await asyncio.to_thread(when_read)
                batch = (await reader.getmany(timeout_ms=500, max_records=AT_ONCE)).values()
                records = [self._record(one) for several in batch for one in several]
                if records:
                    await self._apply(records, tell=not reading)
                await self._measure(reader, partitions)
        finally:
            await reader.stop()

    def _record(self, one: Any) -> Record:
        topic = one.topic.removeprefix(self._settings.topic_prefix)
        return Record(topic, one.partition, one.offset, one.timestamp / 1000, one.key, one.value)

    async def _apply(self, records: list[Record], tell: bool) -> None:
        async with self._writing:  # The store has one writer.
            applied, now = await asyncio.to_thread(self._write, records, tell)
        for topic, reason in applied.refused:
            self._metrics.refused.labels(topic).inc()
            log.warning("a record of %s cannot be read and is left out: %s", topic, reason)
        self._metrics.records.inc(len(records))
        if tell:
            self._hub.tell(applied.changes, now, applied.incidents)

    def _write(self, records: list[Record], tell: bool) -> tuple[Any, list[TallyNow]]:
        applied = self._store.apply(records)
        return applied, self._store.numbers(sorted(applied.tallies)) if tell else []

    async def _measure(self, reader: Any, partitions: Sequence[Any]) -> None:
        behind = dict.fromkeys((one.topic for one in partitions), 0)
        for one in partitions:
            behind[one.topic] += max(0, (reader.highwater(one) or 0) - await reader.position(one))
        for topic, records in behind.items():
            self._metrics.behind.labels(topic.removeprefix(self._settings.topic_prefix)).set(records)


async def _assign(reader: Any, names: Sequence[str]) -> list[Any]:
    """Assign the topics; where they are not there yet, wait: a worker makes them."""
    while True:
        try:
            return await assign(reader, *names)
        except TimeoutError as error:
            log.warning("waiting: %s", error)
