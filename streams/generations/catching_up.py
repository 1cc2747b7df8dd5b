"""How far a generation is, and when it may take over."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from math import inf
from typing import Any

from streams.generations.log import append
from streams.generations.standing import consumer_group
from streams.kafka_io import STAGES, assign, consumer
from streams.settings import Settings

Progress = Callable[[str, int], None]
"""Told a topic (without prefix), and how many of its records are left."""

CLOSE_SECONDS = 10.0
"""A generation that works off all there is within this time may take over: so old are its numbers at most."""

PAUSE_SECONDS = 0.25


@asynccontextmanager
async def offsets_of(settings: Settings, generation: str) -> AsyncIterator["Offsets"]:
    """The offsets of a generation's consumer group, to ask for as long as the context lasts."""
    # With the workers' group id, but never subscribed: it asks for their offsets and does not join them.
    reader = consumer(settings, group_id=consumer_group(settings, generation))
    await reader.start()
    try:
        partitions = await assign(reader, *[f"{settings.topic_prefix}{topic}" for topic in STAGES])
        named = {
            topic: [one for one in partitions if one.topic == f"{settings.topic_prefix}{topic}"] for topic in STAGES
        }
        yield Offsets(reader, named)
    finally:
        await reader.stop()


class Offsets:
    """How far the workers of a generation are in each topic."""

    def __init__(self, reader: Any, partitions: Mapping[str, list[Any]]) -> None:
        """Of a reader with the group's id, for these partitions by topic."""
        self._reader = reader
        self.partitions = partitions

    async def left(self, topic: str, ends: Mapping[Any, int] | None = None) -> int:
        """Records of a topic before `ends` (all that are there now, where none are given) not yet acknowledged."""
        partitions = self.partitions[topic]
        ends = ends or await self._reader.end_offsets(partitions)
        starts = await self._reader.beginning_offsets(partitions)
        done = await asyncio.gather(*[self._reader.committed(one) for one in partitions])
        return sum(
            max(0, ends[one] - (starts[one] if at is None else at)) for one, at in zip(partitions, done, strict=True)
        )

    async def pass_through(self, progress: Progress) -> None:
        """Wait until all that stands in articles-raw now is worked off.

        A stage acknowledges only after what it sent is confirmed, so going once through the stages in order is enough.
        """
        for topic, partitions in self.partitions.items():
            ends = await self._reader.end_offsets(partitions)
            while left := await self.left(topic, ends):
                progress(topic, left)
                await asyncio.sleep(PAUSE_SECONDS)
            progress(topic, 0)


async def take_over(settings: Settings, generation: str, progress: Progress) -> None:
    """Wait until a generation has caught up, then say in the log that it is live.

    What comes in while it works off what was there is worked off in a second pass, which is shorter, and so on; it
    has caught up when a pass takes a few seconds, or no longer gets shorter: then the workers are no faster than that.
    """
    last = inf
    async with offsets_of(settings, generation) as offsets:
        while True:
            started = time.monotonic()
            await offsets.pass_through(progress)
            took = time.monotonic() - started
            if took < CLOSE_SECONDS or took >= last:
                break
            last = took
    await append(settings, "live", generation)
