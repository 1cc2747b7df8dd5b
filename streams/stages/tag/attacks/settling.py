"""The events of a story once it is read to the end: gaps filled, and statements of a day that single events fill."""

from collections import Counter
from datetime import date

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.draft import Draft
from streams.stages.tag.attacks.filling import fill_in
from streams.stages.tag.attacks.lines import Line
from streams.stages.tag.attacks.where import known_place


def settled(drafts: list[Draft], lines: tuple[Line, ...], lexicon: Lexicon) -> list[Draft]:
    """The events without those statements of a day that the story itself fills; what all share is filled in."""
    if not drafts:
        return []
    fill_in(drafts, lines, lexicon)
    for draft in drafts:
        draft.when = draft.when if draft.when.known else draft.scene
        if draft.where is None and draft.spot and not draft.vessel:
            draft.where = known_place(draft.spot, lexicon)
    days = [draft for draft in drafts if draft.statement == "day"]
    events = [draft for draft in drafts if draft.statement == "event"]
    _share_nothing(days, events)
    told: Counter[tuple[str, date | None, str]] = Counter()
    for draft in events:
        told[draft.target, draft.when.start, draft.when.name] += draft.count
    return [draft for draft in drafts if draft.statement != "day" or not _is_filled(draft, told)]


def _share_nothing(days: list[Draft], events: list[Draft]) -> None:
    """ "Three attacks on Monday, none of which hurt anybody": it holds for each of them."""
    none_killed = {(day.when.start, day.when.name) for day in days if day.killed == 0}
    none_injured = {(day.when.start, day.when.name) for day in days if day.injured == 0}
    for draft in events:
        when = draft.when.start, draft.when.name
        draft.killed = 0 if draft.killed is None and when in none_killed else draft.killed
        draft.injured = 0 if draft.injured is None and when in none_injured else draft.injured


def _is_filled(day: Draft, told: Counter[tuple[str, date | None, str]]) -> bool:
    """Does the story tell as many single attacks on the target, of that day or of none?"""
    single = told[day.target, day.when.start, day.when.name]
    return single + (told[day.target, None, ""] if day.when.known else 0) >= day.count
