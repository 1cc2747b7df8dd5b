"""push: articles of files into articles-raw, with an account of what was accepted."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from schemas import RawArticle
from streams.byte_budget import ByteBudget
from streams.kafka_io import producer
from streams.settings import Settings
from streams.sources import BadInput
from streams.stages.clean import page_key

IN_FLIGHT = 500
"""Records that may wait for their confirmation; more would only fill memory when the broker is slow. Their bytes have a
limit besides, the setting `buffer_bytes`."""


@dataclass
class Pushed:
    """What became of a push."""

    accepted: int = 0
    refused: list[BadInput] = field(default_factory=list)


async def push(
    inputs: Iterable[RawArticle | BadInput], settings: Settings, progress: Callable[[Pushed], None]
) -> Pushed:
    """Send the articles, keyed by page; count one as accepted when the broker has confirmed it.

    The next input is asked for when there is room for it: a slow broker slows the reading down.
    """
    account = Pushed()
    budget = ByteBudget(settings.buffer_bytes)
    topic = f"{settings.topic_prefix}articles-raw"
    waiting: set[asyncio.Future[object]] = set()
    async with producer(settings) as out:
        for item in inputs:
            if isinstance(item, BadInput):
                account.refused.append(item)
            else:
                key, value = page_key(item).encode(), item.to_json()
                size = len(key) + len(value)
                await budget.take(size)
                sent = await out.send(topic, key=key, value=value)
                sent.add_done_callback(lambda _, size=size: budget.give_back(size))
                waiting.add(sent)
            if len(waiting) >= IN_FLIGHT:
                waiting = await _confirm(waiting, account, asyncio.FIRST_COMPLETED)
            progress(account)
        while waiting:
            waiting = await _confirm(waiting, account, asyncio.ALL_COMPLETED)
            progress(account)
    return account


async def _confirm(waiting: set[asyncio.Future[object]], account: Pushed, until: str) -> set[asyncio.Future[object]]:
    done, left = await asyncio.wait(waiting, return_when=until)
    for one in done:
        one.result()  # Raises what the broker refused.
    account.accepted += len(done)
    return left
