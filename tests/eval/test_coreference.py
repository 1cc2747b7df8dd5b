"""Measures of identity: the figures of their papers, and what has to hold for any two groupings."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.eval.coreference import Clusters, b_cubed, best_alignment, ceaf_e, clusters, conll, muc

MEASURES = (muc, b_cubed, ceaf_e)
NAMES = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("vwxyz")), min_size=1, max_size=12)
"""For each mention its event in the gold, and the one that it was joined to."""
GROUPINGS = st.lists(st.sampled_from("abcde"), min_size=1, max_size=12)


def groups(text: str) -> Clusters:
    """ "ab c": a and b are one, c is another."""
    return [frozenset(group) for group in text.split()]


def test_the_example_of_the_reference_scorer_has_its_figures() -> None:
    """Pradhan et al. 2014: mentions are missed and made up, and one event is cut."""
    gold, found = groups("abc defg"), groups("ab cd fghi")
    assert (muc(gold, found).recall, muc(gold, found).precision) == pytest.approx((2 / 5, 2 / 5))
    # Each pair of groups gives the square of what they share, over the size of the one: 4/3 + 1/3 + 1/4 + 4/4, of 7;
    # 4/2 + 1/2 + 1/2 + 4/4, of 8.
    assert (b_cubed(gold, found).recall, b_cubed(gold, found).precision) == pytest.approx((35 / 84, 1 / 2))
    # abc beside ab (4/5) and defg beside fghi (4/8): 1.3 of 2 groups, and of 3.
    assert (ceaf_e(gold, found).recall, ceaf_e(gold, found).precision) == pytest.approx((0.65, 1.3 / 3))
    assert conll(gold, found) == pytest.approx((0.4 + 5 / 11 + 0.52) / 3)


@pytest.mark.parametrize(
    ("found", "muc_f1", "b_cubed_f1", "ceaf_e_f1"),
    [
        ("a bc def", 1, 1, 1),
        # Of 3 links 1 is found, of 6 mentions 1 + 4/3 with all their company; common to the groups are 1 + 4/5.
        ("a de", 2 * (1 / 3) / (4 / 3), 2 * (7 / 18) / (25 / 18), 3.6 / 5),
        # All 3 links, and 2 that are none; of 9 mentions 1 + 4/3 + 9/4 is company as it should be.
        ("a bcx defy z", 2 * 0.6 / 1.6, 2 * (55 / 108) / (163 / 108), 2 * (1 + 4 / 5 + 6 / 7) / 7),
        ("a bcx dy z", 2 / 6, 2 * (10 / 18) * (17 / 42) / (10 / 18 + 17 / 42), 4.4 / 7),
    ],
)
def test_the_cases_of_the_reference_scorer_have_their_figures(
    found: str, muc_f1: float, b_cubed_f1: float, ceaf_e_f1: float
) -> None:
    """Its test cases 1 to 4, of missing and of made-up mentions."""
    gold, other = groups("a bc def"), groups(found)
    assert muc(gold, other).f1 == pytest.approx(muc_f1)
    assert b_cubed(gold, other).f1 == pytest.approx(b_cubed_f1)
    assert ceaf_e(gold, other).f1 == pytest.approx(ceaf_e_f1)


def test_bagga_and_baldwin_tell_apart_what_muc_takes_for_alike() -> None:
    """Their example of 1998: to join two large events by mistake is worse than to join a large one and a small one."""
    gold = groups("12345 67 89ABC")
    small, large = groups("12345 6789ABC"), groups("1234589ABC 67")
    assert muc(gold, small).precision == muc(gold, large).precision == pytest.approx(0.9)
    assert b_cubed(gold, small).precision == pytest.approx((5 + 4 / 7 + 25 / 7) / 12)
    assert b_cubed(gold, large).precision == pytest.approx((2 + 5 / 2 + 5 / 2) / 12)
    assert b_cubed(gold, small).recall == b_cubed(gold, large).recall == 1


@given(GROUPINGS)
def test_a_grouping_without_a_fault_is_1(names: list[str]) -> None:
    same = clusters(names)
    assert all(measure(same, same).f1 == 1 for measure in MEASURES) and conll(same, same) == 1


@given(NAMES)
def test_gold_and_found_change_places_and_precision_and_recall_do(names: list[tuple[str, str]]) -> None:
    gold, found = (clusters(side) for side in zip(*names, strict=True))
    for measure in MEASURES:
        there, back = measure(gold, found), measure(found, gold)
        assert (there.precision, there.recall) == pytest.approx((back.recall, back.precision))
    assert conll(gold, found) == pytest.approx(conll(found, gold))


@given(NAMES)
def test_a_fault_is_below_1_and_nothing_is_below_0(names: list[tuple[str, str]]) -> None:
    gold, found = (clusters(side) for side in zip(*names, strict=True))
    assert 0 <= conll(gold, found) <= 1 + 1e-9
    assert (conll(gold, found) > 1 - 1e-9) == (set(gold) == set(found))


def test_events_told_once_that_stay_apart_are_right_and_joined_they_are_not() -> None:
    apart, joined = groups("a b c d"), groups("abcd")
    assert conll(apart, apart) == 1
    # No link is right; each mention has a quarter of its company; one group of four is half like, 2/5.
    assert muc(apart, joined).f1 == 0
    assert b_cubed(apart, joined).f1 == pytest.approx(2 * (1 / 4) / (5 / 4))
    assert ceaf_e(apart, joined).f1 == pytest.approx(2 * (2 / 5) / 5)
    assert conll([], []) == 1


@given(st.integers(1, 5), st.integers(1, 5), st.data())
def test_no_other_alignment_has_more(rows: int, columns: int, data: st.DataObject) -> None:
    cells = st.lists(st.integers(0, 20).map(lambda value: value / 8), min_size=columns, max_size=columns)
    weights = data.draw(st.lists(cells, min_size=rows, max_size=rows))
    wide = weights if rows <= columns else [list(column) for column in zip(*weights, strict=True)]
    every = permutations(range(len(wide[0])), len(wide))
    assert best_alignment(weights) == max(sum(row[at] for row, at in zip(wide, way, strict=True)) for way in every)
