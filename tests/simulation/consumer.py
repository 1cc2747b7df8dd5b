"""One stage on one partition: batches that end, that die in the middle, or that stand still and go on as a zombie."""

import asyncio
from collections.abc import Awaitable, Iterator
from functools import lru_cache
from typing import Any, Literal

from streams.agents import clean_record, split_records, tag_record
from streams.foreign_writes import ForeignWrites
from streams.metrics import Metrics
from streams.parts import Parts, now
from streams.processing import computed, run_batch
from streams.publishing import TallyState
from streams.records import Outgoing, Record
from streams.settings import Settings
from streams.stages.tally import groups_of
from streams.tallying import restore_tallies, tally_records
from tests.simulation.articles import DEFINITIONS
from tests.simulation.kafka import MemoryKafka

READS = {"clean": "articles-raw", "split": "articles-clean", "tag": "articles-split", "tally": "tally-facts"}
"""The stages, and the topic that each reads."""

Fate = Literal["ends", "dies", "stands still"]


class Died(Exception):
    """The worker was killed here."""


class Incarnation:
    """A worker's life on one partition. Each operation on Kafka passes a gate, where its fate may meet it."""

    def __init__(self, kafka: MemoryKafka) -> None:
        self._kafka = kafka
        self._left: int | None = None
        self._fate: Fate = "ends"
        self.standing = asyncio.Event()
        self._resumed = asyncio.Event()

    def meet(self, fate: Fate, after: int) -> None:
        """The fate comes after so many more operations."""
        self._fate, self._left = fate, after if fate != "ends" else None

    def resume(self) -> None:
        """What stood still goes on."""
        self.meet("ends", 0)
        self._resumed.set()

    async def _gate(self) -> None:
        if self._left is None:
            return
        if self._left > 0:
            self._left -= 1
            return
        if self._fate == "dies":
            raise Died
        self.standing.set()
        await self._resumed.wait()

    async def send(self, outgoing: Outgoing) -> object:
        """Send a record; the answer is the record."""
        await self._gate()
        return self._kafka.append(outgoing)

    async def write(self, table: str, partition: int, key: str, value: bytes | None) -> None:
        """Write a row of a changelog."""
        await self._gate()
        self._kafka.write_row(table, partition, key, value)


class MemoryTable:
    """What a stage uses of a DurableTable, with the rows that its incarnation knows."""

    def __init__(self, name: str, life: Incarnation, kafka: MemoryKafka, partition: int) -> None:
        self._name, self._life, self._partition = name, life, partition
        self._rows = dict(kafka.changelogs[name, partition])
        self._pending: list[tuple[int, str, bytes | None]] = []

    def put(self, partition: int, key: str, value: bytes | None) -> None:
        """Write a row; it counts after `confirm`."""
        self._pending.append((partition, key, value))
        if value is None:
            self._rows.pop(key, None)
        else:
            self._rows[key] = value

    def fetch(self, partition: int, key: str) -> bytes | None:
        """The row, or None."""
        return self._rows.get(key)

    def rows(self, partitions: set[int]) -> Iterator[tuple[int, str, bytes]]:
        """All rows."""
        return ((self._partition, key, value) for key, value in list(self._rows.items()))

    async def recovered(self, partitions: set[int]) -> set[int]:
        """A new incarnation knows nothing from before."""
        return set()

    async def confirm(self) -> None:
        """Write what waits to the changelog, in order."""
        pending, self._pending = self._pending, []
        for partition, key, value in pending:
            await self._life.write(self._name, partition, key, value)


SETTINGS, METRICS = Settings(), Metrics()
GROUPS = groups_of(DEFINITIONS.tallies, DEFINITIONS.lexicon)


class Consumer:
    """The consumer of a stage on a partition: where it stands, and the incarnation that holds it now."""

    def __init__(self, kafka: MemoryKafka, stage: str, partition: int) -> None:
        self._kafka, self.stage, self.partition = kafka, stage, partition
        self.committed = 0
        self._tenures = 0
        self._parts: Parts | None = None
        self._life = Incarnation(kafka)

    @property
    def _log(self) -> list[Record]:
        return self._kafka.topics[READS[self.stage]][self.partition]

    @property
    def lag(self) -> int:
        """Records that are not yet worked off."""
        return len(self._log) - self.committed

    @property
    def started(self) -> bool:
        """Has there been an incarnation?"""
        return self._parts is not None

    async def start(self) -> None:
        """A new incarnation, with its state read from the changelogs."""
        kafka = self._kafka
        self._life = Incarnation(kafka)
        pages, facts, published = (
            MemoryTable(name, self._life, kafka, self.partition) for name in ("pages", "facts", "published")
        )
        tables: dict[str, Any] = {"pages": pages, "facts": facts, "published": published}
        self._parts = Parts(
            settings=SETTINGS,
            lexicon=DEFINITIONS.lexicon,
            groups=GROUPS,
            metrics=METRICS,
            send=self._life.send,
            state=TallyState(DEFINITIONS, GROUPS),
            # All its lives have one name: a process that stood still may get its partitions back.
            writer=self.stage,
            **tables,
        )
        self._tenures += 1
        self._parts.tenure.begin(self._tenures)
        if self.stage == "tally":
            await restore_tallies({self.partition}, kafka.partitions, self._parts)

    async def repair(self) -> int:
        """Look through the public topics from their beginning, and write over what others left there: how much."""
        assert self._parts
        self._life.meet("ends", 0)
        writes = ForeignWrites(self._parts, {self.partition}, self._kafka.partitions, patience=0)
        for topic in ("incidents", "tallies"):
            for record in self._kafka.records(topic):
                writes.see(topic, record.key, record.value, record.headers, now=0)
        stale = len(writes.waiting)
        await writes.repair(now=0)
        return stale

    async def work(self, most: int, fate: Fate, after: int) -> "Zombie | None":
        """Work off a batch; what dies or stands still commits nothing, and a new incarnation takes over."""
        if not self.started:
            await self.start()
        records = self._log[self.committed : self.committed + most]
        if not records:
            return None
        self._life.meet(fate, after)
        batch = asyncio.ensure_future(self._run(records))
        still = asyncio.ensure_future(self._life.standing.wait())
        await asyncio.wait({batch, still}, return_when=asyncio.FIRST_COMPLETED)
        if not batch.done():
            zombie = Zombie(batch, self._life)
            await self.start()
            return zombie
        still.cancel()
        if isinstance(batch.exception(), Died):
            await self.start()
        else:
            batch.result()
            self.committed += len(records)
        return None

    def _run(self, records: list[Record]) -> Awaitable[None]:
        assert self._parts
        parts = self._parts
        if self.stage == "split":
            return split_records(records, parts)
        if self.stage == "tally":
            return tally_records(records, parts)
        work = self._clean if self.stage == "clean" else self._tag
        return run_batch(self.stage, records, computed(work), parts.send, parts.metrics, now)

    def _clean(self, record: Record) -> list[Outgoing]:
        return _cleaned(record.value, record.timestamp)

    def _tag(self, record: Record) -> list[Outgoing]:
        assert self._parts
        return _tagged(record.value, self._parts.everywhere)


class Zombie:
    """A batch that stands still while another incarnation holds its partition."""

    def __init__(self, batch: "asyncio.Future[None]", life: Incarnation) -> None:
        self._batch, self._life = batch, life

    async def resume(self) -> None:
        """It goes on to its end; its commit is refused, as Kafka does."""
        self._life.resume()
        await self._batch


def _record(value: bytes | None, timestamp: float = 0.0) -> Record:
    return Record("", 0, 0, timestamp, None, value)


# The stages are functions of the bytes, so the same bytes need not be worked on again in each of thousands of runs.
@lru_cache(maxsize=4096)
def _cleaned(value: bytes | None, timestamp: float) -> list[Outgoing]:
    return list(clean_record(_record(value, timestamp), SETTINGS.max_body))


@lru_cache(maxsize=4096)
def _tagged(value: bytes | None, everywhere: tuple[str, ...]) -> list[Outgoing]:
    return list(tag_record(_record(value), DEFINITIONS.lexicon, GROUPS, everywhere))
