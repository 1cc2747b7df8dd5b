"""The commit never passes what was fetched and not worked off, whatever is dropped on the way."""

from hypothesis import given
from hypothesis import strategies as st

from streams.engine.fetched import Fetched

LOG = [offset for offset in range(60) if offset % 7 != 3]
"""A log that lacks some offsets, as after compaction."""


def test_the_commit_goes_behind_the_last_of_those_acknowledged_without_a_gap() -> None:
    fetched = Fetched()
    fetched.add("p", [4, 5, 6, 9])
    assert fetched.advance("p", {5, 6}) is None
    assert fetched.advance("p", {4, 5}) == 6
    assert fetched.advance("p", {6, 9}) == 10
    assert fetched.advance("p", {6, 9}) is None


def test_a_dropped_message_is_found_when_a_later_one_is_done() -> None:
    fetched = Fetched()
    fetched.add("p", [4, 5, 6])
    assert fetched.dropped("p", set()) is None
    assert fetched.dropped("p", {4}) is None
    assert fetched.dropped("p", {6}) == 4


def test_what_was_committed_by_another_worker_is_not_waited_for() -> None:
    fetched = Fetched()
    fetched.add("p", [4, 5, 6])
    fetched.begin("p", 6)
    assert fetched.advance("p", {6}) == 7


@given(st.lists(st.tuples(st.sampled_from(["fetch", "drop", "work", "commit", "seek back"]), st.integers(1, 9))))
def test_nothing_is_passed_over(steps: list[tuple[str, int]]) -> None:
    fetched = Fetched()
    position, committed = 0, 0
    queue: list[int] = []
    worked_off: set[int] = set()
    acknowledged: set[int] = set()
    for step, number in steps:
        if step == "fetch":
            batch = [offset for offset in LOG if offset >= position][:number]
            if batch:
                fetched.add("p", batch)
                queue += batch
                position = batch[-1] + 1
        elif step == "drop":
            del queue[:number]
        elif step == "work":
            worked_off |= {*queue[:number]}
            acknowledged |= {*queue[:number]}
            del queue[:number]
        elif step == "seek back":
            position = committed
            queue.clear()
        else:
            offset = fetched.advance("p", acknowledged)
            if offset is None and (dropped := fetched.dropped("p", acknowledged)) is not None:
                position = dropped
                acknowledged.clear()
            if offset is not None:
                committed = offset
                acknowledged = {one for one in acknowledged if one >= offset}
    assert {offset for offset in LOG if offset < committed} <= worked_off
