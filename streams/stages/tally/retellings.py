"""Attacks of undated stories that may be told, with their day, elsewhere."""

from collections.abc import Sequence
from dataclasses import replace

from schemas import Incident, Span
from streams.stages.lexicon import Lexicon
from streams.stages.tally.likeness import classes_agree, place_relation
from streams.stages.tally.summary import Draft


def without_retellings(drafts: Sequence[Draft], lexicon: Lexicon) -> list[Draft]:
    """Take the since-date from attacks that are known by it alone, where a dated attack may be the same.

    An undated story that states a total since a day tells of attacks since that day. Where another story tells of an
    attack at the same place, with the same class of weapon and with its day, the undated one may be that attack told
    again: it is listed as undated, and not counted a second time.
    """
    dated = [draft for draft in drafts if _has_day(draft.incident)]
    return [_undated(draft) if _may_be_retold(draft, dated, lexicon) else draft for draft in drafts]


def _has_day(incident: Incident) -> bool:
    return incident.date_basis not in ("campaign", "none") and incident.date.start is not None


def _may_be_retold(draft: Draft, dated: Sequence[Draft], lexicon: Lexicon) -> bool:
    if draft.incident.date_basis != "campaign":
        return False
    return any(_alike(draft, other, lexicon) for other in dated)


def _alike(draft: Draft, other: Draft, lexicon: Lexicon) -> bool:
    mine, theirs = draft.incident, other.incident
    start, end = mine.date.start, mine.date.end
    if start and theirs.date.end and theirs.date.end < start:
        return False
    if end and theirs.date.start and theirs.date.start > end:
        return False
    if mine.target not in lexicon.target_chain(theirs.target) and theirs.target not in lexicon.target_chain(
        mine.target
    ):
        return False
    return classes_agree(draft.classes, other.classes) and _same_spot(mine, theirs, lexicon)


def _same_spot(one: Incident, other: Incident, lexicon: Lexicon) -> bool:
    if one.vessel or other.vessel:
        return one.vessel == other.vessel
    if one.place and other.place:
        return place_relation(one.place.id, other.place.id, lexicon) != "apart"
    return not one.countries or not other.countries or not set(one.countries).isdisjoint(other.countries)


def _undated(draft: Draft) -> Draft:
    bare = {"date": Span(end=draft.incident.date.end), "date_basis": "none"}
    return replace(draft, incident=draft.incident.model_copy(update=bare))
