"""The log of generations: an internal topic of one partition, kept for ever, a few records for each deployment.

One partition puts all records into one order, and everybody who reads it comes to the same result: who is live is
decided by the log, not by whoever wrote to it.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from schemas import Message
from schemas.common import Moment
from streams.generations.fingerprint import Fingerprint
from streams.kafka_io import assign, consumer, producer, read_to_end
from streams.records import decode
from streams.settings import Settings
from streams.topics import GENERATIONS, topic_name

TICK_MS = 500


class Event(Message):
    """A record of the log.

    `what` is one of

    - `announced`: workers of this generation have begun; its two hashes are in the fields of that name;
    - `first`: there is none live that it would have to catch up with, so it publishes at once;
    - `live`: it has caught up and publishes from here on, the one before does not;
    - `settled`: the public topics say what it says, for the keys of these partitions of `tally-facts`.

    Readers pass over what they do not know.
    """

    what: str
    generation: str
    definitions: str = ""
    rules: str = ""
    partitions: tuple[int, ...] = ()
    at: Moment


@dataclass(frozen=True, slots=True)
class Announced:
    """A generation as it was announced."""

    generation: str
    definitions: str
    rules: str
    at: datetime


@dataclass
class Generations:
    """What the log says so far.

    A generation is called by its fingerprint; one that is computed anew under the same fingerprint has a number
    behind it. **Who is live**: the one that said so last, if it was announced after the one that is live. Of two that
    catch up at once the one announced last wins, whichever is ready first; the other is live before it or never.
    """

    announced: dict[str, Announced] = field(default_factory=dict)
    live: str | None = None
    live_since: datetime | None = None
    previous: str | None = None
    settled: set[int] = field(default_factory=set)
    position: int = 0

    def take_record(self, record: Any) -> None:
        """Take in a record of the topic; the next one to read stands at `position`."""
        self.take(decode(Event, record.value))
        self.position = record.offset + 1

    def take(self, event: Event) -> None:
        """Take a record of the log in; one that repeats or comes too late changes nothing."""
        name = event.generation
        if event.what == "announced":
            known = Announced(name, event.definitions, event.rules, event.at)
            self.announced.setdefault(name, known)
        elif self.is_pending(name) and (event.what == "live" or (event.what == "first" and self.live is None)):
            self.previous, self.live, self.live_since, self.settled = self.live, name, event.at, set()
        elif event.what == "settled" and name == self.live:
            self.settled |= set(event.partitions)

    def is_pending(self, generation: str) -> bool:
        """Is it announced, and may it still become live?"""
        order = list(self.announced)
        return generation in order and (self.live is None or order.index(generation) > order.index(self.live))

    def is_replaced(self, generation: str) -> bool:
        """Is one live that was announced after it?"""
        return generation in self.announced and generation != self.live and not self.is_pending(generation)

    def current(self, fingerprint: str) -> str | None:
        """The generation that a worker with this fingerprint belongs to.

        The live one before one that is still catching up, so that a replay cannot draw workers away from it; None
        where none was announced, or the last was replaced.
        """
        if self.live is not None and _fingerprint(self.live) == fingerprint:
            return self.live
        return self.pending(fingerprint)

    def pending(self, fingerprint: str) -> str | None:
        """The last one with this fingerprint that may still become live."""
        own = [name for name in self.announced if _fingerprint(name) == fingerprint and self.is_pending(name)]
        return own[-1] if own else None

    def last(self, fingerprint: str) -> str | None:
        """The last one with this fingerprint, live, catching up or replaced."""
        own = [name for name in self.announced if _fingerprint(name) == fingerprint]
        return own[-1] if own else None

    def next_name(self, fingerprint: str) -> str:
        """A name that no generation has: the fingerprint, and from the second time on a number."""
        used = sum(_fingerprint(name) == fingerprint for name in self.announced)
        return f"{fingerprint}-{used + 1}" if used else fingerprint

    def why(self) -> str:
        """Why the live generation's numbers may differ from those of the one it replaced; empty where it is the first.

        In the words that begin the reasons of a tally's change.
        """
        if self.live is None or self.previous is None:
            return ""
        now, before = self.announced[self.live], self.announced[self.previous]
        changed = [
            name
            for name, one, other in (
                ("definitions", now.definitions, before.definitions),
                ("rules", now.rules, before.rules),
            )
            if one != other
        ]
        return f"recomputed under new {' and '.join(changed)}" if changed else "recomputed"


def _fingerprint(generation: str) -> str:
    return generation.partition("-")[0]


async def read_log(settings: Settings) -> Generations:
    """What the log says now."""
    async with aclosing(follow_log(settings)) as states:
        return await anext(states)


async def follow_log(settings: Settings, known: Generations | None = None) -> AsyncGenerator[Generations]:
    """What the log says now, and again after new records and every half a second. Does not end.

    `known` is brought up to date where it is given, from where it stands.
    """
    known = known or Generations()
    reader = consumer(settings)
    await reader.start()
    try:
        partitions = await assign(reader, topic_name(GENERATIONS, settings.topic_prefix))
        reader.seek(partitions[0], known.position)
        async for record in read_to_end(reader, partitions):
            known.take_record(record)
        while True:
            yield known
            for records in (await reader.getmany(timeout_ms=TICK_MS)).values():
                for record in records:
                    known.take_record(record)
    finally:
        await reader.stop()


async def append(
    settings: Settings, what: str, generation: str, partitions: tuple[int, ...] = (), mark: Fingerprint | None = None
) -> None:
    """Write a record to the log, and wait until the broker has it."""
    event = Event(
        what=what,
        generation=generation,
        definitions=mark.definitions if mark else "",
        rules=mark.rules if mark else "",
        partitions=partitions,
        at=datetime.now(UTC),
    )
    topic = topic_name(GENERATIONS, settings.topic_prefix)
    async with producer(settings) as out:
        await out.send_and_wait(topic, key=generation.encode(), value=event.to_json(), partition=0)


async def announce(settings: Settings, mark: Fingerprint, known: Generations) -> str:
    """Announce a new generation of this fingerprint; its name."""
    name = known.next_name(str(mark))
    await append(settings, "announced", name, mark=mark)
    return name
