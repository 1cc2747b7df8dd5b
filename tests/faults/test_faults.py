"""A few runs of `python -m tests.faults` in the suite: faults that found something when they were first tried."""

from pathlib import Path

import pytest

from tests.faults.brokers import kafka
from tests.faults.kinds import KINDS
from tests.faults.run import plan, run

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(600)]


@pytest.mark.parametrize(
    "kinds",
    [
        ("kill", "state-damaged"),
        ("zombie", "unanswered"),
        ("broker-killed", "rebalance"),
        ("rolling",),
        ("one-of-three-killed", "kill-all"),
    ],
    ids="+".join,
)
async def test_nothing_is_lost_or_counted_twice(kinds: tuple[str, ...], tmp_path: Path) -> None:
    async with kafka(max(KINDS[kind].brokers for kind in kinds), tmp_path) as brokers:
        outcome = await run(plan(1, kinds), brokers, tmp_path / "run")
    assert not outcome.differences, (tmp_path / "run" / "journal.txt").read_text()
    assert len(outcome.on_its_way) == len(outcome.plan.strikes) >= len(kinds)
