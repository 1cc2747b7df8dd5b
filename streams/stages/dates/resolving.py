"""The interval of days that a date expression becomes beside a date of publication."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from schemas.common import YEARS, Span
from streams.stages.dates.when import Calendar, Offset, Part, Period, Range, Weekday, When

_PARTS: dict[Part, tuple[int, int]] = {
    "earlier": (1, 31),
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, 31),
    "start": (1, 7),
    "second-week": (8, 14),
    "third-week": (15, 21),
    "end": (25, 31),
    "last-day": (31, 31),
    "first-half": (1, 15),
    "second-half": (16, 31),
    "q1": (1, 8),
    "q2": (9, 15),
    "q3": (16, 23),
    "q4": (24, 31),
}
"""Days of a month; the last ones are counted back from its end. The same share of a year is counted in months."""
_TO_THE_END = frozenset(("end", "last-day"))
_MONTH_OF_YEAR: dict[Part | None, int] = {"second-week": 1, "third-week": 1, "last-day": 12}
"""The month of a year that has such a part of it."""
_WEEK_PARTS: dict[Part, tuple[int, int]] = {
    "early": (0, 1),
    "start": (0, 1),
    "mid": (1, 3),
    "late": (3, 6),
    "end": (4, 6),
}
_DAY = timedelta(days=1)
_HALF_A_YEAR = timedelta(days=183)
LONGEST_REFERENCE = 31
"""A publication interval of more days than this says nothing of a weekday."""


def resolve(when: When, published: Span, context: Span | None = None, anchor: date | None = None) -> Span | None:
    """The interval of days, or None where it cannot be known.

    `published` is the publication date: a day, an interval or open. `context` is the date that "two days later" counts
    from. `anchor` is the start of a campaign that gives a year to dates without one where `published` is open.
    """
    try:
        return _resolve(when, published, context, anchor)
    except (ValueError, OverflowError):
        # 31 November, 29 February of a common year, days before the year 1: no date.
        return None


def _resolve(when: When, published: Span, context: Span | None, anchor: date | None) -> Span | None:
    if isinstance(when, Calendar):
        if when.month is None and when.year is None and context and context.start:
            return _beside_context(when, context, _calendar(when, published, anchor))
        if when.of_context:
            return _in_year(when, context.start.year) if context and context.start and when.month else None
        return _calendar(when, published, anchor)
    if isinstance(when, Range):
        return _range(when, published, context, anchor)
    if isinstance(when, Offset | Period) and when.anchor == "context":
        return _over(when, context) if context else None
    return _over(when, published)


def _over(when: Weekday | Offset | Period, reference: Span) -> Span | None:
    """Resolve against each end of the reference; the days between lie between."""
    if reference.start is None or reference.end is None:
        return None
    if reference.start == reference.end:
        return _beside(when, reference.start)
    if (reference.end - reference.start).days > LONGEST_REFERENCE:
        return None
    first, last = _beside(when, reference.start), _beside(when, reference.end)
    return Span(start=first.start, end=last.end)


def _beside(when: Weekday | Offset | Period, day: date) -> Span:
    if isinstance(when, Offset):
        return Span(start=day + when.first * _DAY, end=day + when.last * _DAY)
    if isinstance(when, Period):
        return _period(when, day)
    back = (day.weekday() - when.weekday) % 7
    if when.shift < 0:
        back = back or 7
    elif when.shift > 0:
        back -= 7
    return Span(start=day - back * _DAY, end=day - back * _DAY)


def _period(when: Period, day: date) -> Span:
    if when.unit == "year":
        return _told_by(_month_or_year(day.year + when.shift, None, when.part), when, day)
    if when.unit == "month":
        months = day.year * 12 + day.month - 1 + when.shift
        return _told_by(_month_or_year(months // 12, months % 12 + 1, when.part), when, day)
    monday = day - day.weekday() * _DAY + when.shift * 7 * _DAY
    if when.unit == "week":
        first, last = _WEEK_PARTS.get(when.part, (0, 6)) if when.part else (0, 6)
        return _told_by(Span(start=monday + first * _DAY, end=monday + last * _DAY), when, day)
    if when.unit == "weekend":
        # Told on a Monday or later it is the one that has passed; on Saturday or Sunday it is this one.
        saturday = monday + 5 * _DAY - (7 * _DAY if day.weekday() < 5 and when.shift == 0 else 0 * _DAY)
        return Span(start=saturday, end=saturday + _DAY)
    return Span(start=day + when.shift * _DAY, end=day + when.shift * _DAY)


def _told_by(span: Span, when: Period, day: date) -> Span:
    """What is told of "this week" has happened by the day of telling; "earlier this week" before that day."""
    if when.shift == 0 and when.anchor == "published" and span.start and span.end and span.start <= day <= span.end:
        before = when.part == "earlier" and span.start < day
        return Span(start=span.start, end=day - _DAY if before else day)
    return span


def _month_or_year(year: int, month: int | None, part: Part | None) -> Span:
    first, last = _PARTS[part] if part else (1, 31)
    month = month or _MONTH_OF_YEAR.get(part)
    if month is not None:
        length = monthrange(year, month)[1]
        first -= 31 - length if part in _TO_THE_END else 0
        return Span(start=date(year, month, min(first, length)), end=date(year, month, min(last, length)))
    first, last = round((first - 1) * 12 / 31), max(round(last * 12 / 31), 1)
    return Span(start=date(year, first + 1, 1), end=date(year, last, monthrange(year, last)[1]))


def _calendar(when: Calendar, published: Span, anchor: date | None) -> Span | None:
    if when.year is not None:
        return _in_year(when, when.year) if when.year in YEARS else None
    days = {day for day in (published.start, published.end) if day}
    if when.month is None:
        return _in_month(when, days.pop()) if len(days) == 1 and published.start == published.end else None
    if published.start and not published.end:
        year = _year_since(when, published.start, anchor)
        return None if year is None else _in_year(when, year)
    years = {(_year_ahead(when, day) if when.ahead else None) or _year_before(when, day) for day in days}
    if published.start is None or published.end is None or len(years) != 1:
        if anchor is None:
            return None
        years = {_year_after(when, anchor)}
    year = years.pop()
    return None if year is None else _in_year(when, year)


def _beside_context(when: Calendar, context: Span, latest: Span | None) -> Span | None:
    """The day of that number in a month told of, or nearest to a day; none after `latest`, up to publication."""
    day, end = context.start, context.end or context.start
    assert day and end
    months = [day.year * 12 + day.month - 1 + shift for shift in ((0,) if when.of_context else (-1, 0, 1))]
    found = [
        date(month // 12, month % 12 + 1, when.day or 1)
        for month in months
        if (when.day or 1) <= monthrange(month // 12, month % 12 + 1)[1]
    ]
    told = [one for one in found if not (latest and latest.end and one > latest.end)]
    inside = [one for one in told if day <= one <= end]
    if len(inside) == 1:
        return Span(start=inside[0], end=inside[0])
    nearest = min(told, key=lambda one: abs((one - day).days), default=None)
    return Span(start=nearest, end=nearest) if nearest else None


def _in_month(when: Calendar, day: date) -> Span | None:
    """The latest day of that number up to a day."""
    for months_back in range(3):
        month = day.year * 12 + day.month - 1 - months_back
        try:
            found = date(month // 12, month % 12 + 1, when.day or 1)
        except ValueError:
            continue
        if found <= day:
            return Span(start=found, end=found)
    return None


def _in_year(when: Calendar, year: int) -> Span:
    if when.month is not None and when.nth is not None:
        weekday, number = when.nth
        first = date(year, when.month, 1)
        day = first + ((weekday - first.weekday()) % 7 + 7 * (number - 1)) * _DAY
        return Span(start=day, end=day)
    if when.day is not None and when.month is not None:
        day = date(year, when.month, when.day)
        return Span(start=day, end=day)
    return _month_or_year(year, when.month, when.part)


def _exists(when: Calendar, year: int) -> Span | None:
    try:
        span = _in_year(when, year)
    except ValueError:
        return None
    return span if when.weekday is None or not span.day or span.day.weekday() == when.weekday else None


def _year_before(when: Calendar, day: date) -> int | None:
    """The latest year in which the date begins no later than the day after publication (time zones).

    A weekday beside it must agree; where it never does in nine years, it is a slip and is not asked.
    """
    for asked in (when, replace(when, weekday=None)):
        for year in range(day.year + 1, day.year - 9, -1):
            span = _exists(asked, year)
            if span and span.start and span.start <= day + _DAY and not (when.last and span.end and span.end >= day):
                return year
    return None


def _year_ahead(when: Calendar, day: date) -> int | None:
    """The year in which the date comes within half a year; None where it lies nearer behind."""
    for year in (day.year, day.year + 1):
        span = _exists(when, year)
        if span and span.start and day < span.start <= day + _HALF_A_YEAR:
            return year
    return None


def _year_after(when: Calendar, start: date) -> int | None:
    """The first year in which the date ends no earlier than a campaign's start."""
    for asked in (when, replace(when, weekday=None)):
        for year in range(start.year, start.year + 9):
            span = _exists(asked, year)
            if span and span.end and span.end >= start:
                return year
    return None


def _year_since(when: Calendar, told: date, anchor: date | None) -> int | None:
    """The year of a date in a story that tells of a day and was published at some time after it.

    The latest year up to that day, unless the campaign that the story is about had not begun by then.
    """
    year = _year_before(when, told)
    span = _exists(replace(when, weekday=None), year) if year is not None else None
    if anchor and (told < anchor or not span or not span.end or span.end < anchor):
        return _year_after(when, anchor)
    return year


def _range(when: Range, published: Span, context: Span | None, anchor: date | None) -> Span | None:
    last = _resolve(when.last, published, context, anchor)
    # A range ends before publication, so its beginning is counted back from its end.
    first = _resolve(when.first, last or published, context, anchor)
    if first is None or last is None or first.start is None or last.end is None or first.start > last.end:
        return None
    return Span(start=first.start, end=last.end)
