"""A sentence with everything that is known of its words: typed units and classes of grammar."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple, TypeVar

from schemas import Passage
from streams.stages.dates import When
from streams.stages.tag.attacks.words import Cue, Word, grammar

FEW = 12
"""Units of a sentence up to which going through them all costs less than looking for the first."""
Role = Literal["title", "standfirst", "paragraph"]


class Unit(NamedTuple):
    """A typed span over the words [first, last) of its sentence."""

    type: str
    id: str
    first: int
    last: int
    text: str
    flags: frozenset[str] = frozenset()


T = TypeVar("T", Unit, Cue)


class Day(NamedTuple):
    """A date in a sentence: the days it may be, how it is known, and what it is the date of."""

    start: date | None
    end: date | None
    basis: str
    role: str
    first: int
    last: int
    text: str
    when: When


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a story. Word indices of units, days and cues count in `words`."""

    passage: Passage
    role: Role
    paragraph: int
    start: int
    end: int
    words: tuple[Word, ...]
    units: tuple[Unit, ...]
    days: tuple[Day, ...] = ()
    cues: tuple[Cue, ...] = field(default=())
    _units: dict[tuple[str, ...], list[Unit]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _cues: dict[tuple[str, ...], list[Cue]] = field(default_factory=dict, init=False, repr=False, compare=False)
    forces: dict[tuple[int, int], Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What `forces_of` has found in clauses: rules and features ask for it many times."""
    anchors: dict[tuple[int, int, Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The same of `anchors_of`, by what the story spoke of last, too."""

    def units_of(self, types: tuple[str, ...]) -> list[Unit]:
        """The units of these types, sought once: clauses ask for them again and again."""
        found = self._units.get(types)
        if found is None:
            found = self._units[types] = [unit for unit in self.units if not types or unit.type in types]
        return found

    def cues_of(self, kinds: tuple[str, ...]) -> list[Cue]:
        """The members of these classes of grammar, sought once."""
        found = self._cues.get(kinds)
        if found is None:
            found = self._cues[kinds] = [cue for cue in self.cues if cue.kind in kinds]
        return found

    def view(self, first: int = 0, last: int | None = None) -> "View":
        """The words [first, last) of the sentence."""
        return View(self, first, len(self.words) if last is None else last)


class View(NamedTuple):
    """A run of words of a sentence: a clause, or several that belong together."""

    line: Line
    first: int
    last: int

    def units(self, *types: str) -> list[Unit]:
        """The units of these types that lie in the view, from left to right; all where none is named."""
        known = self.line._units.get(types)
        return self._within(self.line.units_of(types) if known is None else known)

    def days(self) -> list[Day]:
        """The dates that lie in the view."""
        return [day for day in self.line.days if self.first <= day.first < self.last]

    def cues(self, *kinds: str) -> list[Cue]:
        """The members of these classes of grammar in the view."""
        known = self.line._cues.get(kinds)
        return self._within(self.line.cues_of(kinds) if known is None else known)

    def _within(self, known: list[T]) -> list[T]:
        """Those of a sentence's units or cues that lie in the view."""
        first, last = self.first, self.last
        if not known or (first == 0 and last == len(self.line.words)):
            return known[:]
        if len(known) > FEW:
            known = known[bisect_left(known, first, key=_first) : bisect_left(known, last, key=_first)]
        return [one for one in known if first <= one.first and one.last <= last]

    def has(self, *kinds: str) -> bool:
        """Does the view hold a member of one of these classes?"""
        return bool(self.cues(*kinds))

    def low(self, index: int) -> str:
        """The word at an index in lower case; empty outside the view."""
        return self.line.words[index].low if self.first <= index < self.last else ""

    @property
    def text(self) -> str:
        """The words as they stand in the passage."""
        if self.first >= self.last:
            return ""
        return self.line.passage.text[self.line.words[self.first].start : self.line.words[self.last - 1].end]


def _first(one: Unit | Cue) -> int:
    return one.first


def cues_of(words: tuple[Word, ...]) -> tuple[Cue, ...]:
    """The classes of grammar of a sentence's words."""
    return tuple(grammar().cues(words))


def join(views: Iterable[View]) -> View:
    """The smallest view that holds all of them."""
    listed = list(views)
    return View(listed[0].line, min(view.first for view in listed), max(view.last for view in listed))
