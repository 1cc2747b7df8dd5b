"""When a story was published, as an interval with its basis."""

from schemas import CleanArticle, Span
from schemas.article import PublishedBasis
from streams.stages.lexicon import Lexicon
from streams.stages.split.stories import Story

Publication = tuple[Span, PublishedBasis]


def publications(page: CleanArticle, stories: list[Story], lexicon: Lexicon) -> list[Publication]:
    """The publication interval of each story with its basis."""
    if page.published_at:
        return [(Span(start=page.published_at, end=page.published_at), "field")] * len(stories)
    if page.fetched_at:
        return [(Span(end=page.fetched_at.date()), "fetched_at")] * len(stories)
    return [(Span(), "none")] * len(stories)
