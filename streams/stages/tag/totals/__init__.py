"""Reported totals: the running counts that a story states, each with what it counts, since when, and who says so."""

from collections.abc import Sequence
from datetime import date

from schemas import Article, NotCounted, ReportedTotal, Span
from streams.stages.lexicon import Lexicon
from streams.stages.tag.prose import Prose
from streams.stages.tag.totals.acceptance import Judge, trained
from streams.stages.tag.totals.kin import kin_of
from streams.stages.tag.totals.read import LONGEST, MOST, readings_of
from streams.stages.tag.totals.reading import Reading
from streams.stages.tag.totals.sentence import SentenceReader
from streams.stages.tag.totals.series import totals_from
from streams.stages.tag.totals.sides import names_target, subject_of
from streams.stages.tag.totals.speakers import Speaker, counts_itself
from streams.stages.tag.totals.story import Sentence, Story

_WIDE = 3
_BEGINNING = 30
"""Words of a sentence too long to be read that are quoted."""


def totals_of(
    article: Article,
    prose: Sequence[Prose],
    lexicon: Lexicon,
    watched: frozenset[str] | None = None,
    judge: Judge | None = None,
) -> tuple[tuple[ReportedTotal, ...], tuple[NotCounted, ...]]:
    """The totals of a story, and the numbers that looked like totals and were refused, with the reason.

    `watched` are the targets whose totals are wanted (with their children); without it, those of the lexicon.
    `judge` has a say in what is a total: the trained model where none is given.
    """
    wanted = _with_children(lexicon.watched if watched is None else watched, lexicon)
    if not any(token.type == "number" for passage in prose for token in passage.tokens):
        return (), ()
    kin = kin_of(lexicon, wanted)
    readings = tuple(
        (at, reading) for at, passage in enumerate(prose) for reading in readings_of(passage, lexicon, wanted, kin)
    )
    story = Story(lexicon, wanted, _today(article.published), readings, kin, judge or trained())
    own = any(counts_itself(reading) for _, reading in readings)
    story.speaker = Speaker(last=article.outlet if own else None, writer=article.outlet)
    story.subject = subject_of((reading for _, reading in readings), wanted)
    for at, (passage_number, reading) in enumerate(readings):
        if reading.unread:
            story.refused.append(_unread(reading))
        SentenceReader(Sentence(story, at, passage_number, reading)).run()
        story.target = names_target(reading, wanted) or story.target
    return totals_from(story.drafts), tuple(story.refused)


def _unread(reading: Reading) -> NotCounted:
    quote = reading.passage.quote(reading.start, reading.words[: _BEGINNING + 1][-1].end)
    return NotCounted(reason=f"total: a sentence of more than {LONGEST} words or {MOST} numbers", evidence=quote)


def _today(published: Span) -> date | None:
    """The day of publication, if it is known; a wide interval says nothing of "this month" or an as-of date."""
    if published.start is None or published.end is None or (published.end - published.start).days > _WIDE:
        return None
    return published.end


def _with_children(targets: frozenset[str], lexicon: Lexicon) -> frozenset[str]:
    return frozenset(key for key in lexicon.targets if targets & set(lexicon.target_chain(key)))
