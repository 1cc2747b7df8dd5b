"""What a clause does not tell itself: its day, place and weapon stand in a sentence before, or in its verb."""

from datetime import date

import pytest

from schemas import Attack, Span
from streams.stages.lexicon import load_lexicon
from streams.stages.tag import tag
from tests.unit.tag.stories import story

FRIDAY = date(2025, 3, 14)


def attacks(*paragraphs: str) -> tuple[Attack, ...]:
    return tag(story("News of the day", *paragraphs, published=FRIDAY), load_lexicon()).attacks


@pytest.mark.parametrize(
    "before",
    ["On Tuesday the road to the coast was closed.", "Tue 11. A bad morning.", "TUE. A bad morning."],
)
def test_the_day_that_a_story_spoke_of_last_holds_for_an_attack_without_one(before: str) -> None:
    (attack,) = attacks(f"{before} A drone struck a school in Kharkiv.")
    assert (attack.date, attack.date_basis) == (date(2025, 3, 11), "carried")


def test_its_own_day_goes_before_the_one_spoken_of_last() -> None:
    (attack,) = attacks("The road was closed on Tuesday.", "A drone struck a school in Kharkiv on Wednesday.")
    assert attack.date == date(2025, 3, 12)


def test_an_entry_of_a_live_page_is_of_the_day_of_the_page() -> None:
    (attack,) = attacks("09:15 Trains are late.", "10:20 A missile has hit a hospital in Kharkiv.")
    assert attack.date == FRIDAY


def test_without_any_day_none_is_made_up() -> None:
    (attack,) = attacks("A missile hit a hospital in Kharkiv.")
    assert attack.date == Span(end=FRIDAY)


@pytest.mark.parametrize(
    ("text", "weapons"),
    [
        ("A drone let go two grenades over a school in Kharkiv on Monday.", ("drone",)),
        ("A school in Kharkiv was bombed on Monday.", ("airstrike",)),
        ("Two schools in Kharkiv were rocketed on Monday.", ("rocket",)),
        ("A police post in Kharkiv was fired upon on Monday.", ("small_arms",)),
        ("A drone hit a tank farm at the refinery in Saratov on Monday.", ("drone",)),
    ],
)
def test_weapons_by_what_carries_them_and_by_the_verb(text: str, weapons: tuple[str, ...]) -> None:
    assert {attack.weapons for attack in attacks(text)} == {weapons}


def test_people_hurt_elsewhere_are_not_of_the_attack() -> None:
    (attack,) = attacks("A drone struck a school in Kharkiv on Monday.", "In Omdurman nine people were killed.")
    assert attack.killed is None


def test_neither_and_no_casualties_hold_for_all_that_was_told() -> None:
    found = attacks(
        "Rockets were fired at a school in Kharkiv on Sunday, and on Monday a drone struck a hospital in Odesa.",
        "Neither attack caused any casualties.",
    )
    assert [(attack.killed, attack.injured) for attack in found] == [(0, 0), (0, 0)]
