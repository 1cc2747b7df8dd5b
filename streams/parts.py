"""What the agents are joined from, and what all of them do alike."""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import uuid4

from aiokafka.partitioner import murmur2

from schemas.taggers import Tagger
from streams.engine.tables import DurableTable
from streams.engine.tenure import Revoked, Tenure
from streams.errors import InvalidMessage
from streams.generations import Standing
from streams.metrics import Metrics
from streams.processing import first_offsets
from streams.published import WRITER
from streams.publishing import TallyState
from streams.records import Outgoing, Record, Sender
from streams.refusal_limit import RefusalLimit
from streams.settings import Settings
from streams.stages.lexicon import Lexicon
from streams.stages.tally import TargetGroups

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Parts:
    """What the agents are joined from.

    `turn` is held by whoever works on the tally state; `writer` is another one for each process.
    """

    settings: Settings
    lexicon: Lexicon
    groups: TargetGroups
    metrics: Metrics
    send: Sender
    pages: DurableTable
    facts: DurableTable
    published: DurableTable
    state: TallyState
    standing: Standing = field(default_factory=Standing)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    limits: dict[str, RefusalLimit] = field(default_factory=dict)
    taggers: tuple[Tagger, ...] = ()
    writer: str = field(default_factory=lambda: uuid4().hex)
    tenure: Tenure = field(default_factory=Tenure)

    @cached_property
    def everywhere(self) -> tuple[str, ...]:
        """A key for each partition of tally-facts in which any group of targets lives: what all have to know."""
        found = {partition_of(group, self.settings.partitions): group for group in sorted(self.groups.keys)}
        return tuple(found[number] for number in sorted(found))

    @property
    def signature(self) -> tuple[str, bytes]:
        """The header that says who sends: this process in its present tenure.

        What the same process has sent in an earlier tenure, and what reached the topic only later, may be outdated.
        """
        return WRITER, f"{self.writer}/{self.tenure.generation}".encode()

    def signed(self, outgoing: Outgoing) -> Outgoing:
        """The record with a header that says who has sent it."""
        return replace(outgoing, headers=(*outgoing.headers, self.signature))


def now() -> datetime:
    """The time of processing."""
    return datetime.now(UTC)


def partition_of(key: str, partitions: int) -> int:
    """The partition that Kafka's default partitioner gives a key."""
    return int((murmur2(key.encode()) & 0x7FFFFFFF) % partitions)


async def within_limit(stage: str, records: list[Record], refused: list[InvalidMessage], parts: Parts) -> None:
    """Stop before the dead letters of a batch are sent where it is the stage that is wrong, not the records."""
    if stage in parts.limits:
        await parts.limits[stage].check(len(records), refused, first_offsets(records))


async def while_held(what: str, work: Coroutine[Any, Any, None], parts: Parts) -> None:
    """Do work on our partitions; where they are taken away meanwhile, it is given up."""
    try:
        with parts.tenure.working():
            await work
    except Revoked:
        work.close()
        log.info("%s: partitions were taken away; what was in hand is given up and comes again", what)
