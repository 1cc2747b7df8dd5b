"""The stretch of time that a number runs over: since when, up to when, and how plainly the sentence says so."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from streams.stages.tag.totals.beginnings import since_stretches
from streams.stages.tag.totals.periods import periods_in
from streams.stages.tag.totals.reading import Number, Reading, When
from streams.stages.tag.totals.stretches import (
    Calendar,
    Frame,
    Stretch,
    as_stretch,
    is_month_stretch,
    month_stretch,
)

_STATED = frozenset({"as of", "as at", "up to"})
DAYS = frozenset({"day", "weekday", "relative"})
_BESIDE = 3
_COMMAS = frozenset([",", "–", "—"])
_SEMICOLON = frozenset([";"])
_PARTING = frozenset([";", ":", "saying", "while", "whereas", "but", "adding", "including"])


NO_FRAME = Frame("none")


def frame_of(reading: Reading, number: Number, calendar: Calendar) -> Frame:
    """The stretch that the number runs over."""
    since = since_stretches(reading, calendar)
    periods = [as_stretch(reading, period) for period in periods_in(_text(reading), calendar.today)]
    periods += [month_stretch(when, calendar) for when in reading.whens if is_month_stretch(reading, when)]
    free = [row for row in periods if not any(row.first < other.last and other.first < row.last for other in since)]
    if (found := _belonging(reading, number, since, sorted(free, key=lambda row: row.first))) is not None:
        if found.frame.since is None and found.frame.scope == "window" and (day := _one_day(reading, number)):
            return replace(found.frame, since=day)
        return found.frame
    if (
        reading.has("cumulative")
        and (at := _nearest(reading, number, "cumulative")) is not None
        and abs(at - number.first) <= 22
    ):
        return Frame("cumulative")
    if any(when.cue in _STATED and when.kind != "period" for when in reading.whens):
        return Frame("cumulative")
    if (day := _one_day(reading, number)) is not None:
        return Frame("day", day, "day", day, "window")
    return NO_FRAME


def _text(reading: Reading) -> str:
    return reading.passage.text[reading.start : reading.end]


def _nearest(reading: Reading, number: Number, kind: str) -> int | None:
    return min(reading.places_of(kind), key=lambda at: abs(at - number.first), default=None)


def _belonging(
    reading: Reading, number: Number, since: Sequence[Stretch], periods: Sequence[Stretch]
) -> Stretch | None:
    """The stretch said of this number: one after it in the same breath, if no other number claims it; else the nearest.

    A since-date goes before a period ("66 times in the past month, since October 17").
    """
    choices = []
    for rank, stretches in enumerate((since, periods)):
        for row in stretches:
            if row.first <= number.first < row.last:
                continue
            if row.first >= number.last and not _claimed(reading, number, row):
                far = _commas(reading, number.last, row.first)
                choices.append((far + rank * 0.5, row.first - number.last, row))
            elif (
                row.last <= number.first
                and not _parted(reading, row.last, number.first)
                and not _brought_by(reading, row, number)
            ):
                choices.append((0.8 + rank * 0.4, number.first - row.last, row))
    if not choices:
        return None
    best = min(choices, key=lambda choice: choice[:2])
    dated = [row for row in choices if row[2].frame.since is not None and abs(row[1] - best[1]) <= _BESIDE]
    return min(dated, key=lambda choice: choice[:2])[2] if dated else best[2]


def _commas(reading: Reading, first: int, last: int) -> int:
    places = reading.places_where(_COMMAS)
    return min(bisect_left(places, last) - bisect_left(places, first), 2)


def _parted(reading: Reading, first: int, last: int) -> bool:
    return reading.any_where(_SEMICOLON, first, last)


def _brought_by(reading: Reading, stretch: Stretch, number: Number) -> bool:
    """ "since Friday there were two, bringing the count to 90", "four more since Monday": the stretch is of these."""
    # "of which 16 took place in Iraq and 11 in Syria": nothing was taken to a count.
    brought = [
        at
        for at in reading.places_of("bring")
        if stretch.last <= at < number.first and reading.low(at + 1) not in ("place", "part")
    ]
    added = [
        other
        for other in reading.numbers
        if brought and other.last <= brought[-1] and reading.when_at(other.first) is None
    ]
    if stretch.frame.scope == "window" and added:
        return True
    return any(stretch.last <= other.first and not other.ordinal for other in added)


def _claimed(reading: Reading, number: Number, stretch: Stretch) -> bool:
    """Does a later number take the stretch for itself ("to 127, saying nine of them since Jan. 4")?"""
    between = [
        other
        for other in reading.numbers
        if number.last <= other.first < stretch.first and reading.when_at(other.first) is None
    ]
    words = number.last, stretch.first
    if between and (reading.any_where(_PARTING, *words) or any(other.ordinal for other in between)):
        return True
    return any(reading.is_a(other.last, "subset") for other in between) or reading.any_where(_SEMICOLON, *words)


def _one_day(reading: Reading, number: Number) -> date | None:
    """The one day on which the number was counted, where it is the only date of the sentence."""
    days = [
        when.span.day
        for when in reading.whens
        if when.kind in DAYS and when.span and when.span.day and not begins_something(reading, when)
    ]
    return days[0] if len(set(days)) == 1 else None


def begins_something(reading: Reading, when: When) -> bool:
    """Is the date part of what the count started with ("since the war began on 7 October")?"""
    if when.cue in ("since", "from", "between"):
        return True
    for at in range(when.first - 1, max(when.first - 14, -1), -1):
        if reading.is_a(at, "back") and reading.low(at) != "from":
            return True
        if reading.low(at) in (",", ";", "."):
            return False
    return False
