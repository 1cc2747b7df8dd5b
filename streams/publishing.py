"""What a worker holds of the tally stage: the facts by group, and what it has published of them.

No Kafka here: rows come in and records go out as bytes, so the same class is tried in tests without a broker.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from schemas import Incident, Message, Tally
from streams.processing import Outgoing
from streams.stages.tally import (
    ArticleFacts,
    Definitions,
    IncidentDiff,
    PageMarker,
    StandingFacts,
    TallyDefinition,
    TargetGroups,
    changes_of,
    fold_group,
    incident_diff,
)
from streams.stages.tally.groups import definitions_by_group

INCIDENT, TALLY = "incident", "tally"


def incident_row(group: str, name: str) -> str:
    """The key of an incident in the table `published`."""
    return f"{group}|{INCIDENT}|{name}"


def tally_row(group: str, name: str) -> str:
    """The key of a tally in the table `published`."""
    return f"{group}|{TALLY}|{name}"


class PublishedTally(Message):
    """The last published state of a tally, and how many changes it has had."""

    tally: Tally
    changes: int = 0


@dataclass
class Publication:
    """What one publication sends, and the rows (key -> value, None deletes) that remember it."""

    incidents: list[Outgoing] = field(default_factory=list)
    tallies: list[Outgoing] = field(default_factory=list)
    rows: dict[str, bytes | None] = field(default_factory=dict)
    changed: list[Tally] = field(default_factory=list)


@dataclass(frozen=True)
class Settlement:
    """Rows of the table `facts` to write, rows to delete when those are confirmed, and the groups that changed."""

    put: dict[str, bytes]
    delete: tuple[str, ...]
    groups: tuple[str, ...]


class TallyGroup:
    """One group of targets: the facts of its stories, and the last published incidents and tallies."""

    def __init__(self) -> None:
        """An empty group."""
        self.facts: dict[str, tuple[ArticleFacts, ...]] = {}
        self.incidents: dict[str, Incident] = {}
        self.tallies: dict[str, PublishedTally] = {}

    def replace(self, article_id: str, facts: tuple[ArticleFacts, ...]) -> None:
        """Take in all facts of a story that stand now; none, where it is gone."""
        if facts:
            self.facts[article_id] = facts
        else:
            self.facts.pop(article_id, None)

    def remember(self, kind: str, name: str, value: bytes | None) -> None:
        """Take in what was published: a row of the table `published`; None forgets it."""
        if kind == TALLY and value is not None:
            self.tallies[name] = PublishedTally.model_validate_json(value)
        elif value is not None:
            self.incidents[name] = Incident.model_validate_json(value)
        else:
            self.incidents.pop(name, None)


class TallyState:
    """All groups that a worker holds, by partition and group key."""

    def __init__(self, definitions: Definitions, groups: TargetGroups) -> None:
        """Start with no facts."""
        self._lexicon = definitions.lexicon
        self._definitions = definitions_by_group(definitions.tallies, groups)
        self._held: dict[tuple[int, str], TallyGroup] = {}
        self._facts: dict[int, StandingFacts] = {}

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

    def clear(self) -> None:
        """Forget everything: the partitions have changed, and the tables are read again."""
        self._held.clear()
        self._facts.clear()

    def hold(self, partition: int, group: str) -> TallyGroup:
        """The group, made empty where it is not there yet."""
        return self._held.setdefault((partition, group), TallyGroup())

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
            self.hold(partition, group).replace(article_id, facts.standing(group, article_id))
        return Settlement(settled.put, settled.delete, tuple(sorted({group for group, _ in settled.stories})))

    def restore_published(self, partition: int, row: str, value: bytes | None) -> None:
        """Take in a row of the table `published`; None where it has been deleted."""
        group, kind, name = row.split("|", 2)
        self.hold(partition, group).remember(kind, name, value)

    def publication(self, partition: int, group: str, now: Callable[[], datetime], because: str = "") -> Publication:
        """What has to be sent so that the topics say what the facts say. Nothing, where they do already.

        `because` begins the reasons of the changes.
        """
        held = self.hold(partition, group)
        facts = [fact for there in held.facts.values() for fact in there]
        result = fold_group(facts, self._definitions.get(group, ()), self._lexicon)
        diff = incident_diff(held.incidents, result.incidents)
        publication = _publish_incidents(group, diff)
        for tally in result.tallies:
            _publish_tally(group, held.tallies.get(tally.id), tally, diff, publication, now(), because)
        return publication

    def commit(self, partition: int, publication: Publication) -> None:
        """Remember that the publication has been sent and confirmed."""
        for row, value in publication.rows.items():
            self.restore_published(partition, row, value)


def _publish_incidents(group: str, diff: IncidentDiff) -> Publication:
    publication = Publication()
    for incident in diff.upserts:
        value = incident.to_json()
        publication.incidents.append(Outgoing("incidents", incident.id.encode(), value))
        publication.rows[incident_row(group, incident.id)] = value
    for name in diff.gone:
        publication.incidents.append(Outgoing("incidents", name.encode(), None))
        publication.rows[incident_row(group, name)] = None
    return publication


def _publish_tally(
    group: str,
    before: PublishedTally | None,
    after: Tally,
    diff: IncidentDiff,
    publication: Publication,
    now: datetime,
    because: str,
) -> None:
    if before is not None and before.tally == after:
        return
    number = before.changes if before else 0
    changes = changes_of(before.tally if before else None, after, diff, number + 1, now)
    if because:
        changes = tuple(one.model_copy(update={"why": (because, *one.why)}) for one in changes)
    for change in changes:
        publication.tallies.append(Outgoing("tally-changes", after.id.encode(), change.to_json()))
    publication.tallies.append(Outgoing("tallies", after.id.encode(), after.to_json()))
    row = PublishedTally(tally=after, changes=number + len(changes))
    publication.rows[tally_row(group, after.id)] = row.to_json()
    publication.changed.append(after)
