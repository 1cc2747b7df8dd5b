"""What a worker may do, by how its generation stands; and how it is told how far it is."""

from datetime import UTC, datetime
from typing import Any

import pytest

from streams.generations import Generations, Standing
from streams.generations.catching_up import Offsets
from streams.generations.log import Event
from streams.generations.standing import HEADER, refusal


def standing(*records: str, generation: str = "b") -> Standing:
    known = Generations()
    for record in records:
        what, name, *partitions = record.split()
        at = datetime(2024, 1, 1, tzinfo=UTC)
        known.take(Event(what=what, generation=name, partitions=tuple(map(int, partitions)), at=at))
    return Standing(generation, known)


BEGUN = ("announced a", "first a", "announced b")


def test_a_generation_that_catches_up_publishes_nothing() -> None:
    pending = standing(*BEGUN)
    assert not pending.live and not pending.replaced and not pending.may_publish(0)


def test_a_live_generation_publishes_only_where_the_topics_say_what_it_says() -> None:
    live = standing(*BEGUN, "live b", "settled b 0 2")
    assert live.live and live.unsettled({0, 1, 2}) == {1}
    assert live.may_publish(0) and not live.may_publish(1)


def test_a_replaced_generation_publishes_nothing_more() -> None:
    old = standing(*BEGUN, "settled a 0", "live b", generation="a")
    assert old.replaced and not old.may_publish(0)
    assert old.known
    assert "generation a" in refusal(old.known, "a") and "replaced by b" in refusal(old.known, "a")


def test_without_a_log_there_is_only_one() -> None:
    assert Standing().live and Standing().may_publish(3)


@pytest.mark.parametrize("pairs", [[(HEADER, b"b")], [("other", b"a")], [], [("other", b"a"), (HEADER, b"b")]])
@pytest.mark.parametrize("kind", [list, tuple, dict])
def test_records_of_its_own_and_without_a_generation_are_for_it(pairs: Any, kind: type) -> None:
    assert Standing("b").is_ours(kind(pairs))


@pytest.mark.parametrize("kind", [list, tuple, dict])
def test_records_of_another_generation_are_not(kind: type) -> None:
    assert not Standing("b").is_ours(kind([("other", b"b"), (HEADER, b"b-2")]))
    assert Standing("b").is_ours(None)


class Log:
    """Topics of one partition each: how much stands in them, and what the group has acknowledged."""

    def __init__(self, ends: dict[str, int]) -> None:
        self.ends = ends
        self.done: dict[str, int] = {}

    async def end_offsets(self, partitions: list[str]) -> dict[str, int]:
        return {one: self.ends[one] for one in partitions}

    async def beginning_offsets(self, partitions: list[str]) -> dict[str, int]:
        return dict.fromkeys(partitions, 0)

    async def committed(self, partition: str) -> int | None:
        return self.done.get(partition)


async def test_a_pass_ends_when_what_stood_there_is_worked_off_stage_by_stage() -> None:
    log = Log({"raw": 10, "clean": 0})
    seen: list[tuple[str, int]] = []

    def work(topic: str, left: int) -> None:
        """Five records between two looks; each gives one in the next topic, and producers go on."""
        seen.append((topic, left))
        log.done[topic] = min(log.done.get(topic, 0) + 5, log.ends[topic])
        if topic == "raw":
            log.ends["raw"] += 7
            log.ends["clean"] = log.done["raw"]

    await Offsets(log, {"raw": ["raw"], "clean": ["clean"]}).pass_through(work)
    assert seen == [("raw", 10), ("raw", 5), ("raw", 0), ("clean", 15), ("clean", 10), ("clean", 5), ("clean", 0)]
