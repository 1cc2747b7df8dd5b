"""Ask plug-in taggers about a story in a thread, while the worker's heartbeats go on and its partitions are watched."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import TypeVar

from schemas import Article
from schemas.taggers import Tagger, Unavailable, passages_of
from streams.engine.tenure import Revoked
from streams.metrics import Metrics
from streams.parts import Parts
from streams.stages.tag import Given
from streams.stages.tag.fitting import sifted
from streams.taggers import ask, say_unavailable

TICK_SECONDS = 0.2
"""How often it is looked whether the partitions are still ours."""

R = TypeVar("R")


async def given_by_taggers(article: Article, parts: Parts) -> tuple[Given, ...]:
    """What the plug-ins of this worker find in a story; for ever, where one stays unavailable.

    Raises:
        InvalidMessage: a plug-in fails on the story.
        Revoked: the partitions were taken away meanwhile; what is still being asked is left to itself.
    """
    if not parts.taggers:
        return ()

    def work(given_up: threading.Event) -> tuple[Given, ...]:
        return ask(article, parts.taggers, partial(_wait, given_up, parts.metrics))

    given = await _in_thread(work, parts.tenure.check)
    for refused in sifted(given, passages_of(article), parts.lexicon)[1]:
        parts.metrics.mentions_refused.labels(refused.tagger).inc()
    return given


def _wait(given_up: threading.Event, metrics: Metrics, tagger: Tagger, error: Unavailable, seconds: float) -> None:
    say_unavailable(tagger, error, seconds)
    metrics.tagger_unavailable.labels(tagger.name).inc()
    if given_up.wait(seconds):
        raise Revoked


async def _in_thread(work: Callable[[threading.Event], R], check: Callable[[], None]) -> R:
    """The result of work in a thread of its own, as long as `check` does not raise; then the event given to it is set.

    The thread is a daemon's, unlike asyncio's: a plug-in that never answers must not keep a worker from ending.
    """
    given_up = threading.Event()
    outcome: Future[R] = Future()
    outcome.set_running_or_notify_cancel()  # From now on only the thread decides what becomes of it.

    def run() -> None:
        try:
            outcome.set_result(work(given_up))
        except BaseException as error:
            outcome.set_exception(error)

    threading.Thread(target=run, name="tagger", daemon=True).start()
    waiting = asyncio.wrap_future(outcome)
    try:
        while not (await asyncio.wait({waiting}, timeout=TICK_SECONDS))[0]:
            check()
        return waiting.result()
    finally:
        given_up.set()
        waiting.cancel()
