"""What belongs to the subject of a story: short names, its people and houses, its cars, villages by their names."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.anchor import Anchor
from streams.stages.tag.attacks.lines import Line, Unit, View
from streams.stages.tag.attacks.words import grammar

_OWNERS = frozenset(("their", "its", "his", "her"))
_SEATED = frozenset(("in", "at", "near", "of"))
_PREPOSITIONS = frozenset(("in", "at", "near", "of", "from", "to", "on", "over", "for", "outside", "towards", "around"))
_POINTED = ("city", "site", "area", "airport")


def is_settlement(target: str | None, lexicon: Lexicon) -> bool:
    """Is it a class of inhabited places: villages, camps, towns?"""
    entry = lexicon.targets.get(target or "")
    return bool(entry and _inhabited(entry.terms))


@lru_cache(maxsize=4096)
def _inhabited(terms: tuple[str, ...]) -> bool:
    return any(grammar().has("settlement", term.lower()) for term in terms)


def owned(anchor: Anchor, view: View, subject: str, lexicon: Lexicon) -> Anchor:
    """The anchor as one of the story's subject, where it only stands for it.

    "The same depot" in a story on fuel depots, "their cars" in one on reporters, people and houses in one on villages.
    """
    known = grammar()
    if anchor.target == subject or anchor.target in lexicon.watched or not known.has("broad_target", anchor.target):
        return _possessed(anchor, view, subject, lexicon)
    if is_settlement(subject, lexicon) and known.has("inhabited", anchor.target):
        return replace(anchor, target=subject)
    entry = lexicon.targets.get(subject)
    last = view.low(anchor.last - 1)
    heads = {term.lower().split()[-1] for term in entry.terms if " " in term} if entry else set()
    bare = anchor.last - anchor.first == 1 and bool(entry and entry.kind != "force")
    if bare and (last in heads or last.removesuffix("s") in heads):
        return replace(anchor, target=subject)
    return _possessed(anchor, view, subject, lexicon)


def _possessed(anchor: Anchor, view: View, subject: str, lexicon: Lexicon) -> Anchor:
    entry, own = lexicon.targets.get(subject), lexicon.targets.get(anchor.target)
    person = bool(entry and entry.kind in ("person", "force"))
    thing = bool(own and (own.kind == "vehicle" or grammar().has("carrying", own.id)))
    if person and thing and view.low(anchor.first - 1) in _OWNERS:
        return replace(anchor, target=subject)
    return anchor


def places_struck(
    view: View, anchors: list[Anchor], subject: str, lexicon: Lexicon, seats: frozenset[str] = frozenset()
) -> list[Anchor]:
    """Places that stand for the subject: villages by their names in a story on villages, "the Example field".

    `seats` are those that the story names together with the subject, see `seats_of`.
    """
    others = [anchor for anchor in anchors if anchor.target != subject or anchor.place]
    settled = is_settlement(subject, lexicon) and not others
    return [
        Anchor(subject, unit.text, unit.first, unit.last, place=unit.id)
        for unit in view.units("place")
        if (settled and _pointed(unit, lexicon) and _stands(view, unit))
        or _short_name(view, unit, subject, lexicon)
        or (unit.id in seats and not anchors and _is_struck(view, unit))
    ]


def seats_of(lines: Iterable[Line], subject: str, lexicon: Lexicon) -> frozenset[str]:
    """The towns whose plant, port or mosque a story speaks of: "the Example refinery", "a refinery in Example".

    Where such a town "was hit" a few lines on, that is meant. People and forces have no such seat.
    """
    entry = lexicon.targets.get(subject)
    if not entry or entry.kind != "site" or is_settlement(subject, lexicon):
        return frozenset()
    found = set()
    for line in lines:
        targets = [unit for unit in line.units if unit.type == "target" and unit.id == subject]
        for unit in (unit for unit in line.units if unit.type == "place" and _pointed(unit, lexicon)):
            for target in targets:
                behind = line.words[target.last].low if target.last < len(line.words) else ""
                if unit.last == target.first or (unit.first - target.last == 1 and behind in _SEATED):
                    found.add(unit.id)
    return frozenset(found)


def _is_struck(view: View, unit: Unit) -> bool:
    """ "Example was hit", "drones hit Example", "strikes on Example", "Example took drones"."""
    known, after = grammar(), unit.last
    if view.low(unit.first - 1) in ("on", "at") and any(
        0 <= unit.first - 1 - one.last <= 1 for one in view.units("fire")
    ):
        return True
    if any(one.last == unit.first for one in view.units("fire")):
        return True
    if view.low(unit.first - 1) in _PREPOSITIONS:
        return False
    if view.low(after) == "took" and view.units("weapon"):
        return True
    return known.has("be", view.low(after)) and any(0 < one.first - after <= 3 for one in view.units("fire"))


def _stands(view: View, unit: Unit) -> bool:
    """Does a place stand where it may be struck: behind a preposition, a verb of attack, or before a passive?"""
    before = view.low(unit.first - 1)
    known, strikes = grammar(), view.units("fire")
    if (
        known.has("preposition", before)
        or known.has("assail", before)
        or any(one.last == unit.first for one in strikes)
    ):
        return True
    return any(
        known.has("be", view.low(unit.last)) and one.first - unit.last <= 2 for one in strikes if one.first > unit.last
    )


def _pointed(unit: Unit, lexicon: Lexicon) -> bool:
    place = lexicon.places.get(unit.id)
    return bool(place and place.kind in _POINTED)


def _short_name(view: View, unit: Unit, subject: str, lexicon: Lexicon) -> bool:
    """ "The Example field": a name with the last word of one of the subject's terms."""
    entry, after = lexicon.targets.get(subject), view.low(unit.last)
    if not entry or entry.kind != "site" or not after:
        return False
    heads = {term.lower().split()[-1] for term in entry.terms if " " in term}
    covered = any(other.first <= unit.last < other.last for other in view.units("target"))
    return not covered and (after in heads or after.removesuffix("s") in heads)
