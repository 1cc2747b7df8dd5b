"""Reading addresses in tests: a clock that waits for nobody, and what came of it."""

from datetime import UTC, datetime
from pathlib import Path

from schemas import RawArticle
from streams.settings import Settings
from streams.sources import Addresses, BadInput, Fetcher, Memory, read_inputs

NOW = datetime(2023, 11, 21, 12, tzinfo=UTC)


class Clock:
    """A clock on which only waiting takes time."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waited: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waited.append(round(seconds, 3))
        self.now += seconds


def fetcher(clock: Clock | None = None, **given: object) -> Fetcher:
    """A fetcher that may ask this machine, and waits for nobody unless told to."""
    settings = Settings(**{"fetch_private": True, "fetch_delay": 0.0, "fetch_seconds": 5.0, **given})
    clock = clock or Clock()
    return Fetcher(settings, clock, clock.sleep)


class Push:
    """A push: reads, then keeps what was noted, as the command does."""

    def __init__(self, folder: Path | None = None, max_body: int = 100_000, **given: object) -> None:
        self.folder, self.max_body, self.given = folder, max_body, given
        self.unchanged = 0

    def __call__(self, *paths: str, kept: bool = True) -> list[RawArticle | BadInput]:
        memory = Memory(self.folder)
        addresses = Addresses(fetcher(**self.given), memory, lambda: NOW)
        found = list(read_inputs(paths, self.max_body, addresses=addresses))
        if kept:
            memory.keep()
        self.unchanged = addresses.unchanged
        return found


def articles(found: list[RawArticle | BadInput]) -> list[RawArticle]:
    assert [str(one) for one in found if isinstance(one, BadInput)] == []
    return [one for one in found if isinstance(one, RawArticle)]


def reason(found: list[RawArticle | BadInput]) -> str:
    (problem,) = found
    assert isinstance(problem, BadInput)
    return problem.reason
