"""A sentence as words, and the classes of grammar each word belongs to."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import yaml

_WORD = re.compile(r"['’](?:s|ll|ve|re|d)\b|\w+(?:(?:[.,\-]|(?<=\d):(?=\d)|['’](?!(?:s|ll|ve|re|d)\b))\w+)*|[^\w\s]")


class Word(NamedTuple):
    """A word or a punctuation mark; `low` is in lower case with plain apostrophes. Offsets count in the passage."""

    low: str
    start: int
    end: int
    capital: bool


class Cue(NamedTuple):
    """A run of words [first, last) that belongs to a class of grammar."""

    kind: str
    first: int
    last: int


def words_of(text: str, start: int, end: int) -> tuple[Word, ...]:
    """The words of text[start:end]."""
    return tuple(
        Word(match[0].lower().replace("’", "'"), match.start(), match.end(), match[0][0].isupper())
        for match in _WORD.finditer(text, start, end)
    )


class Grammar:
    """The classes of words and phrases of a word list, looked up by first word."""

    def __init__(self, classes: Mapping[str, list[str]]) -> None:
        """Build from class -> words and phrases."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.classes = {kind: frozenset(map(str, members)) for kind, members in classes.items()}
        for kind, members in self.classes.items():
            for member in sorted(members):
                phrase = tuple(word.low for word in words_of(member, 0, len(member)))
                self._by_first.setdefault(phrase[0], []).append((phrase, kind))

    def cues(self, words: tuple[Word, ...]) -> Iterator[Cue]:
        """All members of all classes in the words, from left to right; they may overlap."""
        for first, word in enumerate(words):
            for phrase, kind in self._by_first.get(word.low, ()):
                last = first + len(phrase)
                if len(phrase) == 1 or tuple(other.low for other in words[first:last]) == phrase:
                    yield Cue(kind, first, last)

    def has(self, kind: str, word: str) -> bool:
        """Does a single word belong to a class?"""
        return word in self.classes[kind]


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The built-in word classes."""
    text = files("streams.stages.lexicon").joinpath("grammar.yaml").read_text("utf-8")
    # The base loader keeps "no" and "on" as words.
    return Grammar(yaml.load(text, yaml.BaseLoader))
