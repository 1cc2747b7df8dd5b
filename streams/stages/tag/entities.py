"""The things a story names: places, groups, people, weapons, vessels, targets, dates, each with its canonical id."""

from collections.abc import Iterable
from typing import Literal

from schemas import Entity
from streams.stages.tag.people import people_of
from streams.stages.tag.prose import Prose
from streams.stages.tag.spans import Token
from streams.stages.tag.vessels import vessels_of

EntityType = Literal["place", "group", "person", "weapon", "vessel", "target", "date"]
_TYPES: dict[str, EntityType] = {
    "place": "place",
    "group": "group",
    "weapon": "weapon",
    "defence": "weapon",
    "target": "target",
    "date": "date",
    "person": "person",
    "ship": "vessel",
}


def entities(prose: Iterable[Prose]) -> tuple[Entity, ...]:
    """All entities of a story in the order of the raw body, to which their offsets count."""
    parts = list(prose)
    found = {
        _entity(part, _TYPES[t.type], _id(t), t.start, t.end) for part in parts for t in part.tokens if t.type in _TYPES
    }
    found |= {_entity(part, "person", identity, start, end) for part, identity, start, end in people_of(parts)}
    ships = {(id(part), at) for part in parts for t in part.tokens if t.type == "ship" for at in range(t.start, t.end)}
    found |= {
        _entity(part, "vessel", identity, start, end)
        for part, identity, start, end in vessels_of(parts)
        if not any((id(part), at) in ships for at in range(start, end))
    }
    return tuple(sorted(found, key=lambda item: (item.start, -item.end, item.type, item.id)))


def _entity(part: Prose, kind: EntityType, identity: str, start: int, end: int) -> Entity:
    quote = part.passage.quote(start, end)
    return Entity(type=kind, id=identity, text=quote.text, start=quote.start, end=quote.end)


def _id(token: Token) -> str:
    """A date is known by its day or days; anything else by the lexicon's id."""
    if token.type != "date":
        return token.id
    if token.span is None:
        return token.text.lower()
    return token.span.day.isoformat() if token.span.day else f"{token.span.start}/{token.span.end}"
