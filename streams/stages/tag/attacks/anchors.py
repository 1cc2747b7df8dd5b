"""What may be struck in a clause: words of a target, places that host one, ships, and what stands for them."""

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.anchor import Anchor
from streams.stages.tag.attacks.belonging import owned, places_struck
from streams.stages.tag.attacks.lines import Unit, View
from streams.stages.tag.attacks.state import State
from streams.stages.tag.attacks.victims import named_victims
from streams.stages.tag.attacks.words import grammar

_LOOK_BACK = 5


def named_anchors(view: View, lexicon: Lexicon) -> list[Anchor]:
    """The anchors that a view names, from left to right."""
    found = [
        anchor for unit in view.units("target", "ship", "place", "group") if (anchor := _named(view, unit, lexicon))
    ]
    return [anchor for anchor in found if not (_talks(anchor, lexicon) and _speaks(view, anchor))]


def anchors_of(view: View, lexicon: Lexicon, state: State) -> list[Anchor]:
    """The anchors of a clause, named and implied, from left to right."""
    # Rules and features ask for them several times, before the story has gone on to another anchor.
    key = (view.first, view.last, state.anchor)
    found: list[Anchor] | None = view.line.anchors.get(key)
    if found is None:
        found = view.line.anchors[key] = _anchors_of(view, lexicon, state)
    return found[:]


def _anchors_of(view: View, lexicon: Lexicon, state: State) -> list[Anchor]:
    named = named_anchors(view, lexicon)
    if state.subject:
        named = [owned(anchor, view, state.subject, lexicon) for anchor in named]
        named += places_struck(view, named, state.subject, lexicon, state.seats)
        named += named_victims(view, state.victims, state.subject)
    alike = grammar().classes["military_target"]
    entry = lexicon.targets.get(state.subject or "")
    armed = bool(entry and (entry.kind in ("force", "person") or "military" in lexicon.target_chain(entry.id)))
    taken = {
        index
        for anchor in named
        if not (armed and anchor.target in alike)
        for index in range(anchor.first, anchor.last)
    }
    taken |= {i for unit in view.units("place") for i in range(unit.first, unit.last)}
    implied = [anchor for anchor in _implied(view, state, lexicon) if anchor.first not in taken]
    return sorted([*named, *implied], key=lambda anchor: anchor.first)


def _talks(anchor: Anchor, lexicon: Lexicon) -> bool:
    """People and forces make statements; a ship that "reported" a hit was hit."""
    entry = lexicon.targets.get(anchor.target)
    return not (anchor.place or anchor.vessel) and not (entry and entry.kind in ("ship", "site", "vehicle"))


def _named(view: View, unit: Unit, lexicon: Lexicon) -> Anchor | None:
    if unit.type == "target":
        return Anchor(unit.id, unit.text, unit.first, unit.last)
    if unit.type == "ship":
        return Anchor(unit.id, unit.text, unit.first, unit.last, vessel=unit.text)
    if unit.type == "group":
        group = lexicon.groups.get(unit.id)
        itself = group.target if group and "demonym" not in unit.flags else None
        return Anchor(itself, unit.text, unit.first, unit.last) if itself else None
    place = lexicon.places.get(unit.id)
    if place and place.hosts and not _owned(view, unit.first):
        return Anchor(place.hosts, unit.text, unit.first, unit.last, place=unit.id)
    return None


def _owned(view: View, at: int) -> bool:
    """Is it another army's: "the national army's camp in X"?"""
    known = grammar()
    words = [view.low(index) for index in range(at - _LOOK_BACK, at)]
    return any(
        known.has("foreign_owner", word) and "'s" in words[index + 1 : index + 2] for index, word in enumerate(words)
    )


def _speaks(view: View, anchor: Anchor) -> bool:
    """Is it only the source of the statement: "the mission said", "according to the coalition"?"""
    before = view.low(anchor.first - 1)
    if before in ("the", "a", "an"):
        before = view.low(anchor.first - 2)
    reports = {unit.first for unit in view.units("report")}
    return anchor.last in reports or (
        before == "to" and "according" in (view.low(anchor.first - 3), view.low(anchor.first - 2))
    )


def _implied(view: View, state: State, lexicon: Lexicon) -> list[Anchor]:
    subject, last, known = state.subject, state.anchor, grammar()
    if subject is None:
        return []
    found = []
    sites, mobile = known.classes["site"], known.classes["mobile"]
    words = view.line.words
    for index in range(view.first, view.last):
        word = words[index].low
        site = word in sites
        if (site or word in mobile) and not foreign(view, index, subject, lexicon, state):
            definite = bool({view.low(index - 1), view.low(index - 2)} & {"the", "same", "that", "this"})
            same = last if last and definite and site and last.target == subject else None
            place = same.place if same else None
            found.append(Anchor(subject, view.line.words[index].low, index, index + 1, place, None, False, definite))
    entry = lexicon.targets.get(subject)
    if entry and entry.kind == "ship":
        found += _unknown_ships(view, subject)
    if not last or found:
        return found
    struck = {unit.last for unit in view.units("fire")}
    starts = [
        index
        for index in range(view.first, view.last)
        if words[index].low == "it" and (index < view.first + 3 or index in struck)
    ]
    if starts:
        at, thing = starts[0], (last.place, last.vessel)
        found.append(Anchor(last.target, last.text, at, at + 1, *thing, False, True, retold=at >= view.first + 3))
    return found


def _unknown_ships(view: View, subject: str) -> list[Anchor]:
    """ "The Example Star": in a story about ships a name of two words behind an article and a strike is one."""
    taken = {unit.first: unit.last for unit in view.units("place", "group", "target", "weapon")}
    words, found = view.line.words, []
    for force in view.units("fire"):
        at = force.last
        if view.low(at) != "the":
            continue
        end = at + 1
        while end < view.last and words[end].capital:
            end += 1
        if end - at > 2 and taken.get(at + 1, 0) < end:
            name = view.line.passage.text[words[at + 1].start : words[end - 1].end]
            found.append(Anchor(subject, name, at + 1, end, vessel=name))
    return found


def foreign(view: View, at: int, target: str, lexicon: Lexicon, state: State) -> bool:
    """Does the noun belong to somebody else: "a post of the national army", "a militia camp"?"""
    known = grammar()
    if view.low(at - 1) == "own":
        return True
    near = range(max(view.first, at - 3), min(view.last, at + 5))
    if known.has("mobile", view.low(at)):
        # Soldiers and cars belong to whoever the clause speaks of.
        near = range(view.first, min(view.last, at + 5))
    if any(known.has("foreign_owner", view.low(index)) and not _covered(view, index) for index in near):
        return True
    entry = lexicon.targets.get(target)
    if entry and entry.kind not in ("force", "person"):
        return False
    for unit in view.units("group"):
        beside = at - 2 <= unit.last <= at or (view.low(at + 1) == "of" and at < unit.first <= at + 4)
        if beside and not state.own(target).intersection((unit.id, *lexicon.group_chain(unit.id))):
            return "demonym" not in unit.flags or unit.id not in state.hosts
    return False


def _covered(view: View, index: int) -> bool:
    return any(unit.first <= index < unit.last for unit in view.units("place", "ship"))
