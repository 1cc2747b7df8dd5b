"""Is a candidate one event that can be told from others, or a way of speaking of many?"""

from streams.stages.tag.attacks.draft import Draft
from streams.stages.tag.attacks.forces import Force
from streams.stages.tag.attacks.lines import View
from streams.stages.tag.attacks.whens import OWN
from streams.stages.tag.attacks.words import grammar

_WIDE = frozenset(("province", "region", "country"))
_LONG = 4
MOST = 10
"""More attacks than this are never told as events."""


def dated(draft: Draft) -> bool:
    """Has the event a day of its own, told with it?"""
    when = draft.when
    if when.basis in OWN and when.name:
        return True
    return when.basis in OWN and bool(when.start and when.end) and (when.end - when.start).days < _LONG  # type: ignore[operator]


def placed(draft: Draft) -> bool:
    """Has it a place, or a ship, that tells it from other events?"""
    return bool(draft.vessel) or bool(draft.where and draft.where.kind not in _WIDE)


def objection(draft: Draft, view: View, forces: tuple[Force, ...]) -> str | None:
    """Why the candidate is no single event, or None."""
    line = view.line.view()
    many = draft.count > 1 or _plural(view, forces)
    cumulative = bool(line.units("cumulative")) or line.has("running") or _open_dates(line)
    if draft.count > MOST:
        return "running total"
    if many and cumulative and not (dated(draft) and placed(draft)):
        return "running total"
    if _counts_munitions(view):
        return "running total"
    if many and not dated(draft) and not (draft.counted and placed(draft)):
        return "no single event"
    if _plural(view, forces) and not draft.counted and not placed(draft) and not _day_behind(view, forces):
        return "no single event"
    if _habit(draft, view):
        return "no single event"
    if view.has("vague") and not dated(draft):
        return "no single event"
    return None


def _habit(draft: Draft, view: View) -> bool:
    """ "Hospitals have been looted": many, at no time of its own, is no event."""
    if placed(draft) or any(day.role == "event" for day in view.days()):
        return False
    for unit in view.units("target"):
        bare = unit.first == view.first and "plural" in unit.flags
        if bare and view.low(unit.last) == "have" and view.low(unit.last + 1) == "been":
            return True
    return False


def _day_behind(view: View, forces: tuple[Force, ...]) -> bool:
    """Is the day told of the attacks themselves: "rocket attacks on X on Monday"?"""
    return any(day.role == "event" and day.first > force.first for day in view.days() for force in forces[:1])


def stands_alone(draft: Draft, forces: tuple[Force, ...]) -> bool:
    """May it open an event? What has neither day nor place, or only stands for something, may only join one."""
    strong = any(not force.weak or force.unit.type == "intercept" for force in forces) or bool(draft.weapons)
    if not draft.explicit:
        carried = draft.when.basis == "carried" and draft.another
        armed = bool(draft.weapons)
        return strong and (dated(draft) or (armed and carried) or (placed(draft) and (armed or carried)))
    return dated(draft) or (strong and (placed(draft) or draft.when.basis == "reported"))


def _plural(view: View, forces: tuple[Force, ...]) -> bool:
    nouns = [force for force in forces if force.voice == "noun" and not force.weak]
    verbs = [force for force in forces if force.voice != "noun" and force.unit.type != "intercept"]
    # "Attacks aimed at X": no verb of its own.
    verbs = [force for force in verbs if not force.unit.text.lower().startswith(("aimed", "targeting"))]
    if nouns and not verbs:
        on = [force for force in nouns if view.low(force.unit.last) in ("on", "against", "targeting", "aimed")]
        nouns = on or nouns
        if _one_of(view, nouns[0]):
            return False
        return all("plural" in force.unit.flags or force.unit.text.lower().endswith("s") for force in nouns[:1])
    weapons = [unit for unit in view.units("weapon") if "munition" in unit.flags]
    if not nouns and not weapons and view.units("number"):
        return False
    return False


def _one_of(view: View, noun: Force) -> bool:
    """ "One of the attacks on X" is one."""
    words = [view.low(index) for index in range(noun.first - 5, noun.first)]
    return "one" in words and "of" in words[words.index("one") :]


def _open_dates(view: View) -> bool:
    return any(day.role in ("since", "until") for day in view.line.days)


def _counts_munitions(view: View) -> bool:
    """ "the fifth missile in two days": an ordinal before a weapon counts."""
    ordinals = {unit.last for unit in view.units("number") if "ordinal" in unit.flags and int(unit.id) > 3}
    known = grammar()
    for unit in view.units("weapon"):
        if "munition" in unit.flags and unit.first in ordinals and known.has("determiner", view.low(unit.first - 2)):
            return True
    return False
