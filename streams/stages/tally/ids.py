"""Ids of incidents that people can read and that stay the same as other incidents come and go."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from itertools import chain, count

from schemas import Incident
from streams.stages.tally.summary import Draft
from streams.stages.tally.tellings import WIDE


class Names:
    """Gives every incident its id: day, place (or ship, or country) and target.

    Where several share these, the one that was in the news first keeps the plain id; the others add, after a dot, their
    weapon or, where that does not tell them apart, a mark of their first mention. No number depends on what else there
    is, and no id on incidents that are called otherwise: a plain id has no dot. Undated ones always carry the mark, and
    those whose interval is too wide to be a date: many share "undated", or the first of January.
    """

    def __init__(self) -> None:
        """Nothing is named yet."""
        self._alike: dict[str, dict[Hashable, Draft]] = defaultdict(dict)
        self._called: dict[Hashable, str] = {}
        self._given: dict[str, tuple[Incident, ...]] = {}

    def update(self, changed: Mapping[Hashable, Draft | None]) -> tuple[list[Incident], list[Incident]]:
        """Name the changed drafts (None: gone) and those that share a name: these incidents before, and now."""
        names: dict[str, None] = {}
        for source, draft in changed.items():
            before = self._called.pop(source, None)
            if before is not None:
                del self._alike[before][source]
                names[before] = None
            if draft:
                name = self._called[source] = _shared(draft)
                self._alike[name][source] = draft
                names[name] = None
        old = [incident for name in names for incident in self._given.pop(name, ())]
        for name in names:
            if self._alike[name]:
                self._given[name] = _named(self._alike[name].values())
            else:
                del self._alike[name]
        return old, [incident for name in names for incident in self._given.get(name, ())]


def _named(drafts: Iterable[Draft]) -> tuple[Incident, ...]:
    taken: set[str] = set()
    incidents = []
    for draft in sorted(drafts, key=_first_told):
        plain = _plain(draft.incident)
        mark = f"{plain}.{draft.tellings[0].mark}"
        weapons = "-".join(sorted(draft.classes)).replace("_", "-")
        names = [] if _vague(draft.incident) else [plain, f"{plain}.{weapons}"] if weapons else [plain]
        last_resort = (f"{mark}-{number}" for number in count(2))
        name = next(name for name in chain(names, (mark,), last_resort) if name not in taken)
        taken.add(name)
        incidents.append(draft.incident.model_copy(update={"id": name}))
    return tuple(incidents)


def _shared(draft: Draft) -> str:
    """What all incidents share that can come to be called alike."""
    plain = _plain(draft.incident)
    return f"{plain}.{draft.tellings[0].mark}" if _vague(draft.incident) else plain


def by_date(incident: Incident) -> tuple[date, str]:
    """The order in which incidents are listed: by their first day, then by id."""
    return incident.date.start or incident.date.end or date.max, incident.id


def _first_told(draft: Draft) -> tuple[object, ...]:
    first = draft.tellings[0]
    return (first.story.published or date.max, *first.key)


def _plain(incident: Incident) -> str:
    first = incident.date.start or incident.date.end
    day = "undated" if first is None or _undated(incident) else first.isoformat()
    if incident.vessel:
        where = incident.vessel
    elif incident.place:
        where = incident.place.id
    else:
        where = "-".join(incident.countries) or "somewhere"
    name = f"{day}-{slug(where)}-{slug(incident.target)}"
    return f"{name}-day" if incident.statement == "day" else name


def _undated(incident: Incident) -> bool:
    return incident.date_basis in ("none", "campaign") or incident.date.end is None


def _vague(incident: Incident) -> bool:
    start, end = incident.date.start, incident.date.end
    return _undated(incident) or (start is not None and end is not None and (end - start).days > WIDE)


def slug(text: str) -> str:
    """Lower-case Latin letters, digits and hyphens."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:60] or "x"
