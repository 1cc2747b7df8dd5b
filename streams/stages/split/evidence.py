"""What a single story and its page say of the day it was published."""

import re
from collections.abc import Iterator
from datetime import date

from schemas import Block, Span
from schemas.article import PublishedBasis
from streams.stages.dates import Calendar, Range, find_dates, publication_line, resolve
from streams.stages.lexicon import Lexicon
from streams.stages.split.stories import Story

Publication = tuple[Span, PublishedBasis]

_URL_DAY = re.compile(r"(?<!\d)(20\d\d)[/_.-]?([01]\d)[/_.-]?([0-3]\d)(?!\d)")
_NUMERIC = re.compile(r"(?<![\d/.])(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d{2})(?![\d/])")
_DATELINE = re.compile(r"^.{3,80}?\s?(?:[-–—]{1,2}|:)\s")
_AHEAD = re.compile(
    r"\b(?:will|would|shall|until|till|before|deadline|scheduled|due|expected|expects|plan(?:s|ned)?|set"
    r"|next|upcoming|forthcoming|ahead|future|aims?|could|may|if)\b", re.IGNORECASE)  # fmt: skip
_BY = re.compile(r"\bby\s+(?:the\s+)?$", re.IGNORECASE)
_HELD = re.compile(r"\b(?:had|held|has|have|stood|was|were|counted|recorded|reached)\b", re.IGNORECASE)
_SAYS_TODAY = re.compile(r"\b(?:said|says|told|announced|reported|confirmed|stated|according|today)\b", re.IGNORECASE)
LONGEST = 1_000
"""Passages of a story that are searched for dates. No real story has more."""


LONGEST_TEXT = 20_000
"""Characters of a passage that are searched."""


def url_day(url: str | None) -> date | None:
    """The day in an address such as `/2023/11/09/story`; None where none is in it or it is no day."""
    for year, month, day in _URL_DAY.findall(url or ""):
        found = _day(int(year), int(month), int(day))
        if found:
            return found
    return None


def signed_day(story: Story, bounds: Span) -> Publication | None:
    """The day in the story's byline, else in its dateline."""
    for byline in _bylines(story):
        span = publication_line(byline.text, bounds) or numeric_day(byline.text, bounds)
        if span and not _is_later(span, bounds.end):
            return span, "byline"
    opening = _DATELINE.match(story.paragraphs[0].text) if story.paragraphs else None
    span = publication_line(opening.group(), bounds) if opening else None
    return (span, "dateline") if span and not _is_later(span, bounds.end) else None


def _bylines(story: Story) -> list[Block]:
    """The bylines of a story, nearest first: under its headline, above it, below its text, then its mail's header."""
    title = story.title.start if story.title else 0
    text = story.paragraphs[0].start if story.paragraphs else title
    places = [(0 if title < one.start < text else 1 if one.start < title else 2, one) for one in story.bylines]
    ordered = [one for _, one in sorted(places, key=lambda place: place[0])]
    return [*ordered, *([story.sent] if story.sent else [])]


def numeric_day(text: str, bounds: Span) -> Span | None:
    """A day such as 10/11/2023, day or month first: the reading within the bounds, else both as an interval."""
    found = _NUMERIC.search(text)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    year += 2000 if year < 100 else 0
    days = {day for day in (_day(year, second, first), _day(year, first, second)) if day}
    fitting = sorted(
        day for day in days if not ((bounds.start and day < bounds.start) or (bounds.end and day > bounds.end))
    )
    if not fitting:
        return None
    if bounds.end and (bounds.end - fitting[-1]).days <= 3:
        return Span(start=fitting[-1], end=fitting[-1])
    return Span(start=fitting[0], end=fitting[-1])


def earliest(story: Story, lexicon: Lexicon, latest: date | None) -> date | None:
    """The latest day that the story tells of as past: it was not published before. None where it names none."""
    anchors = {(campaign.start.month, campaign.start.day): campaign.start for campaign in lexicon.campaigns}
    days = [day for text in _texts(story) for day in _past_days(text, anchors)]
    return max((day for day in days if latest is None or day <= latest), default=None)


def told_day(story: Story, latest: date | None) -> Span | None:
    """The day on which somebody "said on Thursday, November 9, 2023": published then or on the day after."""
    for paragraph in story.paragraphs[:3]:
        for found in find_dates(paragraph.text[:LONGEST_TEXT]):
            when = found.when
            if not isinstance(when, Calendar) or None in (when.year, when.month, when.day, when.weekday):
                continue
            span = resolve(when, Span())
            around = paragraph.text[max(found.start - 60, 0) : found.end + 30]
            if span and span.end and _SAYS_TODAY.search(around) and not _is_later(span, latest):
                following = date.fromordinal(span.end.toordinal() + 1)
                return Span(start=span.start, end=min(following, latest) if latest else following)
    return None


def _texts(story: Story) -> Iterator[str]:
    passages = [*([story.title] if story.title else []), *story.captions, *story.paragraphs]
    for passage in passages[:LONGEST]:
        if any(c.isdecimal() for c in passage.text):
            yield passage.text[:LONGEST_TEXT]


def _past_days(text: str, anchors: dict[tuple[int, int], date]) -> Iterator[date]:
    for found in find_dates(text):
        when = found.when.last if isinstance(found.when, Range) else found.when
        if not isinstance(when, Calendar) or _lies_ahead(text, found.start, found.end):
            continue
        if when.year is None and when.month and when.day and (when.month, when.day) in anchors:
            yield anchors[when.month, when.day]
        elif when.year is not None and when.month is not None:
            span = resolve(when, Span())
            if span and span.start:
                yield span.start


def _lies_ahead(text: str, start: int, end: int) -> bool:
    """Is it a day to come: "will end on", "by 3 May" where no count that stood then follows?"""
    before = max(start - 70, 0)
    if _BY.search(text, before, start):
        return not _HELD.search(text, end, end + 70)
    return bool(_AHEAD.search(text, before, start))


def _is_later(span: Span, latest: date | None) -> bool:
    return bool(latest and span.start and span.start > latest)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
