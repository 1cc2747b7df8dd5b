"""Places that the gazetteer lacks, as entries of one story's lexicon: their country is told by the places around."""

import re
from collections import ChainMap, Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import cast

from streams.stages.lexicon import Lexicon, Place
from streams.stages.lexicon.entries import PlaceKind
from streams.stages.tag.occurrences import sentence_at
from streams.stages.tag.prose import Prose
from streams.stages.tag.spans import Token

_BORDER_BEFORE = re.compile(r"\b(?:border(?:s|ing)?(?: with)?|from|to|into|towards?) (?:the )?$", re.IGNORECASE)
_BORDER_BEHIND = re.compile(r" (?:border|frontier)\b")


def home_of(prose: tuple[Prose, ...], known: Mapping[str, Place]) -> str | None:
    """The country of the story: that of its towns and provinces, else of all places; twice as often as any other."""
    inner: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for part in prose:
        for place in _places_in(part, part.tokens, known):
            every[place.country or ""] += 1
            if place.kind not in ("country", "sea"):
                inner[place.country or ""] += 1
    for seen in (inner, every):
        ranked = seen.most_common(2)
        if ranked and (len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1]):
            return ranked[0][0]
    return None


def country_beside(
    spots: Iterable[tuple[int, int]], prose: tuple[Prose, ...], known: Mapping[str, Place]
) -> str | None:
    """The only country of the places in the sentences at these spots: number of a passage, position in it."""
    seen: set[str | None] = set()
    for number, at in spots:
        tokens = sentence_at(prose[number], at)
        seen.update(place.country for place in _places_in(prose[number], tokens, known))
    return seen.pop() if len(seen) == 1 else None


def story_place(
    identity: str, name: str, kind: PlaceKind, country: str | None, within: tuple[str, ...], known: Mapping[str, Place]
) -> Place:
    """A place that a story tells of; the gazetteer's own, where that has one of this id in the same country."""
    namesake = known.get(identity)
    if namesake and country in (None, namesake.country):
        return namesake
    if namesake:
        identity = f"{identity}-{(country or '').lower()}"
    return Place(identity, name, kind=kind, country=country, within=within)


def with_places(lexicon: Lexicon, own: Mapping[str, Place]) -> Lexicon:
    """The lexicon of a story with places (by id) that only this story tells of."""
    # Only ever read; a copy of all the world's places for each story would cost more than the reading.
    known = cast(dict[str, Place], lexicon.places)
    story = replace(lexicon, places=MappingProxyType(ChainMap(dict(own), known)))
    told = {identity: story.place_chain(identity)[1:] for identity in own}
    return replace(story, told={**lexicon.told, **told})


def _places_in(part: Prose, tokens: tuple[Token, ...], known: Mapping[str, Place]) -> Iterator[Place]:
    """The places of these tokens that have a country; not one beyond a border."""
    text = part.passage.text
    for token in tokens:
        place = known.get(token.id) if token.type == "place" else None
        if place is None or place.country is None:
            continue
        if not (
            _BORDER_BEFORE.search(text, max(0, token.start - 24), token.start) or _BORDER_BEHIND.match(text, token.end)
        ):
            yield place
