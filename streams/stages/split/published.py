"""When the stories of a page were published, as intervals with their basis."""

from datetime import date
from itertools import pairwise

from schemas import CleanArticle, Span
from streams.stages.lexicon import Lexicon
from streams.stages.split.evidence import Publication, earliest, signed_day, told_day, url_day
from streams.stages.split.stories import Story

FEWEST_IN_ROUND_UP = 3
LONGEST_BRIEF = 4
"""Paragraphs of a story in a round-up, at most."""


def publications(page: CleanArticle, stories: list[Story], lexicon: Lexicon) -> list[Publication]:
    """The publication interval of each story with its basis, the best evidence first.

    The message's field, the day in the URL of a single story, byline or dateline, a day told as that of the report,
    the order of the page. What is left has a lower bound from the days it tells of and an upper one from
    `fetched_at`. The present is no evidence.
    """
    if page.published_at:
        return [(Span(start=page.published_at, end=page.published_at), "field")] * len(stories)
    latest = page.fetched_at.date() if page.fetched_at else None
    in_url = url_day(page.url) if len(stories) == 1 else None
    if in_url and not (latest and in_url > latest):
        return [(Span(start=in_url, end=in_url), "url")]
    own = [_own(story, lexicon, latest) for story in stories]
    return _ordered(stories, _of_one_day(stories, own))


def _own(story: Story, lexicon: Lexicon, latest: date | None) -> Publication:
    """What the story itself says."""
    first = earliest(story, lexicon, latest)
    bounds = Span(start=first, end=latest)
    signed = signed_day(story, bounds)
    if signed:
        return signed
    told = told_day(story, latest)
    if told:
        return told, "text"
    if first:
        return bounds, "text"
    return bounds, "fetched_at" if latest else "none"


def _of_one_day(stories: list[Story], own: list[Publication]) -> list[Publication]:
    """The day above the first headline is that of all stories of a round-up, where none of the others has its own."""
    first = stories[0] if stories else None
    if len(stories) < FEWEST_IN_ROUND_UP or first is None or own[0][1] != "byline" or not first.title:
        return own
    if any(basis in ("byline", "dateline") for _, basis in own[1:]) or _signed_below(first):
        return own
    if any(len(story.paragraphs) > LONGEST_BRIEF for story in stories):
        return own
    day = own[0][0]
    return [own[0], *((day, "byline") if _may_be(day, span) else (span, basis) for span, basis in own[1:])]


def _signed_below(story: Story) -> bool:
    return any(story.title and byline.start > story.title.start for byline in story.bylines)


def _may_be(day: Span, span: Span) -> bool:
    """Does the interval leave room for the day?"""
    return bool(day.day and not (span.start and span.start > day.day))


def _ordered(stories: list[Story], own: list[Publication]) -> list[Publication]:
    """Bound the open ones by their neighbours, where the page is a list of stories that runs from the newest down."""
    days = [span.day for span, _ in own]
    known = [day for day in days if day]
    falling = all(a >= b for a, b in pairwise(known))
    listed = len(stories) > 2 and all(story.listed for story in stories[1:])
    if not falling or not (listed or (len(set(known)) >= 2 and len(known) >= 3)):
        return own
    found = list(own)
    newest: date | None = None
    for at, (span, _) in enumerate(own):
        found[at] = _bounded(found[at], None, newest)
        newest = span.day or newest
    oldest: date | None = None
    for at in range(len(own) - 1, -1, -1):
        found[at] = _bounded(found[at], oldest, None)
        starts = [day for day in (oldest, own[at][0].start) if day]
        oldest = max(starts) if starts else None
    return found


def _bounded(publication: Publication, first: date | None, last: date | None) -> Publication:
    """The interval cut to the bounds; as it was where they contradict it or it is a day already."""
    span = publication[0]
    start = max((day for day in (span.start, first) if day), default=None)
    end = min((day for day in (span.end, last) if day), default=None)
    if span.day or (start, end) == (span.start, span.end) or (start and end and start > end):
        return publication
    return Span(start=start, end=end), "page_order"
