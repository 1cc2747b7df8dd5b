from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.stages.tag.numbers import find_numbers


def only(text):
    (number,) = find_numbers(text)
    return number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("17 raids", 17),
        ("1,204 raids", 1204),
        ("thirty-one raids", 31),
        ("a hundred and six raids", 106),
        ("two hundred and twelve raids", 212),
        ("three thousand raids", 3000),
        ("half a dozen raids", 6),
        ("a pair of raids", 2),
        ("two dozen raids", 24),
        ("shelled twice", 2),
        ("the three-drone raid", 3),
    ],
)
def test_values_in_digits_and_words(text, value):
    assert only(text).value == value


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ("at least 12", "at_least"),
        ("no fewer than 12", "at_least"),
        ("a minimum of 12", "at_least"),
        ("12 or more", "at_least"),
        ("more than 12", "more_than"),
        ("well over 12", "more_than"),
        ("some 12", "about"),
        ("roughly twelve", "about"),
        ("12 or so", "about"),
        ("nearly 12", "nearly"),
        ("just short of twelve", "nearly"),
        ("fewer than 12", "fewer_than"),
        ("up to 12", "fewer_than"),
        ("12", "exactly"),
    ],
)
def test_qualifiers(words, qualifier):
    number = only(f"There were {words} raids.")
    assert (number.value, number.qualifier) == (12, qualifier)
    assert f"There were {words} raids."[number.begin : number.end_all] == words


@pytest.mark.parametrize("words", ["the 33rd raid", "the thirty-third raid", "number 33 in the list", "No. 33"])
def test_ordinals(words):
    number = only(words)
    assert (number.value, number.ordinal) == (33, True)


@pytest.mark.parametrize(
    "text",
    [
        "at 9:52 p.m.",
        "a 122mm tube",
        "82 mm tubes",
        "two-thirds of them",
        "12 percent",
        "$40 million",
        "in 2024",
        "Tower 22",
        "a 9-year-old",
        "Omar Haddad, 42, saw it",
        "within 48 hours",
        "25 km away",
        "an F-16",
        "no one came",
        "one another",
        "won 3-1",
        "1.5 million",
        "Resolution 1701",
        "at 0300 GMT",
        "the one-way kind",
    ],
)
def test_what_counts_nothing_is_no_number(text):
    assert find_numbers(text) == ()


def test_a_range_has_an_upper_number():
    assert [(n.value, n.upper) for n in find_numbers("between ten and 15, then 20-25, from 3 to 9")] == [
        (10, 15),
        (20, 25),
        (3, None),
        (9, None),
    ]


@given(st.integers(min_value=3, max_value=1899))
def test_any_plain_count_is_read_back(value):
    assert only(f"They counted {value:,} raids.").value == value


@given(st.text(max_size=120))
def test_any_text_gives_numbers_in_order_within_it(text):
    found = find_numbers(text)
    assert all(0 <= n.begin <= n.start < n.end <= n.end_all <= len(text) for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
