"""What Faust loses at a rebalance, and the ways round it.

A message that was fetched before a rebalance has ended must be fetched again after it: its batch was never
acknowledged. Two things in Faust stand in the way; both left messages unread until the next restart.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import faust
from faust.transport.drivers import aiokafka as driver
from mode.utils.queues import FlowControlEvent

from streams.buffers import BoundedQueue


class KeepingFlowControl(FlowControlEvent):  # type: ignore[misc]
    """Flow control that does not throw away what is queued when the flow goes on.

    Faust lets the flow go on twice after a rebalance: to read the changelogs, and again when recovery is done. Each
    time it empties the agents' queues, and what was fetched in between is gone: its offsets are never acknowledged and
    the commits stand still. What must not be worked on after a rebalance is told by the generation that each message
    carries, and the queues are still emptied when partitions are revoked.
    """

    def resume(self) -> None:
        """Let the flow go on."""
        self._suspend.clear()
        self._resume.set()


class RewindingConsumer(driver.Consumer):  # type: ignore[misc]
    """A consumer that goes back to the beginning of a partition for which nothing has been committed yet.

    After a rebalance Faust seeks all partitions to their committed offsets, since it may have fetched and dropped
    messages before. aiokafka leaves a partition without a commit (or with one of 0) where it is, behind these messages.
    """

    async def seek_to_committed(self) -> Mapping[Any, int]:
        """Seek all partitions to their committed offsets, or to their beginning."""
        committed: Mapping[Any, int] = await super().seek_to_committed()
        unread = [tp for tp, offset in committed.items() if not offset and not self._is_changelog_tp(tp)]
        if unread:
            await self.seek_wait(await self.earliest_offsets(*unread))
        return committed


class Transport(driver.Transport):  # type: ignore[misc]
    """Kafka, read by a consumer that rewinds."""

    Consumer = RewindingConsumer


class App(faust.App):  # type: ignore[misc]
    """Faust's app with the parts above; `buffer_bytes` bounds the queue of each agent."""

    buffer_bytes = 16 * 1024 * 1024

    @cached_property
    def flow_control(self) -> KeepingFlowControl:
        """The switch that all agents' queues share."""
        return KeepingFlowControl(loop=self.loop)

    def FlowControlQueue(self, maxsize: int | None = None, *, clear_on_resume: bool = False) -> BoundedQueue:
        """A queue between the consumer and an agent."""
        return BoundedQueue(self.buffer_bytes, flow_control=self.flow_control, clear_on_resume=clear_on_resume)

    def _new_transport(self) -> Transport:
        return Transport(self.conf.broker_consumer, self)
