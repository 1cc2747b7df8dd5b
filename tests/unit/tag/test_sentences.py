from hypothesis import given
from hypothesis import strategies as st

from streams.stages.tag.sentences import sentences


def cut(text):
    return [text[start:end] for start, end in sentences(text)]


def test_titles_months_and_initials_end_nothing():
    text = "Brig. Gen. Ana T. Cole spoke on Nov. 3. Nobody was hurt."
    assert cut(text) == ["Brig. Gen. Ana T. Cole spoke on Nov. 3.", "Nobody was hurt."]


def test_a_full_stop_in_a_number_ends_nothing():
    assert cut("It cost 3.5 million. He paid.") == ["It cost 3.5 million.", "He paid."]


def test_an_abbreviation_before_a_new_subject_ends_the_sentence():
    assert cut("They flew to the U.S. The trip was long.") == ["They flew to the U.S.", "The trip was long."]
    assert cut("They hold U.S. Navy ships.") == ["They hold U.S. Navy ships."]


def test_a_closing_quote_belongs_to_its_sentence():
    assert cut("“It burned.” Then it rained.") == ["“It burned.”", "Then it rained."]


def test_a_line_break_ends_a_sentence():
    assert cut("Drones over the port\nThree were shot down") == ["Drones over the port", "Three were shot down"]


@given(st.text(max_size=200))
def test_every_visible_character_lies_in_one_sentence(text):
    found = sentences(text)
    inside = {at for start, end in found for at in range(start, end)}
    assert all(at in inside for at, character in enumerate(text) if not character.isspace())
    assert sum(end - start for start, end in found) == len(inside)
