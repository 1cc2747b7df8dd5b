"""What the totals of one count share, who states them, and what is told of one attack as one of a row."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import ReportedTotal
from streams.stages.lexicon import Lexicon, load_lexicon
from streams.stages.tag import tag
from streams.stages.tag.judges import RULES_ALONE
from tests.unit.tag.stories import story

TROOPS = "Rockets struck a base that houses American forces in Erbil on Monday."
SINCE = "since 17 October"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def totals(lexicon: Lexicon, *paragraphs: str, outlet: str | None = None) -> tuple[ReportedTotal, ...]:
    told = story("News of the day", *paragraphs, published=date(2024, 1, 30)).model_copy(update={"outlet": outlet})
    return tag(told, lexicon, RULES_ALONE).reported_totals


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        (f"Monitors have recorded 44 attacks on American forces {SINCE}.", "Monitors"),
        (f"The institute's own tally of attacks on American forces has passed 44 {SINCE}.", "institute"),
        (
            f"Example Watch, which follows Iraq, Syria and Jordan, counts 44 attacks on US forces {SINCE}.",
            "Example Watch",
        ),
        (f"There have been 44 attacks on American forces {SINCE}, per Example Watch.", "Example Watch"),
        (f"GEN. DOYLE: We have seen 44 attacks on American forces {SINCE}.", "GEN. DOYLE"),
        (f"We have counted 44 attacks on American forces {SINCE}.", "Example Weekly"),
    ],
)
def test_who_keeps_the_count_states_it(lexicon: Lexicon, sentence: str, speaker: str) -> None:
    (one,) = totals(lexicon, sentence, outlet="Example Weekly")
    assert one.attributed_to == speaker


def test_a_country_keeps_no_count(lexicon: Lexicon) -> None:
    (one,) = totals(
        lexicon, f"American forces in Iraq and Syria, which Iraq has noted, were attacked 44 times {SINCE}."
    )
    assert one.attributed_to != "Iraq"


def test_the_attack_just_told_may_be_the_second_of_a_row(lexicon: Lexicon) -> None:
    (one,) = totals(lexicon, TROOPS, "It was the second time this month that the base had been targeted.")
    assert (one.count, one.scope, one.target) == (2, "window", "us-forces")


def test_a_row_of_something_else_is_no_total(lexicon: Lexicon) -> None:
    assert not totals(lexicon, "It was the second time this month that the choir had sung.")


def test_entries_of_a_list_are_parts_of_the_total_above_it(lexicon: Lexicon) -> None:
    head = "The Observatory has documented 48 attacks on American bases in Syria since 17 October, as follows:"
    whole, *parts = totals(lexicon, head, "• 31 attacks on the Koniko base.", "• 17 attacks on Al-Tanf garrison.")
    assert whole.count == 48
    assert [(one.count, one.scope, one.since) for one in parts] == [
        (31, "part", whole.since),
        (17, "part", whole.since),
    ]


@given(years=st.integers(1, 9))
def test_the_time_since_an_event_says_when_it_was(lexicon: Lexicon, years: int) -> None:
    told = f"In the {years} years since he took office American forces in Iraq have been attacked 44 times."
    (one,) = totals(lexicon, told)
    assert one.since is not None
    assert abs((date(2024, 1, 30) - one.since).days - 365 * years) <= years


def test_countries_in_brackets_and_in_lists_are_each_numbers_own(lexicon: Lexicon) -> None:
    told = f"American forces have been attacked 131 times {SINCE}: 53 (Iraq) and 78 (Syria)."
    assert {(one.count, one.countries) for one in totals(lexicon, told)} >= {(53, ("IQ",)), (78, ("SY",))}
