"""Counts that stand at a figure, move from one to another, or leave out what they count; and numbers that are none."""

from datetime import date

import pytest

from schemas import ReportedTotal
from streams.stages.lexicon import Lexicon, LexiconAdditions, load_lexicon
from streams.stages.tag import tag
from streams.stages.tag.judges import RULES_ALONE
from tests.unit.tag.stories import story

GRID = {"grid": {"terms": ["energy system", "power plant", "substation", "gas field"]}}
PLANTS = "Drones hit a power plant on Monday."
TROOPS = "A drone was shot down near a base that houses American forces in Erbil on Monday."


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(LexiconAdditions.model_validate({"targets": GRID}))


def totals(lexicon: Lexicon, *paragraphs: str) -> tuple[ReportedTotal, ...]:
    return tag(story("News of the day", *paragraphs, published=date(2024, 1, 30)), lexicon, RULES_ALONE).reported_totals


def running(found: tuple[ReportedTotal, ...]) -> list[tuple[int, str | None]]:
    return [(one.count, str(one.since) if one.since else None) for one in found if one.scope == "running"]


@pytest.mark.parametrize(
    ("first", "sentence", "count", "since"),
    [
        (TROOPS, "Its own figure for attacks on its troops since 17 October stood on Thursday evening at 118.",
         118, "2023-10-17"),
        (TROOPS, "The tally of attacks on American troops, which runs from Oct. 17, now stands at 101.",
         101, "2023-10-17"),
        (TROOPS, "Since October 2023, it says, the mission has noted 58 attacks on its people, its cars or its walls.",
         58, "2023-10-01"),
        (PLANTS, "By its count it was the 44th attack on a field since January 2023.", 44, "2023-01-01"),
        (PLANTS, "The raid took past 900 the number of attacks on the energy system since 7 October 2023.", 900,
         "2023-10-07"),
    ],
)  # fmt: skip
def test_a_count_that_stands_at_a_figure(first: str, sentence: str, count: int, since: str, lexicon: Lexicon) -> None:
    assert (count, since) in running(totals(lexicon, first, sentence))


def test_a_count_that_moves_is_told_for_both_its_days(lexicon: Lexicon) -> None:
    found = totals(
        lexicon, PLANTS, "Our tally of attacks on power plants since 22 March 2023 went from 219 a week earlier to 226."
    )
    assert {(one.count, str(one.as_of)) for one in found} == {(226, "2024-01-30"), (219, "2024-01-23")}
    assert {str(one.since) for one in found} == {"2023-03-22"}


def test_the_total_that_stands_is_of_what_was_counted_just_before(lexicon: Lexicon) -> None:
    found = totals(
        lexicon,
        "In the period under review the mission recorded 17 attacks on American troops. "
        "The total since 17 October 2023 thus stood at 118 as at 28 January.",
    )
    assert [(one.count, str(one.since), str(one.as_of)) for one in found if one.count == 118] == [
        (118, "2023-10-17", "2024-01-28")
    ]
    assert not [one for one in totals(lexicon, "The total since 17 October 2023 stood at 118.") if one.count == 118]


def test_the_next_of_a_numbered_count(lexicon: Lexicon) -> None:
    found = totals(
        lexicon, "It was the 84th attack on American forces since 17 October. An 85th came before the day was out."
    )
    assert [one.count for one in found] == [84, 85]


@pytest.mark.parametrize(
    "sentence",
    [
        "American forces have been attacked since 17 October, officials said.[4]",
        "Attacks on American forces since October were up by 12 on the year before.",
        "Two in every 12 attacks on American forces since October did harm.",
    ],
)
def test_marks_ratios_and_differences_count_nothing(sentence: str, lexicon: Lexicon) -> None:
    assert running(totals(lexicon, TROOPS, sentence)) == []


def test_a_toll_that_goes_up_is_no_count_of_attacks(lexicon: Lexicon) -> None:
    told = "There have been 84 attacks on American forces since 17 October. The toll has gone up from 70 to 76."
    assert [one.count for one in totals(lexicon, TROOPS, told)] == [84]


@pytest.mark.parametrize(
    "parts",
    [
        "Iraq accounts for 40 of them. Syria follows with 71, Jordan with 7 and Lebanon with 2.",
        "Iraq 40, Syria 71, Jordan 7, Lebanon two.",
        "It puts 40 of the attacks in Iraq, 71 in Syria, 7 in Jordan and 2 in Lebanon.",
    ],
)
def test_numbers_that_add_up_to_a_total_are_its_parts_by_country(parts: str, lexicon: Lexicon) -> None:
    found = totals(lexicon, f"The monitor counts 120 attacks on American forces since 17 October. {parts}")
    assert running(found) == [(120, "2023-10-17")]
    split = {(one.count, one.countries) for one in found if one.scope == "split"}
    assert split == {(40, ("IQ",)), (71, ("SY",)), (7, ("JO",)), (2, ("LB",))}


def test_a_figure_that_grew_since_a_day_is_not_of_that_day(lexicon: Lexicon) -> None:
    (one,) = totals(lexicon, "The number of attacks on American forces has risen to 120 since 17 October.")
    assert (one.count, str(one.since), str(one.as_of)) == (120, "2023-10-17", "2024-01-30")


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("By the tally of Example Watch it was the 44th attack on American forces since 17 October.", "Example Watch"),
        ("The Example Monitor in Geneva has now logged 44 attacks on US forces since 17 October.", "Example Monitor"),
        ("Since 17 October, by our count, there have been 44 attacks on American forces.", None),
        ("About 44 of the attacks on American forces since 17 October we can explain.", None),
    ],
)
def test_who_states_a_total_is_somebody(lexicon: Lexicon, sentence: str, speaker: str | None) -> None:
    assert {one.attributed_to for one in totals(lexicon, sentence)} <= {speaker}


def test_who_spoke_before_states_what_comes_next(lexicon: Lexicon) -> None:
    found = totals(
        lexicon,
        "The Pentagon said there had been 66 attacks on American forces since 17 October.",
        "Of these 32 were in Iraq and 34 in Syria.",
    )
    assert [(one.count, one.attributed_to) for one in found] == [(66, "Pentagon"), (32, "Pentagon"), (34, "Pentagon")]
