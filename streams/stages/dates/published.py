"""The publication date in a byline, dateline or credit."""

import re

from schemas.common import Span
from streams.stages.dates.grammar import find_dates
from streams.stages.dates.resolving import resolve
from streams.stages.dates.when import Calendar

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
    return None
