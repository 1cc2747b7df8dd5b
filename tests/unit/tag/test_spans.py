from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Span
from streams.stages.lexicon import load_lexicon
from streams.stages.tag.spans import find_spans, of_type

LEXICON = load_lexicon()
TUESDAY = Span(start=date(2024, 2, 6), end=date(2024, 2, 6))


def found(text, kind):
    return [(token.id, token.text) for token in of_type(find_spans(text, LEXICON, TUESDAY), kind)]


@pytest.mark.parametrize(
    "words",
    [
        "US troops",
        "American soldiers",
        "U.S. service members",
        "American and other foreign troops",
        "a US-run base".removeprefix("a "),
        "US and Iraqi forces",
        "US-led coalition troops",
        "America's military bases",
    ],
)
def test_a_nationality_and_a_noun_make_a_target(words):
    assert ("us-forces", words) in found(f"Rockets fell on {words} at dawn.", "target")


@pytest.mark.parametrize(
    "words", ["US-backed fighters", "US officials", "Iraqi troops", "US-made rockets", "American farmers"]
)
def test_other_company_of_the_nationality_makes_none(words):
    assert "us-forces" not in dict(found(f"They spoke of {words}.", "target"))


def test_a_list_of_targets_stops_at_another_nation():
    assert found("U.S. diplomatic posts and British troops", "target")[0] == ("us-diplomats", "U.S. diplomatic posts")


@pytest.mark.parametrize(
    ("words", "weapon"),
    [
        ("one-way attack UAVs", "drone"),
        ("Katyushas", "rocket"),
        ("ballistic missiles", "ballistic_missile"),
        ("an unmanned surface vessel", "sea_drone"),
        ("a roadside bomb", "ied"),
        ("shelling", "artillery"),
        ("an air raid", "airstrike"),
        ("mortar rounds", "mortar"),
    ],
)
def test_weapons_have_classes(words, weapon):
    assert [identity for identity, _ in found(f"hit by {words}", "weapon")] == [weapon]


def test_air_defences_and_aircraft_are_no_weapon_of_an_attack():
    assert found("F-16s and a Patriot battery", "weapon") == []


def test_one_word_may_be_several_things():
    kinds = {token.type for token in find_spans("Iraq", LEXICON)}
    assert kinds == {"place", "group"}


def test_dates_get_their_interval_from_publication():
    (token,) = of_type(find_spans("hit on Monday", LEXICON, TUESDAY), "date")
    assert token.span == Span(start=date(2024, 2, 5), end=date(2024, 2, 5))
    assert token.when.cue == "on"


def test_a_named_campaign_dates_the_day_that_names_it():
    (token,) = of_type(find_spans("since the October 7 attack", LEXICON, TUESDAY), "date")
    assert token.span.day == date(2023, 10, 7)


def test_a_number_inside_a_date_or_a_name_is_none():
    assert found("on Feb. 6 a 122mm rocket hit Tower 22", "number") == []


@pytest.mark.parametrize("text", ["Karam Tikrit spoke.", "Maan al-Tikrit spoke.", "Lviv Petrenko spoke."])
def test_a_small_city_inside_a_person_s_name_is_no_place(text):
    assert "tikrit" not in dict(found(text, "place"))


def test_a_place_in_a_compound_is_none():
    assert found("a Liberia-flagged ship off Yemen", "place") == [("yemen", "Yemen")]


def test_a_small_city_alone_is_a_place():
    assert found("A blast shook Tikrit Monday.", "place") == [("tikrit", "Tikrit")]


@given(st.text(max_size=160))
def test_tokens_show_the_words_they_stand_for(text):
    for token in find_spans(text, LEXICON, TUESDAY):
        assert token.text == text[token.start : token.end] != ""


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("a clinic nurse was shot", ["ambulances"]),
        ("the clinic's nurse was shot", ["hospitals", "ambulances"]),
        ("clinics, nurses and schools were hit", ["hospitals", "ambulances", "schools"]),
        ("an NGO driver was shot", ["aid-workers"]),
    ],
)
def test_of_two_targets_in_a_row_the_last_is_meant(text: str, targets: list[str]) -> None:
    assert [token.id for token in find_spans(text, LEXICON) if token.type == "target"] == targets
