from streams.stages.tally.incidents import incidents_of
from tests.unit.tally.told import LEXICON, attack, story

ASAD = "ain-al-asad"


def only(*facts):
    (incident,) = incidents_of(facts, LEXICON)
    return incident


def test_casualties_are_those_of_the_latest_story_that_gives_any():
    first = story("z", attack("2024-08-05", ASAD, injured=5), published="2024-08-06")
    later = story("m", attack("2024-08-05", ASAD, injured=7), published="2024-08-08")
    silent = story("a", attack("2024-08-05", ASAD), published="2024-08-09")
    assert only(first, later, silent).injured == 7


def test_an_attack_is_claimed_only_while_nobody_else_tells_of_it():
    claim = story("a", attack("2024-01-05", ASAD, status="claimed_only", claimed_by="islamic-resistance-in-iraq"))
    report = story("b", attack("2024-01-05", ASAD))
    assert only(claim).status == "claimed_only"
    told = only(claim, report)
    assert told.status == "reported" and told.claimed_by == "islamic-resistance-in-iraq"


def test_weapons_are_joined_and_the_general_word_gives_way_to_the_precise_one():
    one = story("a", attack("2024-01-20", ASAD, weapons=["missile", "unknown"]))
    other = story("b", attack("2024-01-20", ASAD, weapons=["ballistic_missile", "rocket"]))
    assert only(one, other).weapons == ("rocket", "ballistic_missile")


def test_the_same_story_on_two_pages_is_one_mention_and_two_sources():
    here = story("a", attack("2024-01-20", ASAD), page_id="p1", outlet="One")
    there = story("a", attack("2024-01-20", ASAD), page_id="p2", outlet="Two")
    incident = only(here, there)
    assert incident.sources == 2 and len(incident.mentions) == 1


def test_the_page_that_knows_its_date_best_tells_the_day():
    by_field = story("a", attack("2024-01-20", ASAD), page_id="p9", published_basis="field")
    by_order = story("a", attack("2024-01-27", ASAD), page_id="p1", published_basis="page_order")
    assert str(only(by_field, by_order).date.day) == "2024-01-20"


def test_a_wider_interval_gives_way_to_the_named_day():
    wide = story("a", attack({"from": "2024-01-19", "to": "2024-01-21"}, ASAD, basis="relative", weapons=["drone"]))
    day = story("b", attack("2024-01-20", ASAD, basis="weekday", weapons=["drone"]))
    incident = only(wide, day)
    assert str(incident.date.day) == "2024-01-20" and incident.date_basis == "weekday"


def test_an_undated_attack_is_bounded_by_the_publication_of_its_story():
    assert str(only(story("a", attack(None, ASAD), published="2024-01-25")).date.end) == "2024-01-25"


def test_a_second_attack_of_a_place_and_day_leaves_the_first_its_id():
    one = story("a", attack("2024-01-20", ASAD, weapons=["rocket"]), published="2024-01-20")
    both = story(
        "b",
        attack("2024-01-20", ASAD, weapons=["rocket"]),
        attack("2024-01-20", ASAD, weapons=["drone"]),
        published="2024-01-21",
    )
    before = only(one).id
    assert [i.id for i in incidents_of([one, both], LEXICON)] == [before, f"{before}.drone"]
