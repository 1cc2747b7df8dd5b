"""Which clusters a mention may belong to, and how well it fits."""

from streams.stages.tally.cluster import Cluster, Profile
from streams.stages.tally.likeness import classes_agree, kin, same_ship
from streams.stages.tally.places import Places
from streams.stages.tally.tellings import Telling

SAME_SHIP = 7
"""Days: a ship that is hit again within a week is the same attack told again, unless one story tells both days."""
SHIP_RETOLD = 60
"""How many days after the attack a story that names the ship and no day may still mean it."""
FOLLOW_UP = 3
"""How many days from its own day a story that names none may look for an attack with the same figures."""
RETOLD = 2
"""How many days after an attack a story may still tell of it without saying when it was."""

Fit = tuple[int, ...]


def may_be_same(profile: Profile, telling: Telling, places: Places) -> bool:
    """May the mention belong here, days aside? Target, ship, country, place and weapon must allow it.

    At the same place the weapon does not matter: outlets differ over what it was. Where one place only lies within
    the other, or none is told, the classes of weapon must agree.
    """
    if not kin(profile.targets, telling.targets):
        return False
    if profile.vessel and telling.vessel:
        return same_ship(profile.vessel, telling.vessel)
    relation = places.relation(profile.place, telling.place)
    if relation == "same":
        return True
    if relation == "apart" or (profile.country and telling.country and profile.country != telling.country):
        return False
    return classes_agree(profile.classes, telling.classes)


def fit_of(cluster: Cluster, profile: Profile, telling: Telling, places: Places) -> Fit | None:
    """How well a mention with a date fits: greater is better; None where it may not belong here at all."""
    if not may_be_same(profile, telling, places):
        return None
    gap = _days_between(cluster, telling)
    if gap and not _may_be_apart(cluster, profile, telling, gap, places):
        return None
    relation = places.relation(profile.place, telling.place)
    return (
        same_ship(profile.vessel, telling.vessel),
        -gap,
        ("apart", "unknown", "within", "same").index(relation),
        bool(profile.classes & telling.classes),
        classes_agree(profile.classes, telling.classes),
        len(profile.figures & telling.figures),
        telling.attack.claimed_by in profile.claimants,
    )


def has_room(cluster: Cluster, profile: Profile, telling: Telling, used: int) -> bool:
    """Two attacks that one story tells apart are two, unless the cluster stands for as many.

    `used` is how many the story tells here already. A ship that it names again, with the same day or with none, is the
    ship again, no second attack.
    """
    if not used or used + telling.attack.count <= profile.count:
        return True
    named = telling.firmness == "day" and (telling.first, telling.last) not in cluster.base.days
    return not named and same_ship(profile.vessel, telling.vessel)


def _days_between(cluster: Cluster, telling: Telling) -> int:
    """How many days lie between the mention's interval and the nearest of the cluster's; 0 where they overlap."""
    if telling.first is None or telling.last is None:
        return 0
    return min(max(telling.first - last, first - telling.last, 0) for first, last in cluster.base.days)


def _may_be_apart(cluster: Cluster, profile: Profile, telling: Telling, gap: int, places: Places) -> bool:
    """May the two be the same, so many days apart?

    Two named days are never joined here. A soft one reaches a day further where both name the same class of weapon,
    and a few days where the place is known and some figure agrees too. A story that names no day at all may tell of
    what happened at the place up to two days before it was written.
    """
    ended_before = telling.first is not None and max(last for _, last in cluster.base.days) < telling.first
    if same_ship(profile.vessel, telling.vessel):
        return gap <= (SHIP_RETOLD if telling.firmness == "soft" and ended_before else SAME_SHIP)
    munitions = telling.attack.munitions
    clash = munitions is not None and profile.munitions and munitions not in profile.munitions
    if (telling.firmness == "day" and cluster.named) or clash:
        return False
    placed = places.relation(profile.place, telling.place) != "unknown"
    retold = telling.attack.date_basis == "reported" and gap <= RETOLD and ended_before
    if placed and cluster.named and retold and classes_agree(profile.classes, telling.classes):
        return True
    if not (profile.classes & telling.classes):
        return False
    return gap == 1 or (placed and gap <= FOLLOW_UP and not profile.figures.isdisjoint(telling.figures))
