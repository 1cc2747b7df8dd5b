"""Several attacks told in one clause: places side by side, days side by side."""

from dataclasses import replace
from itertools import pairwise

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.anchor import Anchor
from streams.stages.tag.attacks.clauses import has_finite
from streams.stages.tag.attacks.counts import count_of
from streams.stages.tag.attacks.draft import Draft
from streams.stages.tag.attacks.forces import forces_of
from streams.stages.tag.attacks.lines import Day, Unit, View
from streams.stages.tag.attacks.means import strikes, weapons_of
from streams.stages.tag.attacks.state import State
from streams.stages.tag.attacks.whens import event_days, resolved
from streams.stages.tag.attacks.where import is_bearing, is_origin, known_place, place_of

_JOINS = frozenset((",", "and", "the", "in", "at", "near", "one", "another", "region", "regions", "province", "its",
                    "neighbour", "nearby", "neighbouring"))  # fmt: skip
_AT = frozenset(("in", "at", "near", "on", "of", "around", "outside"))


def share_out(drafts: list[Draft], anchors: list[Anchor], view: View) -> None:
    """ "Two rockets at X and a drone at Y": what stands between two places belongs to the second."""
    for draft in drafts:
        draft.count, draft.counted = 1, False
    starts = [view.first, *(anchor.last for anchor in anchors[:-1])]
    parts = [View(view.line, *pair) for pair in zip(starts, (anchor.last for anchor in anchors), strict=True)]
    if not strikes(parts[0]) or not _munitions(parts[0]):
        # "At X with drones, at Y with rockets": what stands behind a place belongs to it.
        ends = [*(anchor.first for anchor in anchors[1:]), view.last]
        behind = [View(view.line, anchor.first, end) for anchor, end in zip(anchors, ends, strict=True)]
        parts = behind if all(_munitions(part) for part in behind) else parts
    if not all(strikes(part) for part in parts):
        return
    for draft, part in zip(drafts, parts, strict=True):
        forces = forces_of(part)
        count = count_of(part, forces)
        draft.weapons = weapons_of(part, forces)
        draft.count, draft.counted, draft.munitions = count.attacks, count.told, count.munitions


def _munitions(view: View) -> bool:
    return any("munition" in unit.flags for unit in view.units("weapon"))


def by_day(drafts: list[Draft], view: View, state: State) -> list[Draft]:
    """ "assaults on 3 and 9 May", "took fire on Monday and again two days later": one for each day."""
    days = event_days(view)
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


def by_thing(drafts: list[Draft], anchors: list[Anchor], view: View, lexicon: Lexicon, state: State) -> list[Draft]:
    """ "A tanker off X on Monday and a bulker off Y on Tuesday were hit": one for each that has a place of its own."""
    if len(drafts) != 1 or drafts[0].count > 1 or drafts[0].vessel:
        return drafts
    many = {unit.first for unit in view.units("target") if "plural" in unit.flags}
    things = [one for one in anchors if one.explicit and one.target == drafts[0].target and one.first not in many]
    if len(things) < 2 or not all(_joined(view, *pair) for pair in pairwise(things)):
        return drafts
    ends = [*(thing.first for thing in things[1:]), view.last]
    parts = [View(view.line, thing.first, end) for thing, end in zip(things, ends, strict=True)]
    places = [place_of(part, thing, lexicon) for part, thing in zip(parts, things, strict=True)]
    if len({place.id for place in places if place}) < len(things):
        return drafts
    days = [event_days(part) for part in parts]
    whens = [resolved(day[0], view.line, state) if all(days) else drafts[0].when for day in days]
    return [
        replace(drafts[0], text=thing.text, where=where, when=when, weapons=list(drafts[0].weapons), quotes=[])
        for thing, where, when in zip(things, places, whens, strict=True)
    ]


def _joined(view: View, one: Anchor, two: Anchor) -> bool:
    between = {view.low(index) for index in range(one.last, two.first)}
    return "and" in between and not has_finite(view.line.words, one.last, two.first)


def by_place(drafts: list[Draft], view: View, lexicon: Lexicon) -> list[Draft]:
    """ "Substations in X, Y and Z were struck", "hit two posts in one day, at X and Y": one for each place."""
    if len(drafts) != 1 or not drafts[0].explicit or drafts[0].vessel:
        return drafts
    both = "both" in {view.low(index) for index in range(view.first, view.last)}
    places = _side_by_side(view, lexicon, drafts[0].text, anywhere=both)
    many = any("plural" in unit.flags and unit.id == drafts[0].target for unit in view.units("target"))
    themselves = drafts[0].text in [unit.text for unit in places]
    if len(places) < 2 or not (many or both or themselves or drafts[0].count == len(places)):
        return drafts
    told = [known_place(unit.id, lexicon, unit.text) for unit in places]
    return [replace(drafts[0], where=where, count=1, weapons=list(drafts[0].weapons), quotes=[]) for where in told]


def _side_by_side(view: View, lexicon: Lexicon, struck: str, *, anywhere: bool) -> list[Unit]:
    """The first run of places joined by commas and "and", none of which lies in another.

    It stands behind a preposition, unless it may be `anywhere` or begins with what is struck.
    """
    run: list[Unit] = []
    for unit in view.units("place"):
        place = lexicon.places.get(unit.id)
        if place is None or place.kind == "country" or is_origin(view, unit) or is_bearing(view, unit):
            continue
        between = [view.low(index) for index in range(run[-1].last, unit.first)] if run else []
        if run and not (0 < len(between) <= 4 and set(between) <= _JOINS):
            if len(run) > 1:
                break
            run = []
        if run or anywhere or unit.text == struck or view.low(unit.first - 1) in _AT or view.low(unit.first - 2) in _AT:
            run.append(unit)
    joined = any("and" in (view.low(unit.first - 1), view.low(unit.first - 2)) for unit in run[1:])
    inner = [unit.id for unit in run if any(unit.id in lexicon.place_chain(other.id)[1:] for other in run)]
    return run if joined and not inner and len({unit.id for unit in run}) == len(run) else []


def _listed(view: View, one: Day, two: Day) -> bool:
    """Are two dates told side by side: "on Monday and Tuesday", "on the 3rd and again two days later"?"""
    between = [view.low(index) for index in range(one.last, two.first)]
    return len(between) <= 3 and (one.first == two.first or bool({"and", "again", ","}.intersection(between)))
