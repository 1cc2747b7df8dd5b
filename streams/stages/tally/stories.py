"""One appearance for each story: on how many pages it stands is a matter of sources, not of counting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args
from urllib.parse import urlsplit

from schemas.article import PublishedBasis
from streams.stages.tally.facts import ArticleFacts, newest

_RANK = {basis: rank for rank, basis in enumerate(get_args(PublishedBasis))}


@dataclass(frozen=True, slots=True)
class Story:
    """A story as it counts: its best appearance, and the outlets (or pages) of all of them."""

    facts: ArticleFacts
    sources: frozenset[str]

    @property
    def id(self) -> str:
        """The article id."""
        return self.facts.article_id

    @property
    def published(self) -> date | None:
        """The last day on which it may have been published."""
        return self.facts.published.end


def stories_of(facts: Iterable[ArticleFacts]) -> tuple[Story, ...]:
    """One story for each article that still stands on some page, sorted by article id."""
    return tuple(story_of(there) for _, there in sorted(standing(facts).items()))


def standing(facts: Iterable[ArticleFacts]) -> dict[str, list[ArticleFacts]]:
    """The facts that count, by article: the newest version for each page."""
    pages: dict[str, list[ArticleFacts]] = {}
    for fact in newest(facts).values():
        pages.setdefault(fact.article_id, []).append(fact)
    return pages


def story_of(appearances: Sequence[ArticleFacts]) -> Story:
    """A story from all its appearances, one at least.

    The appearance whose date of publication is known best tells when things happened: weekdays resolve against it.
    """
    return Story(min(appearances, key=_appearance), frozenset(_source(fact) for fact in appearances))


def _appearance(fact: ArticleFacts) -> tuple[int, timedelta, str]:
    span = fact.published
    width = span.end - span.start if span.start and span.end else timedelta.max
    return _RANK[fact.published_basis], width, fact.page_id


def _source(fact: ArticleFacts) -> str:
    if fact.outlet:
        return fact.outlet.casefold().strip()
    return (urlsplit(fact.url).hostname if fact.url else None) or fact.page_id
