"""Mentions grouped into attacks, the most telling first.

Those with a named day and a ship or place come first, then those whose day is soft, then those without a place, then
those without a date. Each joins the attack it fits best, or founds one. The order is fixed by content, and nothing that
is compared reaches further than target, place and some days: an attack elsewhere changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import partial

from streams.stages.lexicon import Lexicon
from streams.stages.tally.cluster import (
    FOLLOW_UP,
    Cluster,
    days_between,
    fit,
    fits_on,
    may_be_same,
    same_over_midnight,
)
from streams.stages.tally.likeness import classes_agree, place_relation, same_ship
from streams.stages.tally.ranking import ranked
from streams.stages.tally.tellings import DAY, Telling

_WIDE = 62
"""An interval of more days than this is compared with all attacks, not looked up day by day."""


def clusters_of(events: Iterable[Telling], lexicon: Lexicon) -> list[Cluster]:
    """Mentions of single events, grouped by the attack they tell of."""
    grouping = _Grouping(lexicon)
    ranks = ranked(events)
    for telling in ranks["placed"]:
        grouping.place(telling)
    grouping.join_over_midnight()
    for telling in (*ranks["soft"], *ranks["unplaced"]):
        grouping.place(telling)
    for telling in ranks["undated"]:
        grouping.place_undated(telling)
    return grouping.clusters


class _Grouping:
    """The clusters so far, in the order in which content founded them, looked up by day and by ship."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.clusters: list[Cluster] = []
        self._by_day: dict[date, list[Cluster]] = defaultdict(list)
        self._by_ship: dict[str, list[Cluster]] = defaultdict(list)
        self._wide: list[Cluster] = []
        self._undated: dict[str, list[Cluster]] = defaultdict(list)

    def place(self, telling: Telling) -> None:
        """Put a dated mention where it fits best, else let it found a cluster."""
        options = []
        for cluster in self._near(telling, FOLLOW_UP.days if telling.firmness == "soft" else 1):
            gap = days_between(cluster, telling)
            if may_be_same(cluster, telling, self._lexicon) and fits_on(cluster, telling, gap, self._lexicon):
                options.append((fit(cluster, telling, gap, self._lexicon), cluster))
        if not options:
            self._found(telling)
            return
        best = max(options, key=lambda option: option[0])[1]
        if telling.attack.count > 1:
            # "Two attacks on the base" are these two; only what the known ones leave is added.
            others = (cluster for _, cluster in options if cluster is not best and not cluster.used[telling.article])
            best.count = max(best.count, telling.attack.count - sum(cluster.count for cluster in others))
        best.add(telling)

    def place_undated(self, telling: Telling) -> None:
        """Put a mention without a date to the only attack it can mean, else let it stand alone."""
        options = [
            cluster
            for cluster in self._near(telling, 0)
            if (days_between(cluster, telling) == 0 or _ship_before(cluster, telling))
            and may_be_same(cluster, telling, self._lexicon)
            and self._points_at(cluster, telling)
        ]
        if len(options) != 1:
            options = [cluster for cluster in self._told_alike(telling) if cluster.has_room(telling)][:1]
        if options:
            options[0].add(telling)
        else:
            self._found(telling)

    def join_over_midnight(self) -> None:
        """Join attacks with named days, a day apart, that are one by all that is told; each joins one at most."""
        rank = {id(cluster): number for number, cluster in enumerate(self.clusters)}
        pairs = [
            (-score, rank[id(one)], rank[id(two)])
            for one in self.clusters
            for day, _ in one.days
            for two in self._by_day.get(day + DAY, ())
            if (score := same_over_midnight(one, two, self._lexicon, partial(self._alone, one, two)))
        ]
        taken: set[int] = set()
        gone: set[int] = set()
        for _, one_rank, two_rank in sorted(pairs):
            if not {one_rank, two_rank} & taken:
                taken |= {one_rank, two_rank}
                gone.add(two_rank)
                self.clusters[one_rank].absorb(self.clusters[two_rank])
        self._rebuild([cluster for number, cluster in enumerate(self.clusters) if number not in gone])

    def _alone(self, one: Cluster, two: Cluster, days: int) -> bool:
        """Is there no other attack at their place from `days` before the first to as many after the second?"""
        first = one.days[0][0]
        around = {id(c): c for n in range(-days, days + 2) for c in self._by_day.get(first + n * DAY, ())}
        return not any(
            place_relation(one.place, other.place, self._lexicon) in ("same", "within")
            for other in around.values()
            if other is not one and other is not two
        )

    def _rebuild(self, clusters: list[Cluster]) -> None:
        self.clusters = []
        self._by_day.clear()
        self._by_ship.clear()
        self._wide.clear()
        for cluster in clusters:
            self._keep(cluster)

    def _found(self, telling: Telling) -> None:
        self._keep(Cluster.founded(telling))

    def _keep(self, cluster: Cluster) -> None:
        self.clusters.append(cluster)
        for word in (cluster.vessel or "").split():
            self._by_ship[word].append(cluster)
        if not cluster.days:
            self._undated[cluster.vessel or cluster.place or ""].append(cluster)
        for start, end in cluster.days:
            if (end - start).days > _WIDE:
                self._wide.append(cluster)
                continue
            for offset in range((end - start).days + 1):
                self._by_day[start + offset * DAY].append(cluster)

    def _near(self, telling: Telling, slack: int) -> list[Cluster]:
        words = (telling.vessel or "").split()
        found = {id(c): c for word in words for c in self._by_ship.get(word, ()) if c.days}
        if telling.start is None or telling.end is None:
            return list(found.values())
        found.update((id(cluster), cluster) for cluster in self._wide)
        days = (telling.end - telling.start).days
        if days > _WIDE:
            return [cluster for cluster in self.clusters if cluster.days]
        for offset in range(-slack, days + slack + 1):
            found.update((id(cluster), cluster) for cluster in self._by_day.get(telling.start + offset * DAY, ()))
        return list(found.values())

    def _points_at(self, cluster: Cluster, telling: Telling) -> bool:
        """Does more than silence speak for it: the ship, the place, or the weapon in the same country?"""
        if same_ship(telling.vessel, cluster.vessel):
            return True
        if place_relation(cluster.place, telling.place, self._lexicon) in ("same", "within"):
            return classes_agree(cluster.classes, telling.classes)
        return telling.place is None and telling.country == cluster.country and bool(cluster.classes & telling.classes)

    def _told_alike(self, telling: Telling) -> list[Cluster]:
        """Undated attacks on the same ship or place, by the same class of weapon, in the news on the same days."""
        alike = self._undated.get(telling.vessel or telling.place or "", ()) if telling.vessel or telling.place else ()
        last = telling.end
        return [
            cluster
            for cluster in alike
            if last
            and cluster.founder.end
            and abs((cluster.founder.end - last).days) <= FOLLOW_UP.days
            and may_be_same(cluster, telling, self._lexicon)
            and (telling.vessel or cluster.classes & telling.classes)
        ]


def _ship_before(cluster: Cluster, telling: Telling) -> bool:
    """Is it the same ship, hit before the story was written? Ships are rarely hit twice, so no window is needed."""
    same = same_ship(telling.vessel, cluster.vessel)
    return same and (telling.end is None or min(start for start, _ in cluster.days) <= telling.end)
