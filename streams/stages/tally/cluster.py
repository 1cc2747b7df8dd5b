"""A set of mentions that tell of one attack, while it grows, and how well a further mention fits."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from streams.stages.lexicon import Lexicon
from streams.stages.tally.likeness import Figure, classes_agree, figures_of, place_relation, same_ship
from streams.stages.tally.tellings import DAY, Telling

SAME_SHIP = 7 * DAY
"""A ship that is hit again within a week is the same attack told again, unless one story tells both days."""
SHIP_RETOLD = 60 * DAY
"""How long after the attack a story that names the ship and no day may still mean it."""
FOLLOW_UP = 3 * DAY
"""How far from its own day a story that names none may look for an attack with the same figures."""

RETOLD = 2 * DAY
"""How long after an attack a story may still tell of it without saying when it was."""


@dataclass(eq=False)
class Cluster:
    """Mentions of one attack around their founder, the one that tells most.

    Days are the founder's (and those of the one cluster that was joined over midnight), so that days never chain.
    `count` is how many attacks it stands for; one story may put as many mentions in.
    """

    founder: Telling
    count: int
    tellings: list[Telling] = field(default_factory=list)
    days: list[tuple[date, date]] = field(default_factory=list)
    used: Counter[str] = field(default_factory=Counter)
    classes: frozenset[str] = frozenset()
    figures: frozenset[Figure] = frozenset()
    munitions: frozenset[int] = frozenset()
    place: str | None = None
    depth: int = 0
    country: str | None = None
    vessel: str | None = None
    targets: tuple[str, ...] = ()

    @classmethod
    def founded(cls, telling: Telling) -> "Cluster":
        """A cluster of one mention."""
        cluster = cls(founder=telling, count=telling.attack.count)
        if telling.start and telling.end and telling.firmness != "undated":
            cluster.days.append((telling.start, telling.end))
        cluster.add(telling)
        return cluster

    def add(self, telling: Telling) -> None:
        """Take a mention in; what it tells more precisely becomes what the cluster is compared by."""
        self.tellings.append(telling)
        self.used[telling.article] += telling.attack.count
        self.classes |= telling.classes
        self.figures |= figures_of(telling.attack)
        if telling.attack.munitions is not None:
            self.munitions |= {telling.attack.munitions}
        if len(telling.chain) > self.depth:
            self.place, self.depth = telling.place, len(telling.chain)
        self.country = self.country or telling.country
        self.vessel = max(self.vessel or "", telling.vessel or "", key=lambda name: (len(name), name)) or None
        if len(telling.targets) > len(self.targets):
            self.targets = telling.targets

    def absorb(self, other: "Cluster") -> None:
        """Take in a cluster that tells of the same attack with the day before or after."""
        self.count = max(self.count, other.count)
        for telling in other.tellings:
            self.add(telling)
        self.days += other.days

    def has_room(self, telling: Telling) -> bool:
        """Two attacks that one story tells apart are two, unless this stands for as many.

        A ship that the same story names again, with the same day or with none, is the ship again, no second attack.
        """
        used = self.used.get(telling.article, 0)
        if not used or used + telling.attack.count <= self.count:
            return True
        named = telling.firmness == "day" and (telling.start, telling.end) not in self.days
        return not named and same_ship(self.vessel, telling.vessel)

    def clashes(self, munitions: int | None) -> bool:
        """Do all mentions here that give a number of projectiles give another one?"""
        return munitions is not None and bool(self.munitions) and munitions not in self.munitions


def may_be_same(cluster: Cluster, telling: Telling, lexicon: Lexicon) -> bool:
    """May the mention belong here, days aside? Target, ship, country, place and weapon must allow it.

    At the same place the weapon does not matter: outlets differ over what it was. Where one place only lies within
    the other, or none is told, the classes of weapon must agree.
    """
    if not cluster.has_room(telling):
        return False
    if telling.targets[0] not in cluster.targets and cluster.targets[0] not in telling.targets:
        return False
    if cluster.vessel and telling.vessel:
        return same_ship(cluster.vessel, telling.vessel)
    relation = place_relation(cluster.place, telling.place, lexicon)
    if relation == "same":
        return True
    if relation == "apart" or (cluster.country and telling.country and cluster.country != telling.country):
        return False
    return classes_agree(cluster.classes, telling.classes)


def days_between(cluster: Cluster, telling: Telling) -> int:
    """How many days lie between the mention's interval and the nearest of the cluster's; 0 where they overlap."""
    if telling.start is None or telling.end is None:
        return 0
    gaps = (max((telling.start - end).days, (start - telling.end).days, 0) for start, end in cluster.days)
    return min(gaps, default=1 << 30)


def fits_on(cluster: Cluster, telling: Telling, gap: int, lexicon: Lexicon) -> bool:
    """May the two be the same, so many days apart?

    On the same day, yes. Two named days are never joined here. A soft one reaches a day further where both name the
    same class of weapon, and a few days where the place is known and some figure agrees too. A story that names no day
    at all may tell of what happened at the place up to two days before it was written.
    """
    if gap == 0:
        return True
    if same_ship(cluster.vessel, telling.vessel):
        return (
            gap <= (SHIP_RETOLD if telling.firmness == "soft" and _ended_before(cluster, telling) else SAME_SHIP).days
        )
    named = cluster.founder.firmness == "day"
    if (telling.firmness == "day" and named) or cluster.clashes(telling.attack.munitions):
        return False
    placed = place_relation(cluster.place, telling.place, lexicon) != "unknown"
    retold = telling.attack.date_basis == "reported" and gap <= RETOLD.days and _ended_before(cluster, telling)
    if placed and named and retold and classes_agree(cluster.classes, telling.classes):
        return True
    if not (cluster.classes & telling.classes):
        return False
    return gap == 1 or (placed and gap <= FOLLOW_UP.days and bool(cluster.figures & figures_of(telling.attack)))


def _ended_before(cluster: Cluster, telling: Telling) -> bool:
    return telling.start is not None and max(end for _, end in cluster.days) < telling.start


def fit(cluster: Cluster, telling: Telling, gap: int, lexicon: Lexicon) -> tuple[int, ...]:
    """How well they fit: greater is better. Ties are for the caller to break by content."""
    relation = place_relation(cluster.place, telling.place, lexicon)
    claimant = telling.attack.claimed_by
    return (
        same_ship(cluster.vessel, telling.vessel),
        -gap,
        ("apart", "unknown", "within", "same").index(relation),
        bool(cluster.classes & telling.classes),
        classes_agree(cluster.classes, telling.classes),
        len(cluster.figures & figures_of(telling.attack)),
        bool(claimant) and any(other.attack.claimed_by == claimant for other in cluster.tellings),
    )


def same_over_midnight(one: Cluster, other: Cluster, lexicon: Lexicon, alone: Callable[[int], bool]) -> int:
    """How much says that two attacks with named days, a day apart, are one; 0 where anything speaks against it.

    "Late on Monday" and "early on Tuesday" are one attack; those on a base on two days running are two. A figure that
    both give decides it, where no third attack stands on the day before or after them: Monday, Tuesday and Wednesday
    stay three, also with two rockets each. Without such a figure they are one only where there is none within two days.
    `alone` answers for a number of days. A story that tells both always keeps them apart.
    """
    if not one.used.keys().isdisjoint(other.used) or one.vessel != other.vessel:
        return 0
    if one.targets[0] not in other.targets and other.targets[0] not in one.targets:
        return 0
    relation = place_relation(one.place, other.place, lexicon)
    if relation not in ("same", "within") or not (one.classes & other.classes):
        return 0
    if one.munitions and other.munitions and one.munitions.isdisjoint(other.munitions):
        return 0
    agreed = len(one.figures & other.figures)
    if agreed:
        return 1 + agreed if alone(1) else 0
    return int(relation == "same" and not _casualties_clash(one, other) and alone(2))


def _casualties_clash(one: Cluster, other: Cluster) -> bool:
    pairs = (
        ({t.attack.killed for t in one.tellings} - {None}, {t.attack.killed for t in other.tellings} - {None}),
        ({t.attack.injured for t in one.tellings} - {None}, {t.attack.injured for t in other.tellings} - {None}),
    )
    return any(here and there and here.isdisjoint(there) for here, there in pairs)
