"""Reported totals: running counts that somebody states."""

from schemas import Article, NotCounted, ReportedTotal
from streams.stages.lexicon import Lexicon
from streams.stages.tag.prose import Prose


def totals_of(
    article: Article, prose: tuple[Prose, ...], lexicon: Lexicon
) -> tuple[tuple[ReportedTotal, ...], tuple[NotCounted, ...]]:
    """The totals a story states, and what was refused."""
    return (), ()
