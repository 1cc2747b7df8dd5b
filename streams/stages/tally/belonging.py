"""Which incidents are a tally's own, dates and amounts."""

from collections.abc import Iterable, Sequence

from schemas import Incident
from streams.stages.lexicon import Lexicon
from streams.stages.tally.definitions import TallyDefinition

_MEMBERS = {
    "missile": frozenset({"missile", "ballistic_missile", "cruise_missile"}),
    "projectile": frozenset({"rocket", "missile", "ballistic_missile", "cruise_missile", "mortar", "artillery"}),
}


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


def may_lie_in(definition: TallyDefinition, incident: Incident) -> bool:
    """May the incident lie in the tally's span, by what is known of its date?"""
    start, end = incident.date.start, incident.date.end
    return (end is None or end >= definition.since) and (
        definition.until is None or start is None or start <= definition.until
    )


def amount_of(definition: TallyDefinition, incident: Incident) -> int:
    """How many attacks or people it counts, by what the tally measures."""
    if definition.measure == "attacks":
        return incident.count
    return (incident.killed if definition.measure == "killed" else incident.injured) or 0


def _meets(chain: Sequence[str], wanted: Sequence[str]) -> bool:
    return not set(chain).isdisjoint(wanted)
