"""A sentence as it is read for totals: words with their classes, numbers, names and dates by word position."""

from dataclasses import dataclass

from schemas import Passage, Span
from schemas.common import Qualifier
from streams.stages.tag.attacks.words import Word
from streams.stages.tag.prose import ProseKind
from streams.stages.tag.totals.vocabulary import Marks


@dataclass(frozen=True, slots=True)
class Number:
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


@dataclass(frozen=True, slots=True)
class Name:
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


@dataclass(frozen=True, slots=True)
class When:
    """A date expression at words [first, last): its days (None where they cannot be known) and the cue before it.

    `kind`: day, weekday, approx (mid-October), month, year, range, or relative ("two weeks ago", "this month").
    `year_before`: "April last year". `part` of the month
    that it, or a range, begins in: early, mid, late.
    """

    first: int
    last: int
    span: Span | None
    kind: str
    cue: str
    year_before: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
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

    def low(self, index: int) -> str:
        """The word at a position in lower case; empty outside the sentence."""
        return self.words[index].low if 0 <= index < len(self.words) else ""

    def is_a(self, index: int, kind: str) -> bool:
        """Does the word at a position belong to a class?"""
        return 0 <= index < len(self.marks) and kind in self.marks[index]

    def has(self, kind: str, first: int = 0, last: int | None = None) -> bool:
        """Does any word of [first, last) belong to a class?"""
        return any(kind in marks for marks in self.marks[max(first, 0) : last])

    def name_at(self, index: int) -> Name | None:
        """The name that covers a word."""
        return next((name for name in self.names if name.first <= index < name.last), None)

    def number_at(self, index: int) -> Number | None:
        """The number that covers a word."""
        return next((number for number in self.numbers if number.first <= index < number.last), None)

    def when_at(self, index: int) -> When | None:
        """The date that covers a word."""
        return next((when for when in self.whens if when.first <= index < when.last), None)
