"""What must not be lost at a rebalance."""

import asyncio
import contextlib
import os
from typing import Any

import faust
import pytest
from faust import streams
from faust.events import Event
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from faust.types.tuples import ConsumerMessage
from mode.utils.queues import FlowControlQueue

from streams.engine import faust_app
from streams.engine.faust_app import App, KeepingFlowControl


def queue_of(flow: KeepingFlowControl) -> FlowControlQueue:
    queue: FlowControlQueue = FlowControlQueue(flow_control=flow, clear_on_resume=True)
    queue.put_nowait("a message")
    return queue


async def test_what_is_queued_when_the_flow_goes_on_stays_queued() -> None:
    flow = KeepingFlowControl()
    queue = queue_of(flow)
    flow.resume()
    flow.resume()
    assert flow.is_active() and queue.qsize() == 1


async def test_the_queues_are_emptied_when_partitions_are_revoked() -> None:
    flow = KeepingFlowControl()
    queue = queue_of(flow)
    flow.suspend()
    flow.clear()
    assert not flow.is_active() and queue.qsize() == 0


def message(generation: int, offset: int = 2) -> ConsumerMessage:
    tp = TP("articles-raw", 0)
    return ConsumerMessage(*tp, offset, 0.0, 0, [], b"key", b"value", None, tp=tp, generation_id=generation)


async def dropped_and_given(generation: int) -> tuple[list[int], list[Any]]:
    """Put a message of this generation into a stream of generation 6: the offsets acknowledged, the events given."""
    app = App("app", broker="kafka://nowhere", store="memory://")
    app.finalize()
    topic = app.topic("articles-raw", key_type=bytes, value_type=bytes)
    app.topics.acking_topics.add("articles-raw")
    app.consumer_generation_id = 6
    app.flow_control.resume()
    stream = app.stream(topic)
    stream.enable_acks = False
    came = message(generation)
    came.incref()
    await stream.channel.put(Event(app, b"key", b"value", [], came))
    events = aiter(stream.events())
    given: list[Any] = []
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.3):
            given.append(await anext(events))
            await stream.ack(given[0])
    return app.consumer._acked[came.tp], given


async def test_a_message_that_a_rebalance_makes_a_stream_drop_is_not_acknowledged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(streams, "_CStreamIterator", None)  # As where Faust's C extension is not there.
    acknowledged, given = await dropped_and_given(generation=5)
    assert not given and not acknowledged


async def test_what_was_worked_off_across_a_rebalance_is_not_acknowledged_since_it_is_read_again() -> None:
    app = App("app", broker="kafka://nowhere", store="memory://")
    app.finalize()
    app.topics.acking_topics.add("articles-raw")
    came = message(generation=5)
    came.incref()
    came.tracked = True
    app.consumer.unacked.add(came)
    app.consumer_generation_id = 6
    assert not came.ack(app.consumer)
    assert not app.consumer._acked[came.tp] and not app.consumer.unacked


async def test_a_message_that_an_agent_has_worked_off_is_acknowledged() -> None:
    acknowledged, given = await dropped_and_given(generation=6)
    assert len(given) == 1 and acknowledged == [2]


async def test_a_commit_does_not_pass_one_message_that_was_dropped_before_others() -> None:
    app = App("app", broker="kafka://nowhere", store="memory://")
    app.finalize()
    app.topics.acking_topics.add("articles-raw")
    tp = TP("articles-raw", 0)
    app.consumer._committed_offset[tp] = 2
    app.consumer.fetched.add(tp, [2, 3, 4])
    for offset in (3, 4):
        came = message(0, offset)
        came.incref()
        came.tracked = True
        came.ack(app.consumer)
    assert app.consumer._filter_committable_offsets([tp]) == {}
    came = message(0, 2)
    came.incref()
    came.tracked = True
    came.ack(app.consumer)
    assert app.consumer._filter_committable_offsets([tp]) == {tp: 5}


class Brokerless:
    """Stands in for what a consumer asks Kafka: it refuses commits, and nothing is committed."""

    TP = TP("articles-raw", 0)

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app = App("app", broker="kafka://nowhere", store="memory://")
        self.app.finalize()
        self.app.topics.acking_topics.add("articles-raw")
        for name, answer in (
            ("_commit", False),
            ("seek_to_committed", {self.TP: None}),
            ("earliest_offsets", {self.TP: 0}),
            ("seek_wait", None),
        ):
            monkeypatch.setattr(driver.Consumer, name, self._answering(answer))
        monkeypatch.setattr(driver.Consumer, "assignment", lambda _: {self.TP})
        monkeypatch.setattr(self.app.producer, "flush", self._answering(None))

    @staticmethod
    def _answering(answer: Any) -> Any:
        async def asked(*_: Any, **__: Any) -> Any:
            return answer

        return asked

    def acknowledged(self, offset: int) -> bool:
        came = message(0, offset)
        came.incref()
        came.tracked = True
        return bool(came.ack(self.app.consumer))


async def test_what_a_broker_refused_to_commit_is_not_taken_for_committed(monkeypatch: pytest.MonkeyPatch) -> None:
    world = Brokerless(monkeypatch)
    world.app.consumer._committed_offset[world.TP] = 2
    assert not await world.app.consumer._commit_offsets({world.TP: 10})
    assert world.app.consumer._committed_offset[world.TP] == 2
    assert world.acknowledged(3)


async def test_where_nothing_is_committed_all_that_is_read_again_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    world = Brokerless(monkeypatch)
    world.app.consumer._committed_offset[world.TP] = 10
    await world.app.consumer.perform_seek()
    assert world.acknowledged(0)


async def test_what_is_read_again_counts_also_where_a_late_answer_says_that_more_is_committed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = Brokerless(monkeypatch)
    consumer = world.app.consumer
    consumer.fetched.add(world.TP, [94, 95, 96])
    consumer._committed_offset[world.TP] = 96
    assert world.acknowledged(94) and world.acknowledged(95) and not world.acknowledged(95)
    assert consumer._filter_committable_offsets([world.TP]) == {}  # It is committed, but no hindrance.
    assert world.acknowledged(96)
    assert consumer._filter_committable_offsets([world.TP]) == {world.TP: 97}


async def test_what_is_fetched_after_a_partition_was_rewound_is_not_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    consumer = Brokerless(monkeypatch).app.consumer
    tp = Brokerless.TP

    async def fetches(*_: Any) -> Any:
        # While the fetch is waiting the partition is rewound; then it returns with what comes from there.
        consumer.rewound[tp] = 1.0
        consumer.rewound_at_fetch = dict(consumer.rewound)
        yield tp, "read again"
        consumer.rewound[tp] = 2.0
        yield tp, "fetched before it was rewound"

    monkeypatch.setattr(driver.Consumer, "getmany", fetches)
    assert [one async for _, one in consumer.getmany(1.0)] == ["read again"]


async def test_a_commit_that_is_never_answered_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: Any) -> bool:
        await asyncio.Event().wait()
        return True

    monkeypatch.setattr(driver.AIOKafkaConsumerThread, "_commit", never)
    app = App("app", broker="kafka://nowhere", store="memory://", broker_session_timeout=0.05)
    app.finalize()
    async with asyncio.timeout(10):
        assert not await app.consumer._new_consumer_thread()._commit({Brokerless.TP: 3})


async def test_a_worker_that_does_not_end_by_itself_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    codes: list[int] = []

    async def never(_: Any) -> None:
        await asyncio.Event().wait()

    def exits(code: int) -> None:
        codes.append(code)
        loop.call_soon_threadsafe(ended.set)

    monkeypatch.setattr(faust.App, "stop", never)
    monkeypatch.setattr(faust_app, "STOP_SECONDS", 0.01)
    monkeypatch.setattr(os, "_exit", exits)
    stopping = asyncio.create_task(App("app", broker="kafka://nowhere", store="memory://").stop())
    async with asyncio.timeout(10):
        await ended.wait()
    stopping.cancel()
    assert codes == [0]
