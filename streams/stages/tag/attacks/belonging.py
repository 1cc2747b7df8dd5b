"""What belongs to the subject of a story: short names, its people and houses, its cars, villages by their names."""

from dataclasses import replace
from functools import lru_cache

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.anchor import Anchor
from streams.stages.tag.attacks.lines import Unit, View
from streams.stages.tag.attacks.words import grammar

_OWNERS = frozenset(("their", "its", "his", "her"))
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


def places_struck(view: View, anchors: list[Anchor], subject: str, lexicon: Lexicon) -> list[Anchor]:
    """Places that stand for the subject: villages by their names in a story on villages, "the Example field"."""
    others = [anchor for anchor in anchors if anchor.target != subject or anchor.place]
    settled = is_settlement(subject, lexicon) and not others
    return [
        Anchor(subject, unit.text, unit.first, unit.last, place=unit.id)
        for unit in view.units("place")
        if (settled and _pointed(unit, lexicon) and _stands(view, unit)) or _short_name(view, unit, subject, lexicon)
    ]


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
