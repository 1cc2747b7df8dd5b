"""What a date expression means: a day by name, a weekday, a distance, a period, a range."""

from dataclasses import dataclass
from typing import Literal

Anchor = Literal["published", "context"]
Unit = Literal["day", "weekend", "week", "month", "year"]
Part = Literal[
    "earlier", "early", "mid", "late", "start", "second-week", "third-week", "end", "last-day",
    "first-half", "second-half", "q1", "q2", "q3", "q4",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calendar:
    """A day, month or year by name.

    A day alone ("on the 17th") is one of the month up to publication. `weekday` (0 = Monday) is one that stands beside
    it; `last`: "last October"; `nth`: (weekday, which of them in the month); `of_context`: "of that year"; `ahead`: it
    is told of what is to come ("will vote on Nov. 5").
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: Part | None = None
    weekday: int | None = None
    last: bool = False
    nth: tuple[int, int] | None = None
    of_context: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week (0 = Monday); `shift` 0 the latest one up to publication, -1 "last", 1 "next"."""

    weekday: int
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Offset:
    """Days counted from publication or from the event the text tells of ("two days later")."""

    first: int
    last: int
    anchor: Anchor = "published"


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar week, weekend, month or year: this one (0), the last (-1), the next (1)."""

    unit: Unit
    shift: int
    anchor: Anchor = "published"
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """From one date to another."""

    first: "When"
    last: "When"


When = Calendar | Weekday | Offset | Period | Range


def is_bare(when: When) -> bool:
    """Is it a day by its number alone, "on the 17th", or a stretch of such days?"""
    if isinstance(when, Range):
        return is_bare(when.first) and is_bare(when.last)
    return isinstance(when, Calendar) and when.month is None and when.year is None and when.day is not None
