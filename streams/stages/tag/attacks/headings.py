"""Years and months that stand above or before entries: they are those of the entries' days that name none."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from schemas import Span
from streams.stages.dates import Calendar, Range, resolve
from streams.stages.dates import When as Told
from streams.stages.tag.attacks.lines import Day, Line

_MARKS = frozenset((".", ":", "–", "—", "-", "|"))
_OPENS = 1
"""Words before the day that opens an entry: a bullet, "on"."""
_SHORT = 62
"""Days of a title's period up to which a day that may lie in it does so, in an entry or not."""


def under_headings(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines with the days of entries read under their headings: "2023", "May 2024. On the 22nd ..."."""
    above: Span | None = None
    own: Span | None = None
    paragraph, entry = -1, False
    for line in lines:
        if line.role != "paragraph":
            above = _of_title(line) or above
            yield line
            continue
        if line.paragraph != paragraph:
            paragraph, own = line.paragraph, None
            entry = bool(line.days) and line.days[0].first <= _OPENS
        if heading := _heading(line):
            own = heading
            above = heading if _alone(line) else above
        held = own or (above if above and (entry or _short(above)) else None)
        yield replace(line, days=tuple(_under(day, held) for day in line.days)) if held and line.days else line


def _heading(line: Line) -> Span | None:
    """The year or month that opens a line and is set off from what follows."""
    day = line.days[0] if line.days else None
    if day is None or day.first > 0 or not _is_period(day.when) or not (day.start and day.end):
        return None
    set_off = day.last >= len(line.words) or line.words[day.last].low in _MARKS
    return Span(start=day.start, end=day.end) if set_off else None


def _of_title(line: Line) -> Span | None:
    """ "A 2024 calendar", "Incidents, 14-20 April 2025": the only date of a title, where it has a year."""
    if len(line.days) != 1 or not _has_year(line.days[0].when):
        return None
    day = line.days[0]
    return Span(start=day.start, end=day.end) if day.start and day.end else None


def _short(span: Span) -> bool:
    return bool(span.start and span.end and (span.end - span.start).days < _SHORT)


def _alone(line: Line) -> bool:
    return all(word.low in _MARKS for word in line.words[line.days[0].last :])


def _is_period(when: Told) -> bool:
    return isinstance(when, Calendar) and when.year is not None and when.day is None


def _has_year(when: Told) -> bool:
    if isinstance(when, Range):
        return _has_year(when.last)
    return isinstance(when, Calendar) and when.year is not None


def _is_open(when: Told) -> bool:
    """Does a date leave its year to be known from what stands around it?"""
    if isinstance(when, Range):
        return _is_open(when.first) and _is_open(when.last)
    return isinstance(when, Calendar) and when.year is None and not (when.last or when.of_context)


def _under(day: Day, heading: Span) -> Day:
    if not _is_open(day.when) or heading.start is None or heading.end is None:
        return day
    found = resolve(day.when, Span(start=heading.end, end=heading.end))
    if not (found and found.start and found.end and heading.start <= found.start and found.end <= heading.end):
        return day
    return day._replace(start=found.start, end=found.end, basis="explicit", when=_known(day.when, found))


def _known(when: Told, found: Span) -> Told:
    """The date with its year, so that nothing told before it moves it any more."""
    first, last = (_named(day) for day in (found.start, found.end))
    if isinstance(when, Range):
        return Range(first, last)
    return first if found.day else when


def _named(day: date | None) -> Calendar:
    assert day is not None
    return Calendar(day.year, day.month, day.day)
