"""How long this worker holds its partitions: from one rebalance to the next.

Faust lets a batch that is being worked on when partitions are taken away go on, also while another worker already
holds them. Here such a batch can send and write nothing more, is not acknowledged, and comes again to whoever holds
its partition then.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any


class Revoked(Exception):
    """The partitions of this work were taken away while it was done; it is done again by whoever holds them now."""


_working_for: ContextVar[int | None] = ContextVar("working_for", default=None)


class Tenure:
    """The generation of the consumer group (a number that grows with each rebalance) in which we hold partitions."""

    def __init__(self) -> None:
        """Nothing is held."""
        self.generation: int | None = None
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def begin(self, generation: int) -> None:
        """Partitions were assigned."""
        self.generation = generation

    def end(self) -> None:
        """They are taken away, or divided anew."""
        self.generation = None

    def holds(self, event: Any) -> bool:
        """Was this Faust event read in the generation that still holds?"""
        return self.generation is not None and event.message.generation_id == self.generation

    @contextmanager
    def working(self) -> Iterator[None]:
        """Work for this tenure: within, `check` raises as soon as it has ended."""
        if self.generation is None:
            raise Revoked
        token = _working_for.set(self.generation)
        self._running += 1
        self._idle.clear()
        try:
            yield
        finally:
            _working_for.reset(token)
            self._running -= 1
            if not self._running:
                self._idle.set()

    def check(self) -> None:
        """Raise Revoked where the tenure that the current task works for has ended."""
        working_for = _working_for.get()
        if working_for is not None and working_for != self.generation:
            raise Revoked

    async def idle(self) -> None:
        """Wait until no work is going on."""
        await self._idle.wait()
