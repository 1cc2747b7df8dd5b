"""The days of a date by name, and the year of one that does not tell it."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from schemas.common import YEARS, Span
from streams.stages.dates.feasts import feast
from streams.stages.dates.when import Calendar, Part, is_bare

_PARTS: dict[Part, tuple[int, int]] = {
    "earlier": (1, 31),
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, 31),
    "start": (1, 7),
    "first-day": (1, 1),
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
_SEASONS: dict[Part | None, int] = {"winter": 0, "spring": 3, "summer": 6, "autumn": 9}
"""The first of their three months; winter begins in December of the year before."""
_EDGES: dict[Part | None, int] = {"start": 1, "end": 12}
"""The month of a year that its beginning and its end are."""
_MONTH_OF_YEAR: dict[Part | None, int] = {"first-day": 1, "second-week": 1, "third-week": 1, "last-day": 12}
"""The month of a year that has such a part of it."""
_DAY = timedelta(days=1)
_HALF_A_YEAR = timedelta(days=183)


def month_or_year(year: int, month: int | None, part: Part | None) -> Span:
    """A month or a year, or the part of it that is told."""
    if part in _SEASONS:
        begins = year * 12 + _SEASONS[part] - 1
        ends = begins + 2
        last_day = monthrange(ends // 12, ends % 12 + 1)[1]
        return Span(start=date(begins // 12, begins % 12 + 1, 1), end=date(ends // 12, ends % 12 + 1, last_day))
    if month is None and part in _EDGES:
        month, part = _EDGES[part], None
    month = month or _MONTH_OF_YEAR.get(part)
    first, last = _PARTS[part] if part else (1, 31)
    if month is not None:
        length = monthrange(year, month)[1]
        first -= 31 - length if part in _TO_THE_END else 0
        return Span(start=date(year, month, min(first, length)), end=date(year, month, min(last, length)))
    first, last = round((first - 1) * 12 / 31), max(round(last * 12 / 31), 1)
    return Span(start=date(year, first + 1, 1), end=date(year, last, monthrange(year, last)[1]))


def calendar_days(when: Calendar, published: Span, anchor: date | None) -> Span | None:
    """The days of a date by name beside a date of publication, or of a campaign (`anchor`) where that is open."""
    if when.year is not None:
        if when.year not in YEARS:
            return None
        return _either(when, when.year, published) if when.either else in_year(when, when.year)
    days = {day for day in (published.start, published.end) if day}
    if when.shift is not None or is_bare(when):
        told = days.pop() if len(days) == 1 and published.start == published.end else None
        if told:
            return _in_month(when, told) if when.shift is None else _shifted(when, told)
        # Of "Nov. 19 last year" only a campaign says which year that was, where publication is open.
        year = _year_after(when, anchor) if when.month and anchor else None
        return None if year is None else in_year(when, year)
    if published.start and not published.end:
        year = _year_since(when, published.start, anchor)
        return None if year is None else in_year(when, year)
    years = {(_year_ahead(when, day) if when.ahead else None) or _year_before(when, day) for day in days}
    if published.start is None or published.end is None or len(years) != 1:
        if anchor is None:
            return None
        years = {_year_after(when, anchor)}
    year = years.pop()
    return None if year is None else in_year(when, year)


def _either(when: Calendar, year: int, published: Span) -> Span | None:
    """A day in digits that may be read in two ways: the only one that its weekday and publication allow."""
    readings = [_exists(one, year) for one in (when, replace(when, month=when.day, day=when.month))]
    latest = published.end + _DAY if published.end else date.max
    told = [span for span in readings if span and span.day and span.day <= latest]
    return told[0] if len(told) == 1 else None


def _shifted(when: Calendar, day: date) -> Span:
    """A month of "last year", a day of "last month"."""
    shift = when.shift or 0
    if when.month is not None:
        return in_year(when, day.year + shift)
    month = day.year * 12 + day.month - 1 + shift
    return in_year(replace(when, month=month % 12 + 1), month // 12)


def beside_context(when: Calendar, context: Span, latest: Span | None) -> Span | None:
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
        if found <= day and when.weekday in (None, found.weekday()):
            return Span(start=found, end=found)
    return None


def in_year(when: Calendar, year: int) -> Span:
    """The days that it is in a year; ValueError where that year has no such day."""
    if when.feast is not None:
        first, last = feast(when.feast, year)
        return Span(start=first, end=last)
    if when.month is not None and when.nth is not None:
        weekday, number = when.nth
        first = date(year, when.month, 1)
        day = first + ((weekday - first.weekday()) % 7 + 7 * (number - 1)) * _DAY
        return Span(start=day, end=day)
    if when.day is not None and when.month is not None:
        day = date(year, when.month, when.day)
        return Span(start=day, end=day)
    return month_or_year(year, when.month, when.part)


def _exists(when: Calendar, year: int) -> Span | None:
    try:
        span = in_year(when, year)
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
