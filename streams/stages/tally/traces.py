"""What became of each attack that a story tells: into which incident it has gone, or why there is none of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from schemas import Attack, Incident
from streams.stages.tally.retellings import Retellings
from streams.stages.tally.statements import Statements
from streams.stages.tally.summary import Draft
from streams.stages.tally.tellings import Telling


@dataclass(frozen=True, slots=True)
class Trace:
    """An attack of a story, and the incident that it tells of.

    `filled_by` are incidents that a statement about a day counts and that are told one by one: where they are as many
    as it counts, nothing is left of it and `incident` is None. `may_be` is the dated incident for whose sake one that
    is known by a since-date alone counts as undated.
    """

    attack: Attack
    incident: Incident | None
    filled_by: tuple[str, ...] = ()
    may_be: str | None = None


def traces_of(
    tellings: Mapping[str, Iterable[Telling]],
    incidents: Iterable[Incident],
    statements: Statements,
    retellings: Retellings,
) -> dict[str, tuple[Trace, ...]]:
    """The traces of all attacks, by article and in the order in which it tells them."""
    # A mention is made once, and is the same object in whatever incident it stands.
    told_in = {id(mention): incident for incident in incidents for mention in incident.mentions}

    def name(draft: Draft) -> str:
        return told_in[id(draft.tellings[0].mention)].id

    may_be = {id(t.mention): name(dated) for undated, dated in retellings.retold() for t in undated.tellings}

    def trace(telling: Telling) -> Trace:
        filling = statements.filling(telling) if telling.phase == "statement" else ()
        mention = id(telling.mention)
        filled_by = tuple(sorted(name(draft) for draft in filling))
        return Trace(telling.attack, told_in.get(mention), filled_by, may_be.get(mention))

    return {article: tuple(trace(one) for one in told) for article, told in tellings.items()}
