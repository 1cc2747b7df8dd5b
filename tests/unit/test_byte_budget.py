"""Bytes that may be on their way at once, and queues that are full by bytes."""

import asyncio
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from mode.utils.queues import FlowControlEvent

from streams.byte_budget import ByteBudget
from streams.engine.buffers import UNITS, BoundedQueue


@given(st.lists(st.tuples(st.integers(1, 150), st.booleans()), max_size=30))
async def test_no_more_than_the_budget_is_held_unless_by_one_and_all_get_their_turn_in_order(
    sends: list[tuple[int, bool]],
) -> None:
    budget = ByteBudget(100)
    begun: list[int] = []

    async def send(number: int, size: int) -> None:
        async with budget.spend(size):
            begun.append(number)
            assert budget.held <= 100 or budget.held == size
            await asyncio.sleep(0)

    tasks = [asyncio.create_task(send(number, size)) for number, (size, _) in enumerate(sends)]
    await asyncio.sleep(0)
    for task, (_, cancelled) in zip(tasks, sends, strict=True):
        if cancelled:
            task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert begun == sorted(begun)
    assert {number for number, (_, cancelled) in enumerate(sends) if not cancelled} <= set(begun)
    assert budget.held == 0


async def test_one_that_is_cancelled_in_the_moment_of_its_turn_gives_its_bytes_back() -> None:
    budget = ByteBudget(10)
    await budget.take(10)
    waiting = asyncio.create_task(budget.take(10))
    await asyncio.sleep(0)
    budget.give_back(10)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert budget.held == 0


def event(size: int) -> Any:
    return SimpleNamespace(message=SimpleNamespace(key=b"", value=b"x" * size))


def queue(most_bytes: int) -> BoundedQueue:
    flow = FlowControlEvent(initially_suspended=False)
    return BoundedQueue(most_bytes, flow_control=flow)


async def test_a_queue_is_full_by_bytes_and_by_number() -> None:
    by_bytes, by_number = queue(1_000_000), queue(1_000_000)
    for _ in range(3):
        assert not by_bytes.full()
        by_bytes.put_nowait(event(400_000))
    assert by_bytes.full()
    for _ in range(UNITS):
        assert not by_number.full()
        by_number.put_nowait(event(10))
    assert by_number.full()


async def test_the_consumer_is_held_up_at_four_fifths_of_the_bytes_and_goes_on_at_two_fifths() -> None:
    held = queue(1_000_000)
    calls: list[str] = []

    def put() -> None:
        held.put_nowait_enhanced(
            event(100_000), on_pressure_high=lambda: calls.append("high"), on_pressure_drop=lambda: calls.append("drop")
        )

    for _ in range(8):
        put()
    assert calls == []
    put()
    assert calls == ["high"]
    while "drop" not in calls:
        await held.get()
        left = held.qsize()
    assert 0.2 * UNITS < left < 0.45 * UNITS
    held.clear()
    assert held.qsize() == 0 and held.empty()


async def test_whoever_waits_for_room_gets_it_when_enough_bytes_have_left() -> None:
    held = queue(1_000_000)
    for _ in range(5):
        held.put_nowait(event(200_000))
    waiting = asyncio.create_task(held.put(event(900_000)))
    for _ in range(2):
        await asyncio.sleep(0)
    assert not waiting.done()
    await held.get()
    await waiting
    assert [len((await held.get()).message.value) for _ in range(5)] == [200_000] * 4 + [900_000]
