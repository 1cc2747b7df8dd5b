"""A generation that becomes live: from what the public topics say to what it says, by corrections.

The topics themselves are what is taken for published, so it can be done again after a crash at any point: it ends when
the log has it that the partitions are settled.
"""

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import aclosing

from aiokafka.errors import KafkaError

from streams.generations import append, follow_log
from streams.generations.catching_up import take_over
from streams.generations.cleanup import clean_up
from streams.parts import Parts, while_held
from streams.public_state import PublicState
from streams.tallying import breathing, groups_in, publish, restore_tallies

PAUSE_SECONDS = 1.0
"""So long to wait for a broker that does not answer."""

log = logging.getLogger(__name__)


async def restore(partitions: set[int], total: int, parts: Parts) -> None:
    """Read the state of these partitions (of `total`) of tally-facts from the tables and bring the topics up to it."""
    async with parts.turn:
        await restore_tallies(partitions, total, parts)
        parts.tenure.check()
        parts.standing.held = set(partitions)
        await _settle(total, parts)
    show(parts)


async def follow_generations(total: Callable[[], int], parts: Parts) -> None:
    """Follow the log: catch up, take over and settle; end the process when another generation is live.

    `total` gives the number of partitions of tally-facts. Does not end before the process does; while the broker is
    away it waits. Any other error is a bug and is raised.
    """
    await asyncio.gather(_patiently(lambda: _follow(total, parts)), _patiently(lambda: _catch_up(parts)))


async def _patiently(work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            return await work()
        except (KafkaError, OSError, TimeoutError) as error:
            log.warning("the log of generations cannot be reached, trying again: %r", error)
            await asyncio.sleep(PAUSE_SECONDS)


async def _follow(total: Callable[[], int], parts: Parts) -> None:
    standing, cleaned = parts.standing, False
    async with aclosing(follow_log(parts.settings, standing.known)) as states:
        async for known in states:
            if standing.replaced:
                log.warning(
                    "generation %s was replaced by %s; this worker starts anew", standing.generation, known.live
                )
                os.kill(os.getpid(), signal.SIGTERM)
                return
            if standing.live:
                async with parts.turn:
                    if standing.held:
                        await while_held("taking over", _settle(total(), parts), parts)
                if not cleaned:
                    await clean_up(parts.settings, known)
                    cleaned = True
            show(parts)


async def _catch_up(parts: Parts) -> None:
    if parts.standing.live:
        return
    log.info("generation %s catches up; what is published stays as it is until then", parts.standing.generation)

    def progress(topic: str, left: int) -> None:
        if topic == "articles-raw":
            parts.metrics.behind.set(left)

    await take_over(parts.settings, parts.standing.generation, progress)


def show(parts: Parts) -> None:
    """Say in the metrics how this worker's generation stands."""
    standing, metrics = parts.standing, parts.metrics
    metrics.live.labels(standing.generation).set(standing.live)
    metrics.ready.set(standing.live and standing.held is not None and not standing.unsettled(standing.held))


async def _settle(total: int, parts: Parts) -> None:
    standing = parts.standing
    partitions = standing.unsettled(standing.held or set())
    if not standing.live or not partitions or standing.known is None:
        return
    because = standing.known.why()
    with parts.state.working_on(partitions):
        await _take_published_from_topics(partitions, total, parts)
        for partition, group in groups_in(partitions, total, parts):
            await publish(partition, group, parts, because)
    await append(parts.settings, "settled", standing.generation, partitions=tuple(sorted(partitions)))
    standing.known.settled |= partitions
    parts.metrics.behind.set(0)
    log.info("the topics say what generation %s says, for %d partitions", standing.generation, len(partitions))


async def _take_published_from_topics(partitions: set[int], total: int, parts: Parts) -> None:
    """Take what stands in the public topics for what was published last; take back tallies that are not defined."""
    public = await PublicState.read(partitions, total, parts)
    rows = dict(public.rows())
    async for partition, row, _ in breathing(parts.published.rows(partitions)):
        if (partition, row) not in rows:
            parts.published.put(partition, row, None)
    # What is published is compared with the fold: all that was taken in has to be in it.
    await asyncio.to_thread(parts.state.update, partitions)
    async for (partition, row), value in breathing(rows.items()):
        parts.published.put(partition, row, value)
        parts.state.restore_published(partition, row, value)
    await parts.published.confirm()
    await asyncio.gather(*[parts.send(parts.signed(one)) for one in public.taken_back()])
