"""Attacks of undated stories that may be told, with their day, elsewhere."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from operator import itemgetter

from schemas import Incident, Span
from streams.stages.tally.likeness import classes_agree, kin
from streams.stages.tally.places import Places
from streams.stages.tally.summary import Draft
from streams.stages.tally.tellings import WIDE

_Spot = tuple[str, str | None]
_Kind = tuple[str, frozenset[str], bool]
_Entry = tuple[int, int, int, Hashable]

_OPEN = 1 << 30
_first = itemgetter(0)


class Retellings:
    """Takes the since-date from attacks that are known by it alone, where a dated attack may be the same.

    An undated story that states a total since a day tells of attacks since that day. Where another story tells of an
    attack at the same place, with the same class of weapon and with its day, the undated one may be that attack told
    again: it is listed as undated, and not counted a second time. One such attack is reason enough: only when that one
    changes is another looked for.
    """

    def __init__(self, places: Places) -> None:
        """No attacks yet."""
        self._places = places
        self._dated: dict[Hashable, Draft] = {}
        self._at: dict[_Spot, dict[_Kind, list[_Entry]]] = defaultdict(dict)
        self._campaigns: dict[Hashable, Draft] = {}
        self._reasons: dict[Hashable, Hashable] = {}
        self._retold: dict[Hashable, dict[Hashable, None]] = defaultdict(dict)
        self._open: dict[_Spot, dict[Hashable, None]] = defaultdict(dict)

    def update(self, changed: Mapping[Hashable, Draft | None]) -> dict[Hashable, Draft | None]:
        """Look again at what the changed drafts (None: gone) have to do with. The changed ones, as they then are."""
        due: dict[Hashable, None] = {}
        for source in changed:
            due.update(self._retold.get(source, {}))
            self._drop(source)
        for source, draft in changed.items():
            if draft and draft.incident.date_basis == "campaign":
                self._campaigns[source] = draft
                due[source] = None
        for source, draft in changed.items():
            if draft and _has_day(draft.incident):
                self._keep(source, draft)
                due.update(self._may_be_retold(draft))
        now = dict(changed)
        for source in due:
            if source in self._campaigns:
                draft = self._campaigns[source]
                now[source] = _undated(draft) if self._look(source, draft) else draft
        return now

    def retold(self) -> Iterable[tuple[Draft, Draft]]:
        """The attacks from which the since-date was taken, each with the dated one that it may be."""
        return [(self._campaigns[source], self._dated[reason]) for source, reason in self._reasons.items()]

    def _keep(self, source: Hashable, draft: Draft) -> None:
        self._dated[source] = draft
        kind, entry = _kind(draft), _entry(source, draft)
        for spot in _stands(draft.incident):
            insort(self._at[spot].setdefault(kind, []), entry)

    def _drop(self, source: Hashable) -> None:
        dated = self._dated.pop(source, None)
        if dated:
            kind, entry = _kind(dated), _entry(source, dated)
            for spot in _stands(dated.incident):
                there = self._at[spot][kind]
                del there[bisect_left(there, entry)]
                if not there:
                    del self._at[spot][kind]
        campaign = self._campaigns.pop(source, None)
        if campaign:
            self._forget(source, campaign)

    def _forget(self, source: Hashable, campaign: Draft) -> None:
        reason = self._reasons.pop(source, None)
        if reason is not None:
            self._retold[reason].pop(source)
            if not self._retold[reason]:
                del self._retold[reason]
        for spot in _looks(campaign.incident):
            self._open[spot].pop(source, None)

    def _look(self, source: Hashable, campaign: Draft) -> bool:
        """Is there a dated attack that may be the same?"""
        self._forget(source, campaign)
        reason = self._reason(campaign)
        if reason is not None:
            self._reasons[source] = reason
            self._retold[reason][source] = None
            return True
        for spot in _looks(campaign.incident):
            self._open[spot][source] = None
        return False

    def _reason(self, campaign: Draft) -> Hashable | None:
        start, end = _days(campaign.incident)
        for spot in _looks(campaign.incident):
            for place in self._related(spot):
                for kind, there in self._at.get(place, {}).items():
                    if self._same_kind(_kind(campaign), kind):
                        reason = _overlapping(there, start, end, 0 if kind[2] else start - WIDE)
                        if reason is not None:
                            return reason
        return None

    def _may_be_retold(self, dated: Draft) -> Iterable[tuple[Hashable, None]]:
        """The campaigns without a reason for which a dated attack is one."""
        first, last = _days(dated.incident)
        for spot in _stands(dated.incident):
            for place in self._related(spot):
                for source in self._open.get(place, ()):
                    campaign = self._campaigns[source]
                    start, end = _days(campaign.incident)
                    if first <= end and last >= start and self._same_kind(_kind(campaign), _kind(dated)):
                        yield source, None

    def _related(self, spot: _Spot) -> Iterable[_Spot]:
        kind, name = spot
        if kind == "place" and name:
            return [(kind, place) for place in self._places.related(name)]
        return (spot,)

    def _same_kind(self, one: _Kind, other: _Kind) -> bool:
        chain = self._places.lexicon.target_chain
        return kin(chain(one[0]), chain(other[0])) and classes_agree(one[1], other[1])


def _has_day(incident: Incident) -> bool:
    return incident.date_basis not in ("campaign", "none") and incident.date.start is not None


def _overlapping(there: list[_Entry], start: int, end: int, earliest: int) -> Hashable | None:
    """One that overlaps the interval, of those that begin on `earliest` or later."""
    for position in range(bisect_right(there, end, key=_first) - 1, -1, -1):
        first, last, _, source = there[position]
        if last >= start:
            return source
        if first < earliest:
            break
    return None


def _days(incident: Incident) -> tuple[int, int]:
    start, end = incident.date.start, incident.date.end
    return start.toordinal() if start else 0, end.toordinal() if end else _OPEN


def _kind(draft: Draft) -> _Kind:
    first, last = _days(draft.incident)
    return draft.incident.target, draft.classes, last - first > WIDE


def _entry(source: Hashable, draft: Draft) -> _Entry:
    return (*_days(draft.incident), id(source), source)


def _stands(incident: Incident) -> list[_Spot]:
    """Where a dated attack is found: by its ship; else by its place or, without one, by its country.

    The empty name stands for any country, None for one that is not told.
    """
    if incident.vessel:
        return [("ship", incident.vessel)]
    countries = [*(incident.countries or (None,)), ""]
    spots: list[_Spot] = [("country", country) for country in countries]
    if incident.place:
        return [*spots, ("place", incident.place.id)]
    return [*spots, *(("bare", country) for country in countries)]


def _looks(incident: Incident) -> list[_Spot]:
    """Where an attack without a day looks for its like."""
    if incident.vessel:
        return [("ship", incident.vessel)]
    countries = [*incident.countries, None] if incident.countries else [""]
    if incident.place:
        return [("place", incident.place.id), *(("bare", country) for country in countries)]
    return [("country", country) for country in countries]


def _undated(draft: Draft) -> Draft:
    bare = {"date": Span(end=draft.incident.date.end), "date_basis": "none"}
    return replace(draft, incident=draft.incident.model_copy(update=bare))
