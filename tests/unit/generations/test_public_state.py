"""Where a generation begins that becomes live: with what the public topics say, whoever wrote it."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

from schemas import Incident, Tally, TallyChange
from streams.parts import Parts, partition_of
from streams.public_state import PublicState
from streams.publishing import TallyState
from streams.records import Outgoing
from streams.stages.tally import groups_of, load_default_definitions

DEFINITIONS = load_default_definitions()
GROUPS = groups_of(DEFINITIONS.tallies, DEFINITIONS.lexicon)
TOTAL = 4
ALL = set(range(TOTAL))
TALLY = "us-forces-iraq-syria"


def public(partitions: set[int] = ALL) -> PublicState:
    parts = SimpleNamespace(groups=GROUPS, state=TallyState(DEFINITIONS, GROUPS))
    return PublicState(partitions, TOTAL, cast(Parts, parts))


def rows(state: PublicState) -> dict[str, bytes]:
    return {row: value for (_, row), value in state.rows()}


def incident(name: str, target: str = "us-forces") -> bytes:
    return Incident(id=name, target=target).to_json()


def tally(name: str = TALLY, **fields: Any) -> bytes:
    return Tally.model_validate({"id": name, "title": "Attacks", "since": date(2023, 10, 17), **fields}).to_json()


def change(number: int, after: int = 0, what: str = "observed") -> bytes:
    fields = {"id": f"{TALLY}-{number}", "tally_id": TALLY, "number": number, "what": what, "after": after}
    return TallyChange.model_validate({**fields, "at": datetime(2024, 1, 1, tzinfo=UTC)}).to_json()


def test_the_last_record_of_each_key_counts_and_goes_to_its_group() -> None:
    state = public()
    for key, value in (
        (b"a", incident("a")),
        (b"b", incident("b")),
        (b"a", None),
        (b"b", incident("b", "us-diplomats")),
    ):
        state.take("incidents", key, value)
    assert rows(state) == {f"{GROUPS.key_of('us-diplomats')}|incident|b": incident("b", "us-diplomats")}


def test_only_what_lies_in_the_partitions_is_taken() -> None:
    group = GROUPS.key_of("us-forces")
    mine = partition_of(group, TOTAL)
    for partitions, expected in (({mine}, {(mine, f"{group}|incident|a")}), (ALL - {mine}, set())):
        state = public(partitions)
        state.take("incidents", b"a", incident("a"))
        assert {place for place, _ in state.rows()} == expected


def test_numbers_of_changes_go_on_also_for_a_tally_that_had_been_taken_back() -> None:
    for last in (tally(), None):
        state = public()
        state.take("tallies", TALLY.encode(), last)
        for number in (1, 3, 2):
            state.take("tally-changes", TALLY.encode(), change(number))
        (row,) = rows(state)
        assert row == f"{GROUPS.key_of('us-forces')}|tally|{TALLY}|3"


def test_changes_whose_tally_was_not_sent_any_more_come_again_with_their_numbers() -> None:
    for sent, number in (([5], 1), ([5, 7], 1), ([5, 5], 2), ([7], 0), ([], 0)):
        state = public()
        state.take("tallies", TALLY.encode(), tally(observed={"count": 5}))
        for index, after in enumerate(sent, 1):
            state.take("tally-changes", TALLY.encode(), change(index, after))
        (row,) = rows(state)
        assert row.endswith(f"|{TALLY}|{number}"), sent
    state = public()
    state.take("tallies", TALLY.encode(), tally(observed={"count": 5}))
    for index, (after, what) in enumerate(((5, "observed"), (8, "observed"), (90, "reported")), 1):
        state.take("tally-changes", TALLY.encode(), change(index, after, what))
    (row,) = rows(state)
    assert row.endswith(f"|{TALLY}|1")


def test_tallies_that_are_not_defined_and_what_cannot_be_read_are_taken_back_by_one_worker() -> None:
    records = [
        ("tallies", b"other", tally("other")),
        ("tallies", b"gone", None),
        ("tallies", TALLY.encode(), b"{"),
        ("incidents", b"broken", b"{}"),
        ("incidents", b"mended", b"{}"),
        ("incidents", b"mended", incident("mended")),
        ("incidents", b"\xff", b"{}"),
        ("tally-changes", b"other", b"{}"),
    ]
    found: list[Outgoing] = []
    for number in range(TOTAL):
        state = public({number})
        for record in records:
            state.take(*record)
        found += state.taken_back()
    assert sorted((one.topic, one.key, one.value) for one in found) == [
        ("incidents", b"broken", None),
        ("tallies", b"other", None),
    ]
