"""From a sentence to mentions of attacks: typed company makes candidates, filters refuse."""

from dataclasses import dataclass, replace
from itertools import pairwise

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.anchors import Anchor, anchors_of, named_anchors
from streams.stages.tag.attacks.clauses import clauses_of, has_finite
from streams.stages.tag.attacks.counts import before, count_of, munitions_of, ordinal
from streams.stages.tag.attacks.draft import Draft
from streams.stages.tag.attacks.filters import OWN_STRIKE, refusal
from streams.stages.tag.attacks.forces import Force, forces_of
from streams.stages.tag.attacks.lines import Day, Line, Unit, View, join
from streams.stages.tag.attacks.merge import add_weapons
from streams.stages.tag.attacks.patients import choose
from streams.stages.tag.attacks.plausible import dated, objection, placed, stands_alone
from streams.stages.tag.attacks.roles import owner_of, striker_of
from streams.stages.tag.attacks.state import State
from streams.stages.tag.attacks.whens import resolved, when_of
from streams.stages.tag.attacks.where import countries_of, country_of, no_place, place_of
from streams.stages.tag.attacks.words import grammar

_NEED_WEAPON = frozenset(("land", "explode", "damage", "incident", "round"))


@dataclass(frozen=True, slots=True)
class Refused:
    """A clause that looked like an attack and is none."""

    view: View
    reason: str


def views_of(line: Line, lexicon: Lexicon, state: State) -> list[View]:
    """The clauses of a sentence; one with a weapon and nothing struck joins a neighbour with the reverse."""
    views = [View(line, *clause) for clause in clauses_of(line.words)]
    index = 0
    while index + 1 < len(views):
        one, two = views[index], views[index + 1]
        if _complements(one, two, lexicon, state):
            views[index : index + 2] = [join((one, two))]
        else:
            index += 1
    return views


def _complements(one: View, two: View, lexicon: Lexicon, state: State) -> bool:
    force = [bool(strikes(view)) for view in (one, two)]
    struck = [any(anchor.text.lower() != "it" for anchor in anchors_of(view, lexicon, state)) for view in (one, two)]
    return (force[0] and not struck[0] and struck[1] and not force[1]) or (
        force[1] and not struck[1] and struck[0] and not force[0]
    )


def strikes(view: View) -> list[Unit]:
    """What in a view can strike: words of attack that stand alone, and weapons."""
    found = [
        force.unit for force in forces_of(view) if force.unit.id not in _NEED_WEAPON and force.unit.type != "intercept"
    ]
    return found + view.units("weapon")


def _seizure(view: View) -> bool:
    """Armed men and a ship in one told clause: a boarding, whatever the verb."""
    things = {unit.first for unit in view.units("target", "weapon", "ship")}
    armed = [unit for unit in view.units("striker") if unit.first not in things]
    return bool(armed and view.units("ship")) and has_finite(view.line.words, view.first, view.last)


def _one_of_them(view: View, lexicon: Lexicon, state: State) -> bool:
    """ "One found the ship X on Monday": a missile of the sentence before, and a named thing with a day."""
    if not state.weapons or view.low(view.first) not in ("one", "another", "others", "two", "three"):
        return False
    named = [anchor for anchor in named_anchors(view, lexicon) if anchor.place or anchor.vessel]
    return bool(named and view.days()) and has_finite(view.line.words, view.first, view.last)


def mentions_of(view: View, lexicon: Lexicon, state: State, number: int) -> tuple[list[Draft], list[Refused]]:
    """The attacks that a clause tells of, and what was refused in it."""
    if not strikes(view) and not _seizure(view) and not _one_of_them(view, lexicon, state):
        return [], []
    forces = forces_of(view)
    anchors = choose(view, forces, anchors_of(view, lexicon, state), lexicon, state) or _series(
        view, forces, lexicon, state
    )
    if not anchors:
        return [], []
    if reason := refusal(view, forces, anchors[0], lexicon, state):
        if reason == OWN_STRIKE:
            state.own_strike = number
        return [], [Refused(view, reason)]
    if not anchors[0].explicit and number - state.own_strike <= 1 and not _stated_striker(view, forces, lexicon):
        return [], [Refused(view, OWN_STRIKE)]
    drafts = [_draft(view, forces, anchor, anchors, lexicon, state, number) for anchor in anchors]
    if len(anchors) > 1:
        _share(drafts, anchors, view)
    drafts = _by_day(drafts, view, state)
    if reason := objection(drafts[0], view, forces, lexicon):
        return [], [Refused(view, reason)]
    for draft in drafts:
        draft.alone = stands_alone(draft, forces) and not anchors[0].retold
        if anchors[0].explicit is False and draft.count > 1 and not anchors[0].place:
            draft.alone = False
        if draft.count > 1 and dated(draft) and not placed(draft):
            draft.statement = "day"
    return drafts, []


def _share(drafts: list[Draft], anchors: list[Anchor], view: View) -> None:
    """ "Two rockets at X and a drone at Y": what stands between two places belongs to the second."""
    starts = [view.first, *(anchor.last for anchor in anchors[:-1])]
    parts = [View(view.line, *pair) for pair in zip(starts, (anchor.last for anchor in anchors), strict=True)]
    if not all(strikes(part) for part in parts):
        return
    for draft, part in zip(drafts, parts, strict=True):
        forces = forces_of(part)
        count = count_of(part, forces)
        draft.weapons = weapons_of(part, forces)
        draft.count, draft.counted, draft.munitions = count.attacks, count.told, count.munitions


def _stated_striker(view: View, forces: list[Force], lexicon: Lexicon) -> bool:
    return any(striker_of(view, force) is not None for force in forces)


def _series(view: View, forces: list[Force], lexicon: Lexicon, state: State) -> list[Anchor]:
    """ "The first wave, on 3 May, ...": a definite attack with a day of its own is one on what the story is about."""
    if state.subject is None:
        return []
    known = grammar()
    if not any(day.role == "event" for day in view.days()):
        return _again(view, forces, state)
    nouns = [force.unit for force in forces if force.voice == "noun" and not force.weak]
    spans = [(unit.first, unit.last) for unit in nouns]
    ship = bool(view.units("target", "place"))
    entry = lexicon.targets.get(state.subject)
    downed = [force.unit for force in forces if force.unit.type == "intercept"]
    if ship and downed and view.units("weapon") and entry and entry.kind == "ship":
        return [Anchor(state.subject, downed[0].text, downed[0].first, downed[0].last, explicit=False, definite=True)]
    for unit in nouns:
        if (number := before(view, unit.first)) and not ordinal(number):
            return [Anchor(state.subject, unit.text, unit.first, unit.last, explicit=False)]
    if view.units("weapon"):
        spans += [(cue.first, cue.last) for cue in view.cues("wave_noun") if view.low(cue.last) != "of"]
    for first, last in spans:
        if known.has("definite", view.low(first - 1)):
            return [Anchor(state.subject, view.low(first), first, last, explicit=False, definite=True)]
    return []


def _again(view: View, forces: list[Force], state: State) -> list[Anchor]:
    """ "The explosion, close to ...": a definite attack without a day is the one told just before."""
    event = state.event
    if event is None or view.line.paragraph - state.paragraph > 1:
        return []
    fired = any(force.unit.id == "launch" or force.unit.type == "intercept" for force in forces)
    munitions = [unit for unit in view.units("weapon") if "munition" in unit.flags]
    named = [unit for unit in view.units("place", "ship", "target") if unit.type != "place" or not no_place(view, unit)]
    if fired and munitions and not named:
        unit = munitions[0]
        return [Anchor(event.target, unit.text, unit.first, unit.last, explicit=False, definite=True, retold=True)]
    for force in forces:
        singular = "plural" not in force.unit.flags
        if (
            force.voice == "noun"
            and not force.weak
            and singular
            and view.low(force.first - 1) in ("the", "this", "that")
        ):
            text = force.unit.text
            return [
                Anchor(event.target, text, force.first, force.unit.last, explicit=False, definite=True, retold=True)
            ]
    return []


def _by_day(drafts: list[Draft], view: View, state: State) -> list[Draft]:
    """ "assaults on 3 and 9 May", "took fire on Monday and again two days later": one for each day."""
    days = [day for day in view.days() if day.role == "event"]
    days = [day for day in days if not day.text.lower().endswith(" after")]
    if len(drafts) > 1 or len(days) < 2 or not all(_listed(view, *pair) for pair in pairwise(days)):
        return drafts
    found: list[Draft] = []
    before = state.when
    for day in days:
        state.when = when = resolved(day, view.line, state)
        if when.known and (when.start, when.name) not in [(draft.when.start, draft.when.name) for draft in found]:
            found.append(replace(drafts[0], when=when, count=1, weapons=list(drafts[0].weapons), quotes=[]))
    state.when = before
    return found if len(found) > 1 else drafts


def _listed(view: View, one: Day, two: Day) -> bool:
    """Are two dates told side by side: "on Monday and Tuesday", "on the 3rd and again two days later"?"""
    between = [view.low(index) for index in range(one.last, two.first)]
    return len(between) <= 3 and (one.first == two.first or bool({"and", "again", ","}.intersection(between)))


def _draft(
    view: View, forces: list[Force], anchor: Anchor, anchors: list[Anchor], lexicon: Lexicon, state: State, number: int
) -> Draft:
    line = view.line
    count = count_of(view, forces)
    draft = Draft(
        target=anchor.target, text=anchor.text, passage=line.passage, start=line.words[view.first].start,
        end=line.words[view.last - 1].end, sentence=number, paragraph=line.paragraph,
        vessel=anchor.vessel, explicit=anchor.explicit, munitions=count.munitions,
    )  # fmt: skip
    draft.where = place_of(view, anchor, lexicon) or (
        place_of(line.view(), anchor, lexicon) if anchor.explicit else None
    )
    draft.country = country_of(view, lexicon, anchor) or country_of(line.view(), lexicon, anchor)
    draft.when = when_of(view, anchor, _points(view, forces), state)
    draft.count, draft.counted = (1, False) if len(anchors) > 1 else (count.attacks, count.told)
    add_weapons(draft.weapons, weapons_of(view, forces) or (list(state.weapons) if not strikes(view) else []))
    draft.flashback = any(word.low == "had" for word in line.words[view.first : view.last])
    draft.intercepted = intercepted_of(view, forces)
    draft.actor = actor_of(view, forces, anchor, lexicon, state)
    draft.same = view.has("same")
    draft.another = view.has("another")
    if draft.count > 1:
        draft.countries = countries_of(view, lexicon)
    return draft


def weapons_of(view: View, forces: list[Force]) -> list[str]:
    """The weapons of a clause, defences and what is shot with at them left out."""
    downed = any(force.unit.type == "intercept" for force in forces)
    units = [unit for unit in view.units("weapon") if not downed or unit.id != "airstrike"]
    places = {unit.first for unit in view.units("place")}
    units = [unit for unit in units if unit.first not in places]
    # The tanks of a ship or a depot hold cargo.
    units = [unit for unit in units if view.low(unit.first - 1) not in ("cargo", "fuel", "oil", "storage", "gas")]
    shots = [force for force in forces if force.unit.id == "launch" and not force.weak and force.voice == "active"]
    if not units and not forces_of_strike(forces) and _seizure(view):
        return ["boarding"]
    if not units and shots:
        return ["small_arms"]
    return list(dict.fromkeys(unit.id for unit in units))


def forces_of_strike(forces: list[Force]) -> list[Force]:
    """Those that say how it was struck."""
    return [force for force in forces if not force.weak and "boarding" not in force.unit.flags]


def _points(view: View, forces: list[Force]) -> list[int]:
    return [force.unit.last - 1 for force in forces] + [unit.last - 1 for unit in view.units("weapon")]


def intercepted_of(view: View, forces: list[Force]) -> int | None:
    """How many were shot down; 1 where it is said without a number."""
    for force in forces:
        if force.unit.type == "intercept":
            if force.voice == "active" and (munitions := munitions_of(view)):
                return munitions
            numbers = [
                unit for unit in view.units("number") if "ordinal" not in unit.flags and "times" not in unit.flags
            ]
            near = [unit for unit in numbers if -8 <= unit.first - force.first <= 4]
            return int(near[-1].id) if near else 1
    return None


def actor_of(view: View, forces: list[Force], anchor: Anchor, lexicon: Lexicon, state: State) -> str | None:
    """The group that strikes, where the clause names it and it is not of the target's side."""
    own = state.own(anchor.target)
    units = [striker_of(view, force) for force in forces if force.unit.type != "intercept"]
    units += [owner_of(view, unit) for unit in view.units("weapon")]
    for unit in units:
        if unit is not None and unit.type == "group" and not own.intersection((unit.id, *lexicon.group_chain(unit.id))):
            return unit.id
    return None
