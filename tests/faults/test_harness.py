"""The fault harness itself: it would see a difference, and its load moves everything that it looks at."""

from dataclasses import dataclass, replace
from pathlib import Path

from streams.tallies_file import load_definitions
from tests.faults.check import Result, missing, offline
from tests.faults.ground import TALLIES
from tests.faults.kinds import KINDS
from tests.faults.kinds.deployment import OTHER_TALLIES
from tests.faults.load import MAX_BODY, Record, Shape, load
from tests.faults.run import plan
from tests.faults.table import table

SMALL = Shape(pages=60)
DOCUMENT = Path(__file__).parents[2] / "docs" / "faults.md"


@dataclass(frozen=True)
class Stored:
    """A record as it is read from articles-raw."""

    value: bytes | None
    timestamp: int
    offset: int
    partition: int = 0


def folded(records: list[Record], tallies: Path = TALLIES) -> Result:
    stored = [Stored(one.value, one.timestamp, number) for number, one in enumerate(records)]
    return offline(stored, load_definitions(tallies), MAX_BODY)


def test_the_same_seed_gives_the_same_load_and_plan_and_another_one_another() -> None:
    assert load(7, Shape()) == load(7, Shape()) != load(8, Shape())
    assert plan(7, ["kill"]) == plan(7, ["kill"]) != plan(8, ["kill"])


def test_a_load_gives_incidents_totals_corrections_and_refusals() -> None:
    result = folded(load(1, SMALL))
    assert len(result.incidents) > 20
    assert '"standing":"corrected"' in result.tallies["bases"]
    assert {reason.split(":")[0] for *_, reason, _ in result.letters} & {"body", "value"}
    assert all('"count":0' not in tally for tally in result.tallies.values())


def test_repeats_and_order_change_nothing_offline_and_other_definitions_do() -> None:
    records = load(1, replace(SMALL, repeats=0, disorder=0))
    mixed = [*reversed(records), *records[::3]]
    one, other = folded(records), folded(mixed)
    assert (one.tallies, one.incidents) == (other.tallies, other.incidents)
    assert folded(records, OTHER_TALLIES).tallies.keys() != one.tallies.keys()


def test_each_difference_is_named() -> None:
    letter = (0, 1, "clean", "body: empty", b"{}")
    right = Result({"t": '{"count":2}'}, {"a": "1", "b": "2"}, {letter})
    assert not right.differences(replace(right))
    wrong = Result({"t": '{"count":3}'}, {"b": "2", "c": "3"}, {(*letter[:3], "another", b"{}")})
    text = "\n".join(right.differences(wrong))
    for part in ("tally t", "incident a", "incident c", "dead letter missing", "dead letter too much"):
        assert part in text
    assert "incident b" not in text


def test_what_a_producer_had_confirmed_and_the_topic_lacks_is_named() -> None:
    kept, lost = Record(b"k", b"1", 1), Record(b"k", b"2", 2)
    assert len(missing([kept, lost, kept], [kept])) == 1


def test_the_document_names_every_kind() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for name, kind in KINDS.items():
        assert f"| `{name}` | {kind.about} |" in text


def test_the_table_counts_runs_and_differences_for_each_kind() -> None:
    row = {"kinds": ["kill"], "strikes": ["kill", "kill"], "articles": 1000, "crashes": 1, "differences": []}
    several = row | {"kinds": ["kill", "slow"], "differences": ["tally t: ..."]}
    lines = {line.split(" | ")[0]: line for line in table([row, row, several]).splitlines()}
    assert lines["| `kill`"].endswith("| 2 | 4 | 2,000 | 2 | 0 |")
    assert lines["| `slow`"].endswith("| 0 | 0 | 0 | 0 | 0 |")
    assert lines["| several"].endswith("| 1 | 2 | 1,000 | 1 | 1 |")
