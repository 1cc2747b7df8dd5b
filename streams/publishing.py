"""What a worker holds of the tally stage: the facts by group, and what it has published of them.

No Kafka here: rows come in and records go out as bytes, so the same class is tried in tests without a broker.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from schemas import Tally
from streams.published import (
    POSITIONS,
    Positions,
    Publication,
    PublishedTally,
    incident_row,
    tally_row,
)
from streams.records import Outgoing
from streams.stages.tally import (
    ArticleFacts,
    Changed,
    Definitions,
    IncidentDiff,
    PageMarker,
    StandingFacts,
    TallyDefinition,
    TargetGroups,
    changes_of,
)
from streams.stages.tally.groups import definitions_by_group
from streams.tally_group import TallyGroup


@dataclass(frozen=True)
class Settlement:
    """Rows of the table `facts` to write, rows to delete when those are confirmed, and the groups that changed."""

    put: dict[str, bytes]
    delete: tuple[str, ...]
    groups: tuple[str, ...]


class TallyState:
    """All groups that a worker holds, by partition and group key."""

    def __init__(self, definitions: Definitions, groups: TargetGroups) -> None:
        """Start with no facts."""
        self._lexicon = definitions.lexicon
        self._definitions = definitions_by_group(definitions.tallies, groups)
        self._held: dict[tuple[int, str], TallyGroup] = {}
        self._facts: dict[int, StandingFacts] = {}
        self.positions: dict[tuple[int, str], Positions] = {}
        self._cut_off: set[int] = set()

    @property
    def watched(self) -> Iterable[str]:
        """Keys of the groups that some tally watches."""
        return self._definitions

    @property
    def tallies(self) -> dict[str, tuple[str, TallyDefinition]]:
        """The group and definition of each tally, by its id."""
        return {one.id: (group, one) for group, several in self._definitions.items() for one in several}

    @property
    def held(self) -> list[tuple[int, str]]:
        """Partition and key of each group that is held."""
        return sorted(self._held)

    def keep(self, partitions: set[int]) -> set[int]:
        """Forget all but these partitions, and of them those whose last batch was cut off; gives what is kept."""
        kept = (partitions & self._facts.keys()) - self._cut_off
        self._cut_off.clear()
        self._facts = {number: facts for number, facts in self._facts.items() if number in kept}
        self._held = {key: held for key, held in self._held.items() if key[0] in kept}
        self.positions = {key: told for key, told in self.positions.items() if key[0] in kept}
        return kept

    @contextmanager
    def working_on(self, partitions: Iterable[int]) -> Iterator[None]:
        """Inside of this a batch of these partitions is worked off, which a rebalance may cut off."""
        self._cut_off.update(partitions)
        yield
        self._cut_off.difference_update(partitions)

    def update(self, partitions: set[int]) -> None:
        """Work off what was taken in of these partitions, before what was published is compared with it."""
        for (partition, _), held in list(self._held.items()):
            if partition in partitions and held.fold.waiting:
                held.fold.update()

    def hold(self, partition: int, group: str) -> TallyGroup:
        """The group, made empty where it is not there yet."""
        held = self._held.get((partition, group))
        if held is None:
            held = self._held[partition, group] = TallyGroup(self._definitions.get(group, ()), self._lexicon)
        return held

    def take(self, partition: int, group: str, message: ArticleFacts | PageMarker, at: float) -> None:
        """Take in a message of tally-facts that was sent at `at`, in seconds since 1970."""
        self._facts.setdefault(partition, StandingFacts()).take(group, message, at)

    def restore_fact(self, partition: int, row: str, value: bytes) -> None:
        """Take in a row of the table `facts`."""
        self._facts.setdefault(partition, StandingFacts()).restore(row, value)

    def settle(self, partition: int) -> Settlement:
        """Hand what stands now to the groups; gives the rows to write and the groups that changed."""
        facts = self._facts.setdefault(partition, StandingFacts())
        settled = facts.settle()
        for group, article_id in sorted(settled.stories):
            self.hold(partition, group).fold.replace(article_id, facts.standing(group, article_id))
        return Settlement(settled.put, settled.delete, tuple(sorted({group for group, _ in settled.stories})))

    def restore_published(self, partition: int, row: str, value: bytes) -> None:
        """Take in a row of the table `published`. The facts have to be settled before."""
        group, kind, name = row.split("|", 2)
        if kind == POSITIONS:
            self.positions[partition, name] = Positions.model_validate_json(value)
            return
        self.hold(partition, group).remember(kind, name, value)

    def publication(self, partition: int, group: str, now: Callable[[], datetime], because: str = "") -> Publication:
        """What has to be sent so that the topics say what the facts say. Nothing, where they do already.

        `because` begins the reasons of the changes. What is given counts as published after `commit`; before, nothing
        more can be asked for.
        """
        held = self.hold(partition, group)
        changed = held.update()
        publication = _publish_incidents(group, changed.incidents)
        for tally in changed.tallies:
            _publish_tally(held, tally, changed, publication, now(), because)
        return publication

    def published(self, topic: str, partition: int, group: str, name: str) -> bytes | None:
        """What was published last under a key of `incidents` or `tallies`; None where nothing stands.

        To be asked while nothing of the group waits to be published.
        """
        held = self._held.get((partition, group))
        if held is None:
            return None
        if held.before is not None or held.sending or held.fold.waiting:
            raise RuntimeError(f"group {group} has something to publish")
        if topic == "incidents":
            incident = held.fold.incidents.get(name)
            return incident.to_json() if incident else None
        known = held.tallies.get(name)
        return known.tally.to_json() if known else None

    def group_of_incident(self, name: str) -> str | None:
        """The group that has published this incident; None where no group that is held has."""
        return next((group for (_, group), held in self._held.items() if name in held.fold.incidents), None)

    def commit(self, partition: int, publication: Publication) -> None:
        """Remember that the publication has been sent and confirmed."""
        held = self.hold(partition, publication.group)
        held.tallies |= {one.tally.id: one for one in publication.remembered}
        held.tally_rows |= {one.tally.id: {one.changes} for one in publication.remembered}
        held.sending = False


def _publish_incidents(group: str, diff: IncidentDiff) -> Publication:
    publication = Publication(group)
    for incident in diff.upserts:
        value = incident.to_json()
        publication.incidents.append(Outgoing("incidents", incident.id.encode(), value))
        publication.rows[incident_row(group, incident.id)] = value
    for name in diff.gone:
        publication.incidents.append(Outgoing("incidents", name.encode(), None))
        publication.rows[incident_row(group, name)] = None
    return publication


def _publish_tally(
    held: TallyGroup, after: Tally, changed: Changed, publication: Publication, now: datetime, because: str
) -> None:
    before = held.tallies.get(after.id)
    if before is not None and before.tally == after:
        return
    number = before.changes if before else 0
    last, moved = before.tally if before else None, changed.moved.get(after.id)
    changes = changes_of(last, after, changed.incidents, number + 1, now, moved)
    if because:
        changes = tuple(one.model_copy(update={"why": (because, *one.why)}) for one in changes)
    for change in changes:
        publication.tallies.append(Outgoing("tally-changes", after.id.encode(), change.to_json()))
    value = held.json[after.id].of(after)
    publication.tallies.append(Outgoing("tallies", after.id.encode(), value))
    row = PublishedTally(tally=after, changes=number + len(changes))
    publication.rows[tally_row(publication.group, after.id, row.changes)] = row.around(value)
    for older in held.tally_rows.get(after.id, set()) - {row.changes}:
        publication.rows[tally_row(publication.group, after.id, older)] = None
    publication.remembered.append(row)
