"""Dates in texts: find the expressions, and resolve them to intervals of days beside a date of publication.

for found in find_dates("hit on Tuesday, two days after the strike of Oct. 17"):
    resolve(found.when, published)      # Span, or None where it cannot be known
"""

from streams.stages.dates.grammar import find_dates
from streams.stages.dates.joining import Expression
from streams.stages.dates.published import publication_line
from streams.stages.dates.resolving import resolve
from streams.stages.dates.when import Beside, Calendar, Offset, Period, Range, Weekday, When, is_bare

__all__ = [
    "Beside",
    "Calendar",
    "Expression",
    "Offset",
    "Period",
    "Range",
    "Weekday",
    "When",
    "find_dates",
    "is_bare",
    "publication_line",
    "resolve",
]
