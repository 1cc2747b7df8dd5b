"""Several attacks told in one clause: places side by side, days side by side."""

from dataclasses import replace
from itertools import pairwise

from streams.stages.tag.attacks.anchor import Anchor
from streams.stages.tag.attacks.counts import count_of
from streams.stages.tag.attacks.draft import Draft
from streams.stages.tag.attacks.forces import forces_of
from streams.stages.tag.attacks.lines import Day, View
from streams.stages.tag.attacks.means import strikes, weapons_of
from streams.stages.tag.attacks.state import State
from streams.stages.tag.attacks.whens import event_days, resolved


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


def _listed(view: View, one: Day, two: Day) -> bool:
    """Are two dates told side by side: "on Monday and Tuesday", "on the 3rd and again two days later"?"""
    between = [view.low(index) for index in range(one.last, two.first)]
    return len(between) <= 3 and (one.first == two.first or bool({"and", "again", ","}.intersection(between)))
