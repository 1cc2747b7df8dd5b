"""Mentions without a date, and the attacks with one that they point at.

An undated mention belongs to the only dated attack that it can mean; where it can mean two it says nothing of which.
One whose interval is too wide to be a date ("in 2023") belongs to the last one in it. Each decides by itself, against
the dated attacks as they are without it, so none hangs on another (but the mentions of one story are decided together).

What a decision saw is remembered: two attacks that may be meant are reason enough, so it is looked at again only when
one of these changes. Mentions that found fewer stand under the places and weeks in which another would count.
"""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from streams.stages.tally.cluster import Cluster, Profile
from streams.stages.tally.fitting import has_room, may_be_same
from streams.stages.tally.likeness import classes_agree, same_ship
from streams.stages.tally.places import Places
from streams.stages.tally.tellings import WIDE, Telling

_SPAN = 16
"""Days of one drawer of mentions that look for attacks."""

_first = itemgetter(0)
_Spot = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A dated attack as it stands: by what it is compared, and its first and last day."""

    cluster: Cluster
    profile: Profile
    first: int
    last: int

    @property
    def entry(self) -> tuple[Any, ...]:
        """What it is sorted by where it stands: the day, then the rank."""
        return self.first, self.cluster.founder.rank, self

    def spots(self) -> Iterable[_Spot]:
        """Where it stands: its place, its country, each word of its ship's name."""
        if self.profile.place:
            yield "place", self.profile.place
        yield "country", self.profile.country
        for word in set((self.profile.vessel or "").split()):
            yield "ship", word


@dataclass(frozen=True, slots=True)
class Pointed:
    """A mention that points at another attack than before, or at none any more, or for the first time at none."""

    telling: Telling
    before: Cluster | None
    after: Cluster | None


class Pointing:
    """The mentions without a date, each with the dated attack that it points at; `pointed` has those of each attack."""

    def __init__(self, places: Places) -> None:
        """Neither mentions nor attacks yet."""
        self._places = places
        self._seen: dict[Cluster, _Seen] = {}
        self._at: dict[_Spot, list[tuple[Any, ...]]] = defaultdict(list)
        self._stories: dict[str, list[Telling]] = defaultdict(list)
        self._choices: dict[Telling, Cluster | None] = {}
        self._watched: dict[str, set[Cluster]] = {}
        self._watching: dict[Cluster, set[str]] = defaultdict(set)
        self._open: dict[Hashable, dict[Telling, None]] = defaultdict(dict)
        self._opened: set[Telling] = set()
        self._due: set[str] = set()

    def add(self, telling: Telling) -> None:
        """Let a mention be decided at the next `update`."""
        insort(self._stories[telling.article], telling, key=lambda other: other.rank)
        self._due.add(telling.article)

    def remove(self, telling: Telling) -> Cluster | None:
        """Take a mention out; gives the attack that it pointed at."""
        self._forget(telling.article)
        self._stories[telling.article].remove(telling)
        self._due.add(telling.article)
        return self._choices.pop(telling, None)

    def update(self, changed: Mapping[Cluster, bool]) -> list[Pointed]:
        """Decide again what the changed attacks (and whether they stand) may have to do with."""
        for cluster in changed:
            self._due |= self._watching.get(cluster, set())
            seen = self._seen.pop(cluster, None)
            if seen:
                for spot in seen.spots():
                    del self._at[spot][bisect_left(self._at[spot], seen.entry)]
        for cluster, stands in changed.items():
            if stands:
                self._see(cluster)
        due, self._due = self._due, set()
        return [pointed for article in due for pointed in self._decide(article)]

    def _see(self, cluster: Cluster) -> None:
        days = cluster.base.days
        seen = _Seen(cluster, cluster.profile, min(day for day, _ in days), max(day for _, day in days))
        self._seen[cluster] = seen
        for spot in seen.spots():
            insort(self._at[spot], seen.entry)
        for key in self._reached(seen):
            for telling in self._open.get(key, ()):
                if telling.article not in self._due and self._may_matter(seen, telling):
                    self._due.add(telling.article)

    def _may_matter(self, seen: _Seen, telling: Telling) -> bool:
        choice = self._choices.get(telling)
        chosen = self._seen.get(choice) if choice else None
        if telling.firmness != "undated" and chosen and seen.entry < chosen.entry:
            return False
        return self._may_mean(seen, telling)

    def _decide(self, article: str) -> Iterable[Pointed]:
        self._forget(article)
        if not self._stories.get(article):
            self._stories.pop(article, None)
            return
        told: dict[Cluster, int] = defaultdict(int)
        for telling in self._stories[article]:
            choice = self._choose(telling, told)
            if choice:
                told[choice] += telling.attack.count
            before = self._choices.get(telling)
            if telling not in self._choices or before is not choice:
                self._choices[telling] = choice
                yield Pointed(telling, before, choice)

    def _choose(self, telling: Telling, told: Mapping[Cluster, int]) -> Cluster | None:
        found: dict[Cluster, _Seen] = {}
        for spot in self._spots(telling):
            for seen in self._back_from(telling, spot):
                if self._may_mean(seen, telling) and self._has_room(seen, telling, told):
                    found[seen.cluster] = seen
                    if telling.firmness != "undated" or len(found) > 1:
                        break
            if telling.firmness == "undated" and len(found) > 1:
                break
        if telling.firmness == "undated":
            self._watch(telling, found, len(found) < 2)
            return next(iter(found)) if len(found) == 1 else None
        last = max(found, key=lambda cluster: found[cluster].entry, default=None)
        self._watch(telling, (last,) if last else (), True)
        return last

    def _back_from(self, telling: Telling, spot: _Spot) -> Iterator[_Seen]:
        """The attacks at a spot, the last that the mention can mean first."""
        there = self._at.get(spot, [])
        end = len(there) if telling.last is None else bisect_right(there, telling.last, key=_first)
        if spot[0] == "ship":
            reach = 0
        elif telling.first is None:
            return
        else:
            reach = telling.first - WIDE
        for position in range(end - 1, -1, -1):
            seen: _Seen = there[position][2]
            if seen.first < reach:
                return
            yield seen

    def _may_mean(self, seen: _Seen, telling: Telling) -> bool:
        """Is it in the window, and does more than silence speak for it: ship, place, or weapon in the same country?"""
        profile = seen.profile
        ship = same_ship(telling.vessel, profile.vessel)
        if not (_overlap(seen, telling) or (ship and _before(seen, telling))):
            return False
        if not may_be_same(profile, telling, self._places):
            return False
        if ship:
            return True
        if self._places.together(profile.place, telling.place):
            return classes_agree(profile.classes, telling.classes)
        return telling.place is None and telling.country == profile.country and bool(profile.classes & telling.classes)

    def _has_room(self, seen: _Seen, telling: Telling, told: Mapping[Cluster, int]) -> bool:
        if telling.alone:
            return True
        here = (other for other in seen.cluster.members if other.article == telling.article)
        used = told.get(seen.cluster, 0) + sum(other.attack.count for other in here)
        return has_room(seen.cluster, seen.profile, telling, used)

    def _spots(self, telling: Telling) -> Iterable[_Spot]:
        """Where the attacks stand that the mention may mean."""
        for word in set((telling.vessel or "").split()):
            yield "ship", word
        if telling.place:
            for place in self._places.related(telling.place):
                yield "place", place
        else:
            yield "country", telling.country

    def _watch(self, telling: Telling, clusters: Iterable[Cluster], looks_on: bool) -> None:
        for cluster in clusters:
            self._watched.setdefault(telling.article, set()).add(cluster)
            self._watching[cluster].add(telling.article)
        if looks_on:
            self._opened.add(telling)
            for key in _keys(telling):
                self._open[key][telling] = None

    def _forget(self, article: str) -> None:
        """Let go of what the last decision saw."""
        for cluster in self._watched.pop(article, ()):
            self._watching[cluster].discard(article)
            if not self._watching[cluster]:
                del self._watching[cluster]
        for telling in self._stories.get(article, ()):
            if telling in self._opened:
                self._opened.discard(telling)
                for key in _keys(telling):
                    del self._open[key][telling]
                    if not self._open[key]:
                        del self._open[key]

    def _reached(self, seen: _Seen) -> Iterable[Hashable]:
        """The keys of mentions that may mean an attack."""
        drawers = (None, *range(seen.first // _SPAN, seen.last // _SPAN + 1))
        for kind, name in seen.spots():
            if kind == "ship":
                yield kind, name
            elif kind == "country":
                yield from ((kind, name, drawer) for drawer in drawers)
            else:
                yield from ((kind, place, d) for place in self._places.related(name or "") for d in drawers)


def _keys(telling: Telling) -> Iterable[Hashable]:
    for word in set((telling.vessel or "").split()):
        yield "ship", word
    if telling.first is None or telling.last is None:
        return
    spot = ("place", telling.place) if telling.place else ("country", telling.country)
    if telling.last - telling.first > WIDE:
        yield (*spot, None)
        return
    for drawer in range(telling.first // _SPAN, telling.last // _SPAN + 1):
        yield (*spot, drawer)


def _overlap(seen: _Seen, telling: Telling) -> bool:
    if telling.first is None or telling.last is None:
        return False
    return seen.first <= telling.last and seen.last >= telling.first


def _before(seen: _Seen, telling: Telling) -> bool:
    """Was it before the story was written? Ships are rarely hit twice, so no window is needed."""
    return telling.firmness == "undated" and (telling.last is None or seen.first <= telling.last)
