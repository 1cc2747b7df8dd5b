"""What mentions of each phase compare themselves with: where clusters stand, and where mentions look for them."""

from collections.abc import Hashable, Iterable

from streams.stages.tally.cluster import Base, Cluster, Profile
from streams.stages.tally.fitting import FOLLOW_UP, SAME_SHIP, SHIP_RETOLD, Fit, fit_of, may_be_same
from streams.stages.tally.places import Places
from streams.stages.tally.tellings import Telling

_SPAN = 64
"""Days of one drawer of ship names."""


class OnDays:
    """Dated clusters, found by each of their days and by the words of the ship's name in the months around.

    `slack` is how many days from its own a mention looks; one whose day is named and whose place is told looks at its
    own day alone, for two named days are never one here.
    """

    fills = True

    def __init__(self, places: Places) -> None:
        """`places` say how places relate."""
        self._places = places

    def stands(self, base: Base) -> Iterable[Hashable]:
        """Each day, and each word of the ship's name."""
        for first, last in base.days:
            yield from range(first, last + 1)
            yield from _ship(base.profile.vessel, first, last)

    def looks(self, telling: Telling) -> Iterable[Hashable]:
        """The days within reach of its own, and its ship in the weeks before and the week after."""
        if telling.first is None or telling.last is None:
            return
        slack = {"placed": 0, "soft": FOLLOW_UP, "unplaced": FOLLOW_UP if telling.firmness == "soft" else 1}
        reach = slack[telling.phase]
        yield from range(telling.first - reach, telling.last + reach + 1)
        yield from _ship(telling.vessel, telling.first - SHIP_RETOLD, telling.last + SAME_SHIP)

    def fit(self, cluster: Cluster, profile: Profile, telling: Telling) -> Fit | None:
        """By the day, then by ship, place, weapon, figures and claimant."""
        return fit_of(cluster, profile, telling, self._places)


class ToldAlike:
    """Clusters of mentions that nothing dates, found by ship or place and by the day of the news.

    Those whose interval is too wide to be a date are found by the interval: "in 2023" is told alike only of 2023.
    """

    fills = False

    def __init__(self, places: Places) -> None:
        """`places` say how places relate."""
        self._places = places

    def stands(self, base: Base) -> Iterable[Hashable]:
        """Ship or place, and the day; nowhere if neither is told."""
        yield from _spot(base.founder, 0)

    def looks(self, telling: Telling) -> Iterable[Hashable]:
        """The same, some days around."""
        yield from _spot(telling, FOLLOW_UP)

    def fit(self, cluster: Cluster, profile: Profile, telling: Telling) -> Fit | None:
        """All that fit fit alike: the ship, or the place and the class of weapon, must be told by both."""
        alike = telling.vessel or profile.classes & telling.classes
        return () if alike and may_be_same(profile, telling, self._places) else None


def _ship(vessel: str | None, first: int, last: int) -> Iterable[Hashable]:
    for word in set((vessel or "").split()):
        for drawer in range(first // _SPAN, last // _SPAN + 1):
            yield word, drawer


def _spot(telling: Telling, slack: int) -> Iterable[Hashable]:
    where = telling.vessel or telling.place
    if where is None or telling.last is None:
        return
    if telling.firmness == "undated":
        for day in range(telling.last - slack, telling.last + slack + 1):
            yield where, day
    else:
        yield where, telling.first, telling.last
