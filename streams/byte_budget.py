"""Bytes that may be on their way at once."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class ByteBudget:
    """A number of bytes that those who send share; who finds it spent waits, in the order of asking.

    What is larger than the whole budget goes alone: when nothing else is on its way.
    """

    def __init__(self, limit: int) -> None:
        """All of it is free."""
        self.limit = limit
        self.held = 0
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    @asynccontextmanager
    async def spend(self, size: int) -> AsyncIterator[None]:
        """Hold so many bytes for as long as the context lasts; wait for them where they are not free."""
        await self.take(size)
        try:
            yield
        finally:
            self.give_back(size)

    async def take(self, size: int) -> None:
        """Take so many bytes, as soon as they are free."""
        if not self._waiting and self._fits(size):
            self.held += size
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((size, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give_back(size)  # Its turn had come in the moment in which it was cancelled.
            raise

    def give_back(self, size: int) -> None:
        """Let the next ones have so many bytes."""
        self.held -= size
        while self._waiting and (self._waiting[0][1].done() or self._fits(self._waiting[0][0])):
            needed, turn = self._waiting.popleft()
            if not turn.done():
                self.held += needed
                turn.set_result(None)

    def _fits(self, size: int) -> bool:
        return self.held == 0 or self.held + size <= self.limit
