"""Stretches of time by word position: what they make of a number, and what their dates are read beside."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from streams.stages.lexicon.entries import Campaign
from streams.stages.tag.totals.draft import Precision, Scope
from streams.stages.tag.totals.periods import Period
from streams.stages.tag.totals.reading import Reading, When

_DURING = frozenset({"in", "during", "throughout", "for", "over"})

_SNAP = 9
"""Days between a vague date ("mid-October") and the start of a campaign that it means."""


@dataclass(frozen=True, slots=True)
class Frame:
    """`strength`: since (a date or event), period (a stretch), cumulative (a word), day (one day), none."""

    strength: Literal["since", "period", "cumulative", "day", "none"]
    since: date | None = None
    precision: Precision | None = None
    as_of: date | None = None
    scope: Scope = "running"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch at words [first, last) and what it makes of a number."""

    first: int
    last: int
    frame: Frame


@dataclass(frozen=True, slots=True)
class Calendar:
    """What dates are read beside: the day of publication, the campaigns, the target they are told of."""

    today: date | None
    campaigns: tuple[Campaign, ...]
    target: str | None

    def start_near(self, day: date) -> date | None:
        """The start of a campaign against the target close to a day that is told vaguely."""
        starts = [row.start for row in self.campaigns if self.target in row.targets]
        return next((start for start in starts if abs((start - day).days) <= _SNAP), None)


def is_month_stretch(reading: Reading, when: When) -> bool:
    """ "in October", or as a subject: "September saw eight"."""
    opens = when.first == 0 or reading.low(when.first - 1) in (";", ",", ":")
    return when.kind == "month" and (when.cue in _DURING or (opens and reading.low(when.last) != ","))


def month_stretch(when: When, calendar: Calendar) -> Stretch:
    """ "in October", "the first half of November": a month told as a stretch of its own."""
    since, until = (when.span.start, when.span.end) if when.span else (None, None)
    over = until is not None and (calendar.today is None or until < calendar.today)
    return Stretch(when.first, when.last, Frame("period", since, "month", until if over else None, "window"))


def as_stretch(reading: Reading, period: Period) -> Stretch:
    """A period by word position."""
    first, last = word_range(reading, reading.start + period.start, reading.start + period.end)
    strength: Literal["period", "day"] = "period"
    return Stretch(first, last, Frame(strength, period.since, period.precision, period.until, period.scope))


def word_range(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The words [first, last) that overlap text[start:end] of the passage."""
    covered = [at for at, word in enumerate(reading.words) if word.start < end and word.end > start]
    return (covered[0], covered[-1] + 1) if covered else (0, 0)
