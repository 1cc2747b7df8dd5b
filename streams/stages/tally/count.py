"""The observed number of a tally: which incidents are its own, and what each of them counts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from schemas import Incident, Observed
from streams.stages.lexicon import Lexicon
from streams.stages.tally.definitions import TallyDefinition

_MEMBERS = {
    "missile": frozenset({"missile", "ballistic_missile", "cruise_missile"}),
    "projectile": frozenset({"rocket", "missile", "ballistic_missile", "cruise_missile", "mortar", "artillery"}),
}
_LONG = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class _One:
    """One counted thing: `amount` attacks (or people), where, with what, on which day."""

    amount: int
    country: str
    weapons: tuple[str, ...]
    day: str
    claimed: bool


def observed_of(
    definition: TallyDefinition, incidents: Iterable[Incident], lexicon: Lexicon
) -> tuple[Observed, tuple[str, ...]]:
    """What a tally observes, and the ids of the incidents that it counts, by date.

    An incident whose interval only partly lies in the tally's span is listed as undated and not counted; one that
    lies wholly outside is none of the tally's.
    """
    own = [incident for incident in incidents if belongs(definition, incident, lexicon)]
    dated = [incident for incident in own if incident.date.within(definition.since, definition.until)]
    counted = [incident for incident in dated if _amount(definition, incident) > 0]
    undated = {incident.id for incident in own if _may_lie_in(definition, incident)}
    ones = _ones(definition, counted, lexicon)
    observed = Observed(
        count=sum(one.amount for one in ones),
        claimed_only=sum(one.amount for one in ones if one.claimed),
        by_country=_sums((one.country, one.amount) for one in ones),
        by_weapon=_sums((weapon, one.amount) for one in ones for weapon in one.weapons),
        by_day=_sums((one.day, one.amount) for one in ones),
        undated=tuple(sorted(undated - {incident.id for incident in dated})),
    )
    return observed, tuple(incident.id for incident in counted)


def belongs(definition: TallyDefinition, incident: Incident, lexicon: Lexicon) -> bool:
    """Is the incident one of those that the tally counts, dates aside?

    What an incident does not tell (who, with what, in which country) does not speak against it; another known actor,
    weapon or country does. A place does have to be known where the tally asks for one. An actor that is only told by
    what it belongs to ("Iran-backed militias") may be the one that is asked for.
    """
    if definition.targets and not _meets(lexicon.target_chain(incident.target), definition.targets):
        return False
    actors = lexicon.group_chain(incident.actor) if incident.actor else ()
    if _meets(actors, definition.not_actors):
        return False
    if definition.actors and incident.actor:
        vaguer = any(incident.actor in lexicon.group_chain(actor) for actor in definition.actors)
        claimed = lexicon.group_chain(incident.claimed_by) if incident.claimed_by else ()
        if not (vaguer or _meets((*actors, *claimed), definition.actors)):
            return False
    if definition.countries and not set(incident.countries) <= set(definition.countries):
        return False
    if definition.places:
        chain = lexicon.place_chain(incident.place.id) if incident.place else ()
        if not _meets(chain, definition.places):
            return False
    told = set(incident.weapons) - {"unknown"}
    return not (definition.weapons and told) or not told.isdisjoint(members_of(definition.weapons))


def members_of(weapons: Iterable[str]) -> frozenset[str]:
    """Weapons and the members of classes among them."""
    return frozenset().union(*(_MEMBERS.get(weapon, frozenset({weapon})) for weapon in weapons))


def _meets(chain: Sequence[str], wanted: Sequence[str]) -> bool:
    return not set(chain).isdisjoint(wanted)


def _may_lie_in(definition: TallyDefinition, incident: Incident) -> bool:
    start, end = incident.date.start, incident.date.end
    return (end is None or end >= definition.since) and (
        definition.until is None or start is None or start <= definition.until
    )


def _amount(definition: TallyDefinition, incident: Incident) -> int:
    if definition.measure == "attacks":
        return incident.count
    return (incident.killed if definition.measure == "killed" else incident.injured) or 0


def _ones(definition: TallyDefinition, counted: Sequence[Incident], lexicon: Lexicon) -> list[_One]:
    """What is added up: incidents, or places a day, or days. People are added up by incident whatever the unit."""
    if definition.measure != "attacks" or definition.unit == "attack":
        return [_one([incident], _amount(definition, incident)) for incident in counted]
    units: dict[tuple[date, str], list[Incident]] = {}
    open_ended = [incident for incident in counted if incident.date.end is None]
    for incident in sorted((one for one in counted if one.date.end), key=_precise_first):
        where = _where(incident, lexicon) if definition.unit == "place-day" else ""
        days = _days(incident)
        # A night told as two days is the wave that already stands on one of them.
        day = next((day for day in days if (day, where) in units), days[-1])
        units.setdefault((day, where), []).append(incident)
    # Without a last day nothing tells on which day it stands: one each, which is the most it can be.
    return [_one(incidents, 1) for _, incidents in sorted(units.items())] + [_one([one], 1) for one in open_ended]


def _one(incidents: Sequence[Incident], amount: int) -> _One:
    first = incidents[0]
    weapons = tuple(dict.fromkeys(weapon for incident in incidents for weapon in incident.weapons))
    known = tuple(weapon for weapon in weapons if weapon != "unknown")
    return _One(
        amount=amount,
        country="+".join(first.countries) or "unknown",
        weapons=known or ("unknown",),
        day=_days(first)[-1].isoformat() if first.date.end else "unknown",
        claimed=all(incident.status == "claimed_only" for incident in incidents),
    )


def _precise_first(incident: Incident) -> tuple[object, ...]:
    days = _days(incident)
    return len(days), days[0], not incident.countries, incident.id


def _days(incident: Incident) -> list[date]:
    start, end = incident.date.start, incident.date.end
    assert start and end, "only incidents with a last day stand on days"
    if end - start > _LONG:
        return [end]
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def _where(incident: Incident, lexicon: Lexicon) -> str:
    if incident.vessel:
        return f"ship {incident.vessel.casefold()}"
    return incident.place.id if incident.place else "+".join(incident.countries)


def _sums(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for key, amount in pairs:
        total[key] += amount
    return dict(sorted(total.items()))
