"""What the dates of a text are taken for, in tests."""

from datetime import date

from schemas import Span
from streams.stages.dates import find_dates, resolve

TUESDAY = Span(start=date(2024, 2, 6), end=date(2024, 2, 6))


def days(text, published=TUESDAY, context=None, anchor=None):
    """First and last day of each, as ISO strings; None where they cannot be known."""
    spans = [resolve(found.when, published, context, anchor) for found in find_dates(text)]
    return [span and (span.start.isoformat(), span.end.isoformat()) for span in spans]


def day(text, published=TUESDAY, **known):
    """The only day of a text with one date."""
    ((first, last),) = days(text, published, **known)
    assert first == last
    return first
