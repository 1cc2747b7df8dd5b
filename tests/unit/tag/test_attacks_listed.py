"""Several attacks in one clause or entry, days that open an entry, and clauses that only sound like an attack."""

from datetime import date

import pytest

from schemas import Attack
from streams.stages.lexicon import Lexicon, LexiconAdditions, load_lexicon
from streams.stages.tag import tag
from streams.stages.tag.judges import RULES_ALONE
from tests.unit.tag.stories import story

GRID = LexiconAdditions.model_validate(
    {"targets": {"grid": {"terms": ["power plant", "power station", "substation", "thermal plant"]}}}
)
MOSQUES = LexiconAdditions.model_validate({"targets": {"mosques": {"terms": ["mosque", "church"]}}})


@pytest.fixture(scope="module")
def grid() -> Lexicon:
    return load_lexicon(GRID)


def attacks(lexicon: Lexicon, *paragraphs: str, title: str = "Substations struck") -> tuple[Attack, ...]:
    return tag(story(title, *paragraphs, published=date(2025, 6, 13)), lexicon, RULES_ALONE).attacks


def places(found: tuple[Attack, ...]) -> list[str]:
    return [one.place.name for one in found if one.place]


@pytest.mark.parametrize(
    "sentence",
    [
        "Drones struck substations in Sumy, Poltava and Vinnytsia on Tuesday.",
        "On Tuesday missiles hit thermal plants in the Sumy, Poltava and Vinnytsia regions.",
    ],
)
def test_things_struck_in_places_side_by_side_are_an_attack_for_each_place(sentence: str, grid: Lexicon) -> None:
    found = attacks(grid, sentence)
    assert [name.removesuffix(" region").removesuffix(" regions") for name in places(found)] == [
        "Sumy",
        "Poltava",
        "Vinnytsia",
    ]
    assert {str(one.date) for one in found} == {"2025-06-10"} and {one.count for one in found} == {1}


@pytest.mark.parametrize(
    "sentence",
    [
        "A drone struck the substation in Izmail, Odesa region, on Tuesday.",
        "A drone struck a substation between Sumy and Poltava on Tuesday.",
    ],
)
def test_a_place_within_another_or_one_thing_is_one_attack(sentence: str, grid: Lexicon) -> None:
    assert len(attacks(grid, sentence)) == 1


def test_the_day_that_opens_an_entry_holds_for_the_whole_of_it(grid: Lexicon) -> None:
    found = attacks(
        grid,
        "2 June – A quiet morning. Then a drone hit the power station at Sumy.",
        "5 June – The switchyards again. A missile hit a substation in Poltava.",
    )
    assert [(one.place.name if one.place else None, str(one.date)) for one in found] == [
        ("Sumy", "2025-06-02"),
        ("Poltava", "2025-06-05"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "No drone had hit the substation in Sumy on Tuesday, the governor said.",
        "None of the power plants in Sumy was hit by the drones on Tuesday.",
        "Nothing struck the thermal plant in Sumy on Tuesday.",
        "A mock attack on the power plant in Sumy was staged on Tuesday.",
        "The company dismissed reports that drones had hit its substation in Sumy on Tuesday.",
    ],
)
def test_what_struck_nothing_or_was_only_played_is_no_attack(sentence: str, grid: Lexicon) -> None:
    assert attacks(grid, sentence) == ()


def test_what_only_says_where_the_thing_struck_stands_is_not_struck() -> None:
    lexicon = load_lexicon(MOSQUES)
    sentence = "Gunmen opened fire on a police outpost opposite the mosque in Jos on Tuesday."
    beside = attacks(lexicon, sentence, title="Jos")
    assert [one for one in beside if one.target.id == "mosques"] == []
    struck = attacks(lexicon, "Gunmen opened fire on a mosque opposite the market in Jos on Tuesday.", title="Jos")
    assert [one.target.id for one in struck] == ["mosques"]


@pytest.mark.parametrize("opening", ["With no warning", "Without warning", "At no cost to itself"])
def test_a_no_that_belongs_to_something_else_denies_nothing(opening: str, grid: Lexicon) -> None:
    (attack,) = attacks(grid, f"{opening} a drone hit the substation in Sumy on Tuesday.")
    assert attack.weapons == ("drone",)


@pytest.mark.parametrize("day", ["On 21 May,", "In May", "In the last week of May"])
def test_the_month_of_may_is_no_may(day: str, grid: Lexicon) -> None:
    assert len(attacks(grid, f"{day} a drone hit a substation in Sumy.")) == 1
    assert not attacks(grid, "A drone may hit a substation in Sumy.")


def test_a_day_by_its_number_is_one_of_the_month_told_before(grid: Lexicon) -> None:
    found = attacks(
        grid,
        "A drone hit a substation in Sumy on 28 February.",
        "On the 3rd it was a power plant in Poltava: two drones hit it.",
    )
    assert [str(one.date) for one in found] == ["2025-02-28", "2025-03-03"]


@pytest.mark.parametrize(
    ("sentence", "weapon"),
    [
        ("Gunmen attacked the substation in Sumy on Tuesday.", "small_arms"),
        ("On Tuesday the substation in Sumy was blown up with dynamite.", "ied"),
        ("An explosive charge damaged a substation in Sumy on Tuesday.", "ied"),
    ],
)
def test_with_what_it_was_struck(sentence: str, weapon: str, grid: Lexicon) -> None:
    assert [one.weapons for one in attacks(grid, sentence)] == [(weapon,)]


def test_a_town_that_was_hit_stands_for_the_plant_in_it_that_the_story_speaks_of(grid: Lexicon) -> None:
    first = "Drones struck the Sumy power plant on Tuesday."
    assert places(
        attacks(grid, first, "A substation in Poltava had burned before.", "Poltava was hit on Wednesday.")
    ) == [
        "Sumy",
        "Poltava",
    ]
    # Nothing in the town was spoken of, or something else in it was struck.
    assert places(attacks(grid, first, "Poltava was hit on Wednesday.")) == ["Sumy"]
    other = "A substation in Poltava had burned before.", "A hotel in Poltava was hit on Wednesday."
    assert places(attacks(grid, first, *other)) == ["Sumy"]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("2023 – 8 August: drone hits the substation in Sumy.",),
        ("August 2023. On the 8th a drone hit the substation in Sumy.",),
        ("2023", "8 August: a drone hit the substation in Sumy."),
        ("In short.", "2023: a hard year. On August 8 a drone hit the substation in Sumy."),
    ],
)
def test_a_day_under_a_heading_is_one_of_its_year_and_month(paragraphs: tuple[str, ...], grid: Lexicon) -> None:
    assert [one.date for one in attacks(grid, *paragraphs)] == [date(2023, 8, 8)]


def test_the_year_of_a_title_is_that_of_the_entries_below(grid: Lexicon) -> None:
    entries = ("8 October: a drone hit the substation in Sumy.", "9 November - missiles hit the substation in Poltava.")
    found = attacks(grid, *entries, title="Substations struck: the 2023 calendar")
    assert [one.date for one in found] == [date(2023, 10, 8), date(2023, 11, 9)]


@pytest.mark.parametrize(
    "paragraph",
    [
        "In 2023 nobody was hurt. On 3 June a drone hit the substation in Sumy.",
        "2023 was calm: a drone hit the substation in Sumy only on 3 June.",
        "2025. On 3 June a drone hit the substation in Sumy.",
    ],
)
def test_a_year_in_running_text_is_no_heading(paragraph: str, grid: Lexicon) -> None:
    assert [one.date for one in attacks(grid, paragraph)] == [date(2025, 6, 3)]


@pytest.mark.parametrize(
    "sentence",
    [
        "A substation in Sumy and a thermal plant in Poltava were struck by drones on Tuesday.",
        "On Tuesday a drone hit a substation in Sumy and the thermal plant in Poltava.",
    ],
)
def test_two_things_each_with_a_place_of_its_own_are_two_attacks(sentence: str, grid: Lexicon) -> None:
    assert places(attacks(grid, sentence)) == ["Sumy", "Poltava"]


@pytest.mark.parametrize(
    "sentence",
    [
        "A substation and a thermal plant in Poltava were struck by drones on Tuesday.",
        "A substation in Poltava and the thermal plant in Poltava were struck by drones on Tuesday.",
    ],
)
def test_two_things_in_one_place_are_one_attack(sentence: str, grid: Lexicon) -> None:
    assert places(attacks(grid, sentence)) == ["Poltava"]


def test_what_an_entry_tells_in_the_present_has_happened(grid: Lexicon) -> None:
    found = attacks(grid, "3 May 2025: gunmen attack the substation in Sumy.", "Gunmen attack substations every year.")
    assert [one.date for one in found] == [date(2025, 5, 3)]
