"""Places a day and days as units: on which day of its interval each incident stands, kept up while incidents change."""

import heapq
from bisect import insort
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

_LONG = timedelta(days=31)
"""An interval longer than this says no more than its last day."""

Unit = tuple[date, str]
Order = tuple[int, date, bool, str]


@dataclass(frozen=True, slots=True)
class Staying:
    """An incident as the units see it: the days it may stand on, where, and what it adds to what a unit tells."""

    id: str
    start: date
    end: date
    where: str
    country: str
    weapons: tuple[str, ...]
    claimed: bool

    @property
    def days(self) -> list[date]:
        """The days of its interval; the last one alone where it is long."""
        if self.end - self.start > _LONG:
            return [self.end]
        return [self.start + timedelta(days=n) for n in range((self.end - self.start).days + 1)]

    @property
    def order(self) -> Order:
        """The more precise first: they say which units there are, the vaguer ones look for one of these."""
        days = self.days
        return len(days), days[0], self.country == "", self.id


class Units:
    """Which incidents share a unit.

    In their order each incident joins the first of its days on which there is a unit at its place already, and else
    makes one on its last day: a night told as two days is the wave that already stands on one of them. A change moves
    only incidents that come later in that order and share a day whose unit appeared, went, or got an earlier first.
    """

    def __init__(self) -> None:
        """No incidents."""
        self._stays: dict[str, Staying] = {}
        self._unit_of: dict[str, Unit] = {}
        self._members: dict[Unit, list[Order]] = {}
        self._around: dict[Unit, set[str]] = defaultdict(set)
        self._open: list[tuple[Order, str]] = []
        self._touched: set[Unit] = set()

    def put(self, stay: Staying) -> None:
        """Take an incident in that is not held; it gets its unit at the next `settle`."""
        self._stays[stay.id] = stay
        for day in stay.days:
            self._around[day, stay.where].add(stay.id)
        heapq.heappush(self._open, (stay.order, stay.id))

    def drop(self, name: str) -> None:
        """Take an incident out."""
        stay = self._stays.pop(name)
        for day in stay.days:
            around = self._around[day, stay.where]
            around.discard(name)
            if not around:
                del self._around[day, stay.where]
        if name in self._unit_of:
            self._leave(stay)

    def settle(self) -> set[Unit]:
        """Give each incident its unit; the units of which something has changed since the last time."""
        while self._open:
            order, name = heapq.heappop(self._open)
            stay = self._stays.get(name)
            if stay is None or stay.order != order:
                continue
            unit = self._wanted(stay, order)
            if self._unit_of.get(name) != unit:
                if name in self._unit_of:
                    self._leave(stay)
                self._join(stay, order, unit)
        touched, self._touched = self._touched, set()
        return touched

    def members(self, unit: Unit) -> list[Staying]:
        """The incidents of a unit, the one that made it first."""
        return [self._stays[order[-1]] for order in self._members.get(unit, ())]

    def first(self, name: str) -> str:
        """The incident that made the unit in which one stands."""
        return self._members[self._unit_of[name]][0][-1]

    def _wanted(self, stay: Staying, order: Order) -> Unit:
        days = stay.days
        for day in days:
            members = self._members.get((day, stay.where))
            if members and members[0] < order:
                return day, stay.where
        return days[-1], stay.where

    def _join(self, stay: Staying, order: Order, unit: Unit) -> None:
        members = self._members.setdefault(unit, [])
        first = members[0] if members else None
        insort(members, order)
        self._unit_of[stay.id] = unit
        self._touched.add(unit)
        if members[0] != first:
            self._reopen(unit, order)

    def _leave(self, stay: Staying) -> None:
        unit = self._unit_of.pop(stay.id)
        members = self._members[unit]
        first = members[0]
        members.remove(stay.order)
        if not members:
            del self._members[unit]
        self._touched.add(unit)
        if first == stay.order:
            self._reopen(unit, first)

    def _reopen(self, unit: Unit, since: Order) -> None:
        """What comes after `since` and may stand on this day has to be looked at again."""
        for name in self._around.get(unit, ()):
            order = self._stays[name].order
            if order > since:
                heapq.heappush(self._open, (order, name))
