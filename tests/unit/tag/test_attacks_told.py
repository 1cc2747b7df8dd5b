"""Attacks on people, villages, sites and ships that are told without a weapon; what is none."""

from datetime import date

import pytest

from schemas import Article, Attack, Passage, Span
from streams.stages.lexicon import LexiconAdditions, load_lexicon
from streams.stages.tag import tag

FRIDAY = date(2025, 3, 14)


def attacks(text: str, additions: LexiconAdditions | None = None) -> tuple[Attack, ...]:
    passages, at = [], 0
    for paragraph in ("News of the day", *text.split("\n")):
        passages.append(Passage(text=paragraph, start=at, end=at + len(paragraph)))
        at += len(paragraph) + 2
    day = Span(start=FRIDAY, end=FRIDAY)
    article = Article(
        article_id="a", page_id="p", version="1", title=passages[0], paragraphs=tuple(passages[1:]), published=day
    )
    return tag(article, load_lexicon(additions)).attacks


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Raiders rode into the hamlet of Kelbo on Monday and took its cattle.", "villages"),
        ("A dispensary nurse was led away by gunmen in Bor on Tuesday.", "ambulances"),
        ("The clinic at Wau was ransacked on Wednesday night.", "hospitals"),
        ("Masked men walked into the school at Dori on Thursday and chased out the pupils.", "schools"),
        ("A gas pipeline near Sibi was blown up by unknown men on Monday.", "oil-depots"),
        ("Robbers in two skiffs came alongside the freighter Blue Heron off Eyl on Sunday.", "commercial-ships"),
        ("Soldiers beat a photographer in Juba on Tuesday.", "journalists"),
        ("The police post at Tank was burned down on Monday.", "police"),
    ],
)
def test_what_armed_men_do_to_a_target_is_an_attack_whatever_the_verb(text: str, target: str) -> None:
    assert [attack.target.id for attack in attacks(text)] == [target]


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested two gunmen on Monday over the killing of a reporter in Lima.",
        "A court on Tuesday sentenced a man for the murder of a teacher in Lyon.",
        "Troops killed nine bandits in the village of Maradun on Monday.",
        "A bandit was shot dead by soldiers in the village of Maradun on Monday.",
        "Police raided a village near Kano on Sunday.",
        "Clinics have been looted and shelled for months.",
        "Gunmen left the school at Dori on Thursday.",
        "A barn and a school burned in Dori on Thursday.",
        "Flights from the airport of Lisbon were stopped on Monday by a strike over wages.",
    ],
)
def test_arrests_courts_habits_and_accidents_are_no_attacks(text: str) -> None:
    assert attacks(text) == ()


def test_who_was_killed_is_known_by_name_when_the_story_said_that_he_was_of_the_class() -> None:
    told = attacks(
        "The reporter Ana Duarte ran a weekly in Iguala.\n"
        "Duarte was leaving her office in Iguala on Tuesday when a man on a motorcycle shot at her."
    )
    assert [(attack.target.id, attack.date) for attack in told] == [("journalists", date(2025, 3, 11))]


def test_one_who_was_killed_is_one() -> None:
    (attack,) = attacks("A cameraman was shot dead by gunmen in Mogadishu on Monday.")
    assert (attack.killed, attack.weapons) == (1, ("small_arms",))


def test_in_a_story_on_villages_people_and_houses_stand_for_the_village() -> None:
    told = attacks(
        "Herders and villagers fled three hamlets in Ituri.\nEleven people were hacked to death at Gobu on Monday."
    )
    assert [(attack.target.id, attack.place and attack.place.id, attack.killed) for attack in told] == [
        ("villages", "gobu", 11)
    ]


def test_a_site_named_once_is_that_site_by_its_name_alone() -> None:
    told = attacks("Two drones hit the Tarmiz oil field on Monday.\nTarmiz was struck again on Wednesday.")
    assert [attack.target.id for attack in told] == ["oil-and-gas-fields"] * 2
    assert [attack.date for attack in told] == [date(2025, 3, 10), date(2025, 3, 12)]


def test_bombs_that_jets_drop_are_an_air_strike() -> None:
    (attack,) = attacks("A jet dropped three bombs on the school at Mindat on Tuesday.")
    assert attack.weapons == ("airstrike",)


def test_the_group_of_the_fighters_is_the_actor() -> None:
    (attack,) = attacks("Boko Haram fighters overran an army post at Gamboru on Tuesday.")
    assert attack.actor == "boko-haram"


def test_a_night_from_one_day_to_the_next_is_the_day_of_the_event() -> None:
    (attack,) = attacks("Gunmen stormed a clinic at Wau on the night of Monday to Tuesday.")
    assert attack.date == Span(start=date(2025, 3, 10), end=date(2025, 3, 11))


def test_a_class_that_is_added_takes_the_longer_terms_of_its_kind() -> None:
    lines = LexiconAdditions.model_validate({"targets": {"lines": {"terms": ["pipeline"]}}})
    (attack,) = attacks("Militants blew up a gas pipeline at Sibi on Monday.", lines)
    assert attack.target.id == "lines"
