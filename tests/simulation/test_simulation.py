"""The whole stream in memory: whatever the order, batches and crashes, it ends in what the offline fold gives."""

import asyncio
import json
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given

from schemas import RawArticle
from tests.simulation.articles import Sent, loads
from tests.simulation.run import Run, Step, offline, published, steps

Load = tuple[list[RawArticle], list[Sent]]


def ran(load: Load, course: Sequence[Step]) -> Run:
    """The run after its end."""

    async def run() -> Run:
        one = Run(list(load[1]))
        for step in course:
            await one.take(step)
        await one.finish()
        return one

    return asyncio.run(run())


@given(loads(), steps(["ends"]))
def test_order_repetition_batches_and_versions_of_pages_do_not_matter(load: Load, course: Sequence[Step]) -> None:
    assert published(ran(load, course).kafka) == offline(*load)


@given(loads(), steps(["ends", "dies"]))
def test_workers_that_die_at_any_point_change_nothing(load: Load, course: Sequence[Step]) -> None:
    assert published(ran(load, course).kafka) == offline(*load)


@given(loads(), steps(["ends", "dies"]))
def test_the_changes_of_a_tally_lead_from_each_number_to_the_next(load: Load, course: Sequence[Step]) -> None:
    run = ran(load, course)
    logs: dict[str, dict[int, dict[str, object]]] = {}
    for record in run.kafka.records("tally-changes"):
        change = json.loads(record.value or b"")
        # A worker that dies between sending a change and remembering it sends the number again: the last one counts.
        logs.setdefault(change["tally_id"], {})[change["number"]] = change
    for tally, changes in logs.items():
        assert sorted(changes) == list(range(1, len(changes) + 1)), tally
        for what in ("observed", "reported"):
            line = [one for _, one in sorted(changes.items()) if one["what"] == what]
            assert all(one["after"] == two["before"] for one, two in pairwise(line)), (tally, line)


@given(loads(), steps(["ends", "dies", "stands still"]))
def test_workers_that_stand_still_and_go_on_when_others_hold_their_partitions_change_nothing(
    load: Load, course: Sequence[Step]
) -> None:
    run = ran(load, course)
    assert published(run.kafka) == offline(*load)
    asyncio.run(run.restart())
    assert published(run.kafka) == offline(*load)
