"""Which incidents a tally counts, why it does not count the others, and amounts."""

from collections.abc import Iterable, Sequence
from typing import Literal

from schemas import Incident, PlaceRef
from streams.stages.lexicon import Lexicon
from streams.stages.tally.definitions import TallyDefinition

_MEMBERS = {
    "missile": frozenset({"missile", "ballistic_missile", "cruise_missile"}),
    "projectile": frozenset({"rocket", "missile", "ballistic_missile", "cruise_missile", "mortar", "artillery"}),
}


Refusal = Literal[
    "other_target",
    "excluded_actor",
    "other_actor",
    "other_country",
    "other_place",
    "other_weapon",
    "before_since",
    "after_until",
    "across_edge",
    "open_date",
    "no_figure",
]
"""Why a tally does not count an incident. A word and no sentence: it is worked out for each incident in the stream."""

UNDATED: frozenset[Refusal | None] = frozenset({"across_edge", "open_date"})
"""An incident refused for these may still be one of the tally's: it is listed as undated."""


def why_not(definition: TallyDefinition, incident: Incident, lexicon: Lexicon) -> Refusal | None:
    """Why the tally does not count the incident; None where it does.

    The whole interval of its date has to lie in the tally's span, and it has to have what the tally measures.
    """
    foreign = why_foreign(definition, incident, lexicon)
    if foreign:
        return foreign
    start, end = incident.date.start, incident.date.end
    if end is not None and end < definition.since:
        return "before_since"
    if definition.until is not None and start is not None and start > definition.until:
        return "after_until"
    if not incident.date.within(definition.since, definition.until):
        return "across_edge" if start and end else "open_date"
    return None if amount_of(definition, incident) > 0 else "no_figure"


def why_foreign(definition: TallyDefinition, incident: Incident, lexicon: Lexicon) -> Refusal | None:
    """Why the incident is not one of those that the tally counts, dates aside; None where it is.

    What an incident does not tell (who, with what, in which country) does not speak against it; another known actor,
    weapon or country does. A place does have to be known where the tally asks for one.
    """
    if definition.targets and not _meets(lexicon.target_chain(incident.target), definition.targets):
        return "other_target"
    if incident.actor:
        refused = why_other_actor(definition, incident.actor, lexicon, incident.claimed_by)
        if refused:
            return refused
    if definition.countries and not set(incident.countries) <= set(definition.countries):
        return "other_country"
    if definition.places and not in_places(definition, incident.place, lexicon):
        return "other_place"
    told = set(incident.weapons) - {"unknown"}
    if definition.weapons and told and told.isdisjoint(members_of(definition.weapons)):
        return "other_weapon"
    return None


def why_other_actor(
    definition: TallyDefinition, actor: str, lexicon: Lexicon, claimed_by: str | None = None
) -> Literal["excluded_actor", "other_actor"] | None:
    """Why what this actor does is not the tally's; None where it is.

    An actor that is only told by what it belongs to ("Iran-backed militias") may be the one that is asked for, and so
    may one where somebody who is asked for claims the attack.
    """
    chain = lexicon.group_chain(actor)
    if _meets(chain, definition.not_actors):
        return "excluded_actor"
    if not definition.actors or any(actor in lexicon.group_chain(wanted) for wanted in definition.actors):
        return None
    claimed = lexicon.group_chain(claimed_by) if claimed_by else ()
    return None if _meets((*chain, *claimed), definition.actors) else "other_actor"


def in_places(definition: TallyDefinition, place: PlaceRef | None, lexicon: Lexicon) -> bool:
    """Does a place lie in one of the tally's? One that is not told does not."""
    return place is not None and _meets(lexicon.place_chain(place.id), definition.places)


def members_of(weapons: Iterable[str]) -> frozenset[str]:
    """Weapons and the members of classes among them."""
    return frozenset().union(*(_MEMBERS.get(weapon, frozenset({weapon})) for weapon in weapons))


def amount_of(definition: TallyDefinition, incident: Incident) -> int:
    """How many attacks or people it counts, by what the tally measures."""
    if definition.measure == "attacks":
        return incident.count
    return (incident.killed if definition.measure == "killed" else incident.injured) or 0


def _meets(chain: Sequence[str], wanted: Sequence[str]) -> bool:
    return not set(chain).isdisjoint(wanted)
