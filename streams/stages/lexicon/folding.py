"""Fold text for look-up: lower case, no accents, one kind of apostrophe, hyphens and brackets as spaces.

Folding keeps the length wherever it can, so that a place in the folded text is the same place in the original. Only
combining marks, letters that have no single plain letter, and runs of spaces need an index map.
"""

import re
import unicodedata
from typing import NamedTuple

_APOSTROPHES = "'’‘ʼʻʾʿ`´′ˈ"
_SPACES = '-‐‑‒–—―−()[]{}<>«»“”„"/\\|*_•·…\t\n\r\u00a0\u2009\u202f\u3000\u200b'
_LETTERS = {
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ı": "i",
    "ħ": "h",
    "ə": "a",
    "ß": "s",
    "æ": "a",
    "œ": "o",
    "þ": "t",
}
_TAKEN_FOR = str.maketrans("ıİſ", "iis")
TAIL = 14
"""Characters before a position that `may_end` looks at."""
_STRAY = re.compile(r"(?<![a-z0-9])'")
_UNEVEN = re.compile(r"  |[\u0300-\u036f\u00ad\u200c-\u200f\ufeff]")


class Folded(NamedTuple):
    """Folded text and, where it lost characters, the original position of each of its own."""

    text: str
    positions: tuple[int, ...] | None

    def original(self, position: int) -> int:
        """The position in the original text of a position in the folded one."""
        return position if self.positions is None else self.positions[position]


class _Table(dict[int, str]):
    # str.translate asks only for characters it has not met; each costs a normalisation once in a process.
    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    if character in _SPACES or character.isspace():
        return " "
    lower = character.lower()
    if len(lower) != 1:
        return lower[0]
    lower = _LETTERS.get(lower, lower)
    plain = unicodedata.normalize("NFKD", lower)
    return plain[0].lower()[0] if plain[0].isalnum() and not unicodedata.combining(plain[0]) else lower


_TABLE = _Table()


def lower_in_place(text: str) -> str:
    """Small letters, each in its place: a letter that would become two (İ) stays as it is."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := character.lower()) == 1 else character for character in text)


def in_plain_letters(text: str) -> str:
    """Small letters, each in its place, as a pattern reads them that does not care for capitals."""
    lower = lower_in_place(text)
    return lower if lower.isascii() else lower.translate(_TAKEN_FOR)


def may_end(text: str, end: int, endings: tuple[str, ...]) -> bool:
    """Does the text up to a position end in one of some words of at most `TAIL` small letters?

    A gate for patterns that do not care for capitals and have one of them at their end (`$`).
    """
    tail = in_plain_letters(text[max(0, end - TAIL) : end])
    # A pattern's end is also before a last line break.
    return tail.endswith(endings) or tail.endswith("\n")


def fold(text: str) -> Folded:
    """Fold a text for look-up; see the module."""
    if "  " in text or not (text.isascii() or _UNEVEN.search(text) is None):
        return _fold_uneven(text)
    return Folded(_without_quotes(text.translate(_TABLE)), None)


def fold_key(text: str) -> str:
    """The folded form of a term: as `fold`, with single spaces and none at the ends."""
    if text.isascii():
        # Nothing in it changes length but runs of spaces, which go anyway: most names, and many of them.
        return " ".join(_without_quotes(text.translate(_TABLE)).split())
    return " ".join(fold(text).text.split())


def _without_quotes(folded: str) -> str:
    # An apostrophe before a word opens a quote or stands for an ayn: no part of the word either way.
    return _STRAY.sub(" ", folded) if "'" in folded else folded


def _fold_uneven(text: str) -> Folded:
    kept: list[str] = []
    positions: list[int] = []
    for position, character in enumerate(text):
        if _UNEVEN.match(character):
            continue
        folded = _TABLE[ord(character)]
        if folded == " " and kept and kept[-1] == " ":
            continue
        kept.append(folded)
        positions.append(position)
    positions.append(len(text))
    return Folded(_without_quotes("".join(kept)), tuple(positions))
