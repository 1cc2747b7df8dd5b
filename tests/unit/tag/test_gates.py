"""What is looked for before a pattern is tried never keeps the pattern from a match: gates may only save time."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streams.stages.dates import grammar
from streams.stages.lexicon.folding import may_end
from streams.stages.tag import numbers, place_cues, vessels
from streams.stages.tag.attacks import ships
from streams.stages.tag.attacks.words import Grammar, words_of

OFTEN = settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)


@pytest.mark.parametrize(
    ("pattern", "endings"),
    [
        (grammar._CUE, grammar._CUE_ENDS),
        (numbers._QUALIFIER, numbers._QUALIFIER_ENDS),
        (place_cues._STAFF, (" at ",)),
        (place_cues._BEARING, ("of ", "from ")),
    ],
)
@given(data=st.data())
@OFTEN
def test_what_a_pattern_finds_before_a_place_ends_in_one_of_its_endings(
    pattern: re.Pattern[str], endings: tuple[str, ...], data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(pattern))
    assert may_end(text, len(text), endings)


@given(st.from_regex(place_cues._NOUN_OF))
@OFTEN
def test_a_noun_before_a_name_is_not_missed(text: str) -> None:
    assert place_cues._noun_of(text, text, len(text))


@given(st.from_regex(place_cues._PREPOSITION))
@OFTEN
def test_the_longest_preposition_lies_in_the_characters_looked_at(text: str) -> None:
    found = place_cues._PREPOSITION.search(text)
    near = place_cues._PREPOSITION.search(text, max(0, len(text) - place_cues._SHORT))
    assert found is not None and near is not None and found.span() == near.span()


@given(st.from_regex(place_cues._KIND_BEHIND))
@OFTEN
def test_a_noun_behind_a_name_is_not_missed(text: str) -> None:
    start = place_cues._KIND_BEHIND.search(text)
    assert start is not None
    assert place_cues._kind_behind(text, start.start())


@given(st.from_regex(numbers._NO_COUNT_BEHIND))
@OFTEN
def test_a_measure_behind_a_number_is_not_missed(text: str) -> None:
    found = numbers._NO_COUNT_BEHIND.search(text)
    assert found is not None
    assert numbers._is_measured(text, found.start())


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (ships._PREFIX, ships._PREFIXES),
        (ships._APPOSED, ships._APPOSED_KINDS),
        (vessels._PREFIXED, vessels._PREFIXES),
    ],
)
@given(data=st.data())
@OFTEN
def test_the_name_of_a_ship_has_one_of_the_words_that_are_asked_for(
    pattern: re.Pattern[str], needed: tuple[str, ...], data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(pattern))
    assert any(word in text for word in needed)


WORDS = st.lists(st.sampled_from(("as", "if", "of", "late", "on", "x")), min_size=1, max_size=8).map(" ".join)


@given(st.dictionaries(st.sampled_from(("one", "two", "three")), st.lists(WORDS, max_size=6)), WORDS)
def test_phrases_of_a_word_list_are_found_wherever_they_stand(classes: dict[str, list[str]], text: str) -> None:
    words = words_of(text, 0, len(text))
    lows = [word.low for word in words]
    told = {
        (kind, first, first + len(phrase.split()))
        for kind, phrases in classes.items()
        for phrase in phrases
        for first in range(len(lows))
        if lows[first : first + len(phrase.split())] == phrase.split()
    }
    assert set(Grammar(classes).cues(words)) == told
