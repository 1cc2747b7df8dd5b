"""A sample of a topic: the spots from which it is taken, and what happens where it cannot be read."""

from typing import Any

import pytest
from aiokafka.errors import KafkaConnectionError, KafkaError, TopicAuthorizationFailedError
from hypothesis import given
from hypothesis import strategies as st

from streams.letters import sampling
from streams.letters.sampling import EACH, SPOTS, evidence, spots
from streams.processing import computed
from streams.settings import Settings

Held = dict[int, tuple[int, int]]


@given(st.dictionaries(st.integers(0, 20), st.tuples(st.integers(0, 10**6), st.integers(1, 10**6))))
def test_spots_stand_in_what_is_held_and_no_further_apart_than_a_few_times_the_even_step(sizes: Held) -> None:
    held = {where: (start, start + size) for where, (start, size) in sizes.items()}
    found = spots(held)
    assert len(found) == len(set(found)) <= 2 * SPOTS
    assert all(held[where][0] <= offset < held[where][1] for where, offset in found)
    total = sum(size for _, size in sizes.values())
    assert len(found) >= min(SPOTS, total // EACH)


def test_a_large_partition_gives_more_spots_than_a_small_one_and_a_few_records_are_taken_whole() -> None:
    found = [where for where, _ in spots({0: (0, 3000), 1: (500, 501), 2: (0, 1500)})]
    assert (found.count(0), found.count(1), found.count(2)) == (20, 1, 10)
    assert spots({0: (3, 15)}) == [(0, 3), (0, 8), (0, 13)]
    assert spots({}) == []


def failing(monkeypatch: pytest.MonkeyPatch, error: KafkaError) -> None:
    """Reading the topic fails once, and gives a hundred accepted records then."""
    errors = [error]

    async def outcomes(*_: Any) -> dict[tuple[int, int], bool]:
        if errors:
            raise errors.pop()
        return {(0, offset): False for offset in range(100)}

    monkeypatch.setattr(sampling, "_outcomes", outcomes)
    monkeypatch.setattr(sampling, "PAUSE_SECONDS", 0.01)


async def sample() -> sampling.Sample:
    return await evidence(Settings(), "articles-raw", computed(lambda _: ()), lambda _: True, {}, share=0.5)


async def test_a_stage_in_doubt_waits_for_a_broker_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, KafkaConnectionError())
    assert (await sample()).tried == 100


async def test_what_no_waiting_mends_ends_the_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, TopicAuthorizationFailedError())
    with pytest.raises(TopicAuthorizationFailedError):
        await sample()
