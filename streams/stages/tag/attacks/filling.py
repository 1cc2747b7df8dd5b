"""What a story says once for all its events: country, who strikes; and what its verbs say of weapons."""

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.draft import Draft
from streams.stages.tag.attacks.lines import Line
from streams.stages.tag.attacks.where import no_place

_T = TypeVar("_T")


def fill_in(drafts: list[Draft], lines: tuple[Line, ...], lexicon: Lexicon) -> None:
    """Give events without a country or actor the one of the story, where it has but one."""
    country = _country(lines, lexicon)
    actors: dict[str, set[str]] = {}
    for draft in drafts:
        if draft.actor:
            actors.setdefault(draft.target, set()).add(draft.actor)
    for draft in drafts:
        if not (draft.where and draft.where.country):
            draft.country = draft.country or country
        if not set(draft.weapons) - {"unknown"} and draft.likely:
            draft.weapons = [draft.likely]
        draft.actor = draft.actor or _shared(actors.get(draft.target, ()))


def _country(lines: tuple[Line, ...], lexicon: Lexicon) -> str | None:
    seen: Counter[str] = Counter()
    for line in lines:
        for unit in line.view().units("place"):
            acts = no_place(line.view(), unit) and line.view().low(unit.last) != "'s"
            place = None if acts else lexicon.places.get(unit.id)
            if place and place.country and place.kind != "country":
                seen[place.country] += 3
            elif place and place.country:
                seen[place.country] += 1
    return seen.most_common(1)[0][0] if seen else None


def _shared(values: Iterable[_T]) -> _T | None:
    known = set(values)
    return known.pop() if len(known) == 1 else None
