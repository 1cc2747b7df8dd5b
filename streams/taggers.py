"""Plug-in taggers: found by entry point, made, and asked for what a story names. Their side is `schemas.taggers`."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import entry_points
from itertools import chain, repeat

from schemas import Article
from schemas.taggers import Mention, Tagger, Unavailable
from streams.errors import ConfigError, InvalidMessage
from streams.harmless import harmless
from streams.stages.tag import Given

GROUP = "tallywire.taggers"
SETTING = "TALLYWIRE_TAGGERS"
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""Seconds from one asking to the next while a plug-in is unavailable; the last one again and again."""

log = logging.getLogger(__name__)

Wait = Callable[[Tagger, Unavailable, float], None]
"""Waits so many seconds for a plug-in, in the thread that asks it; raises where nobody wants the answer any more."""


def load_taggers(names: str) -> tuple[Tagger, ...]:
    """The plug-ins of a comma-separated list of entry points, in this order.

    Raises:
        ConfigError: a name is unknown or comes twice, or a plug-in cannot be made; what is installed is named.
    """
    wanted = [name.strip() for name in names.split(",")] if names.strip() else []
    if len(set(wanted)) < len(wanted):
        raise ConfigError(f"{names!r} names a plug-in twice", key=SETTING)
    return tuple(_load(name) for name in wanted)


def _load(name: str) -> Tagger:
    installed = entry_points(group=GROUP)
    named = installed.select(name=name)
    if len(named) != 1:
        known = ", ".join(sorted(installed.names)) or "none"
        raise ConfigError(f"{len(named) or 'no'} plug-ins are named {name!r}; installed are: {known}", key=SETTING)
    (entry,) = named
    try:
        tagger: Tagger = entry.load()()
        if not (isinstance(tagger.name, str) and tagger.name and isinstance(tagger.version, str) and tagger.version):
            raise TypeError("name and version are to be texts")
        if not callable(tagger.annotate):
            raise TypeError("annotate is to be a method")
    except Exception as error:  # Whatever a stranger's code raises: it is named, and nothing is started.
        known = ", ".join(sorted(installed.names))
        reason = f"{name!r} ({entry.value}) cannot be loaded: {error!r}; installed are: {known}"
        raise ConfigError(reason, key=SETTING) from error
    return tagger


def wait_here(tagger: Tagger, error: Unavailable, seconds: float) -> None:
    """Say that a plug-in is unavailable, and sleep."""
    say_unavailable(tagger, error, seconds)
    time.sleep(seconds)


def say_unavailable(tagger: Tagger, error: Unavailable, seconds: float) -> None:
    """Log why there is a pause."""
    text = "tagger %s is unavailable, asked again in %.0f s: %s"
    log.warning(text, harmless(tagger.name), seconds, harmless(str(error)))


def ask(article: Article, taggers: Sequence[Tagger], wait: Wait = wait_here) -> tuple[Given, ...]:
    """What each plug-in finds in a story; one that is unavailable is asked again after longer and longer pauses.

    Raises:
        InvalidMessage: a plug-in fails on the story, or gives what are no mentions; its name is in the text.
    """
    if article.withdrawn:
        return ()
    return tuple(Given(tagger.name, _answer(article, tagger, wait)) for tagger in taggers)


def _answer(article: Article, tagger: Tagger, wait: Wait) -> tuple[Mention, ...]:
    pauses: Iterator[float] = chain(PAUSES, repeat(PAUSES[-1]))
    while True:
        try:
            return _mentions(article, tagger)
        except Unavailable as error:
            wait(tagger, error, next(pauses))


def _mentions(article: Article, tagger: Tagger) -> tuple[Mention, ...]:
    try:
        found = tuple(tagger.annotate(article))
    except Unavailable:
        raise
    except Exception as error:  # Whatever a stranger's code raises is about this story.
        raise InvalidMessage(f"tagger {tagger.name}: {type(error).__name__}: {error}") from error
    for one in found:
        if not isinstance(one, Mention):
            raise InvalidMessage(f"tagger {tagger.name}: gave {type(one).__name__}, where a Mention is expected")
    return found
