"""The ground of a run: a topic prefix, workers on it, the load that is pushed, and what is on its way."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from random import Random
from typing import Any

from aiokafka.errors import KafkaError

from streams.generations.waiting import wait_until_worked_off
from streams.kafka_io import admin, assign, consumer, producer
from streams.settings import Settings
from streams.stages.tally import Definitions
from streams.tallies_file import load_definitions
from streams.topic_creation import create_topics
from tests.faults.brokers import Kafka
from tests.faults.journal import Journal
from tests.faults.load import MAX_BODY, Record
from tests.faults.workers import Workers

TALLIES = Path(__file__).parent / "tallies.yaml"
SESSION_SECONDS = 6.0
PARTITIONS = 4
PUBLISHED_SECONDS = 180.0
SENDING_SECONDS = 180.0
READY_SECONDS = 180.0


class Ground:
    """One run's stream. The harness itself talks to the brokers directly; workers and producer perhaps by proxy."""

    def __init__(self, kafka: Kafka, prefix: str, folder: Path, journal: Journal, *, proxied: bool) -> None:
        self.kafka = kafka
        self.journal = journal
        own = Settings(
            bootstrap_servers=kafka.bootstrap,
            topic_prefix=prefix,
            data_dir=folder,
            tallies=TALLIES,
            partitions=PARTITIONS,
            replication=len(kafka.brokers),
            metrics_port=0,
            max_body=MAX_BODY,
            session_timeout=SESSION_SECONDS,
        )
        self.settings = own
        """For looking: at the brokers' own addresses."""
        self.clients = own.with_(bootstrap_servers=kafka.proxied) if proxied else own
        """For workers and producer."""
        self.definitions: Definitions = load_definitions(TALLIES)
        self.workers = Workers(self.clients, journal)
        self.sent: list[Record] = []
        self.broker_in_hand = asyncio.Lock()
        """Held by the fault that works on a broker: one at a time, or a cluster of three would lose its quorum."""
        self._in_hand: set[str] = set()
        self._producer: Any = None

    async def __aenter__(self) -> "Ground":
        settings = self.settings
        assert settings.bootstrap_servers
        await create_topics(
            settings.bootstrap_servers, settings.topic_prefix, settings.partitions, settings.replication
        )
        await self.workers.__aenter__()
        return self

    async def __aexit__(self, *why: object) -> None:
        if self._producer is not None:
            await self._producer.stop()
        await self.workers.__aexit__(*why)

    @asynccontextmanager
    async def borrow(self, chance: Random) -> AsyncIterator[str]:
        """A running worker that no other fault has in hand, for as long as the context lasts."""
        while not (free := self.free()):  # noqa: ASYNC110 (workers have no event for it)
            await asyncio.sleep(0.1)
        name = chance.choice(free)
        with self.in_hand(name):
            yield name

    def free(self) -> list[str]:
        """Running workers that no fault has in hand."""
        return sorted(set(self.workers.running) - self._in_hand)

    @contextmanager
    def in_hand(self, *names: str) -> Iterator[None]:
        """Keep the workers from other faults."""
        self._in_hand |= {*names}
        try:
            yield
        finally:
            self._in_hand -= {*names}

    async def push(self, records: Sequence[Record]) -> None:
        """Send the records and wait until all are confirmed; what fails is sent again, as a producer would."""
        topic = f"{self.settings.topic_prefix}articles-raw"
        left = list(records)
        async with asyncio.timeout(SENDING_SECONDS):
            while left:
                left = await self._try_to_push(topic, left)
        self.sent += records

    async def _try_to_push(self, topic: str, records: Sequence[Record]) -> list[Record]:
        """The records that were not confirmed."""
        try:
            if self._producer is None:
                made = producer(self.clients)
                await made.start()
                self._producer = made
            sends = [
                await self._producer.send(topic, value=one.value, key=one.key, timestamp_ms=one.timestamp)
                for one in records
            ]
        except KafkaError as error:
            return await self._begin_anew(error, list(records))
        results = await asyncio.gather(*sends, return_exceptions=True)
        failed = [one for one, result in zip(records, results, strict=True) if isinstance(result, Exception)]
        if failed:
            return await self._begin_anew(next(one for one in results if isinstance(one, Exception)), failed)
        return []

    async def _begin_anew(self, error: Exception, left: list[Record]) -> list[Record]:
        self.journal(f"the producer met {error!r} and sends {len(left)} records again")
        if self._producer is not None:
            await self._producer.stop()
            self._producer = None
        await asyncio.sleep(0.5)
        return left

    async def on_its_way(self) -> int:
        """How many records of articles-raw no group of this prefix has acknowledged; -1 where no broker says it."""
        try:
            async with asyncio.timeout(5):
                return await self._on_its_way()
        except (KafkaError, TimeoutError):
            return -1

    async def _on_its_way(self) -> int:
        prefix = self.settings.topic_prefix
        async with admin(self.settings) as client, consumer(self.settings) as reader:
            partitions = await assign(reader, f"{prefix}articles-raw")
            ends = await reader.end_offsets(partitions)
            done = 0
            for group, *_ in await client.list_consumer_groups():
                if group.startswith(prefix):
                    offsets = await client.list_consumer_group_offsets(group)
                    done = max(done, sum(max(0, offsets[one].offset) for one in partitions if one in offsets))
            return int(sum(ends.values())) - done

    async def published(self) -> None:
        """Wait until the first tally is published: the workers are at work."""
        async with consumer(self.settings) as reader, asyncio.timeout(PUBLISHED_SECONDS):
            partitions = await assign(reader, f"{self.settings.topic_prefix}tallies")
            while not any((await reader.end_offsets(partitions)).values()):  # noqa: ASYNC110 (only asking shows it)
                await asyncio.sleep(0.1)

    async def ready(self, *names: str) -> dict[str, int]:
        """Wait until each of the workers has recovered and holds something; the partitions of each running one."""
        async with asyncio.timeout(READY_SECONDS):
            while True:
                ready = await asyncio.to_thread(self.workers.ready)
                if all(ready.get(name) for name in names):
                    return ready
                await asyncio.sleep(0.2)

    def deploy(self, tallies: Path) -> None:
        """From now on workers start with another tallies file, and what is expected is what it defines."""
        self.definitions = load_definitions(tallies)
        self.settings = self.settings.with_(tallies=tallies)
        self.workers.settings = self.workers.settings.with_(tallies=tallies)

    async def worked_off(self, seconds: float) -> None:
        """Wait until the workers have worked off everything."""
        left = ["everything"]

        def progress(topic: str, number: int) -> None:
            left[0] = f"{number} in {topic}"

        try:
            async with asyncio.timeout(seconds):
                await wait_until_worked_off(self.settings, self.definitions, progress)
        except TimeoutError:
            raise AssertionError(f"not worked off within {seconds:.0f} s: {left[0]} left") from None
