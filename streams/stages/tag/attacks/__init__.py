"""Attack mentions: which attacks a story tells, one by one."""

from schemas import Article, Attack, NotCounted, ReportedTotal
from streams.stages.lexicon import Lexicon
from streams.stages.tag.prose import Prose


def attacks_of(
    article: Article, prose: tuple[Prose, ...], lexicon: Lexicon, totals: tuple[ReportedTotal, ...]
) -> tuple[tuple[Attack, ...], tuple[NotCounted, ...]]:
    """The attacks a story tells, and what was refused. `totals` are those found before: no count of theirs is one."""
    return (), ()
