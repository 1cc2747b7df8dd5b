"""A batch whose partitions are taken away sends nothing more, and nothing of a batch that failed is acknowledged."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from schemas import CleanArticle, RawArticle
from schemas.taggers import Tagger
from streams import processing
from streams.agents import create_agents
from streams.engine.tenure import Revoked, Tenure
from streams.metrics import Metrics
from streams.parts import Parts
from streams.processing import EXIT_FAILED, batches
from streams.publishing import TallyState
from streams.records import Outgoing
from streams.settings import Settings
from tests.unit.test_publishing import DEFINITIONS, GROUP, GROUPS, attack, fact

FIRST, SECOND = 1, 2


def event_of(value: bytes, key: bytes = b"k", generation: int = FIRST) -> Any:
    message = SimpleNamespace(
        topic="t", partition=0, offset=0, timestamp=0.0, key=key, value=value, headers=(), generation_id=generation
    )
    return SimpleNamespace(message=message)


class Stream:
    """Events as Faust's stream gives them, one at a time; which were acknowledged is remembered."""

    def __init__(self, *events: Any) -> None:
        self.queue: asyncio.Queue[Any] = asyncio.Queue()
        for event in events:
            self.queue.put_nowait(event)
        self.acked: list[Any] = []
        self.enable_acks = True

    async def events(self) -> AsyncIterator[Any]:
        while True:
            yield await self.queue.get()

    async def ack(self, event: Any) -> None:
        self.acked.append(event)


class Ended(BaseException):
    """The process has ended."""


class World:
    """The agents with a sender and tables that can stand still or fail."""

    def __init__(self, taggers: tuple[Tagger, ...] = ()) -> None:
        self.sent: list[Outgoing] = []
        self.rows: list[tuple[int, str, bytes | None]] = []
        self.broken: str = ""
        self.gate = asyncio.Event()
        self.gate.set()
        self.waiting = asyncio.Event()
        self.agents: dict[str, Callable[[Any], Awaitable[None]]] = {}
        table = cast(Any, self)
        self.parts = Parts(
            settings=Settings(dead_letter_window=0),
            lexicon=DEFINITIONS.lexicon,
            groups=GROUPS,
            metrics=Metrics(),
            send=self.send,
            pages=table,
            facts=table,
            published=table,
            state=TallyState(DEFINITIONS, GROUPS),
            taggers=taggers,
        )
        self.parts.tenure.begin(FIRST)
        create_agents(self, lambda name: name, self.parts)

    def agent(self, _: str, name: str) -> Callable[[Any], Any]:
        return lambda fun: self.agents.setdefault(name, fun)

    async def send(self, outgoing: Outgoing) -> None:
        self.parts.tenure.check()
        if self.broken == "raises":
            raise ConnectionError("the producer")
        self.sent.append(outgoing)
        self.waiting.set()
        await self.gate.wait()
        if self.broken == "future":
            raise ConnectionError("the broker has not confirmed")

    def fetch(self, *_: Any) -> None:
        return None

    def put(self, partition: int, key: str, value: bytes | None) -> None:
        self.parts.tenure.check()
        self.rows.append((partition, key, value))

    async def confirm(self) -> None:
        if self.broken == "table":
            raise ConnectionError("the changelog")

    async def run(self, stage: str, stream: Stream) -> None:
        await self.agents[stage](stream)


RAW = RawArticle(id="a", body="Two rockets were fired at the base in Iraq on Monday, an official said.").to_json()
INPUTS = {
    "clean": RAW,
    "split": CleanArticle(page_id="p", raw_id="p", version="1").to_json(),
    "tally": fact("a", attack()).to_json(),
}


@pytest.mark.parametrize(
    ("stage", "broken"),
    [
        ("clean", "raises"),
        ("clean", "future"),
        ("split", "table"),
        ("tally", "raises"),
        ("tally", "future"),
        ("tally", "table"),
    ],
)
async def test_a_failure_of_kafka_ends_the_process_with_nothing_acknowledged(
    stage: str, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes: list[int] = []

    def end(code: int) -> None:
        codes.append(code)
        raise Ended

    monkeypatch.setattr(processing.os, "_exit", end)
    world, stream = World(), Stream(event_of(INPUTS[stage], GROUP.encode()))
    world.broken = broken
    with pytest.raises(Ended):
        await world.run(stage, stream)
    assert (codes, stream.acked) == ([EXIT_FAILED], [])


@pytest.mark.parametrize("stage", INPUTS)
async def test_what_works_is_acknowledged(stage: str) -> None:
    world, stream = World(), Stream(event_of(INPUTS[stage], GROUP.encode()))
    running = asyncio.create_task(world.run(stage, stream))
    await acknowledged(stream)
    running.cancel()
    assert world.sent or world.rows


async def acknowledged(stream: Stream) -> None:
    async with asyncio.timeout(5):
        while not stream.acked:  # noqa: ASYNC110 (only asking shows it)
            await asyncio.sleep(0.01)


async def test_a_batch_whose_partitions_are_taken_away_sends_nothing_more_and_is_not_acknowledged() -> None:
    world, stream = World(), Stream(event_of(INPUTS["tally"], GROUP.encode()))
    world.gate.clear()
    running = asyncio.create_task(world.run("tally", stream))
    await world.waiting.wait()
    assert [one.topic for one in world.sent] == ["incidents"]  # The tally is to come after it.

    world.parts.tenure.end()
    leaving = asyncio.create_task(world.parts.tenure.idle())
    await asyncio.sleep(0)
    assert not leaving.done(), "what is on its way has to arrive before the worker lets others take over"
    world.gate.set()
    await asyncio.wait_for(leaving, 5)
    assert [one.topic for one in world.sent] == ["incidents"]
    assert [key.split("|")[1] for _, key, _ in world.rows if "|" in key] == []

    # The next tenure begins with what the tables have; the event comes again as one of its own.
    world.parts.tenure.begin(SECOND)
    world.parts.state.keep(set())
    again = event_of(INPUTS["tally"], GROUP.encode(), SECOND)
    stream.queue.put_nowait(again)
    await acknowledged(stream)
    assert stream.acked == [again]
    assert {one.topic for one in world.sent} == {"incidents", "tallies", "tally-changes"}
    running.cancel()


async def test_what_was_read_before_a_rebalance_is_not_worked_on_after_it() -> None:
    tenure = Tenure()
    tenure.begin(SECOND)
    old, new = event_of(b"old", generation=FIRST), event_of(b"new", generation=SECOND)
    stream = Stream(old, new)
    async for batch in batches(stream, 5, tenure.holds):
        assert batch == [new]
        break


async def test_between_two_tenures_there_is_no_work() -> None:
    tenure = Tenure()
    tenure.begin(FIRST)
    assert tenure.holds(event_of(b""))
    tenure.end()
    assert not tenure.holds(event_of(b""))
    with pytest.raises(Revoked), tenure.working():
        raise AssertionError("nothing is held")


async def test_work_of_an_ended_tenure_is_told_apart_from_that_of_the_next() -> None:
    tenure, given_up = Tenure(), asyncio.Event()

    async def work() -> None:
        with tenure.working():
            tenure.check()
            await given_up.wait()
            tenure.check()

    tenure.begin(FIRST)
    old = asyncio.create_task(work())
    await asyncio.sleep(0)
    tenure.end()
    tenure.begin(SECOND)
    with tenure.working():
        given_up.set()
        with pytest.raises(Revoked):
            await old
        tenure.check()
    await tenure.idle()
