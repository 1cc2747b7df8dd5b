"""A story's text with what it tells marked in it."""

from collections.abc import Iterable, Mapping, Sequence

from schemas import Evidence, TaggedArticle
from streams.web.article_answers import Mark, MarkedPassage

Quoted = tuple[Evidence, Mark]
"""A quote, and the mark that it gets where it is found; the mark's offsets do not matter yet."""


def marks_of(
    story: TaggedArticle, incidents: Mapping[tuple[int, int], str]
) -> tuple[MarkedPassage, tuple[MarkedPassage, ...], tuple[Evidence, ...]]:
    """Title and paragraphs with their marks, and the quotes that stand in neither.

    `incidents` has, by start and end of a quote in the raw body, the incident that it tells of. Quotes are found by
    their words: a story keeps no way from its paragraphs to the body. Where the same words stand several times, quotes
    get them in the order of their places in the body.
    """
    texts = [story.title, *story.paragraphs]
    found: list[list[Mark]] = [[] for _ in texts]
    unplaced: list[Evidence] = []
    used: set[tuple[int, int]] = set()
    for quote, mark in sorted(_quotes(story, incidents), key=lambda one: (one[0].start, -one[0].end)):
        place = _find(texts, quote.text, used)
        if place is None:
            unplaced.append(quote)
            continue
        used.add(place)
        number, start = place
        found[number].append(mark.model_copy(update={"start": start, "end": start + len(quote.text)}))
    title, *paragraphs = (
        MarkedPassage(text=text, marks=_apart(marks)) for text, marks in zip(texts, found, strict=True)
    )
    return title, tuple(paragraphs), tuple(unplaced)


def _quotes(story: TaggedArticle, incidents: Mapping[tuple[int, int], str]) -> Iterable[Quoted]:
    seen: set[tuple[int, int]] = set()
    for attack in story.attacks:
        # The quote of an incident's mention is the attack's first; the others tell of the same.
        name = incidents.get((attack.evidence.start, attack.evidence.end))
        for quote in (attack.evidence, *attack.more_evidence):
            if (quote.start, quote.end) not in seen:
                seen.add((quote.start, quote.end))
                own = incidents.get((quote.start, quote.end), name)
                yield quote, Mark(start=0, end=0, kind="attack", incident=own)
    for total in story.reported_totals:
        for quote in (total.evidence, *total.more_evidence):
            if (quote.start, quote.end) not in seen:
                seen.add((quote.start, quote.end))
                yield quote, Mark(start=0, end=0, kind="total")


def _find(texts: Sequence[str], words: str, used: set[tuple[int, int]]) -> tuple[int, int] | None:
    if not words:
        return None
    for number, text in enumerate(texts):
        start = text.find(words)
        while start >= 0:
            if (number, start) not in used:
                return number, start
            start = text.find(words, start + 1)
    return None


def _apart(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """In order, and none over another: of two that overlap the earlier stays whole and the later begins after it."""
    apart: list[Mark] = []
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
        start = max(mark.start, apart[-1].end) if apart else mark.start
        if start < mark.end:
            apart.append(mark.model_copy(update={"start": start}))
    return tuple(apart)
