"""Is it told again, or another? Mentions of one event in a story become one draft."""

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.draft import Draft, Where
from streams.stages.tag.attacks.plausible import dated
from streams.stages.tag.attacks.whens import OWN
from streams.stages.tag.attacks.words import grammar

_NEWS = 4
"""Days after which a report is no longer of that event."""
_NEAR = 0.02
"""Degrees between two names of the same site."""
_WIDE = frozenset(("province", "region", "sea", "country"))


def same_event(new: Draft, old: Draft, lexicon: Lexicon) -> bool:
    """Do two mentions of a story tell of the same event?

    Nothing told of both may clash: target, ship, place, day, kind of weapon. A mention that says "another" is another,
    unless it fills a count ("two attacks ... in a second one").
    """
    if old.statement == "day" or new.statement == "day":
        return False
    if not _same_target(new, old, lexicon):
        return False
    if new.vessel and old.vessel and new.vessel.lower() != old.vessel.lower():
        return False
    place = places_agree(new.where, old.where, lexicon)
    if place is False or _countries_clash(new, old):
        return False
    if _days_clash(new, old):
        return False
    if new.another and old.count < 2:
        return False
    # "Climbed onto the ship after firing rockets at it": one attack by two means.
    one_blow = new.sentence == old.sentence and (not new.explicit or bool(new.vessel and new.vessel == old.vessel))
    if _weapons_clash(new, old, lexicon) and not new.same and not one_blow:
        return old.count > 1 and place is True
    return True


def _same_target(new: Draft, old: Draft, lexicon: Lexicon) -> bool:
    if new.target == old.target or not (new.explicit and old.explicit):
        return True
    if new.target in lexicon.target_chain(old.target) or old.target in lexicon.target_chain(new.target):
        return True
    # One place that hosts a target and is called something else beside it: "airfield", "soldiers".
    return bool(new.where and old.where and new.where.id == old.where.id)


def places_agree(new: Where | None, old: Where | None, lexicon: Lexicon) -> bool | None:
    """True: the same, or one lies in the other. False: two places. None: one of them is not told."""
    if new is None or old is None:
        return None
    if new.id == old.id:
        return True
    if new.id in lexicon.place_chain(old.id) or old.id in lexicon.place_chain(new.id):
        return True
    if _close(new, old, lexicon):
        return True
    one, other = set(new.name.lower().split()), set(old.name.lower().split())
    if one <= other or other <= one:
        return True
    if new.country and old.country and new.country != old.country:
        return False
    return None if new.kind in _WIDE and old.kind in _WIDE else False


def _close(new: Where, old: Where, lexicon: Lexicon) -> bool:
    """Two names of one site: less than some two kilometres apart."""
    one, two = lexicon.places.get(new.id), lexicon.places.get(old.id)
    if not (one and two) or {one.kind, two.kind} & {"city", *_WIDE} or None in (one.lat, one.lon, two.lat, two.lon):
        return False
    assert one.lat is not None and one.lon is not None and two.lat is not None and two.lon is not None
    return abs(one.lat - two.lat) < _NEAR and abs(one.lon - two.lon) < _NEAR


def _countries_clash(new: Draft, old: Draft) -> bool:
    one = new.where.country if new.where else new.country
    other = old.where.country if old.where else old.country
    return bool(one and other and one != other)


def _days_clash(new: Draft, old: Draft) -> bool:
    if new.when.name and old.when.name:
        return new.when.name != old.when.name
    if not (new.when.start and old.when.start and new.when.end and old.when.end):
        return False
    if "reported" in (new.when.basis, old.when.basis) and new.when.basis != old.when.basis:
        return _told_late(new, old)
    assert new.when.start and old.when.start
    return new.when.start > old.when.end or old.when.start > new.when.end


def _told_late(new: Draft, old: Draft) -> bool:
    """The day of a report bounds the event: it clashes with a day after it, or long before."""
    report, event = (new, old) if new.when.basis == "reported" else (old, new)
    assert report.when.start and report.when.end and event.when.start and event.when.end
    late = (report.when.start - event.when.end).days
    return event.when.start > report.when.end or late > _NEWS


def _weapons_clash(new: Draft, old: Draft, lexicon: Lexicon) -> bool:
    one = {lexicon.weapon_class(weapon) for weapon in new.weapons}
    other = {lexicon.weapon_class(weapon) for weapon in old.weapons}
    return bool(one and other) and not one & other


def absorb(old: Draft, new: Draft, lexicon: Lexicon) -> None:
    """Fill what the first mention left open from a later one."""
    if old.where is None or (
        new.where and new.where.id != old.where.id and old.where.id in lexicon.place_chain(new.where.id)
    ):
        old.where = new.where or old.where
    old.country = old.country or new.country
    if not old.when.known or (old.when.basis not in OWN and dated(new)):
        old.when = new.when
    for weapon in new.weapons:
        _add_weapon(old.weapons, weapon)
    old.likely = old.likely or new.likely
    if new.counted and not old.counted:
        old.count, old.counted = new.count, True
    old.munitions = old.munitions or new.munitions
    old.vessel = old.vessel or new.vessel
    old.actor = old.actor or new.actor
    old.claimed_by = old.claimed_by or new.claimed_by
    old.claim = old.claim and new.claim
    for name in ("killed", "injured", "intercepted"):
        if getattr(old, name) is None:
            setattr(old, name, getattr(new, name))
    if new.explicit and not old.explicit and not grammar().has("broad_target", new.target):
        old.target, old.text, old.explicit = new.target, new.text, True
    old.quotes.append((new.passage, new.start, new.end))


_KINDS_OF_MISSILE = frozenset(("ballistic_missile", "cruise_missile"))


def _add_weapon(weapons: list[str], weapon: str) -> None:
    # "missile" after "ballistic missile" says no more, and the exact word replaces the loose one.
    if weapon in weapons or (weapon == "missile" and _KINDS_OF_MISSILE & set(weapons)):
        return
    if weapon == "unknown" and weapons:
        return
    if weapon in _KINDS_OF_MISSILE and "missile" in weapons:
        weapons[weapons.index("missile")] = weapon
    else:
        weapons.append(weapon)


def add_weapons(weapons: list[str], more: list[str]) -> None:
    """Add weapons, each once, the exact word in place of the loose one."""
    for weapon in more:
        _add_weapon(weapons, weapon)
