"""Faust's app with its holes closed."""

import logging
import os
from functools import cached_property
from threading import Timer

import faust
from mode.utils.queues import FlowControlEvent

from streams.engine.buffers import BoundedQueue
from streams.engine.rebalancing import Transport

log = logging.getLogger(__name__)

STOP_SECONDS = 25.0
"""How long a worker may take to end; the usual patience of those who tell it to is half a minute."""


def end_now(code: int) -> None:
    """End the process as `kill -9` would, which loses nothing."""
    log.warning("the worker did not end by itself within %.0f s and is cut off", STOP_SECONDS)
    os._exit(code)


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


class App(faust.App):  # type: ignore[misc]
    """Faust's app with the parts above; `buffer_bytes` bounds the queue of each agent."""

    buffer_bytes = 16 * 1024 * 1024

    async def stop(self) -> None:
        """Stop, and end the process where that takes too long: something waits for a broker that does not answer."""
        guard = Timer(STOP_SECONDS, end_now, [1 if self.crashed else 0])
        guard.daemon = True
        guard.start()
        try:
            await super().stop()
        finally:
            guard.cancel()

    @cached_property
    def flow_control(self) -> KeepingFlowControl:
        """The switch that all agents' queues share."""
        return KeepingFlowControl(loop=self.loop)

    def FlowControlQueue(self, maxsize: int | None = None, *, clear_on_resume: bool = False) -> BoundedQueue:
        """A queue between the consumer and an agent."""
        return BoundedQueue(self.buffer_bytes, flow_control=self.flow_control, clear_on_resume=clear_on_resume)

    def _new_transport(self) -> Transport:
        return Transport(self.conf.broker_consumer, self)
