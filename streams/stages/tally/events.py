"""Which mentions of single attacks tell of the same one, and what they add up to."""

from collections import defaultdict
from collections.abc import Hashable

from streams.stages.tally.cluster import Cluster
from streams.stages.tally.grouping import Grouping
from streams.stages.tally.looks import OnDays, ToldAlike
from streams.stages.tally.midnight import OverMidnight
from streams.stages.tally.places import Places
from streams.stages.tally.pointing import Pointing
from streams.stages.tally.summary import Draft, draft_of
from streams.stages.tally.tellings import Telling


class Events:
    """The mentions of single attacks, grouped step by step; each step takes in what the one before has changed."""

    def __init__(self, places: Places) -> None:
        """No mentions yet."""
        self._places = places
        self._placed = Grouping(OnDays(places), places)
        self._midnight = OverMidnight(places)
        self._dated = Grouping(OnDays(places), places)
        self._pointing = Pointing(places)
        self._alike = Grouping(ToldAlike(places), places)
        self._free: set[Telling] = set()
        self._pointed: dict[Cluster, dict[Telling, None]] = defaultdict(dict)
        self._left: dict[Cluster, bool] = {}

    def add(self, telling: Telling) -> None:
        """Let a mention be grouped at the next `update`."""
        if telling.phase == "placed":
            self._placed.add(telling)
        elif telling.phase == "late":
            self._pointing.add(telling)
        else:
            self._dated.add(telling)

    def remove(self, telling: Telling) -> None:
        """Take a mention out."""
        if telling.phase == "placed":
            self._placed.remove(telling)
        elif telling.phase != "late":
            self._dated.remove(telling)
        elif telling in self._free:
            self._pointing.remove(telling)
            self._free.discard(telling)
            self._alike.remove(telling)
        else:
            self._leave(telling, self._pointing.remove(telling))

    def update(self) -> dict[Hashable, Draft | None]:
        """Group again what has to be. The attacks that changed; None for those that are gone."""
        for founder, base in self._midnight.update(self._placed.update()).items():
            self._dated.put_base(founder, base)
        changed = self._dated.update()
        for pointed in self._pointing.update(changed):
            self._leave(pointed.telling, pointed.before)
            self._settle(pointed.telling, pointed.after)
        left, self._left = self._left, {}
        stands = {**left, **changed, **self._alike.update()}
        return {cluster: self._draft(cluster) if there else None for cluster, there in stands.items()}

    def _leave(self, telling: Telling, cluster: Cluster | None) -> None:
        if cluster is not None:
            del self._pointed[cluster][telling]
            if not self._pointed[cluster]:
                del self._pointed[cluster]
            self._left[cluster] = True

    def _settle(self, telling: Telling, cluster: Cluster | None) -> None:
        if cluster is not None:
            self._pointed[cluster][telling] = None
            self._left[cluster] = True
        if (cluster is None) == (telling in self._free):
            return
        if cluster is None:
            self._free.add(telling)
            self._alike.add(telling)
        else:
            self._free.discard(telling)
            self._alike.remove(telling)

    def _draft(self, cluster: Cluster) -> Draft:
        return draft_of((*cluster.members, *self._pointed.get(cluster, ())), cluster.profile.count, self._places)
