"""A story's passages as all of tagging reads them: sentences and typed spans, found once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from schemas import Article, Passage
from streams.stages.lexicon import Campaign, Lexicon
from streams.stages.tag.sentences import sentences
from streams.stages.tag.spans import Token, find_spans
from streams.stages.tag.tokens import by_place

ProseKind = Literal["title", "standfirst", "paragraph"]


@dataclass(frozen=True, slots=True)
class Prose:
    """One passage of a story, read. `paragraph` numbers paragraphs from 0; title and standfirst are -1.

    All offsets count characters of `passage.text`; `passage.quote(start, end)` gives evidence with raw offsets.
    """

    passage: Passage
    kind: ProseKind
    paragraph: int
    sentences: tuple[tuple[int, int], ...]
    tokens: tuple[Token, ...]
    words: dict[tuple[int, int], Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The words of its sentences, as far as they were asked for: see `attacks.words`."""


def read_prose(article: Article, lexicon: Lexicon) -> tuple[Prose, ...]:
    """Title, standfirst and paragraphs of a story, in this order, read."""
    passages: list[tuple[ProseKind, int, Passage]] = []
    if article.title:
        passages.append(("title", -1, article.title))
    if article.standfirst:
        passages.append(("standfirst", -1, article.standfirst))
    passages += [("paragraph", number, passage) for number, passage in enumerate(article.paragraphs)]
    campaign = campaign_of(article, lexicon)
    anchor = campaign.start if campaign else None
    return tuple(
        Prose(
            passage,
            kind,
            number,
            sentences(passage.text),
            find_spans(passage.text, lexicon, article.published, anchor),
        )
        for kind, number, passage in passages
    )


def with_tokens(prose: tuple[Prose, ...], more: Mapping[int, Sequence[Token]]) -> tuple[Prose, ...]:
    """The passages with more tokens in some: number of the passage -> tokens."""
    return tuple(
        replace(part, tokens=tuple(sorted((*part.tokens, *more[number]), key=by_place))) if number in more else part
        for number, part in enumerate(prose)
    )


def campaign_of(article: Article, lexicon: Lexicon) -> Campaign | None:
    """The campaign a story without a publication date belongs to: where its dates without a year get theirs from.

    The one whose targets the story names most; None where the date of publication is known or no target is named.
    """
    if article.published.start and article.published.end:
        return None
    seen: dict[str, int] = {}
    for passage in (article.title, *article.paragraphs):
        for match in lexicon.find(passage.text) if passage else ():
            for term in match.terms:
                names = {
                    "target": term.id,
                    "group": _target_of(lexicon, term.id),
                    "place": _hosted_at(lexicon, term.id),
                }
                if target := names.get(term.type):
                    seen[target] = seen.get(target, 0) + 1
    ranked = [
        (sum(seen.get(target, 0) for target in campaign.targets), -number)
        for number, campaign in enumerate(lexicon.campaigns)
    ]
    best = max(ranked, default=(0, 0))
    return lexicon.campaigns[-best[1]] if best[0] > 0 else None


def _target_of(lexicon: Lexicon, group_id: str) -> str | None:
    group = lexicon.groups.get(group_id)
    return group.target if group else None


def _hosted_at(lexicon: Lexicon, place_id: str) -> str | None:
    place = lexicon.places.get(place_id)
    return place.hosts if place else None
