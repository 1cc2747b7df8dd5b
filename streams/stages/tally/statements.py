"""Statements about a day ("four attacks on Thursday"): what the single attacks of that day leave of them."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from heapq import heapify, heappop, heappush
from typing import Any

from streams.stages.tally.likeness import classes_agree, kin
from streams.stages.tally.places import Places
from streams.stages.tally.summary import Draft, draft_of
from streams.stages.tally.tellings import WIDE, Telling


class Statement:
    """The same statement in all stories that make it; the greatest number counts.

    `filled` is what each single attack (or narrower statement) takes from it, `draft` the incident that is left.
    """

    __slots__ = ("draft", "filled", "order", "tellings")

    def __init__(self) -> None:
        """Nobody makes it yet."""
        self.tellings: list[Telling] = []
        self.filled: dict[Hashable, int] = {}
        self.order: tuple[Any, ...] = ()
        self.draft: Draft | None = None

    @property
    def telling(self) -> Telling:
        """One for all: they say the same."""
        return self.tellings[0]

    def left(self, places: Places) -> Draft | None:
        """The incident that stands for what is left of it."""
        told = max(telling.attack.count for telling in self.tellings)
        filled = sum(self.filled.values())
        return draft_of(self.tellings, told - filled, places) if told > filled else None


class Statements:
    """All statements and what is left of each, kept up while attacks and statements come, change and go.

    The narrower ones (fewer days, fewer countries, a place, a weapon) come first, and what they leave fills the wider.
    """

    def __init__(self, places: Places) -> None:
        """No statements, no attacks."""
        self._places = places
        self._alike: dict[tuple[object, ...], Statement] = {}
        self._new: set[Statement] = set()
        self._by_day: dict[Hashable, dict[Statement, None]] = defaultdict(dict)
        self._drafts: dict[Hashable, Draft] = {}
        self._drafts_by_day: dict[Hashable, dict[Hashable, None]] = defaultdict(dict)

    def add(self, telling: Telling) -> None:
        """Take in a story's statement."""
        about = _about(telling)
        statement = self._alike.get(about) or Statement()
        self._withdraw(statement)
        statement.tellings = sorted((*statement.tellings, telling), key=lambda other: other.key)
        self._alike[about] = statement
        self._new.add(statement)

    def remove(self, telling: Telling) -> None:
        """Take a story's statement out."""
        statement = self._alike[_about(telling)]
        self._withdraw(statement)
        statement.tellings.remove(telling)
        if not statement.tellings:
            del self._alike[_about(telling)]
        self._new.add(statement)

    def filling(self, telling: Telling) -> Iterable[Draft]:
        """The single attacks, and what is left of narrower statements, that a story's statement counts."""
        return [self._drafts[source] for source in self._alike[_about(telling)].filled]

    def update(self, attacks: Mapping[Hashable, Draft | None]) -> dict[Hashable, Draft | None]:
        """Fill the statements again with the attacks that changed (None: gone). The changed ones among both."""
        changed: dict[Hashable, Draft | None] = dict(attacks)
        due: set[Statement] = set()
        for source, draft in attacks.items():
            due |= self._put(source, draft)
        for statement in self._new:
            if statement.draft:
                due |= self._put(statement, None)
                changed[statement] = statement.draft = None
        for statement in self._new:
            if statement.tellings:
                self._begin(statement)
                due.add(statement)
            else:
                due.discard(statement)
        self._new = set()
        heap = [(statement.order, id(statement), statement) for statement in due]
        heapify(heap)
        while heap:
            statement = heappop(heap)[2]
            left = statement.left(self._places)
            if left == statement.draft:
                continue
            changed[statement] = statement.draft = left
            for wider in self._put(statement, left):
                heappush(heap, (wider.order, id(wider), wider))
        return changed

    def _withdraw(self, statement: Statement) -> None:
        """Stand nowhere until the next update."""
        if statement.order:
            for key in _stands(statement.telling):
                del self._by_day[key][statement]
            statement.order, statement.filled = (), {}

    def _begin(self, statement: Statement) -> None:
        statement.order = _narrow_first(statement.telling)
        for key in _stands(statement.telling):
            self._by_day[key][statement] = None
        near = {source for key in _stands(statement.telling) for source in self._drafts_by_day.get(key, ())}
        for source in near:
            self._fill(statement, source, self._drafts[source])

    def _put(self, source: Hashable, draft: Draft | None) -> set[Statement]:
        """Let a draft be as given. The statements that it fills otherwise than before."""
        before = self._drafts.pop(source, None)
        near: set[Statement] = set()
        for key in _filling(before) if before else ():
            self._drafts_by_day[key].pop(source, None)
            near.update(self._by_day.get(key, ()))
        if draft:
            self._drafts[source] = draft
            for key in _filling(draft):
                self._drafts_by_day[key][source] = None
                near.update(self._by_day.get(key, ()))
        return {statement for statement in near if self._fill(statement, source, draft)}

    def _fill(self, statement: Statement, source: Hashable, draft: Draft | None) -> bool:
        """Let what the statement loses to the source be right; False where it was."""
        takes = 0
        wider = not isinstance(source, Statement) or source.order < statement.order
        if draft and wider and fills(draft, statement.telling, self._places):
            takes = draft.incident.count
        if takes == statement.filled.get(source, 0):
            return False
        if takes:
            statement.filled[source] = takes
        else:
            del statement.filled[source]
        return True


def fills(draft: Draft, statement: Telling, places: Places) -> bool:
    """Is an attack one of those that a statement counts? What it does not tell speaks for it.

    An undated statement ("four attacks on Thursday" of an unknown week) counts the undated attacks of its own story.
    """
    incident = draft.incident
    if not kin(statement.targets, places.lexicon.target_chain(incident.target)):
        return False
    if statement.firmness == "undated":
        if not any(t.article == statement.article and t.firmness == "undated" for t in draft.tellings):
            return False
    elif not _same_days(draft, statement):
        return False
    where = _countries_of(statement)
    if where and incident.countries and where.isdisjoint(incident.countries):
        return False
    place = incident.place.id if incident.place else None
    if statement.place and places.relation(place, statement.place) == "apart":
        return False
    return classes_agree(draft.classes, statement.classes)


def _stands(statement: Telling) -> Iterable[Hashable]:
    """Each day of the statement, two months at most; for an undated one its story."""
    if statement.firmness == "undated":
        return (statement.article,)
    if statement.first is None or statement.last is None:
        return ()
    return range(statement.first, min(statement.last, statement.first + WIDE) + 1)


def _filling(draft: Draft) -> Iterable[Hashable]:
    """Each day of the attack, two months at most, and the stories that tell it without a date."""
    span = draft.incident.date
    if span.start and span.end:
        first, last = span.start.toordinal(), span.end.toordinal()
        yield from range(first, min(last, first + WIDE) + 1)
    if draft.incident.statement == "event":
        yield from {telling.article for telling in draft.tellings if telling.firmness == "undated"}


def _same_days(draft: Draft, statement: Telling) -> bool:
    span = draft.incident.date
    if not (span.start and span.end and statement.start and statement.end):
        return False
    return span.start <= statement.end and span.end >= statement.start


def _countries_of(telling: Telling) -> frozenset[str]:
    """The countries a statement speaks of; none where it does not say."""
    return frozenset(telling.attack.countries) or frozenset((telling.country,) if telling.country else ())


def _about(telling: Telling) -> tuple[object, ...]:
    # Undated ones cannot be told apart from one another's days: each story's stands for itself.
    story = telling.key if telling.firmness == "undated" else ()
    where = tuple(sorted(_countries_of(telling)))
    return telling.targets, telling.start, telling.end, where, telling.place, tuple(sorted(telling.classes)), story


def _narrow_first(telling: Telling) -> tuple[Any, ...]:
    days = telling.last - telling.first if telling.first and telling.last else 0
    countries = sorted(_countries_of(telling))
    detail = (telling.place is None, not telling.classes, len(countries) or 1 << 10)
    return (
        days,
        telling.first or 1 << 30,
        *detail,
        countries,
        telling.place or "",
        sorted(telling.classes),
        telling.key,
    )
