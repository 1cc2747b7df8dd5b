"""A sentence as words, and the classes of grammar each word belongs to."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import yaml

if TYPE_CHECKING:
    from streams.stages.tag.prose import Prose

_WORD = re.compile(r"['’](?:s|ll|ve|re|d)\b|\w+(?:(?:[.,\-]|(?<=\d):(?=\d)|['’](?!(?:s|ll|ve|re|d)\b))\w+)*|[^\w\s]")


_Phrase = tuple[tuple[str, ...], str]
"""A word or a phrase, and its class."""


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
    found = []
    for match in _WORD.finditer(text, start, end):
        word = match[0]
        low = word.lower()
        found.append(Word(low.replace("’", "'") if "’" in low else low, *match.span(), word[0].isupper()))
    return tuple(found)


def words_in(prose: "Prose", start: int, end: int) -> tuple[Word, ...]:
    """The words of a passage's text[start:end], read once: what finds attacks and what finds totals ask for them."""
    found: tuple[Word, ...] | None = prose.words.get((start, end))
    if found is None:
        found = prose.words[start, end] = words_of(prose.passage.text, start, end)
    return found


class Positions:
    """Where the words of a sentence stand: asked for each of its names, numbers and dates."""

    def __init__(self, words: tuple[Word, ...]) -> None:
        """Index them."""
        self.starts = [word.start for word in words]
        self.ends = [word.end for word in words]

    def words(self, start: int, end: int) -> tuple[int, int]:
        """Words [first, last) that overlap the characters [start, end) of the passage; last <= first for none."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)


class Grammar:
    """The classes of words and phrases of a word list, looked up by first word."""

    def __init__(self, classes: Mapping[str, list[str]]) -> None:
        """Build from class -> words and phrases."""
        by_first: dict[str, list[_Phrase]] = {}
        self.classes = {kind: frozenset(map(str, members)) for kind, members in classes.items()}
        for kind, members in self.classes.items():
            for member in sorted(members):
                phrase = tuple(word.low for word in words_of(member, 0, len(member)))
                by_first.setdefault(phrase[0], []).append((phrase, kind))
        self._by_first = {word: _by_second(phrases) for word, phrases in by_first.items()}

    def cues(self, words: tuple[Word, ...]) -> Iterator[Cue]:
        """All members of all classes in the words, from left to right; they may overlap."""
        known, lows = self._by_first, [word.low for word in words]
        for first, low in enumerate(lows):
            if low in known:
                alone, by_second = known[low]
                second = lows[first + 1] if first + 1 < len(lows) else ""
                for phrase, kind in by_second.get(second, alone):
                    last = first + len(phrase)
                    if len(phrase) <= 2 or tuple(lows[first:last]) == phrase:
                        yield Cue(kind, first, last)

    def has(self, kind: str, word: str) -> bool:
        """Does a single word belong to a class?"""
        return word in self.classes[kind]


def _by_second(phrases: list[_Phrase]) -> tuple[list[_Phrase], dict[str, list[_Phrase]]]:
    """What begins with one word, in its order: the single words, and by second word these with the phrases."""
    seconds = {phrase[1] for phrase, _ in phrases if len(phrase) > 1}
    alone = [one for one in phrases if len(one[0]) == 1]
    return alone, {second: [one for one in phrases if one[0][1:2] in ((), (second,))] for second in seconds}


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The built-in word classes."""
    text = files("streams.stages.lexicon").joinpath("grammar.yaml").read_text("utf-8")
    # The base loader keeps "no" and "on" as words.
    return Grammar(yaml.load(text, yaml.BaseLoader))
