"""Mentions grouped into attacks one after the other, and grouped again where something before them has changed.

Each mention joins the cluster that it fits best among those of greater rank, or founds one. What it compares with are
clusters near it (the keys of its `Looks`) as they were when its turn came. So a mention has to be decided again only
where such a cluster has changed before its turn, or where another mention of its story has gone elsewhere; changes are
worked off in the order of rank, and where a decision is the same as before nothing follows from it. The outcome is that
of grouping everything anew, whatever changed in which order; the work is that of the neighbourhood of what changed.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from heapq import heappop, heappush
from typing import Any, Protocol

from streams.stages.tally.cluster import Base, Cluster, Profile
from streams.stages.tally.fitting import Fit, has_room
from streams.stages.tally.places import Places
from streams.stages.tally.tellings import Telling


class Looks(Protocol):
    """Where clusters stand, where mentions look for them, and how well the two fit."""

    fills: bool
    """Do mentions that stand for several attacks raise what a cluster stands for?"""

    def stands(self, base: Base) -> Iterable[Hashable]:
        """The keys under which a cluster is found."""

    def looks(self, telling: Telling) -> Iterable[Hashable]:
        """The keys under which a mention looks for clusters."""

    def fit(self, cluster: Cluster, profile: Profile, telling: Telling) -> Fit | None:
        """How well the mention fits: greater is better, None not at all. Of equals the one of greater rank is taken."""


class Grouping:
    """The mentions of one phase, each in its cluster; and the clusters of earlier phases, which they may join."""

    def __init__(self, looks: Looks, places: Places) -> None:
        """Nothing yet."""
        self._looks = looks
        self._places = places
        self._standing: dict[Hashable, dict[Cluster, None]] = defaultdict(dict)
        self._looking: dict[Hashable, dict[Telling, None]] = defaultdict(dict)
        self._bases: dict[Telling, Cluster] = {}
        self._homes: dict[Telling, Cluster] = {}
        self._stories: dict[str, list[Telling]] = defaultdict(list)
        self._due: list[tuple[tuple[Any, ...], int, Telling]] = []
        self._marked: set[Telling] = set()
        self._changed: dict[Cluster, None] = {}

    def add(self, telling: Telling) -> None:
        """Let a mention be grouped at the next `update`."""
        for key in self._looks.looks(telling):
            self._looking[key][telling] = None
        self._stories[telling.article].append(telling)
        self._mark(telling)

    def remove(self, telling: Telling) -> None:
        """Take a mention out."""
        for key in self._looks.looks(telling):
            _drop(self._looking, key, telling)
        self._unhouse(telling)
        self._stories[telling.article].remove(telling)
        if not self._stories[telling.article]:
            del self._stories[telling.article]
        self._marked.discard(telling)

    def put_base(self, founder: Telling, base: Base | None) -> None:
        """Let the cluster of an earlier phase with this founder be as given, or be gone."""
        cluster = self._bases.get(founder)
        if cluster and (base is None or not self._same_place(cluster.base, base)):
            self._dissolve(cluster)
            del self._bases[founder]
            cluster = None
        if cluster is None:
            if base:
                self._bases[founder] = self._stand(Cluster(base))
            return
        if base is not None and cluster.base != base:
            moved = set(cluster.base.members) ^ set(base.members)
            self._tell(cluster, founder.rank, cluster.rebase(base))
            for telling in moved:
                self._mark_story(telling)

    def update(self) -> dict[Cluster, bool]:
        """Group what has to be grouped again. The clusters that changed, and whether each still stands."""
        while self._due:
            telling = heappop(self._due)[2]
            if telling in self._marked:
                self._marked.discard(telling)
                self._decide(telling)
        changed, self._changed = self._changed, {}
        return {cluster: self._stands(cluster) for cluster in changed}

    def _stands(self, cluster: Cluster) -> bool:
        return (self._bases.get(cluster.founder) or self._homes.get(cluster.founder)) is cluster

    def _decide(self, telling: Telling) -> None:
        best, count = self._best(telling)
        home = self._homes.get(telling)
        if home is not None and home.founder is telling:
            if best is None:
                return
        elif home is not None and best is home:
            if home.counts.get(telling, 0) != (count if count > 1 else 0):
                self._tell(home, telling.rank, home.recount(telling, count))
            return
        self._unhouse(telling)
        if best is None:
            self._homes[telling] = self._stand(Cluster(Base.of(telling)))
        else:
            self._homes[telling] = best
            self._tell(best, telling.rank, best.join(telling, count))

    def _best(self, telling: Telling) -> tuple[Cluster | None, int]:
        options: list[tuple[Fit, Cluster, Profile]] = []
        for cluster in self._near(telling):
            profile = cluster.profile_before(telling.rank)
            fit = self._looks.fit(cluster, profile, telling)
            if fit is not None and has_room(cluster, profile, telling, self._used(cluster, telling)):
                options.append((fit, cluster, profile))
        if not options:
            return None, 0
        top = max(fit for fit, _, _ in options)
        best = min((cluster for fit, cluster, _ in options if fit == top), key=lambda cluster: cluster.founder.rank)
        if telling.attack.count == 1 or not self._looks.fills:
            return best, 0
        # "Two attacks on the base" are these two; only what the known ones leave is added.
        others = (o for o in options if o[1] is not best and not self._used(o[1], telling))
        return best, telling.attack.count - sum(profile.count for _, _, profile in others)

    def _near(self, telling: Telling) -> Iterable[Cluster]:
        rank = telling.rank
        found: dict[Cluster, None] = {}
        for key in self._looks.looks(telling):
            found.update(self._standing.get(key, {}))
        return [cluster for cluster in found if cluster.founder.rank < rank]

    def _used(self, cluster: Cluster, telling: Telling) -> int:
        """How many attacks the mention's story tells in the cluster before it."""
        if telling.alone:
            return 0
        article = telling.article
        here = [o for o in self._stories[article] if o.rank < telling.rank and self._homes.get(o) is cluster]
        if cluster.founder in self._bases:
            here += [other for other in cluster.base.members if other.article == article]
        return sum(other.attack.count for other in here)

    def _unhouse(self, telling: Telling) -> None:
        home = self._homes.pop(telling, None)
        if home is None:
            return
        if home.founder is telling:
            self._dissolve(home)
        else:
            self._tell(home, telling.rank, home.leave(telling))
        self._mark_story(telling)

    def _stand(self, cluster: Cluster) -> Cluster:
        for key in self._looks.stands(cluster.base):
            self._standing[key][cluster] = None
        self._tell(cluster, cluster.founder.rank, {cluster.base.profile.place})
        return cluster

    def _dissolve(self, cluster: Cluster) -> None:
        for key in self._looks.stands(cluster.base):
            _drop(self._standing, key, cluster)
        profiles = (cluster.base.profile, *cluster.profiles)
        self._tell(cluster, cluster.founder.rank, {profile.place for profile in profiles})
        for telling in cluster.joined:
            del self._homes[telling]
            self._mark(telling)
            self._mark_story(telling)

    def _same_place(self, one: Base, other: Base) -> bool:
        return set(self._looks.stands(one)) == set(self._looks.stands(other)) and one.days == other.days

    def _tell(self, cluster: Cluster, rank: tuple[Any, ...], places: set[str | None]) -> None:
        """Let those be decided again that compare themselves with the cluster after that rank, from such places."""
        self._changed[cluster] = None
        if not places:
            return
        for key in self._looks.stands(cluster.base):
            for telling in self._looking.get(key, ()):
                if telling.rank > rank and telling not in self._marked and self._may_matter(places, telling):
                    self._mark(telling)

    def _may_matter(self, places: set[str | None], telling: Telling) -> bool:
        if telling.vessel:
            return True
        return any(self._places.relation(place, telling.place) != "apart" for place in places)

    def _mark(self, telling: Telling) -> None:
        if telling not in self._marked:
            self._marked.add(telling)
            heappush(self._due, (telling.rank, id(telling), telling))

    def _mark_story(self, telling: Telling) -> None:
        if telling.alone:
            return
        for other in self._stories.get(telling.article, ()):
            if other.rank > telling.rank:
                self._mark(other)


def _drop(index: dict[Hashable, dict[Any, None]], key: Hashable, thing: object) -> None:
    there = index.get(key)
    if there is not None:
        there.pop(thing, None)
        if not there:
            del index[key]
