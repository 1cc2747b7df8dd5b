"""Attacks with named days, a day apart, that are one: late on Monday and early on Tuesday."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from streams.stages.tally.cluster import Base, Cluster
from streams.stages.tally.likeness import kin
from streams.stages.tally.places import Places
from streams.stages.tally.tellings import Telling

_REACH = 3
"""How many days from an attack others may stand that decide over its joining: two before the first of a pair of days,
two after the second."""


class _Pair(NamedTuple):
    """Two clusters a day apart, and how much says that they are one."""

    score: int
    one: Cluster
    two: Cluster

    @property
    def order(self) -> tuple[Any, ...]:
        """The better pair comes first."""
        return -self.score, self.one.founder.rank, self.two.founder.rank


class OverMidnight:
    """The clusters of named days, joined in pairs where all that is told says so.

    Two are joined where each is the other's best: so what a pair comes to hangs on a few days around it and no more.
    """

    def __init__(self, places: Places) -> None:
        """No clusters yet."""
        self._places = places
        self._days: dict[int, dict[str, dict[Cluster, None]]] = defaultdict(dict)
        self._where: dict[Cluster, str | None] = {}
        self._partners: dict[Cluster, dict[Cluster, _Pair]] = defaultdict(dict)

    def update(self, changed: Mapping[Cluster, bool]) -> dict[Telling, Base | None]:
        """Join again around the clusters that changed (and whether they stand). The bases that changed, by founder."""
        around = dict(changed)
        places = {cluster: {cluster.profile.place, self._where.get(cluster)} for cluster in changed}
        for cluster, stands in changed.items():
            self._put(cluster, stands)
        for cluster in changed:
            around.update(dict.fromkeys(self._partners.get(cluster, ()), True))
            for place in places[cluster]:
                for day in range(_day(cluster) - _REACH, _day(cluster) + _REACH):
                    around.update(dict.fromkeys(self._at(day, place), True))
        touched = {*around, *self._partners_of(around)}
        for cluster in around:
            self._score(cluster, cluster in self._where)
        touched |= self._partners_of(around)
        touched |= self._partners_of(touched)
        bases: dict[Telling, Base | None] = {cluster.founder: None for cluster in touched}
        bases.update((cluster.founder, self._base(cluster)) for cluster in touched if cluster in self._where)
        return bases

    def _put(self, cluster: Cluster, stands: bool) -> None:
        """Keep a cluster by day and place, as long as it stands."""
        days = self._days[_day(cluster)]
        before = self._where.pop(cluster, None)
        if before is not None:
            del days[before][cluster]
            if not days[before]:
                del days[before]
        place = cluster.profile.place
        if stands:
            self._where[cluster] = place
        if stands and place is not None:
            self._places.related(place)  # From now on others find it.
            days.setdefault(place, {})[cluster] = None
        if not days:
            del self._days[_day(cluster)]

    def _at(self, day: int, place: str | None) -> Iterator[Cluster]:
        """The clusters of a day at a place, in it, or at what it lies in."""
        if place is not None and day in self._days:
            for other in self._places.related(place) & self._days[day].keys():
                yield from self._days[day][other]

    def _partners_of(self, clusters: Iterable[Cluster]) -> set[Cluster]:
        return {other for cluster in clusters for other in self._partners.get(cluster, ())}

    def _score(self, one: Cluster, stands: bool) -> None:
        """Work out anew the pairs in which a cluster is the first; one that is gone is in none."""
        for two, pair in list(self._partners.get(one, {}).items()):
            if pair.one is one or not stands:
                self._part(one, two)
                self._part(two, one)
        for two in self._at(_day(one) + 1, one.profile.place) if stands else ():
            score = self._same(one, two)
            if score:
                self._partners[one][two] = self._partners[two][one] = _Pair(score, one, two)

    def _part(self, one: Cluster, other: Cluster) -> None:
        del self._partners[one][other]
        if not self._partners[one]:
            del self._partners[one]

    def _base(self, cluster: Cluster) -> Base | None:
        """What the cluster is after midnight; None where it has become part of the one before."""
        other = self._best(cluster)
        if other is None or self._best(other) is not cluster:
            return Base(cluster.founder, cluster.members, cluster.profile, cluster.base.days)
        if _day(other) < _day(cluster):
            return None
        profile = cluster.profile.joined(other.profile, other.profile.count)
        return Base(cluster.founder, (*cluster.members, *other.members), profile, (_span(cluster), _span(other)))

    def _best(self, cluster: Cluster) -> Cluster | None:
        pairs = self._partners.get(cluster)
        return min(pairs, key=lambda other: pairs[other].order) if pairs else None

    def _same(self, one: Cluster, two: Cluster) -> int:
        """How much says that the two are one; 0 where anything speaks against it.

        Those on a base on two days running are two. A figure that both give decides it, where no third attack stands on
        the day before or after them: Monday, Tuesday and Wednesday stay three, also with two rockets each. Without such
        a figure they are one only where there is none within two days. A story that tells both always keeps them apart.
        """
        here, there = one.profile, two.profile
        if here.vessel != there.vessel or not kin(here.targets, there.targets):
            return 0
        relation = self._places.relation(here.place, there.place)
        if relation not in ("same", "within") or here.classes.isdisjoint(there.classes):
            return 0
        if here.munitions and there.munitions and here.munitions.isdisjoint(there.munitions):
            return 0
        if not {t.article for t in one.members}.isdisjoint(t.article for t in two.members):
            return 0
        agreed = len(here.figures & there.figures)
        if agreed:
            return 1 + agreed if self._no_third(one, two, 1) else 0
        return int(relation == "same" and not _casualties_clash(one, two) and self._no_third(one, two, 2))

    def _no_third(self, one: Cluster, two: Cluster, days: int) -> bool:
        """Is there no other attack at their place from `days` before the first to as many after the second?"""
        return not any(
            other is not one and other is not two and kin(one.profile.targets, other.profile.targets)
            for near in range(_day(one) - days, _day(two) + days + 1)
            for other in self._at(near, one.profile.place)
        )


def _day(cluster: Cluster) -> int:
    return cluster.base.days[0][0]


def _span(cluster: Cluster) -> tuple[int, int]:
    return cluster.base.days[0]


def _casualties_clash(one: Cluster, other: Cluster) -> bool:
    here, there = one.members, other.members
    pairs = (
        ({t.attack.killed for t in here} - {None}, {t.attack.killed for t in there} - {None}),
        ({t.attack.injured for t in here} - {None}, {t.attack.injured for t in there} - {None}),
    )
    return any(one and other and one.isdisjoint(other) for one, other in pairs)
