"""Ships in a story: by their prefix ("USS Example"), behind their type ("the tanker Example"), later by name alone."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile

from streams.stages.lexicon.cities import slug
from streams.stages.tag.occurrences import occurrences
from streams.stages.tag.prose import Prose
from streams.stages.tag.spans import Token

_WORDS = r"[A-Z][\w'’-]*(?: (?:[A-Z][\w'’-]*|[IVX]+|\d{1,3})){0,3}"
_TITLES = "USS|USNS|HMS|HMAS|INS|MV|M/V|MT|M/T|MSC|FS|ITS|HDMS|SS|CMA CGM|RFA|BRP"
_PREFIXES = tuple(f"{title} " for title in _TITLES.split("|"))
_PREFIXED = re.compile(rf"\b((?:{_TITLES}) {_WORDS})".replace("{0,3}", "{0,2}"))
_TYPED = re.compile(rf" [\"“‘']?({_WORDS})")
_POSSESSIVE = re.compile(r"['’]s?$")


def vessels_of(prose: Iterable[Prose]) -> list[tuple[Prose, str, int, int]]:
    """Passage, id, start and end of every mention of a ship by name."""
    parts = list(prose)
    named = [(part, *found) for part in parts for found in _introduced(part)]
    names = {part.passage.text[start:end]: identity for part, identity, start, end in named}
    seen = {(id(part), at) for part, _, start, end in named for at in range(start, end)}
    for number, start, end, name in occurrences(parts, names):
        if (id(parts[number]), start) not in seen:
            named.append((parts[number], names[name], start, end))
    return named


def _introduced(part: Prose) -> Iterator[tuple[str, int, int]]:
    text = part.passage.text
    prefixed = set()
    for match in _PREFIXED.finditer(text) if any(prefix in text for prefix in _PREFIXES) else ():
        prefixed.add(match.start())
        yield from _found(text, match)
    for ship in (token for token in part.tokens if token.type == "vessel"):
        named = _TYPED.match(text, ship.end)
        if named and named.start(1) not in prefixed and not _names_other(part, named.start(1)):
            yield from _found(text, named)


def _found(text: str, match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    words = _POSSESSIVE.sub("", match[1])
    yield slug(words), match.start(1), match.start(1) + len(words)


def _names_other(part: Prose, start: int) -> bool:
    first = bisect_left(part.tokens, start, key=_start)
    here = takewhile(lambda token: token.start == start, islice(part.tokens, first, None))
    return any(token.type in ("place", "group", "date", "target", "role") for token in here)


def _start(token: Token) -> int:
    return token.start
