"""What late writers leave in the public topics is written over; what is right, or is not ours, stays as it is."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiokafka import TopicPartition

from schemas import Incident, Tally, TallyChange
from streams.foreign_writes import ForeignWrites, _Following, keep_positions
from streams.metrics import Metrics
from streams.parts import Parts
from streams.published import WRITER, Positions, Publication, positions_row
from streams.publishing import TallyState
from streams.records import Outgoing
from streams.settings import Settings
from tests.unit.test_publishing import DEFINITIONS, GROUP, GROUPS, attack, fact, publish, take

OTHER = ((WRITER, b"another"),)


class Table:
    """The rows of the table `published`, as they are confirmed."""

    def __init__(self) -> None:
        self.rows: dict[tuple[int, str], bytes] = {}
        self.confirmed: dict[tuple[int, str], bytes] = {}

    def put(self, partition: int, key: str, value: bytes | None) -> None:
        if value is None:
            del self.rows[partition, key]
        else:
            self.rows[partition, key] = value

    async def confirm(self) -> None:
        self.confirmed = dict(self.rows)


class World:
    """A worker that has published one incident and its tally, and what it sends."""

    def __init__(self, held: set[int], patience: float = 0.0) -> None:
        self.sent: list[Outgoing] = []
        self.fails = False
        state = TallyState(DEFINITIONS, GROUPS)
        take(state, fact("a", attack()))
        publication = publish(state)
        (self.incident,) = publication.incidents
        self.tally = next(one for one in publication.tallies if one.topic == "tallies")
        self.table = Table()
        table = cast(Any, self.table)
        self.parts = Parts(
            settings=Settings(),
            lexicon=DEFINITIONS.lexicon,
            groups=GROUPS,
            metrics=Metrics(),
            send=self.send,
            pages=table,
            facts=table,
            published=table,
            state=state,
            writer="this",
        )
        self.parts.tenure.begin(3)
        self.writes = ForeignWrites(self.parts, held, 1, patience)

    async def send(self, outgoing: Outgoing) -> None:
        if self.fails:
            raise ConnectionError
        self.sent.append(outgoing)

    def see(self, ours: Outgoing, value: bytes | None, headers: Any = OTHER, now: float = 0.0) -> None:
        self.writes.see(ours.topic, ours.key, value, headers, now)

    async def repairs(self, now: float = 0.0) -> list[Outgoing]:
        await self.writes.repair(now)
        return self.sent

    def again(self, ours: Outgoing, value: bytes | None) -> list[Outgoing]:
        return [Outgoing(ours.topic, ours.key, value, ((WRITER, b"this/3"),))]


def older_incident(world: World) -> bytes:
    return Incident.model_validate_json(world.incident.value or b"").model_copy(update={"country": "SY"}).to_json()


async def test_an_incident_that_a_late_writer_changed_or_took_back_is_sent_again() -> None:
    for value in (older_incident(World({0})), None, b"\xff"):
        world = World({0})
        world.see(world.incident, value)
        assert await world.repairs() == world.again(world.incident, world.incident.value)
        assert world.parts.metrics.registry.get_sample_value("tallywire_repaired_total", {"topic": "incidents"}) == 1
        world.sent.clear()
        assert await world.repairs() == []


async def test_a_tally_that_a_late_writer_set_back_is_sent_again() -> None:
    world = World({0})
    stale = Tally.model_validate_json(world.tally.value or b"").model_copy(update={"incidents": ()})
    world.see(world.tally, stale.to_json())
    assert await world.repairs() == world.again(world.tally, world.tally.value)


async def test_an_incident_that_no_longer_is_one_gets_a_tombstone() -> None:
    world = World({0})
    gone = Incident.model_validate_json(older_incident(world)).model_copy(update={"id": "gone"})
    late = Outgoing("incidents", b"gone", gone.to_json())
    world.see(late, late.value)
    assert await world.repairs() == world.again(late, None)
    world.sent.clear()
    world.see(late, late.value)
    world.see(late, None)
    assert await world.repairs() == []


async def test_an_incident_of_targets_of_which_nothing_is_known_any_more_gets_a_tombstone() -> None:
    world = World({0})
    other = Incident.model_validate_json(older_incident(world)).model_copy(update={"id": "x", "target": "hospitals"})
    late = Outgoing("incidents", b"x", other.to_json())
    world.see(late, late.value)
    assert await world.repairs() == world.again(late, None)


async def test_what_is_right_or_our_own_or_not_ours_to_say_stays() -> None:
    world = World({0})
    world.see(world.incident, world.incident.value)
    world.see(world.incident, older_incident(world), headers=((WRITER, b"this/3"),))
    world.see(Outgoing("incidents", b"unreadable", b"{}"), b"{}")
    world.see(Outgoing("incidents", b"\xff", b"{}"), b"{}")
    elsewhere = World({7})
    elsewhere.see(elsewhere.incident, None)
    assert await world.repairs() == await elsewhere.repairs() == []


async def test_what_this_worker_sent_before_it_lost_its_partitions_and_got_them_back_is_like_anothers() -> None:
    world = World({0})
    world.see(world.incident, older_incident(world), headers=((WRITER, b"this/2"),))
    assert await world.repairs() == world.again(world.incident, world.incident.value)


async def test_a_later_record_of_our_own_makes_good_what_a_late_writer_left() -> None:
    world = World({0})
    world.see(world.incident, older_incident(world))
    world.see(world.incident, world.incident.value, headers=((WRITER, b"this/3"),))
    assert await world.repairs() == []


async def test_a_repair_waits_a_while_since_the_late_writer_may_be_this_one() -> None:
    world = World({0}, patience=2.0)
    world.see(world.incident, None, now=10.0)
    assert await world.repairs(now=11.9) == []
    assert await world.repairs(now=12.0) == world.again(world.incident, world.incident.value)


async def test_a_repair_that_could_not_be_sent_is_still_to_be_done() -> None:
    world = World({0})
    world.see(world.incident, None)
    world.fails = True
    with pytest.raises(ConnectionError):
        await world.repairs()
    world.fails = False
    assert await world.repairs() == world.again(world.incident, world.incident.value)


async def test_positions_are_kept_for_each_partition_in_the_place_of_those_of_workers_before() -> None:
    world = World({0, 1})
    for partition in (0, 1, 2):
        row, value = positions_row("before"), Positions(next={"tallies": {0: 4}}).to_json()
        world.table.put(partition, row, value)
        world.parts.state.restore_published(partition, row, value)
    own = Positions(next={"tallies": {0: 9}})
    await keep_positions(own, {0, 1}, world.parts)
    row = positions_row("this")
    assert {world.table.confirmed[partition, row] for partition in (0, 1)} == {own.to_json()}
    assert sorted(world.table.rows) == [(0, row), (1, row), (2, positions_row("before"))]
    assert world.parts.state.positions.keys() == {(0, "this"), (1, "this"), (2, "before")}


async def test_who_takes_over_keeps_at_once_where_all_before_have_been() -> None:
    world = World({0})
    for writer, offset in (("one", 7), ("two", 4)):
        value = Positions(next={"tallies": {0: offset}, "incidents": {0: offset + 1}}).to_json()
        world.parts.state.restore_published(0, positions_row(writer), value)
        world.table.put(0, positions_row(writer), value)
    sought: dict[str, int] = {}
    reader = SimpleNamespace(seek=lambda at, offset: sought.update({at.topic: offset}))
    following = _Following(lambda: 1, world.parts)
    partitions = [TopicPartition(topic, 0) for topic in ("incidents", "tallies")]
    following._begin(reader, partitions, {0})
    await following._work([], reader, partitions)
    assert sought == {"incidents": 5, "tallies": 4}
    # What one of those before keeps too late, standing further on, is now not the only row.
    kept = Positions.model_validate_json(world.table.confirmed[0, positions_row("this")])
    assert kept.next == {"incidents": {0: 5}, "tallies": {0: 4}}


def test_the_tally_row_with_most_changes_counts_whatever_a_late_writer_puts_beside_it() -> None:
    state = TallyState(DEFINITIONS, GROUPS)
    take(state, fact("a", attack()))
    first = publish(state)
    take(state, fact("b", attack(place="erbil")))
    second = publish(state)
    (old,) = [row for row in first.rows if "|tally|" in row]
    assert second.rows[old] is None
    left = first.rows | {row: value for row, value in second.rows.items() if value is not None}
    for newest_first in (False, True):
        restarted = TallyState(DEFINITIONS, GROUPS)
        take(restarted, fact("a", attack()), fact("b", attack(place="erbil")))
        for row, value in sorted(left.items(), reverse=newest_first):
            restarted.restore_published(0, row, value or b"")
        assert publish(restarted) == Publication(GROUP)
        take(restarted, fact("c", attack(place="harir")))
        third = publish(restarted)
        numbers = [TallyChange.model_validate_json(one.value or b"").number for one in third.tallies[:-1]]
        assert numbers == [3]
        assert {row for row, value in third.rows.items() if value is None} == {row for row in left if "|tally|" in row}


async def test_a_tally_that_is_not_defined_any_more_is_taken_back_once() -> None:
    world = World({0})
    gone = Outgoing("tallies", b"gone", None)
    world.see(gone, world.tally.value)
    assert await world.repairs() == world.again(gone, None)
    world.see(gone, None, ((WRITER, b"this/3"),))
    assert len(await world.repairs()) == 1
