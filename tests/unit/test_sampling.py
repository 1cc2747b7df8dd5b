"""Spots of a topic from which a sample is taken."""

from hypothesis import given
from hypothesis import strategies as st

from streams.letters.sampling import EACH, SPOTS, spots

Held = dict[int, tuple[int, int]]


@given(st.dictionaries(st.integers(0, 20), st.tuples(st.integers(0, 10**6), st.integers(1, 10**6))))
def test_spots_stand_in_what_is_held_and_no_further_apart_than_a_few_times_the_even_step(sizes: Held) -> None:
    held = {where: (start, start + size) for where, (start, size) in sizes.items()}
    found = spots(held)
    assert len(found) == len(set(found)) <= 2 * SPOTS
    assert all(held[where][0] <= offset < held[where][1] for where, offset in found)
    total = sum(size for _, size in sizes.values())
    assert len(found) >= min(SPOTS, total // EACH)


def test_a_large_partition_gives_more_spots_than_a_small_one_and_a_few_records_are_taken_whole() -> None:
    found = [where for where, _ in spots({0: (0, 3000), 1: (500, 501), 2: (0, 1500)})]
    assert (found.count(0), found.count(1), found.count(2)) == (20, 1, 10)
    assert spots({0: (3, 15)}) == [(0, 3), (0, 8), (0, 13)]
    assert spots({}) == []
