"""Names of ships: capitalised words behind a type of ship ("the tanker Example"), known from then on without it."""

import re
from collections.abc import Iterable

from streams.stages.tag.attacks.lines import Unit
from streams.stages.tag.attacks.words import Word
from streams.stages.tag.spans import Token

_NAME = re.compile(r"(?:,? (?:the )?)?[\"“‘']?((?:[A-Z][\w'’.-]*)(?: (?:[A-Z][\w'’-]*|[IVX]+|\d{1,3})){0,7})")
_PREFIXES = ("MV", "MT", "M/", "MSC", "SS", "MS", "FV")
"""With one of these a name begins that `_PREFIX` finds."""
_PREFIX = re.compile(r"\b(?:M/?[VT]|MSC|SS|MS|FV)\.? ((?:[A-Z][\w'’-]*)(?: (?:[A-Z][\w'’-]*|[IVX]+|\d{1,3})){0,7})")
_APPOSED_KINDS = ("carrier", "tanker", "ship", "vessel", "freighter", "bulker", "boat")
_APPOSED = re.compile(
    r"\b[Tt]he ((?:[A-Z][\w'’-]+)(?: [A-Z][\w'’-]*| [IVX]+){0,7}), (?:an?|the|another) "
    rf"(?:[\w'’-]+ ){{0,6}}?(?:{'|'.join(_APPOSED_KINDS)})\b"
)
_NOT_NAMES = frozenset(
    ["The", "A", "An", "In", "On", "At", "It", "He", "She", "They", "But", "And", "While", "Two", "Three"]
)
_CLASS = "commercial-ships"
_CIVIL = ("bulk carrier", "car carrier", "vehicle carrier", "gas carrier", "crude carrier")
_NAVAL = frozenset(["destroyer", "frigate", "warship", "corvette", "cruiser", "submarine", "carrier"])


def ship_names(texts: Iterable[tuple[str, tuple[Token, ...]]]) -> dict[str, str]:
    """Name -> target class, of all ships that a story names with their type. Naval ships are left out."""
    found: dict[str, str] = {}
    for text, tokens in texts:
        classes = {(token.start, token.end): token.id for token in tokens if token.type == "target"}
        states = {token.start for token in tokens if token.type in ("group", "place")}
        for token in tokens:
            if token.type == "ship" and token.flags:
                found[token.text] = min(token.flags)
            elif name := _name_after(text, token, states):
                found[name] = classes.get((token.start, token.end), _CLASS)
        prefixed = _PREFIX.finditer(text) if any(prefix in text for prefix in _PREFIXES) else ()
        apposed = _APPOSED.finditer(text) if any(kind in text for kind in _APPOSED_KINDS) else ()
        for match in (*prefixed, *apposed):
            if match.start(1) not in states:
                found.setdefault(match[1], _CLASS)
    return found


def _name_after(text: str, token: Token, states: set[int]) -> str | None:
    """The name behind a type of ship: "the tanker Example"."""
    if token.type != "vessel" and not (token.type == "target" and "ship" in token.id):
        return None
    words = token.text.lower()
    if words.split()[-1] in _NAVAL and not words.endswith(_CIVIL):
        return None
    match = _NAME.match(text, token.end)
    if not match or "," in match[0] or text[token.end : token.end + 1] != " ":
        return None
    name = match[1].rstrip(".'’")
    flag = match.start(1) in states and " " not in name
    return None if flag or len(name) < 3 or name.split()[0] in _NOT_NAMES else name


def ships_in(text: str, words: tuple[Word, ...], names: dict[str, str]) -> list[Unit]:
    """The ships named in a sentence; `id` is the target class."""
    if not names or not words:
        return []
    sizes = sorted({len(name.split()) for name in names})
    found: list[Unit] = []
    for first, word in enumerate(words):
        if not word.capital:
            continue
        for last in (first + size for size in sizes if first + size <= len(words)):
            name = text[word.start : words[last - 1].end]
            if name in names and len(name.split()) == last - first:
                found.append(Unit("ship", names[name], first, last, name))
    return found
