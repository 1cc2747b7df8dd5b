"""The models beside the rules: what they may decide, and what they may not."""

import json
from datetime import date
from functools import partial
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Article
from streams.stages.lexicon import Lexicon, load_lexicon
from streams.stages.tag import tag
from streams.stages.tag.attacks.lines import View
from streams.stages.tag.judges import RULES_ALONE, Judges, trained_judges
from streams.stages.tag.linear import Linear, linear
from streams.stages.tag.totals.reading import Number, Reading
from tests.unit.tag import stories

MODELS = (
    ("streams.stages.tag.attacks", "acceptance.json"),
    ("streams.stages.tag.totals", "acceptance.json"),
    ("streams.stages.tag.totals", "overlooked.json"),
)


story = partial(stories.story, published=date(2024, 1, 10))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def told(article: Article, lexicon: Lexicon, clause: bool | None, number: bool | None = None) -> tuple[int, int]:
    """How many attacks and totals are found where the judges always say so."""
    always = Judges(lambda view, features: clause, lambda reading, number_, features: number)
    tagged = tag(article, lexicon, always)
    return len(tagged.attacks), len(tagged.reported_totals)


PLAIN = "Two rockets hit the al-Asad air base, which hosts American troops, on Tuesday."


def test_a_clause_that_the_model_refuses_opens_no_event_and_is_said_to_be_refused(lexicon: Lexicon) -> None:
    article = story("Base in Iraq", PLAIN)
    assert told(article, lexicon, None) == (1, 0)
    assert told(article, lexicon, False) == (0, 0)
    refused = tag(article, lexicon, Judges(lambda *_: False, RULES_ALONE.totals)).not_counted
    assert [one.reason for one in refused] == ["not likely to tell of an attack on the target"]
    assert "al-Asad" in refused[0].evidence.text


def test_what_is_told_again_fills_in_though_the_model_would_not_open_an_event_with_it(lexicon: Lexicon) -> None:
    article = story("Base in Iraq", PLAIN, "The rockets that hit al-Asad on Tuesday wounded three soldiers.")

    def first_alone(view: View, features: frozenset[str]) -> bool | None:
        return None if "Two" in view.text else False

    (attack,) = tag(article, lexicon, Judges(first_alone, RULES_ALONE.totals)).attacks
    assert attack.injured == 3


def test_the_model_may_open_an_event_where_the_rules_find_none_on_what_the_story_is_about(lexicon: Lexicon) -> None:
    article = story("American troops in Iraq", PLAIN, "On Monday it had been the dining hall, with two drones.")

    def dining_hall(view: View, features: frozenset[str]) -> bool | None:
        return True if "dining hall" in view.text else None

    attacks = tag(article, lexicon, Judges(dining_hall, RULES_ALONE.totals)).attacks
    assert [(one.target.id, str(one.date)) for one in attacks] == [
        ("us-forces", "2024-01-09"),
        ("us-forces", "2024-01-08"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Officials denied that rockets had hit al-Asad air base on Tuesday.",
        "American jets struck a militia camp near al-Qaim on Tuesday.",
        "Rockets could hit al-Asad air base again on Thursday.",
    ],
)
def test_what_grammar_refuses_no_model_accepts(sentence: str, lexicon: Lexicon) -> None:
    before, _ = told(story("News of the day", sentence), lexicon, None)
    after, _ = told(story("News of the day", sentence), lexicon, True)
    assert before == after == 0


def test_a_number_that_the_model_refuses_is_no_total(lexicon: Lexicon) -> None:
    article = story("Attacks", "American forces in Iraq and Syria have been attacked 83 times since 17 October.")
    assert told(article, lexicon, None, None)[1] == 1
    assert told(article, lexicon, None, False)[1] == 0


def test_a_number_that_the_rules_overlook_may_be_where_the_count_stands(lexicon: Lexicon) -> None:
    article = story(
        "Attacks on American forces",
        "American forces in Iraq and Syria have been attacked 83 times since 17 October.",
        "A week on, say those who keep the books, ninety-one.",
    )
    assert told(article, lexicon, None, None)[1] == 1
    tagged = tag(article, lexicon, Judges(RULES_ALONE.attacks, lambda reading, number, features: True))
    (before, after) = tagged.reported_totals
    assert (before.count, after.count) == (83, 91)
    assert (after.target, after.since, after.scope) == (before.target, before.since, "running")


@pytest.mark.parametrize(
    "sentence",
    [
        "Some 2,500 soldiers serve in Iraq and 900 in Syria.",  # what is left out are soldiers
        "By nightfall 34 of them were wounded, doctors said.",
        "It was the ninth time in as many days.",
        "They fired 40 rockets.",
    ],
)
def test_of_people_munitions_and_ordinals_the_model_is_not_asked(sentence: str, lexicon: Lexicon) -> None:
    count = "American forces in Iraq and Syria have been attacked 83 times since 17 October."
    article = story("Attacks on American forces", count, sentence)
    always = Judges(RULES_ALONE.attacks, lambda reading, number, features: True)
    assert tag(article, lexicon, always).reported_totals == tag(article, lexicon, RULES_ALONE).reported_totals


def test_a_number_that_the_rules_refuse_with_a_reason_is_no_total_whatever_the_model_says(lexicon: Lexicon) -> None:
    article = story("Attacks", "Rebels have attacked police posts in Iraq 83 times since 17 October.")
    assert told(article, lexicon, None, None)[1] == told(article, lexicon, None, True)[1] == 0


def test_the_rules_alone_are_what_is_left_where_the_judges_say_nothing(lexicon: Lexicon) -> None:
    article = story("Base in Iraq", PLAIN, "It was the 84th attack on American forces since 17 October.")
    assert tag(article, lexicon, RULES_ALONE) == tag(article, lexicon, Judges(lambda *_: None, lambda *_: None))


def test_judges_see_each_clause_that_may_tell_of_violence_and_each_number_taken_for_a_total(lexicon: Lexicon) -> None:
    clauses: list[tuple[str, frozenset[str]]] = []
    numbers: list[int] = []

    def clause(view: View, features: frozenset[str]) -> None:
        clauses.append((view.text, features))

    def number(reading: Reading, found: Number, features: frozenset[str]) -> None:
        numbers.append(found.value)

    article = story(
        "Base in Iraq", PLAIN, "Iran is a country.", "It was the 84th attack on US forces since 17 October."
    )
    tag(article, lexicon, Judges(clause, number))
    assert numbers == [84]  # "Two" is too few, and "17" a day.
    assert any("Two rockets" in text for text, _ in clauses) and not any("country" in text for text, _ in clauses)
    features = next(found for text, found in clauses if "Two rockets" in text)
    # Names stand as their types: what is learnt of al-Asad holds for another base.
    assert {"rules:opens", "w:Weapon", "w:Host", "w:Day.event"} <= features
    assert not any("asad" in feature.lower() for feature in features)


@pytest.mark.parametrize(("package", "name"), MODELS)
def test_the_weights_that_are_part_of_the_program_can_be_read(package: str, name: str) -> None:
    told = json.loads(files(package).joinpath(name).read_text("utf-8"))
    model = linear(package, name)
    assert told["examples"] > 500 and "bias" in told["weights"]
    assert 0 <= model.refuse_below < model.accept_above <= 1
    assert trained_judges() is trained_judges()


@given(st.dictionaries(st.text(max_size=3), st.floats(-3, 3), max_size=9), st.permutations(range(9)))
def test_the_order_of_features_does_not_matter_to_the_last_bit(weights: dict[str, float], order: list[int]) -> None:
    model = Linear({**weights, "bias": 0.1}, 0.2, 0.8)
    names = list(weights)
    shuffled = [names[at] for at in order if at < len(names)]
    one, other = model.likely(frozenset(names)), model.likely(frozenset(shuffled))
    assert one == other and 0 <= one <= 1
    assert model.likely(frozenset([*names, "never seen"])) == one
