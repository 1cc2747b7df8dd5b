"""Who is live follows from the log alone, whoever writes to it and however often."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from streams.generations import Generations
from streams.generations.cleanup import idle
from streams.generations.log import Event

NOW = datetime(2024, 1, 1, tzinfo=UTC)


def log_of(*records: str) -> Generations:
    """The log after records such as `announced a`, `live a`, `settled a 0 1`."""
    known = Generations()
    for record in records:
        what, generation, *partitions = record.split()
        known.take(event(what, generation, *map(int, partitions)))
    return known


def event(what: str, generation: str, *partitions: int) -> Event:
    return Event(what=what, generation=generation, definitions=generation, partitions=partitions, at=NOW)


def test_the_first_generation_is_live_at_once_and_only_one_can_be_first() -> None:
    known = log_of("announced a", "announced b", "first a", "first b")
    assert known.live == "a" and known.is_pending("b")


def test_of_two_that_catch_up_the_one_announced_last_wins_whichever_is_ready_first() -> None:
    begun = ("announced a", "first a", "announced b", "announced c")
    for order in (("live b", "live c"), ("live c", "live b")):
        known = log_of(*begun, *order)
        assert known.live == "c", order
        assert known.is_replaced("b") and known.is_replaced("a")


def test_a_replaced_generation_can_only_come_back_by_being_announced_anew() -> None:
    replaced = ("announced a", "first a", "announced b", "live b", "live a")
    known = log_of(*replaced)
    assert known.live == "b" and known.current("a") is None and known.last("a") == "a"
    assert known.next_name("a") == "a-2"
    known = log_of(*replaced, "announced a-2")
    assert known.live == "b" and known.current("a") == "a-2"
    assert log_of(*replaced, "announced a-2", "live a-2").live == "a-2"


def test_workers_stay_with_the_live_generation_while_it_is_computed_anew() -> None:
    known = log_of("announced a", "first a", "announced a-2")
    assert known.current("a") == "a" and known.pending("a") == "a-2"


def test_what_is_settled_is_of_the_live_generation() -> None:
    known = log_of("announced a", "first a", "settled a 0 1", "announced b", "settled b 0")
    assert known.settled == {0, 1}
    known = log_of("announced a", "first a", "settled a 0 1", "announced b", "live b", "settled a 2", "settled b 3")
    assert known.settled == {3}


def test_the_one_before_the_live_one_is_kept_and_so_is_one_that_catches_up() -> None:
    known = log_of("announced a", "first a", "announced b", "live b", "announced c", "live c", "announced d")
    assert idle(known) == ["a"]


def test_why_numbers_move_at_a_switch_is_what_has_changed() -> None:
    def why(definitions: str, rules: str) -> str:
        known = Generations()
        for name, words in (("a", ("one", "one")), ("b", (definitions, rules))):
            known.take(Event(what="announced", generation=name, definitions=words[0], rules=words[1], at=NOW))
            known.take(event("live", name))
        return known.why()

    assert log_of("announced a", "first a").why() == ""
    assert why("two", "one") == "recomputed under new definitions"
    assert why("one", "two") == "recomputed under new rules"
    assert why("two", "two") == "recomputed under new definitions and rules"
    assert why("one", "one") == "recomputed"


RECORDS = st.lists(
    st.builds(
        event,
        st.sampled_from(["announced", "first", "live", "settled", "something new"]),
        st.sampled_from(["a", "b", "b-2", "c"]),
        st.integers(0, 3),
    ),
    max_size=30,
)


@given(RECORDS)
def test_a_record_that_comes_twice_changes_nothing(records: list[Event]) -> None:
    once, twice = Generations(), Generations()
    for record in records:
        once.take(record)
        twice.take(record)
        twice.take(record)
    assert once == twice


@given(RECORDS)
def test_a_generation_that_was_replaced_is_never_live_again(records: list[Event]) -> None:
    known, lives = Generations(), list[str]()
    for record in records:
        known.take(record)
        if known.live and known.live not in lives[-1:]:
            lives.append(known.live)
    assert len(lives) == len(set(lives))
    assert all(known.is_replaced(one) for one in lives[:-1])
