"""What a date expression means: a day by name, a weekday, a distance, a period, a range."""

from dataclasses import dataclass
from typing import Literal

Anchor = Literal["published", "context"]
Unit = Literal["day", "weekend", "week", "month", "year"]
Part = Literal[
    "earlier", "early", "mid", "late", "start", "first-day", "second-week", "third-week", "end", "last-day",
    "first-half", "second-half", "q1", "q2", "q3", "q4", "spring", "summer", "autumn", "winter",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calendar:
    """A day, month or year by name.

    A day alone ("on the 17th") is one of the month up to publication. `weekday` (0 = Monday) is one that stands beside
    it; `last`: "last October"; `nth`: (weekday, which of them in the month); `of_context`: "of that year"; `ahead`: it
    is told of what is to come ("will vote on Nov. 5"); `shift`: "of last year" (-1), or of last month where only the
    day is told; `either`: "03/04/2024", in which day and month may be the other way round; `feast`: one that moves.
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
    shift: int | None = None
    either: bool = False
    feast: str | None = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week (0 = Monday); `shift` 0 the latest one up to publication, -1 "last", 1 "next".

    `week`: it is that of a calendar week, so many weeks on ("Thursday last week": -1).
    """

    weekday: int
    shift: int = 0
    anchor: Anchor = "published"
    week: int | None = None


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


@dataclass(frozen=True, slots=True)
class Beside:
    """Days counted from another date: "the week to Sunday" is from 6 days before it (`first`, -6) to it (`last`, 0)."""

    base: "When"
    first: int
    last: int


When = Calendar | Weekday | Offset | Period | Range | Beside


def is_bare(when: When) -> bool:
    """Is it a day by its number alone, "on the 17th", or a stretch of such days?"""
    if isinstance(when, Range):
        return is_bare(when.first) and is_bare(when.last)
    if not isinstance(when, Calendar) or when.shift is not None:
        return False
    return when.month is None and when.year is None and when.day is not None
