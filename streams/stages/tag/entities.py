"""The things a story names: places, groups, people, weapons, vessels, targets, dates, each with its canonical id."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from schemas import Entity
from streams.stages.lexicon.cities import slug
from streams.stages.tag.prose import Prose
from streams.stages.tag.spans import Token

_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’.-]*"
_PERSON = re.compile(rf"{_NAME}(?: (?:al|el|bin|ibn|van|von|de|der|Abu|[A-Z]\.)[- ]?)?(?: {_NAME}){{0,3}}")
_SHIP = re.compile(
    r"\b(?P<prefix>USS|USNS|HMS|INS|MV|M/V|MT|M/T|MSC|FS|ITS|HDMS|SS|CMA CGM)\s+"
    r"(?P<name>[A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*|\s[IVX]+|\s\d+){0,3})"
)
_TYPES = {
    "place": "place",
    "group": "group",
    "weapon": "weapon",
    "defence": "weapon",
    "target": "target",
    "date": "date",
}


def entities(prose: Iterable[Prose]) -> tuple[Entity, ...]:
    """All entities of a story in the order of the text. Offsets lead into the raw body."""
    found = []
    for part in prose:
        for kind, identity, start, end in sorted(set(_named(part)), key=lambda item: (item[2], -item[3], item[0])):
            quote = part.passage.quote(start, end)
            found.append(Entity(type=kind, id=identity, text=quote.text, start=quote.start, end=quote.end))
    return tuple(found)


def _named(part: Prose) -> Iterator[tuple[str, str, int, int]]:
    for token in part.tokens:
        if token.type in _TYPES:
            identity = _date_id(token) if token.type == "date" else token.id
            yield _TYPES[token.type], identity, token.start, token.end
    for match in _SHIP.finditer(part.passage.text):
        yield "vessel", slug(match[0]), match.start(), match.end()
    yield from _people(part)


def _date_id(token: Token) -> str:
    if token.span is None:
        return token.text.lower()
    if token.span.day:
        return token.span.day.isoformat()
    return f"{token.span.start}/{token.span.end}"


def _people(part: Prose) -> Iterator[tuple[str, str, int, int]]:
    """Names in capitals right behind a role ("Brig. Gen. Pat Ryder") or between commas before one."""
    text = part.passage.text
    roles = [token for token in part.tokens if token.type == "role"]
    named = {token.start for token in part.tokens if token.type in ("place", "group")}
    for role, following in pairwise((*roles, None)):
        if role is None or (following and following.start - role.end <= 1):
            continue
        start = role.end + 1
        match = _PERSON.match(text, start)
        if match and start not in named:
            name = match[0].rstrip(".,'’")
            name = re.sub(r"['’]s$", "", name)
            yield "person", slug(name), start, start + len(name)
