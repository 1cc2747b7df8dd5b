"""Why a tally does not count something, in words for people: what speaks against it, and what the tally asks for."""

from collections.abc import Iterable

from schemas import Incident, ReportedTotal
from streams.stages.tally.belonging import Refusal
from streams.stages.tally.definitions import TallyDefinition
from streams.stages.tally.explanation import TotalReason


def why_no_attack(reason: Refusal, definition: TallyDefinition, incident: Incident) -> str:
    """Why a tally does not count an incident."""
    match reason:
        case "other_target" | "excluded_actor" | "other_actor" | "other_place":
            return _foreign(reason, definition, incident)
        case "other_country":
            return _not_among(_listed(incident.countries), "countries", definition.countries)
        case "other_weapon":
            return _not_among(_listed(incident.weapons), "weapons", definition.weapons)
        case "before_since":
            return f"{days_of(incident)} is before its since, {definition.since}"
        case "after_until":
            return f"{days_of(incident)} is after its until, {definition.until}"
        case "across_edge":
            return f"{days_of(incident)} is not wholly in its span, {_span(definition)}; listed as undated"
        case "open_date":
            return f"its day is not known ({days_of(incident)}); listed as undated"
        case "no_figure":
            return f"no number of {definition.measure} is told"


def why_no_total(reason: TotalReason, definition: TallyDefinition, total: ReportedTotal) -> str:
    """Why a stated total is no point of a tally's series."""
    match reason:
        case "other_target" | "excluded_actor" | "other_actor" | "other_place":
            return _foreign(reason, definition, total)
        case "other_noun":
            return _not_among(total.of, "reported.counts", definition.reported.counts or (definition.measure,))
        case "no_target":
            return "it does not say what was attacked"
        case "other_countries":
            return f"it is for {_listed(total.countries)}, the tally for {_listed(definition.countries)}"
        case "no_since":
            return "it has no since-date, and its story states a total that has one"
        case "window":
            return "it counts a span of its own, not from a day until now"
        case "part":
            return "it counts a part: one country, place, actor or kind"
        case "other_since":
            return f"it counts since {total.since}, the tally since {definition.since}"
        case "outside_span":
            return f"the day for which it holds is not in the tally's span, {_span(definition)}"
        case "said_twice":
            return "its story states the same before"
        case "does_not_continue":
            return "it has no since-date, and does not go on from the totals that have one"


def why_same_unit(definition: TallyDefinition, first: str) -> str:
    """Why a counted incident adds nothing: the unit that it shares with another counts once."""
    shared = "day" if definition.unit == "day" else "place and day"
    return f"unit {definition.unit}: one with {first}, of the same {shared}"


def why_told_singly(filled_by: Iterable[str]) -> str:
    """Why there is no incident of a statement about a day."""
    return f"the attacks that it counts are told one by one: {_listed(filled_by)}"


def days_of(incident: Incident) -> str:
    """The days on which an incident may lie."""
    start, end = incident.date.start, incident.date.end
    if start and end:
        return str(start) if start == end else f"{start} to {end}"
    return f"by {end}" if end else f"from {start} on" if start else "any day"


def _foreign(reason: str, definition: TallyDefinition, thing: Incident | ReportedTotal) -> str:
    match reason:
        case "other_target":
            return _not_among(str(thing.target), "targets", definition.targets)
        case "excluded_actor":
            return f"{thing.actor} is one of its not_actors ({_listed(definition.not_actors)}) or belongs to one"
        case "other_actor":
            return _not_among(str(thing.actor), "actors", definition.actors)
    if thing.place is None:
        return f"no place is told, and the tally counts in {_listed(definition.places)}"
    return f"{thing.place.id} does not lie in its places ({_listed(definition.places)})"


def _not_among(what: str, key: str, wanted: Iterable[str]) -> str:
    return f"{what} is not among its {key} ({_listed(wanted)})"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def _span(definition: TallyDefinition) -> str:
    return f"{definition.since} to {definition.until}" if definition.until else f"{definition.since} and after"
