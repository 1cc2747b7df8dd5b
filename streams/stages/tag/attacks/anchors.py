"""What may be struck in a clause: words of a target, places that host one, ships, and what stands for them."""

from dataclasses import dataclass

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.lines import Unit, View
from streams.stages.tag.attacks.state import State
from streams.stages.tag.attacks.words import grammar


@dataclass(frozen=True, slots=True)
class Anchor:
    """Something that is struck: class of target, the words, the place or ship where one is named.

    `explicit` anchors are named; the others ("the base", "it") stand for what the story spoke of before.
    """

    target: str
    text: str
    first: int
    last: int
    place: str | None = None
    vessel: str | None = None
    explicit: bool = True


def anchors_of(view: View, lexicon: Lexicon, state: State) -> list[Anchor]:
    """The anchors of a clause from left to right; implicit ones only where none is named."""
    found = [anchor for unit in view.units() if (anchor := _named(view, unit, lexicon)) is not None]
    found = [anchor for anchor in found if not _speaks(view, anchor)]
    if found:
        return sorted(found, key=lambda anchor: anchor.first)
    return _implied(view, state, lexicon)


def _named(view: View, unit: Unit, lexicon: Lexicon) -> Anchor | None:
    if unit.type == "target":
        return Anchor(unit.id, unit.text, unit.first, unit.last)
    if unit.type == "ship":
        return Anchor(unit.id, unit.text, unit.first, unit.last, vessel=unit.text)
    if unit.type == "place":
        place = lexicon.places.get(unit.id)
        if place and place.hosts:
            return Anchor(place.hosts, unit.text, unit.first, unit.last, place=unit.id)
    return None


def _speaks(view: View, anchor: Anchor) -> bool:
    """Is it only the source of the statement: "the mission said", "according to the coalition"?"""
    after, before = view.low(anchor.last), view.low(anchor.first - 1)
    if before in ("the", "a", "an"):
        before = view.low(anchor.first - 2)
    reports = {unit.first for unit in view.units("report")}
    return anchor.last in reports or (before == "to" and view.low(anchor.first - 3) == "according") or after == "told"


def _implied(view: View, state: State, lexicon: Lexicon) -> list[Anchor]:
    known = grammar()
    subject = state.subject
    if subject is None:
        return []
    last = state.anchor
    for index in range(view.first, view.last):
        word = view.low(index)
        if known.has("site", word) or known.has("mobile", word):
            if foreign(view, index, subject, lexicon, state):
                continue
            definite = view.low(index - 1) in ("the", "same", "that", "its", "this") or view.low(index - 2) in (
                "the",
                "same",
            )
            place = last.place if last and definite and known.has("site", word) else None
            return [Anchor(subject, view.line.words[index].low, index, index + 1, place=place, explicit=False)]
    if last and view.low(view.first) in ("it", "they") or (last and view.low(view.first + 1) == "it"):
        return [Anchor(last.target, last.text, view.first, view.first + 1, last.place, last.vessel, explicit=False)]
    return []


def foreign(view: View, at: int, target: str, lexicon: Lexicon, state: State) -> bool:
    """Does the noun belong to somebody else: "a post of the national army", "a militia camp"?"""
    known = grammar()
    low = max(view.first, at - 4)
    near = range(low, min(view.last, at + 5))
    if any(known.has("foreign_owner", view.low(index)) for index in near):
        return True
    for unit in view.units("group"):
        beside = unit.last == at or (unit.last == at - 1) or (view.low(at + 1) == "of" and at < unit.first <= at + 4)
        if beside and unit.id not in state.own(target):
            entry = lexicon.groups.get(unit.id)
            if entry and not (entry.target and entry.target in lexicon.target_chain(target)):
                return True
    return False
