"""Places that only the story tells of: villages, camps and fields that no gazetteer lists.

They join the story's own copy of the lexicon, so that all of tagging knows them as it knows a city.
"""

import re
from collections import ChainMap
from collections.abc import Mapping
from typing import cast

from streams.stages.lexicon import Lexicon, Place
from streams.stages.lexicon.cities import slug
from streams.stages.lexicon.wordlists import word_list
from streams.stages.tag.occurrences import again, occurrences, sentence_at, tokens_before
from streams.stages.tag.place_cues import Told, told_in
from streams.stages.tag.prose import Prose, with_tokens
from streams.stages.tag.spans import Token
from streams.stages.tag.story_places import country_beside, home_of, story_place, with_places

_EVENTFUL = frozenset({"fire", "weapon", "casualty", "striker", "intercept", "target"})
_ORDER = {"province": 0, "area": 1}
_SPEECH = re.compile(rf"(?:, \d\d,)?,? (?:{'|'.join(word_list('name_neighbours')['speech'])})\b")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Capt|Maj|Lt|Sgt|Gov|MV|M/V|MT|USS|HMS)\.? (?:[A-Z]\w+ )?$")
_SURNAME = re.compile(rf"\b(?:(?:{'|'.join(word_list('name_neighbours')['speech'])}) |to )[A-Z]\w+ $")

Sighting = tuple[int, Told]
"""The number of a passage, and a name in it that is told to be a place."""


def with_told_places(prose: tuple[Prose, ...], lexicon: Lexicon) -> tuple[tuple[Prose, ...], Lexicon]:
    """The passages with tokens for the places they tell of, and the lexicon with their entries.

    A place's id is the slug of its name, as a city's is; its country is that of the place it is told to lie in, else
    the only one of its sentences, else the story's.
    """
    accepted = _accepted(prose, _sightings(prose))
    if not accepted:
        return prose, lexicon
    home = home_of(prose, lexicon.places)
    places: dict[str, Place] = {}
    gazetteer = cast(dict[str, Place], lexicon.places)
    for identity, found in sorted(accepted.items(), key=lambda item: _ORDER.get(item[1][0][1].kind, 2)):
        places[identity] = _entry(identity, found, prose, ChainMap(places, gazetteer), home)
    tokens = _mentions(prose, {identity: place.id for identity, place in places.items()}, accepted)
    own = {place.id: place for place in places.values() if place.id not in gazetteer}
    return with_tokens(prose, tokens), with_places(lexicon, own)


def _sightings(prose: tuple[Prose, ...]) -> list[Sighting]:
    """The names told to be places; read twice, as places may lie in others that only the story tells of."""
    outer: dict[int, list[Token]] = {}
    found: list[Sighting] = []
    for _ in range(2):
        found = [
            (number, told)
            for number, part in enumerate(prose)
            if part.kind != "title"
            for told in told_in(part.passage.text, part.tokens, (*part.tokens, *outer.get(number, ())))
        ]
        outer = {}
        for number, told in found:
            if told.strong and told.kind in _ORDER:
                token = Token("place", slug(told.name), told.start, told.end, told.name)
                outer.setdefault(number, []).append(token)
        if not outer:
            break
    return found


def _accepted(prose: tuple[Prose, ...], sightings: list[Sighting]) -> dict[str, list[Sighting]]:
    """Id -> sightings. One strong sign will do; a preposition alone counts beside an attack, or twice."""
    named: dict[str, list[Sighting]] = {}
    for number, told in sightings:
        named.setdefault(slug(told.name), []).append((number, told))
    sure = {identity for identity, found in named.items() if any(told.strong for _, told in found)}
    likely = {
        identity: found[0][1].name
        for identity, found in named.items()
        if identity not in sure
        and (len(found) > 1 or any(told.alone and _eventful(prose[number], told.start) for number, told in found))
    }
    people = {
        name for number, start, end, name in occurrences(prose, likely.values()) if _acts(prose[number], start, end)
    }
    sure |= {identity for identity, name in likely.items() if name not in people}
    return {identity: found for identity, found in named.items() if identity and identity in sure}


def _eventful(part: Prose, at: int) -> bool:
    return any(token.type in _EVENTFUL for token in sentence_at(part, at))


def _acts(part: Prose, start: int, end: int) -> bool:
    """Is the name a person's or a ship's here: behind a title, a first name or a ship's type, or speaking?"""
    text, begin = part.passage.text, max(0, start - 40)
    if _SPEECH.match(text, end) or _TITLE.search(text, begin, start) or _SURNAME.search(text, begin, start):
        return True
    near = tokens_before(part, start, start, 4)
    return any(token.type in ("role", "vessel") and 0 < start - token.end <= 2 for token in near)


def _entry(
    identity: str, found: list[Sighting], prose: tuple[Prose, ...], known: Mapping[str, Place], home: str | None
) -> Place:
    """The place as the story tells it; the gazetteer's own, where that has one of this name in the same country."""
    kind = next((told.kind for _, told in found if told.strong), found[0][1].kind)
    parents = [known.get(told.container.id) for _, told in found if told.container]
    spots = [(number, told.start) for number, told in found]
    parent = next((place for place in parents if place and place.id != identity), None)
    country = parent.country if parent and parent.country else country_beside(spots, prose, known) or home
    within = (parent.id,) if parent and parent.kind != "country" else ()
    return story_place(identity, found[0][1].name, kind, country, within, known)


def _mentions(
    prose: tuple[Prose, ...], ids: dict[str, str], accepted: dict[str, list[Sighting]]
) -> dict[int, list[Token]]:
    """Passage number -> tokens of all mentions, those by the bare name too."""
    names = {told.name for found in accepted.values() for _, told in found}
    sure = {(number, told.start) for found in accepted.values() for number, told in found}
    tokens: dict[int, list[Token]] = {}
    for number, start, end, name in occurrences(prose, sorted(names)):
        if (number, start) in sure or again(prose[number], start, end):
            tokens.setdefault(number, []).append(Token("place", ids[slug(name)], start, end, name))
    return tokens
