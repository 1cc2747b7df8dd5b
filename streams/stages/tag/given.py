"""What plug-in taggers have found in a story, taken in beside what the lexicon finds: `with_given` has the policy."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from schemas import NotCounted
from schemas.taggers import Mention
from streams.stages.lexicon import Group, Lexicon, Place
from streams.stages.lexicon.cities import slug
from streams.stages.lexicon.nearby import place_at
from streams.stages.lexicon.wordlists import word_list
from streams.stages.tag.fitting import Fitting, Given, sifted
from streams.stages.tag.occurrences import again, occurrences, tokens_before
from streams.stages.tag.prose import Prose, with_tokens
from streams.stages.tag.spans import Token
from streams.stages.tag.story_places import country_beside, home_of, story_place, with_places

_OURS = frozenset(("place", "group", "target", "weapon", "defence", "campaign", "date"))
_SHOWN = 100
"""Refusals of a story that its message lists."""

_TAKEN, _GIVEN = b"\1", b"\2"
Masks = list[bytearray]


class Read(NamedTuple):
    """A story with what was given: its passages, its lexicon, and what was refused."""

    prose: tuple[Prose, ...]
    lexicon: Lexicon
    refused: tuple[NotCounted, ...] = ()


def with_given(prose: tuple[Prose, ...], lexicon: Lexicon, given: Sequence[Given]) -> Read:
    """The passages with tokens for what plug-ins have found, the lexicon with its entries, and what does not fit.

    A mention that does not fit the story (`fitting`) is refused with a reason. Where one overlaps what we have found,
    ours stands, unless it is a guess: a name that is people's as well, of which no plug-in says the same. Of mentions
    that overlap, that of the first plug-in stands, of one plug-in's the longest, then the one that begins first.
    Neither the order of mentions nor how often one comes matters. Names of places, groups and ships hold all over the
    story. Places and people that our rules only infer are looked for afterwards, in what is left.
    """
    if not any(one.mentions for one in given):
        return Read(prose, lexicon)
    fitting, refused = sifted(given, [part.passage for part in prose], lexicon)
    masks = _masks(prose, fitting, lexicon)
    accepted = sorted(_undisputed(fitting, masks), key=lambda one: (one.passage, one.start))
    ids, lexicon = _entries(accepted, prose, lexicon)
    tokens: dict[int, list[Token]] = defaultdict(list)
    for one in accepted:
        tokens[one.passage].append(_token(one, ids))
    for number, token in _elsewhere([token for several in tokens.values() for token in several], prose, masks):
        tokens[number].append(token)
    sure = tuple(_without_guesses(part, mask) for part, mask in zip(prose, masks, strict=True))
    shown = tuple(NotCounted(reason=one.reason, evidence=one.evidence) for one in refused[:_SHOWN])
    return Read(with_tokens(sure, tokens), lexicon, shown)


def _masks(prose: tuple[Prose, ...], fitting: Sequence[Fitting], lexicon: Lexicon) -> Masks:
    """Which characters of each passage are part of something that we have found and that stands."""
    agreed = {(one.passage, one.start, one.end, one.mention.type): one.mention.country for one in reversed(fitting)}
    masks = []
    for number, part in enumerate(prose):
        mask = bytearray(len(part.passage.text))
        for token in part.tokens:
            place = number, token.start, token.end, token.type
            known = lexicon.places.get(token.id) if place in agreed else None
            stands = "weak" not in token.flags or (known and agreed[place] in (None, known.country))
            if token.type in _OURS and stands:
                mask[token.start : token.end] = _TAKEN * (token.end - token.start)
        masks.append(mask)
    return masks


def _undisputed(fitting: Iterable[Fitting], masks: Masks) -> Iterable[Fitting]:
    for one in sorted(fitting, key=_precedence):
        mask = masks[one.passage]
        if not any(mask[one.start : one.end]):
            mask[one.start : one.end] = _GIVEN * (one.end - one.start)
            yield one


def _precedence(one: Fitting) -> tuple[int, int, int, int, bytes]:
    return one.rank, one.start - one.end, one.passage, one.start, one.mention.to_json()


def _without_guesses(part: Prose, mask: bytearray) -> Prose:
    kept = tuple(
        token for token in part.tokens if "weak" not in token.flags or _GIVEN not in mask[token.start : token.end]
    )
    return part if len(kept) == len(part.tokens) else replace(part, tokens=kept)


def _identity(mention: Mention) -> str:
    return mention.id or slug(mention.text)


def _entries(accepted: Sequence[Fitting], prose: tuple[Prose, ...], lexicon: Lexicon) -> tuple[dict[str, str], Lexicon]:
    """The ids of places by the slugs of their names, and the lexicon with entries for what it lacks."""
    told: dict[str, list[Fitting]] = defaultdict(list)
    groups: dict[str, Group] = {}
    for one in accepted:
        mention, identity = one.mention, _identity(one.mention)
        if mention.type == "place" and mention.id not in lexicon.places:
            told[identity].append(one)
        elif mention.type == "group" and identity not in lexicon.groups:
            groups.setdefault(identity, Group(identity, mention.text, (mention.text,)))
    home = home_of(prose, lexicon.places) if told else None
    places = {identity: _place(identity, found, prose, lexicon, home) for identity, found in told.items()}
    ids = {identity: place.id for identity, place in places.items()}
    own = {place.id: place for place in places.values() if place.id not in lexicon.places}
    if groups:
        lexicon = replace(lexicon, groups=MappingProxyType({**lexicon.groups, **groups}))
    return ids, with_places(lexicon, own) if own else lexicon


def _place(
    identity: str, found: Sequence[Fitting], prose: tuple[Prose, ...], lexicon: Lexicon, home: str | None
) -> Place:
    """The place of these mentions, in the country that one of them says, else in that of the places around it.

    What the gazetteer has at their coordinates it lies in: from story to story, places are compared by id and chain.
    """
    said = next((one.mention.country for one in found if one.mention.country), None)
    points = [(one.mention.lat, one.mention.lon) for one in found]
    at = next((place_at(lexicon, lat, lon) for lat, lon in points if lat is not None and lon is not None), None)
    spots = [(one.passage, one.start) for one in found]
    country = said or (at and at.country) or country_beside(spots, prose, lexicon.places) or home
    within = (at.id,) if at and at.country == country else ()
    return story_place(identity, found[0].mention.text, "city", country, within, lexicon.places)


def _token(one: Fitting, ids: Mapping[str, str]) -> Token:
    mention, flags = one.mention, frozenset[str]()
    if mention.type == "vessel":
        flags = frozenset([mention.target] if mention.target else [])
    elif mention.type == "weapon" and any(row["munition"] for row in _weapons(mention.id)):
        flags = frozenset({"munition"})
    kind = "ship" if mention.type == "vessel" else mention.type
    identity = _identity(mention)
    if mention.type == "place" and not mention.id:
        identity = ids[identity]
    return Token(kind, identity, one.start, one.end, one.text, flags)


def _weapons(weapon: str) -> list[dict[str, object]]:
    return [row for row in word_list("weapons") if row["class"] == weapon]


def _elsewhere(given: Iterable[Token], prose: tuple[Prose, ...], masks: Masks) -> Iterable[tuple[int, Token]]:
    """The other places where a name stands: number of the passage, token. A name of two things tells neither."""
    named: dict[str, list[Token]] = defaultdict(list)
    for token in given:
        if token.type in ("place", "group", "ship") and token.text != token.text.lower():
            named[token.text].append(token)
    sole = {name: found[0] for name, found in named.items() if len({(one.type, one.id) for one in found}) == 1}
    for number, start, end, name in occurrences(prose, sorted(sole)):
        part, token = prose[number], sole[name]
        free = not any(masks[number][start:end]) and not any(
            near.start < end and start < near.end for near in tokens_before(part, start, end, 9)
        )
        if free and (token.type != "place" or again(part, start, end)):
            yield number, token._replace(start=start, end=end)
