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

LEAST = 4096
"""Bytes for which a record counts at least while it is on its way: it needs memory beside its own bytes."""


@dataclass
class Pushed:
    """What became of a push."""

    accepted: int = 0
    refused: list[BadInput] = field(default_factory=list)


async def push(
    inputs: Iterable[RawArticle | BadInput],
    settings: Settings,
    progress: Callable[[Pushed], None],
    fetching: bool = False,
) -> Pushed:
    """Send the articles, keyed by page; count one as accepted when the broker has confirmed it.

    The next input is asked for when there is room for it: a slow broker slows the reading down. Where it may have to be
    fetched, that is done in a thread: what waits to be sent must not wait for a slow server.
    """
    coming = iter(inputs)
    account, failures = Pushed(), list[BaseException]()
    budget = ByteBudget(settings.buffer_bytes)
    topic = f"{settings.topic_prefix}articles-raw"

    def confirmed(sent: asyncio.Future[object], size: int) -> None:
        budget.give_back(size)
        if error := sent.exception():
            failures.append(error)
        else:
            account.accepted += 1

    async with producer(settings) as out:
        while item := await asyncio.to_thread(next, coming, None) if fetching else next(coming, None):
            if isinstance(item, BadInput):
                account.refused.append(item)
            else:
                key, value = page_key(item).encode(), item.to_json()
                size = max(LEAST, len(key) + len(value))
                await budget.take(size)
                sent = await out.send(topic, key=key, value=value)
                sent.add_done_callback(lambda future, size=size: confirmed(future, size))
            if failures:
                break
            progress(account)
        await budget.take(budget.limit)  # All of it is free when nothing is on its way any more.
    progress(account)
    if failures:
        raise failures[0]
    return account
