import pytest

from streams.stages.tally.fold import fold_group
from tests.unit.tally.told import LEXICON, attack, definition, story


def observed(*attacks, published="2023-12-30", **changes):
    facts = [story(f"s{n}", one, published=published) for n, one in enumerate(attacks)]
    (tally,) = fold_group(facts, [definition(**changes)], LEXICON).tallies
    return tally.observed


def test_each_attack_counts_once_with_its_country_weapon_and_day():
    seen = observed(
        attack("2023-11-08", "green-village", weapons=["rocket"], count=2),
        attack("2023-11-09", "ain-al-asad", weapons=["drone", "rocket"], status="claimed_only"),
    )
    assert seen.count == 3 and seen.claimed_only == 1
    assert seen.by_country == {"IQ": 1, "SY": 2}
    assert seen.by_weapon == {"drone": 1, "rocket": 3}
    assert seen.by_day == {"2023-11-08": 2, "2023-11-09": 1}


def test_attacks_outside_the_span_are_out_and_those_across_its_edge_are_undated():
    before = attack("2023-10-16", "ain-al-asad")
    edge = attack({"from": "2023-10-15", "to": "2023-10-20"}, "harir", basis="relative")
    undated = attack(None, "erbil-airport")
    seen = observed(before, edge, undated)
    assert seen.count == 0 and len(seen.undated) == 2
    assert observed(before, edge, undated, until="2023-10-16", since="2023-10-16").count == 1


def test_an_undated_attack_in_a_story_from_before_the_tally_is_out():
    assert observed(attack(None, "erbil-airport"), published="2020-01-10").undated == ()


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({"country": "YE"}, {"countries": ["IQ"]}),
        ({"actor": "islamic-state"}, {"actors": ["houthis"]}),
        ({"actor": "us-forces"}, {"not_actors": ["us-forces"]}),
        ({"weapons": ["ied"]}, {"weapons": ["drone"]}),
        ({"weapons": ["rocket"]}, {"weapons": ["missile"]}),
        ({"target": "us-diplomats"}, {}),
        ({"country": None}, {"places": ["anbar"]}),
    ],
)
def test_what_is_known_to_be_something_else_is_out(told, wanted):
    assert observed(attack("2023-11-09", **told), **{"countries": [], **wanted}).count == 0


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({"country": None}, {"countries": ["IQ"]}),
        ({}, {"actors": ["houthis"]}),
        ({"actor": "kataib-hezbollah"}, {"actors": ["iran-backed-militias"]}),
        ({"actor": "iran-backed-militias"}, {"actors": ["kataib-hezbollah"]}),
        ({"weapons": ["unknown"]}, {"weapons": ["drone"]}),
        ({"weapons": ["ballistic_missile"]}, {"weapons": ["missile"]}),
        ({"weapons": ["mortar"]}, {"weapons": ["projectile"]}),
    ],
)
def test_what_is_not_told_or_only_vaguely_does_not_speak_against_it(told, wanted):
    assert observed(attack("2023-11-09", **told), **{"countries": [], **wanted}).count == 1


def test_a_place_stands_for_what_lies_in_it():
    assert observed(attack("2023-11-09", "ain-al-asad"), places=["anbar"]).count == 1
    assert observed(attack("2023-11-09", "harir"), places=["anbar"]).count == 0


def test_a_place_day_counts_once_however_many_attacks():
    twice = attack("2023-11-08", "green-village", count=3, weapons=["drone"])
    seen = observed(twice, attack("2023-11-08", "harir"), attack("2023-11-09", "harir"), unit="place-day")
    assert seen.count == 3 and sum(seen.by_country.values()) == 3


def test_a_day_counts_once_and_a_night_is_the_day_that_is_known():
    night = attack({"from": "2023-11-08", "to": "2023-11-09"}, "harir", basis="relative")
    seen = observed(attack("2023-11-08", "green-village"), attack("2023-11-08", "erbil-airport"), night, unit="day")
    assert seen.count == 1 and seen.by_day == {"2023-11-08": 1}


def test_killed_and_injured_are_added_up_over_incidents():
    attacks = attack("2023-11-08", "harir", killed=2, injured=5), attack("2023-11-20", "harir", killed=0, injured=1)
    assert observed(*attacks, measure="killed").count == 2
    assert observed(*attacks, measure="injured").count == 6


def test_a_tally_of_no_facts_is_empty_and_has_its_name():
    (tally,) = fold_group([], [definition()], LEXICON).tallies
    assert tally.observed.count == 0 and tally.reported is None and tally.difference is None and tally.title == "t"
