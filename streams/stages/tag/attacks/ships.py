"""Names of ships: capitalised words behind a type of ship ("the tanker Example"), known from then on without it."""

import re
from collections.abc import Iterable

from streams.stages.tag.attacks.lines import Unit
from streams.stages.tag.attacks.words import Word
from streams.stages.tag.spans import Token

_NAME = re.compile(r"(?:,? (?:the )?)?[\"“‘']?((?:[A-Z][\w'’.-]*)(?: (?:[A-Z][\w'’-]*|[IVX]+|\d{1,3}))*)")
_PREFIX = re.compile(r"\b(?:M/?[VT]|MSC|SS|MS|FV)\.? ((?:[A-Z][\w'’-]*)(?: (?:[A-Z][\w'’-]*|[IVX]+|\d{1,3}))*)")
_APPOSED = re.compile(
    r"\b[Tt]he ((?:[A-Z][\w'’-]+)(?: [A-Z][\w'’-]*| [IVX]+)*), (?:an?|the|another) (?:[\w'’-]+ ){0,6}?(?:carrier|tanker|ship|vessel|freighter|bulker|boat)\b"
)
_NOT_NAMES = frozenset(
    ["The", "A", "An", "In", "On", "At", "It", "He", "She", "They", "But", "And", "While", "Two", "Three"]
)
_NAVAL = frozenset(["destroyer", "frigate", "warship", "corvette", "cruiser", "submarine", "carrier"])


def ship_names(texts: Iterable[tuple[str, tuple[Token, ...]]]) -> dict[str, str]:
    """Name -> target class, of all ships that a story names with their type. Naval ships are left out."""
    found: dict[str, str] = {}
    for text, tokens in texts:
        classes = {(token.start, token.end): token.id for token in tokens if token.type == "target"}
        for token in tokens:
            if token.type != "vessel" and not (token.type == "target" and "ship" in token.id):
                continue
            if token.text.lower().split()[-1] in _NAVAL and "bulk" not in token.text and "carrier" not in token.id:
                if not token.text.lower().endswith(
                    ("bulk carrier", "car carrier", "vehicle carrier", "gas carrier", "crude carrier")
                ):
                    continue
            match = _NAME.match(text, token.end)
            if match and match[1].split()[0] not in _NOT_NAMES and text[token.end : token.end + 1] in (" ", ","):
                name = match[1].rstrip(".'’")
                demonym = any(other.start == match.start(1) and other.type in ("group", "place") for other in tokens)
                if len(name) > 2 and "," not in match[0] and not (demonym and " " not in name):
                    found[name] = classes.get((token.start, token.end), "commercial-ships")
        for pattern in (_PREFIX, _APPOSED):
            for match in pattern.finditer(text):
                if not any(token.start == match.start(1) and token.type in ("group", "place") for token in tokens):
                    found.setdefault(match[1], "commercial-ships")
    return found


def ships_in(text: str, words: tuple[Word, ...], names: dict[str, str]) -> list[Unit]:
    """The ships named in a sentence; `id` is the target class."""
    if not names or not words:
        return []
    found = []
    for name, target in names.items():
        size = len(name.split())
        for first in range(len(words) - size + 1):
            if words[first].capital and text[words[first].start : words[first + size - 1].end] == name:
                found.append(Unit("ship", target, first, first + size, name))
    return found
