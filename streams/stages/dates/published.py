"""The publication date in a byline, dateline or credit."""

import re
from datetime import date

from schemas.common import Span
from streams.stages.dates.grammar import find_dates
from streams.stages.dates.resolving import resolve
from streams.stages.dates.when import Calendar

_SHORT = re.compile(r"(?<![\d.:/-])(?<![Vv]ersion )(\d{1,2})([./])(\d{1,2})\2([0-3]\d)(?![\d:/-])")
_CHANGED = re.compile(r"\b(?:updated|modified|last update|revised|edited)\b[^|·\n]{0,12}$", re.IGNORECASE)


def publication_line(text: str, reference: Span | None = None) -> Span | None:
    """The day that a line such as "By A. Writer | Published 14 Nov 2023, 10:05 GMT" names, or None.

    A day that a page was updated on counts only where there is no other. A day without a year needs a `reference`
    (what is known of the date otherwise).
    """
    days = [found for found in find_dates(text) if isinstance(found.when, Calendar) and found.when.day]
    days.sort(key=lambda found: bool(_CHANGED.search(text, 0, found.start)))
    for found in days:
        span = resolve(found.when, reference or Span())
        if span is not None:
            return span
    return _short(text)


def _short(text: str) -> Span | None:
    """The only day with a year of two digits, where it can be read in one way: "14.11.23", "11/14/23"."""
    days: set[date] = set()
    for match in _SHORT.finditer(text):
        first, second, year = int(match[1]), int(match[3]), 2000 + int(match[4])
        if match[2] == "/" and max(first, second) <= 12 and first != second:
            return None  # Read one way in London and another in New York.
        month, day = (first, second) if second > 12 else (second, first)
        try:
            days.add(date(year, month, day))
        except ValueError:
            continue
    return Span(start=(only := days.pop()), end=only) if len(days) == 1 else None
