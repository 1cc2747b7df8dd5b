"""Mentions without a date, and the attacks with one that they point at.

An undated mention belongs to the only dated attack that it can mean; where it can mean two it says nothing of which.
One whose interval is too wide to be a date ("in 2023") belongs to the last one in it. Each decides by itself, against
the dated attacks as they are without it, so none hangs on another (but the mentions of one story are decided together).

What a decision saw is remembered: two attacks that may be meant are reason enough, so it is looked at again only when
one of these changes. Mentions that found fewer stand under the places and weeks in which another would count.
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from streams.stages.tally.cluster import Cluster
from streams.stages.tally.fitting import has_room, may_be_same
from streams.stages.tally.likeness import classes_agree, same_ship
from streams.stages.tally.places import Places
from streams.stages.tally.seen import Seen, SeenAttacks, looks
from streams.stages.tally.tellings import Telling


@dataclass(frozen=True, slots=True)
class Pointed:
    """A mention that points at another attack than before, or at none any more, or for the first time at none."""

    telling: Telling
    before: Cluster | None
    after: Cluster | None


class Pointing:
    """The mentions without a date, each with the dated attack that it points at, if any."""

    def __init__(self, places: Places) -> None:
        """Neither mentions nor attacks yet."""
        self._places = places
        self._attacks = SeenAttacks(places)
        self._stories: dict[str, list[Telling]] = defaultdict(list)
        self._choices: dict[Telling, Cluster | None] = {}
        self._watched: dict[str, set[Cluster]] = {}
        self._watching: dict[Cluster, set[str]] = defaultdict(set)
        self._open: dict[Hashable, dict[Telling, None]] = defaultdict(dict)
        self._opened: dict[Telling, int | None] = {}
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
            self._attacks.drop(cluster)
        for cluster, stands in changed.items():
            if stands:
                seen = self._attacks.put(cluster)
                self._due |= {telling.article for telling in self._may_matter_to(seen)}
        due, self._due = self._due, set()
        return [pointed for article in due for pointed in self._decide(article)]

    def _may_matter_to(self, seen: Seen) -> Iterable[Telling]:
        """The mentions that would count a further attack, and may mean this one."""
        for key in self._attacks.lookers(seen):
            for telling in self._open.get(key, ()):
                chosen = self._attacks.get(self._choices.get(telling))
                later = telling.firmness != "undated" and chosen and chosen.entry > seen.entry
                if telling.article not in self._due and not later and self._may_mean(seen, telling):
                    yield telling

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
        if telling.firmness == "undated":
            found = self._found(telling, told, 2)
            self._watch(telling, found)
            if len(found) < 2:
                self._look_on(telling, telling.first)
            return next(iter(found)) if len(found) == 1 else None
        found = self._found(telling, told, 1)
        last = max(found, key=lambda cluster: found[cluster].entry, default=None)
        self._watch(telling, (last,) if last else ())
        self._look_on(telling, found[last].first if last else telling.first)
        return last

    def _found(self, telling: Telling, told: Mapping[Cluster, int], enough: int) -> dict[Cluster, Seen]:
        """The attacks that it may mean: two, where two are enough to say nothing; else the last at each spot."""
        found: dict[Cluster, Seen] = {}
        for spot in self._attacks.spots(telling):
            for seen in self._attacks.back_from(telling, spot):
                if self._may_mean(seen, telling) and self._has_room(seen, telling, told):
                    found[seen.cluster] = seen
                    if enough == 1:
                        break
                    if len(found) == enough:
                        return found
        return found

    def _may_mean(self, seen: Seen, telling: Telling) -> bool:
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

    def _has_room(self, seen: Seen, telling: Telling, told: Mapping[Cluster, int]) -> bool:
        if telling.alone:
            return True
        here = (other for other in seen.cluster.members if other.article == telling.article)
        used = told.get(seen.cluster, 0) + sum(other.attack.count for other in here)
        return has_room(seen.cluster, seen.profile, telling, used)

    def _watch(self, telling: Telling, clusters: Iterable[Cluster]) -> None:
        for cluster in clusters:
            self._watched.setdefault(telling.article, set()).add(cluster)
            self._watching[cluster].add(telling.article)

    def _look_on(self, telling: Telling, since: int | None) -> None:
        self._opened[telling] = since
        for key in looks(telling, since):
            self._open[key][telling] = None

    def _forget(self, article: str) -> None:
        """Let go of what the last decision saw."""
        for cluster in self._watched.pop(article, ()):
            self._watching[cluster].discard(article)
            if not self._watching[cluster]:
                del self._watching[cluster]
        for telling in self._stories.get(article, ()):
            if telling in self._opened:
                for key in looks(telling, self._opened.pop(telling)):
                    del self._open[key][telling]
                    if not self._open[key]:
                        del self._open[key]


def _overlap(seen: Seen, telling: Telling) -> bool:
    if telling.first is None or telling.last is None:
        return False
    return seen.first <= telling.last and seen.last >= telling.first


def _before(seen: Seen, telling: Telling) -> bool:
    """Was it before the story was written? Ships are rarely hit twice, so no window is needed."""
    return telling.firmness == "undated" and (telling.last is None or seen.first <= telling.last)
