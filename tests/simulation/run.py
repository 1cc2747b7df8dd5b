"""One run: records come in, batches are worked off in any order, workers die and come back; at the end all is done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from schemas import Incident, RawArticle, TaggedArticle, Tally
from streams.offline import extract, fold
from streams.records import Outgoing
from tests.simulation.articles import DEFINITIONS, Sent
from tests.simulation.consumer import READS, SETTINGS, Consumer, Fate, Zombie
from tests.simulation.kafka import MemoryKafka

PARTITIONS = 2


@dataclass(frozen=True)
class Step:
    """Records that arrive, then a batch on one of the partitions where something waits, with what becomes of it."""

    arrive: int
    consumer: int
    most: int
    fate: Fate
    after: int
    resume: bool


def steps(fates: Sequence[Fate]) -> st.SearchStrategy[list[Step]]:
    """Any course of a run with these fates."""
    one = st.builds(
        Step,
        arrive=st.integers(0, 4),
        consumer=st.integers(0, len(READS) * PARTITIONS - 1),
        most=st.sampled_from([1, 1, 2, 3, 8]),
        fate=st.sampled_from(fates),
        after=st.integers(0, 12),
        resume=st.booleans(),
    )
    # Long enough to work off most of a load: what comes after the last step meets no fault any more.
    return st.lists(one, min_size=25, max_size=80)


@dataclass
class Run:
    """The state of a run."""

    waiting: list[Sent]
    kafka: MemoryKafka = field(default_factory=lambda: MemoryKafka(PARTITIONS))
    zombies: list[Zombie] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.consumers = [Consumer(self.kafka, stage, number) for stage in READS for number in range(PARTITIONS)]

    async def take(self, step: Step) -> None:
        """Do one step."""
        self.arrive(step.arrive)
        if step.resume and self.zombies:
            await self.zombies.pop(0).resume()
        lagging = [consumer for consumer in self.consumers if consumer.lag]
        if lagging:
            zombie = await lagging[step.consumer % len(lagging)].work(step.most, step.fate, step.after)
            self.zombies += [zombie] if zombie else []

    def arrive(self, number: int) -> None:
        """The next records of producers."""
        for sent in self.waiting[:number]:
            self.kafka.append(Outgoing("articles-raw", sent.key, sent.value))
        del self.waiting[:number]

    async def finish(self) -> None:
        """All records come, all zombies go on to their end, and everything is worked off."""
        self.arrive(len(self.waiting))
        for consumer in self.consumers:
            if not consumer.started:
                await consumer.start()
        while self.zombies or any(consumer.lag for consumer in self.consumers):
            for consumer in self.consumers:
                while consumer.lag:
                    await consumer.work(100, "ends", 0)
            if self.zombies:
                await self.zombies.pop(0).resume()
        while sum([await consumer.repair() for consumer in self.consumers if consumer.stage == "tally"]):
            pass

    async def restart(self) -> None:
        """All workers start again, with what the changelogs have."""
        for consumer in self.consumers:
            await consumer.start()


def published(kafka: MemoryKafka) -> dict[str, Any]:
    """What a subscriber has at the end: the tallies, the incidents, and what was refused."""
    letters = {
        dict(record.headers)["__connect.errors.stage"] + (record.value or b"")
        for record in kafka.records("dead-letters")
    }
    return {
        "tallies": {key: Tally.model_validate_json(value) for key, value in kafka.last("tallies").items()},
        "incidents": {key: Incident.model_validate_json(value) for key, value in kafka.last("incidents").items()},
        "refused": letters,
    }


def offline(articles: Sequence[RawArticle], sent: Sequence[Sent]) -> dict[str, Any]:
    """What the offline fold gives for the newest version of each page."""
    newest = {one.url: one for one in sorted(articles, key=lambda one: str(one.fetched_at))}
    tallies, incidents = fold([story for one in newest.values() for story in _told_by(one)], DEFINITIONS)
    refused = {b"clean" + one.value for one in sent if one.key.startswith(b"broken")}
    return {
        "tallies": {tally.id: tally for tally in tallies},
        "incidents": {incident.id: incident for incident in incidents},
        "refused": refused,
    }


@lru_cache(maxsize=4096)
def _told_by(page: RawArticle) -> list[TaggedArticle]:
    return list(extract([page], DEFINITIONS.lexicon, SETTINGS.max_body, lambda *_: None))
