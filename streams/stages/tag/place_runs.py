"""Runs of words with capitals that may name a place, without a sentence's first word and a noun at their end."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from streams.stages.lexicon.entries import PlaceKind
from streams.stages.lexicon.wordlists import word_list

_LISTS = word_list("place_cues")
KINDS: dict[str, PlaceKind] = {noun: kind for kind, nouns in _LISTS["kinds"].items() for noun in nouns}
_GENERIC, _PEOPLES = frozenset(_LISTS["generic"]), frozenset(_LISTS["peoples"])
_NO_LAST, _NO_FIRST = frozenset(_LISTS["other_last"]), frozenset(_LISTS["other_first"])
_OPENERS = frozenset(
    (*word_list("sentences")["starters"], *word_list("name_neighbours")["place_prepositions"], *_LISTS["openers"])
)
_LONGEST = max(len(noun.split()) for noun in KINDS)
_ARTICLE = r"(?:(?:[Aa][ldrstnz]|[Ee][lzsr]|[Aa]sh|[Uu]l)[-‑ ])"
_WORD = rf"{_ARTICLE}?[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽ][\w'’ʼ]*(?:[-‑][\w'’ʼ]+)*"
_RUN = re.compile(
    rf"(?<![\w'’-]){_WORD}(?:(?<!['’]s) (?:(?:de|du|des|la|le|da|do|bin|ibn|abu|umm|sur) )?{_WORD}){{0,4}}"
)
_POSSESSIVE = re.compile(r"['’]s?$")


class Name(NamedTuple):
    """Words that may name a place; `noun` is the kind of place that stood behind them with capitals."""

    words: str
    start: int
    end: int
    noun: str | None


def names_in(text: str, blocked: bytearray) -> Iterator[Name | None]:
    """The name that each run may be, or None; `blocked` marks the characters of other names."""
    for match in _RUN.finditer(text):
        yield _named(text, match.start(), match.end(), blocked)


def _named(text: str, start: int, end: int, blocked: bytearray) -> Name | None:
    """The words that may name a place in a run with capitals: without the sentence's first word and a noun's."""
    words = text[start:end].split(" ")
    while words and words[0].lower() in _OPENERS:
        start += len(words.pop(0)) + 1
    noun = _trailing_kind(words)
    while words and words[-1].lower() in _GENERIC and noun:
        words.pop()
    name = _POSSESSIVE.sub("", " ".join(words))
    stop = start + len(name)
    if not _may_name_a_place(name) or any(blocked[start:stop]):
        return None
    return Name(name, start, stop, noun)


def _trailing_kind(words: list[str]) -> str | None:
    """Take a noun that ends the words, capital as it is ("Example Local Government Area"), off them."""
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        noun = " ".join(words[-length:]).lower()
        if noun in KINDS:
            del words[-length:]
            return noun
    return None


def _may_name_a_place(name: str) -> bool:
    words = [word.lower() for word in name.split(" ")]
    if len(name) < 3 or (name.isupper() and len(name) < 6) or any(map(str.isdigit, name)):
        return False
    if words[-1] in _NO_LAST or words[0] in _NO_FIRST or _PEOPLES.intersection(words):
        return False
    return not all(word in _GENERIC or word in KINDS for word in words)
