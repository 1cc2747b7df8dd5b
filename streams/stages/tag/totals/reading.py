"""A sentence as it is read for totals: words with their classes, numbers, names and dates by word position."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from schemas import Passage, Span
from schemas.common import Qualifier
from streams.stages.tag.attacks.words import Word
from streams.stages.tag.prose import ProseKind
from streams.stages.tag.totals.vocabulary import Marks


class Number(NamedTuple):
    """A number at words [first, last), its qualifier's words included, itself from word `inner`.

    `ordinal` for "the 47th"; `form` as in `tag.numbers`.
    """

    first: int
    last: int
    inner: int
    value: int
    qualifier: Qualifier
    ordinal: bool
    form: str


class Name(NamedTuple):
    """A typed name at words [first, last). `country` of places, `hosts` the target that is based there.

    `watched`: a target that totals are wanted of; `acts`: a state that a tallies file names as one that attacks.
    """

    first: int
    last: int
    type: str
    id: str
    text: str
    kind: str = ""
    country: str | None = None
    hosts: str | None = None
    target: str | None = None
    watched: bool = False
    acts: bool = False


class When(NamedTuple):
    """A date expression at words [first, last): its days (None where they cannot be known) and the cue before it.

    `kind`: day, weekday, approx (mid-October), month, year, range, or relative ("two weeks ago", "this month").
    `part` of the month that it, or a range, begins in: early, mid, late.
    """

    first: int
    last: int
    span: Span | None
    kind: str
    cue: str
    part: str = ""


T = TypeVar("T", Number, Name, When)


def _index(rows: tuple[T, ...], covering: dict[int, T]) -> None:
    for row in rows:
        for at in range(row.first, row.last):
            covering.setdefault(at, row)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A sentence at text[start:end] of a passage, read; `unread`: its numbers are left out, as it is too long."""

    passage: Passage
    kind: ProseKind
    start: int
    end: int
    words: tuple[Word, ...]
    marks: Marks
    numbers: tuple[Number, ...]
    names: tuple[Name, ...]
    whens: tuple[When, ...]
    unread: bool = False
    _places: dict[str, list[int]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _where: dict[frozenset[str], tuple[int, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _names_at: dict[int, Name] = field(default_factory=dict, init=False, repr=False, compare=False)
    _numbers_at: dict[int, Number] = field(default_factory=dict, init=False, repr=False, compare=False)
    _whens_at: dict[int, When] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index what covers each word, the first of several, and the classes: they are asked for again and again."""
        _index(self.names, self._names_at)
        _index(self.numbers, self._numbers_at)
        _index(self.whens, self._whens_at)
        for at, marks in enumerate(self.marks):
            for kind in marks:
                self._places.setdefault(kind, []).append(at)

    def places_of(self, kind: str) -> Sequence[int]:
        """The positions of the words that belong to a class."""
        return self._places.get(kind, ())

    def places_where(self, words: frozenset[str]) -> tuple[int, ...]:
        """The positions of the words of a set, as they stand in lower case, sought once."""
        found = self._where.get(words)
        if found is None:
            found = self._where[words] = tuple(at for at, word in enumerate(self.words) if word.low in words)
        return found

    def any_where(self, words: frozenset[str], first: int, last: int) -> bool:
        """Does one of the words [first, last) belong to a set?"""
        places = self.places_where(words)
        at = bisect_left(places, first)
        return at < len(places) and places[at] < last

    def low(self, index: int) -> str:
        """The word at a position in lower case; empty outside the sentence."""
        return self.words[index].low if 0 <= index < len(self.words) else ""

    def is_a(self, index: int, kind: str) -> bool:
        """Does the word at a position belong to a class?"""
        return 0 <= index < len(self.marks) and kind in self.marks[index]

    def has(self, kind: str, first: int = 0, last: int | None = None) -> bool:
        """Does any word of [first, last) belong to a class?"""
        places = self.places_of(kind)
        at = bisect_left(places, first)
        return at < len(places) and (last is None or places[at] < last)

    def name_at(self, index: int) -> Name | None:
        """The name that covers a word."""
        return self._names_at.get(index)

    def number_at(self, index: int) -> Number | None:
        """The number that covers a word."""
        return self._numbers_at.get(index)

    def when_at(self, index: int) -> When | None:
        """The date that covers a word."""
        return self._whens_at.get(index)
