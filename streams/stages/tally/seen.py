"""Dated attacks as a mention finds them that does not know the day: by place and weapon, by country, by ship."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from streams.stages.tally.cluster import Cluster, Profile
from streams.stages.tally.places import Places
from streams.stages.tally.tellings import WIDE, Telling

_SPAN = 16
"""Days of one drawer of mentions that look for attacks."""
_ANY, _NONE = "any", "none"
"""Stand for all weapons, and for attacks of which no weapon is told."""

_Spot = tuple[str, str | None, str]
_first = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Seen:
    """A dated attack: by what it is compared, and its first and last day."""

    cluster: Cluster
    profile: Profile
    first: int
    last: int

    @classmethod
    def of(cls, cluster: Cluster) -> "Seen":
        """A cluster as it is now."""
        days = cluster.base.days
        return cls(cluster, cluster.profile, min(day for day, _ in days), max(day for _, day in days))

    @property
    def entry(self) -> tuple[Any, ...]:
        """What it is sorted by: the day, then the rank."""
        return self.first, self.cluster.founder.rank, self


class SeenAttacks:
    """The dated attacks, in the order of their days at each spot."""

    def __init__(self, places: Places) -> None:
        """None yet."""
        self._places = places
        self._at: dict[_Spot, list[tuple[Any, ...]]] = defaultdict(list)
        self._seen: dict[Cluster, Seen] = {}

    def get(self, cluster: Cluster | None) -> Seen | None:
        """The attack as it stands; None where it does not."""
        return self._seen.get(cluster) if cluster else None

    def put(self, cluster: Cluster) -> Seen:
        """Take in an attack that is not there."""
        seen = self._seen[cluster] = Seen.of(cluster)
        for spot in _stood(seen.profile):
            insort(self._at[spot], seen.entry)
        return seen

    def drop(self, cluster: Cluster) -> None:
        """Take an attack out, where it is there."""
        seen = self._seen.pop(cluster, None)
        if seen is None:
            return
        for spot in _stood(seen.profile):
            there = self._at[spot]
            del there[bisect_left(there, seen.entry)]
            if not there:
                del self._at[spot]

    def spots(self, telling: Telling) -> Iterable[_Spot]:
        """Where the attacks stand that a mention may mean."""
        yield from _ships(telling.vessel)
        if telling.place:
            for place in self._places.related(telling.place):
                yield from (("place", place, weapon) for weapon in _sought(telling.classes))
        else:
            yield from (("country", telling.country, weapon) for weapon in telling.classes)

    def back_from(self, telling: Telling, spot: _Spot) -> Iterator[Seen]:
        """The attacks at a spot that lie in the mention's window, the last first; a ship's from the beginning on."""
        there = self._at.get(spot, [])
        if spot[0] != "ship" and telling.first is None:
            return
        earliest = telling.first - WIDE if telling.first is not None and spot[0] != "ship" else 0
        end = len(there) if telling.last is None else bisect_right(there, telling.last, key=_first)
        for position in range(end - 1, -1, -1):
            seen: Seen = there[position][2]
            if seen.first < earliest:
                return
            yield seen

    def lookers(self, seen: Seen) -> Iterable[Hashable]:
        """The keys under which the mentions stand (`looks`) that may mean an attack."""
        yield from _ships(seen.profile.vessel)
        spots: list[_Spot] = [("country", seen.profile.country, weapon) for weapon in seen.profile.classes]
        if seen.profile.place:
            places = self._places.related(seen.profile.place)
            spots += [("place", place, weapon) for place in places for weapon in _sought(seen.profile.classes)]
        drawers = (None, *range(seen.first // _SPAN, seen.last // _SPAN + 1))
        yield from ((*spot, drawer) for spot in spots for drawer in drawers)


def looks(telling: Telling, since: int | None) -> Iterable[Hashable]:
    """The keys under which a mention stands while another attack, since that day, would count.

    They are its spots, and the weeks up to its last day unless these are too many.
    """
    yield from _ships(telling.vessel)
    if since is None or telling.last is None:
        return
    spots: list[_Spot] = [("country", telling.country, weapon) for weapon in telling.classes]
    if telling.place:
        spots = [("place", telling.place, weapon) for weapon in _offered(telling.classes)]
    wide = telling.last - since > WIDE
    drawers = (None,) if wide else range(since // _SPAN, telling.last // _SPAN + 1)
    yield from ((*spot, drawer) for spot in spots for drawer in drawers)


def _stood(profile: Profile) -> Iterable[_Spot]:
    yield from _ships(profile.vessel)
    yield from (("country", profile.country, weapon) for weapon in profile.classes)
    if profile.place:
        yield from (("place", profile.place, weapon) for weapon in _offered(profile.classes))


def _ships(vessel: str | None) -> Iterable[_Spot]:
    return (("ship", word, _ANY) for word in set((vessel or "").split()))


def _offered(classes: frozenset[str]) -> Iterable[str]:
    """Under which weapons somebody stands who tells these."""
    return (*(classes or (_NONE,)), _ANY)


def _sought(classes: frozenset[str]) -> Iterable[str]:
    """Under which weapons those stand that agree with these."""
    return (*classes, _NONE) if classes else (_ANY,)
