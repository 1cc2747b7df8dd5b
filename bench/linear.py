"""How the time for a page grows with its length, for hostile pages: `python -m bench.linear [--size N] [FAMILY...]`.

For each family it prints CPU seconds of clean, split and tag at one, two, four and eight times the size, and by what
factor each grew from half the greatest length to the greatest: 2 is linear, 4 is quadratic. `--slow` prints only
what grew by more than 2.6 and took more than a tenth of a second.
"""

import argparse
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from time import process_time
from typing import NamedTuple, TypeVar

from bench.hostile_texts import PAGES, TEXTS, Family, listed_words
from bench.pattern_texts import pattern_families
from schemas import RawArticle
from streams.errors import InvalidMessage
from streams.stages.clean import clean
from streams.stages.clean.line_kinds import LONG
from streams.stages.split import split
from streams.stages.tag import tag
from streams.stages.tally import load_default_definitions

NOW = datetime(2024, 5, 4, tzinfo=UTC)
T = TypeVar("T")


class Times(NamedTuple):
    """CPU seconds of each stage for one body."""

    clean: float
    split: float
    tag: float


class TooSlow(Exception):
    """A page took longer than it may."""


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """CPU seconds and result."""
    start = process_time()
    result = work()
    return process_time() - start, result


def measure(body: str, content_type: str) -> Times:
    """The times of one page; a page without text costs only its cleaning."""
    lexicon = load_default_definitions().lexicon
    raw = RawArticle.model_construct(
        body=body, content_type=content_type, id="x", url=None, outlet=None, published_at=NOW.date(), fetched_at=NOW,
        language=None,
    )  # fmt: skip
    start = process_time()
    try:
        page = clean(raw, NOW)
    except InvalidMessage:
        return Times(process_time() - start, 0, 0)
    cleaned = process_time() - start
    parting, stories = timed(lambda: split(page, lexicon))
    tagging, _ = timed(lambda: [tag(story, lexicon) for story in stories])
    return Times(cleaned, parting, tagging)


def families() -> dict[str, tuple[str, Family]]:
    """All families with their content type."""
    texts = {f"text: {name}": ("text/plain", family) for name, family in TEXTS.items()}
    pages = {f"html: {name}": ("text/html", family) for name, family in PAGES.items()}
    lined = {f"lines: {name}": ("text/plain", in_lines(family)) for name, family in TEXTS.items()}
    words = {f"list: {name}": ("text/plain", family) for name, family in listed_words().items()}
    derived = {name: ("text/plain", family) for name, family in pattern_families().items()}
    in_patterns = {f"lines of {name}": ("text/plain", in_lines(family)) for name, family in pattern_families().items()}
    return {**texts, **pages, **lined, **words, **derived, **in_patterns}


def in_lines(family: Family) -> Family:
    """The same in lines of the greatest length that is still looked at line by line: costs less than its square."""
    return lambda size: (family(LONG - 20)[: LONG - 20].replace("\n", " ") + "\n") * max(1, size // LONG)


def growth(content_type: str, family: Family, size: int, limit: int) -> Iterator[Times]:
    """The times at 1, 2, 4 and 8 times the size; ends early where one takes longer than `limit` seconds."""
    for factor in (1, 2, 4, 8):
        signal.setitimer(signal.ITIMER_PROF, limit)
        try:
            yield measure(family(size * factor), content_type)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)


def _show_rate(name: str, content_type: str, family: Family, size: int, rate: float, limit: int) -> None:
    body = family(size)
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        taken = sum(measure(body, content_type)) * 1_000_000 / len(body)
    except TooSlow:
        taken = float("inf")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    if taken > rate:
        print(f"{name:60} {taken:8.1f} s for a megabyte", flush=True)


def _too_slow(*_: object) -> None:
    raise TooSlow


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", help="parts of names of families; none: all")
    options.add_argument("--size", type=int, default=10_000, help="characters of the shortest body")
    options.add_argument("--limit", type=int, default=20, help="CPU seconds that one body may take")
    options.add_argument("--rate", type=float, help="instead: only what takes more seconds for a megabyte, by one size")
    options.add_argument("--slow", action="store_true", help="only what grows faster than its length")
    chosen = options.parse_args()
    signal.signal(signal.SIGPROF, _too_slow)
    measure(TEXTS["stories"](1000), "text/plain")
    for name, (content_type, family) in families().items():
        if chosen.names and not any(part in name for part in chosen.names):
            continue
        if chosen.rate:
            _show_rate(name, content_type, family, chosen.size, chosen.rate, chosen.limit)
            continue
        times: list[Times] = []
        try:
            times.extend(growth(content_type, family, chosen.size, chosen.limit))
        except TooSlow:
            shown = [tuple(round(t, 2) for t in one) for one in times]
            print(f"{name:44} TOO SLOW after {len(times)} sizes: {shown}", flush=True)
            continue
        except Exception as error:
            print(f"{name:44} CRASHED: {error!r}", flush=True)
            continue
        factors = [(a / b if b > 0.005 else 0.0) for a, b in zip(times[-1], times[-2], strict=True)]
        grows = [f for f, t in zip(factors, times[-1], strict=True) if f > 2.6 and t > 0.1]
        if grows or not chosen.slow:
            shown = "  ".join(f"{t:7.3f} s x{f:4.1f}" for t, f in zip(times[-1], factors, strict=True))
            print(f"{name:44} {shown}{'  GROWS' if grows else ''}", flush=True)


if __name__ == "__main__":
    main()
