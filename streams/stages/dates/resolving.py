"""The interval of days that a date expression becomes beside a date of publication."""

from datetime import date, timedelta

from schemas.common import Span
from streams.stages.dates.naming import beside_context, calendar_days, in_year, month_or_year
from streams.stages.dates.when import Beside, Calendar, Offset, Part, Period, Range, Weekday, When, is_bare

_WEEK_PARTS: dict[Part, tuple[int, int]] = {
    "early": (0, 1),
    "start": (0, 1),
    "mid": (1, 3),
    "late": (3, 6),
    "end": (4, 6),
}
_DAY = timedelta(days=1)
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
        if is_bare(when) and context and context.start:
            return beside_context(when, context, calendar_days(when, published, anchor))
        if when.of_context:
            return in_year(when, context.start.year) if context and context.start and when.month else None
        return calendar_days(when, published, anchor)
    if isinstance(when, Range):
        return _range(when, published, context, anchor)
    if isinstance(when, Beside):
        base = _resolve(when.base, published, context, anchor)
        if base is None or base.start is None or base.end is None:
            return None
        return Span(start=base.start + when.first * _DAY, end=base.end + when.last * _DAY)
    if isinstance(when, Offset | Period | Weekday) and when.anchor == "context":
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
    if when.week is not None:
        day += (when.weekday - day.weekday() + 7 * when.week) * _DAY
        return Span(start=day, end=day)
    back = (day.weekday() - when.weekday) % 7
    if when.shift < 0:
        back = back or 7
    elif when.shift > 0:
        back -= 7
    return Span(start=day - back * _DAY, end=day - back * _DAY)


def _period(when: Period, day: date) -> Span:
    if when.unit == "year":
        return _told_by(month_or_year(day.year + when.shift, None, when.part), when, day)
    if when.unit == "month":
        months = day.year * 12 + day.month - 1 + when.shift
        return _told_by(month_or_year(months // 12, months % 12 + 1, when.part), when, day)
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


def _range(when: Range, published: Span, context: Span | None, anchor: date | None) -> Span | None:
    last = _resolve(when.last, published, context, anchor)
    # A range ends before publication, so its beginning is counted back from its end.
    first = _resolve(when.first, last or published, context, anchor)
    if first is None or last is None or first.start is None or last.end is None or first.start > last.end:
        return None
    return Span(start=first.start, end=last.end)
