"""How much waits in the stream before it is worked off: what puts off those who post still more."""

import asyncio
import logging
from contextlib import AsyncExitStack, aclosing

from streams.generations.catching_up import Offsets, offsets_of
from streams.generations.log import follow_log
from streams.settings import Settings
from streams.web.limits import Backlog

log = logging.getLogger(__name__)

PAUSE_SECONDS = 5.0


async def follow_lag(settings: Settings, backlog: Backlog) -> None:
    """Measure every few seconds how many articles the live workers have still to work off. Does not end.

    Where no workers are live, nothing is measured: `articles-raw` keeps what comes for them.
    """
    while True:
        try:
            await _follow(settings, backlog)
        except TimeoutError as error:
            log.warning("waiting: %s", error)


async def _follow(settings: Settings, backlog: Backlog) -> None:
    live, offsets = "", None
    async with AsyncExitStack() as open_now, aclosing(follow_log(settings)) as states:
        async for known in states:
            if known.live and known.live != live:
                await open_now.aclose()
                live = known.live
                offsets = await open_now.enter_async_context(offsets_of(settings, live))
            if isinstance(offsets, Offsets):
                backlog.articles = await offsets.left("articles-raw")
            await asyncio.sleep(PAUSE_SECONDS)
