"""Places that only the story tells of: villages, camps and fields that no gazetteer lists.

They join the story's own copy of the lexicon, so that all of tagging knows them as it knows a city.
"""

import re
from collections import ChainMap, Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import cast

from streams.stages.lexicon import Lexicon, Place
from streams.stages.lexicon.cities import slug
from streams.stages.lexicon.wordlists import word_list
from streams.stages.tag.occurrences import occurrences, opens_sentence, sentence_at, tokens_before
from streams.stages.tag.place_cues import Told, told_in
from streams.stages.tag.place_names import in_compound, in_longer_name
from streams.stages.tag.prose import Prose
from streams.stages.tag.spans import Token

_EVENTFUL = frozenset({"fire", "weapon", "casualty", "striker", "intercept", "target"})
_ORDER = {"province": 0, "area": 1}
_SPEECH = re.compile(rf"(?:, \d\d,)?,? (?:{'|'.join(word_list('name_neighbours')['speech'])})\b")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Capt|Maj|Lt|Sgt|Gov|MV|M/V|MT|USS|HMS)\.? (?:[A-Z]\w+ )?$")
_SURNAME = re.compile(rf"\b(?:(?:{'|'.join(word_list('name_neighbours')['speech'])}) |to )[A-Z]\w+ $")
_BORDER_BEFORE = re.compile(r"\b(?:border(?:s|ing)?(?: with)?|from|to|into|towards?) (?:the )?$", re.IGNORECASE)
_BORDER_BEHIND = re.compile(r" (?:border|frontier)\b")

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
    home = _home(prose, lexicon)
    # Only ever read; a copy of all the world's places for each story would cost more than the reading.
    gazetteer = cast(dict[str, Place], lexicon.places)
    places: dict[str, Place] = {}
    for identity, found in sorted(accepted.items(), key=lambda item: _ORDER.get(item[1][0][1].kind, 2)):
        places[identity] = _entry(identity, found, prose, ChainMap(places, gazetteer), home)
    tokens = _mentions(prose, {identity: place.id for identity, place in places.items()}, accepted)
    read = tuple(
        replace(part, tokens=tuple(sorted((*part.tokens, *more), key=_order))) if (more := tokens.get(number)) else part
        for number, part in enumerate(prose)
    )
    own = {place.id: place for place in places.values() if place.id not in gazetteer}
    story = replace(lexicon, places=MappingProxyType(ChainMap(own, gazetteer)))
    return read, replace(story, told={identity: story.place_chain(identity)[1:] for identity in own})


def _order(token: Token) -> tuple[int, int, str, str]:
    return token.start, -token.end, token.type, token.id


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


def _home(prose: tuple[Prose, ...], lexicon: Lexicon) -> str | None:
    """The country of the story: that of its towns and provinces, else of all places; twice as often as any other."""
    inner: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for part in prose:
        for place in _places_in(part, part.tokens, lexicon.places):
            every[place.country or ""] += 1
            if place.kind not in ("country", "sea"):
                inner[place.country or ""] += 1
    for seen in (inner, every):
        ranked = seen.most_common(2)
        if ranked and (len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1]):
            return ranked[0][0]
    return None


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


def _entry(
    identity: str, found: list[Sighting], prose: tuple[Prose, ...], known: Mapping[str, Place], home: str | None
) -> Place:
    """The place as the story tells it; the gazetteer's own, where that has one of this name in the same country."""
    kind = next((told.kind for _, told in found if told.strong), found[0][1].kind)
    parents = [known.get(told.container.id) for _, told in found if told.container]
    parent = next((place for place in parents if place and place.id != identity), None)
    country = parent.country if parent and parent.country else _country_beside(found, prose, known) or home
    namesake = known.get(identity)
    if namesake and country in (None, namesake.country):
        return namesake
    if namesake:
        identity = f"{identity}-{(country or '').lower()}"
    within = (parent.id,) if parent and parent.kind != "country" else ()
    return Place(identity, found[0][1].name, kind=kind, country=country, within=within)


def _country_beside(found: list[Sighting], prose: tuple[Prose, ...], known: Mapping[str, Place]) -> str | None:
    """The only country of the places in its sentences."""
    seen: set[str | None] = set()
    for number, told in found:
        tokens = sentence_at(prose[number], told.start)
        seen.update(place.country for place in _places_in(prose[number], tokens, known))
    return seen.pop() if len(seen) == 1 else None


def _mentions(
    prose: tuple[Prose, ...], ids: dict[str, str], accepted: dict[str, list[Sighting]]
) -> dict[int, list[Token]]:
    """Passage number -> tokens of all mentions, those by the bare name too."""
    names = {told.name for found in accepted.values() for _, told in found}
    sure = {(number, told.start) for found in accepted.values() for number, told in found}
    tokens: dict[int, list[Token]] = {}
    for number, start, end, name in occurrences(prose, sorted(names)):
        if (number, start) in sure or _again(prose[number], start, end):
            tokens.setdefault(number, []).append(Token("place", ids[slug(name)], start, end, name))
    return tokens


def _again(part: Prose, start: int, end: int) -> bool:
    """Is a name that has been told before the same place here, not a part of another name?"""
    text = part.passage.text
    near = tokens_before(part, start, end, 9)
    if in_compound(text, end) or any(token.start < end and start < token.end for token in near):
        return False
    return opens_sentence(part, start) or not in_longer_name(text, start, end)
