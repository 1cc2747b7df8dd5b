"""The observed number of a tally, kept up while incidents come, change and go."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from schemas import Incident, Observed
from streams.stages.lexicon import Lexicon
from streams.stages.tally.belonging import UNDATED, amount_of, why_not
from streams.stages.tally.changes import Moved
from streams.stages.tally.definitions import TallyDefinition
from streams.stages.tally.units import Staying, Unit, Units

_Order = tuple[date, str]


@dataclass(frozen=True, slots=True)
class One:
    """One counted thing: `amount` attacks (or people), where, with what, on which day."""

    amount: int
    country: str
    weapons: tuple[str, ...]
    day: str
    claimed: bool


def one_of(incident: Incident, amount: int) -> One:
    """What an incident alone stands for in the sums; its day is the last of its interval."""
    country = "+".join(incident.countries) or "unknown"
    day = incident.date.end.isoformat() if incident.date.end else "unknown"
    return One(amount, country, _known(incident.weapons), day, incident.status == "claimed_only")


class Observing:
    """What one tally observes. Work for a change is that of the incidents changed, however many there are."""

    def __init__(self, definition: TallyDefinition) -> None:
        """No incidents yet."""
        self._definition = definition
        self._units = Units() if definition.measure == "attacks" and definition.unit != "attack" else None
        self._orders: dict[str, _Order] = {}
        self._days: dict[date, list[str]] = {}
        self._undated: list[str] = []
        self._ones: dict[str | Unit, One] = {}
        self._sums = _Sums()
        self._before: dict[str, _Order | None] = {}

    def put(self, name: str, incident: Incident | None, lexicon: Lexicon) -> None:
        """Count an incident that is new or has changed, in the place of what it was; None: it is gone.

        One whose interval only partly lies in the tally's span is listed as undated and not counted; one that lies
        wholly outside is none of the tally's.
        """
        self._drop(name)
        if incident is None:
            return
        refused = why_not(self._definition, incident, lexicon)
        if refused is None:
            self.enter(incident)
        elif refused in UNDATED:
            insort(self._undated, name)

    def observed(self) -> Observed:
        """The sums as they stand."""
        if self._units is not None:
            for unit in self._units.settle():
                self._sum_up(unit, self._units.members(unit))
        sums = self._sums
        return Observed(
            count=sums.count,
            claimed_only=sums.claimed,
            by_country=dict(sorted(sums.by_country.items())),
            by_weapon=dict(sorted(sums.by_weapon.items())),
            by_day=dict(sorted(sums.by_day.items())),
            undated=tuple(self._undated),
        )

    def ids(self) -> tuple[str, ...]:
        """The ids of the incidents that are counted, by date."""
        return tuple(chain.from_iterable(self._days[day] for day in sorted(self._days)))

    def share(self, name: str) -> tuple[int, str]:
        """What a counted incident adds to the number last asked for, and which incident stands for both.

        That is itself, or the first of its unit: the others of a place and day, or of a day, add nothing to it.
        """
        if self._units is None or name in self._ones:
            return self._ones[name].amount, name
        first = self._units.first(name)
        return (1 if first == name else 0), first

    def moved(self) -> Moved:
        """What has moved since the last time this was asked."""
        before, self._before = self._before, {}
        entered = sorted(self._orders[name] for name, was in before.items() if was is None and name in self._orders)
        left = sorted(was for name, was in before.items() if was is not None and name not in self._orders)
        changed = sorted(self._orders[name] for name, was in before.items() if was and name in self._orders)
        return Moved(*(tuple(name for _, name in orders) for orders in (entered, left, changed)))

    def enter(self, incident: Incident) -> None:
        """Count an incident that is not counted yet and is known to be one of the tally's."""
        span, amount = incident.date, amount_of(self._definition, incident)
        order = (span.start or span.end or date.max, incident.id)
        self._orders[incident.id] = order
        insort(self._days.setdefault(order[0], []), incident.id)
        if self._units is None or span.start is None or span.end is None:
            # Without a last day nothing tells on which day it stands: one unit each, which is the most it can be.
            one = self._ones[incident.id] = one_of(incident, amount if self._units is None else 1)
            self._sums.add(one)
            return
        country = "+".join(incident.countries)
        claimed = incident.status == "claimed_only"
        where = self._where(incident) if self._definition.unit == "place-day" else ""
        self._units.put(Staying(incident.id, span.start, span.end, where, country, incident.weapons, claimed))

    def _drop(self, name: str) -> None:
        order = self._orders.pop(name, None)
        self._before.setdefault(name, order)
        if order is None:
            _remove(self._undated, name)
            return
        ids = self._days[order[0]]
        _remove(ids, name)
        if not ids:
            del self._days[order[0]]
        if name in self._ones:
            self._sums.take(self._ones.pop(name))
        elif self._units is not None:
            self._units.drop(name)

    def _sum_up(self, unit: Unit, members: list[Staying]) -> None:
        if unit in self._ones:
            self._sums.take(self._ones.pop(unit))
        if members:
            weapons = _known(chain.from_iterable(stay.weapons for stay in members))
            claimed = all(stay.claimed for stay in members)
            one = One(1, members[0].country or "unknown", weapons, unit[0].isoformat(), claimed)
            self._ones[unit] = one
            self._sums.add(one)

    def _where(self, incident: Incident) -> str:
        if incident.vessel:
            return f"ship {incident.vessel.casefold()}"
        return incident.place.id if incident.place else "+".join(incident.countries)


class _Sums:
    """Counted things added up; a key is there as long as something counts for it."""

    def __init__(self) -> None:
        self.count = 0
        self.claimed = 0
        self.by_country: Counter[str] = Counter()
        self.by_weapon: Counter[str] = Counter()
        self.by_day: Counter[str] = Counter()

    def add(self, one: One) -> None:
        self._move(one, one.amount)

    def take(self, one: One) -> None:
        self._move(one, -one.amount)

    def _move(self, one: One, amount: int) -> None:
        self.count += amount
        self.claimed += amount if one.claimed else 0
        moves = [(self.by_country, one.country), (self.by_day, one.day)]
        for sums, key in [*moves, *((self.by_weapon, weapon) for weapon in one.weapons)]:
            sums[key] += amount
            if not sums[key]:
                del sums[key]


def _known(weapons: Iterable[str]) -> tuple[str, ...]:
    told = dict.fromkeys(weapons)
    return tuple(weapon for weapon in told if weapon != "unknown") or ("unknown",)


def _remove(names: list[str], name: str) -> None:
    at = bisect_left(names, name)
    if at < len(names) and names[at] == name:
        del names[at]
