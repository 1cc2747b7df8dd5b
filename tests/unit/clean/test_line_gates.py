"""What is looked for before a pattern is tried never keeps the pattern from a match: gates may only save time."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streams.stages.clean import look, outside, repair, signs, words

ANY_CASE = settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
NEEDED = [
    (outside._RIGHTS, outside._OF_RIGHTS),
    (outside._SELF, outside._OWN),
    (outside._ENGAGED, outside._ENGAGING),
    (signs._CREDIT, signs._OF_CREDITS),
]


@pytest.mark.parametrize(("pattern", "needed"), NEEDED)
@given(st.data())
@ANY_CASE
def test_what_a_pattern_matches_has_a_word_that_it_needs(
    pattern: re.Pattern[str], needed: tuple[str, ...], data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(pattern))
    assert words.holds_any(words.fold(text), needed)


@given(st.from_regex(look.DATED))
@ANY_CASE
def test_no_date_is_missed(text: str) -> None:
    found, dated = look.date_in(text), look.DATED.search(text)
    assert found is not None and dated is not None and found.span() == dated.span()


@given(st.from_regex(outside._LEAD))
@ANY_CASE
def test_a_lead_has_one_of_the_marks_behind_it(text: str) -> None:
    assert outside._MAY_LEAD.search(text)


@given(st.from_regex(look._ABBREVIATION) | st.from_regex(r"[A-Za-z.]{1,9}\.", fullmatch=True))
@ANY_CASE
def test_an_abbreviation_is_seen_by_its_last_letters(text: str) -> None:
    end = text.rstrip("\n")
    assert look._is_abbreviated(end) == bool(look._ABBREVIATION.search(end))


@given(st.from_regex(repair._DAMAGE) | st.text())
@ANY_CASE
def test_all_damage_begins_with_a_suspect_character(text: str) -> None:
    for found in repair._DAMAGE.finditer(text):
        assert repair._MAY_BE_DAMAGED.match(text, found.start())


@pytest.mark.parametrize("name", ["site", "site_weak", "reader", "credit", "correcting"])
@given(data=st.data())
@ANY_CASE
def test_the_phrases_of_a_list_are_found_as_whole_words(name: str, data: st.DataObject) -> None:
    phrases = st.sampled_from(sorted(words._lists()[name]))
    text = "".join(data.draw(st.lists(phrases | st.sampled_from((" ", "s", ", ", "the")), max_size=8)))
    assert words.mentions(name, text) == set(words._phrases()[name].findall(text))
