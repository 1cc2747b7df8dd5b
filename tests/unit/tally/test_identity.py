from streams.stages.tally.incidents import incidents_of
from tests.unit.tally.told import LEXICON, attack, story

ASAD, HARIR, TANF = "ain-al-asad", "harir", "al-tanf"


def ids(*facts):
    return [incident.id for incident in incidents_of(facts, LEXICON)]


def counts(*facts):
    return sorted(incident.count for incident in incidents_of(facts, LEXICON))


def test_two_outlets_on_the_same_day_and_place_tell_one_attack():
    facts = story("a", attack("2023-11-09", ASAD, weapons=["drone"])), story("b", attack("2023-11-09", ASAD))
    (incident,) = incidents_of(facts, LEXICON)
    assert incident.id == "2023-11-09-ain-al-asad-us-forces"
    assert incident.sources == 2 and len(incident.mentions) == 2


def test_three_days_running_each_told_with_its_day_are_three():
    facts = [story(day, attack(f"2023-11-0{day}", ASAD, weapons=["rocket"])) for day in "678"]
    assert len(ids(*facts)) == 3


def test_the_day_of_reporting_does_not_chain_days_either():
    facts = [story(day, attack(f"2023-11-0{day}", ASAD, basis="reported", weapons=["rocket"])) for day in "678"]
    assert len(ids(*facts)) == 2


def test_a_story_that_names_no_day_joins_the_attack_of_the_day_before():
    named = story("a", attack("2023-11-08", ASAD, weapons=["rocket"]))
    soft = story("b", attack("2023-11-09", ASAD, basis="reported", weapons=["missile"]))
    (incident,) = incidents_of([named, soft], LEXICON)
    assert str(incident.date.day) == "2023-11-08" and incident.date_basis == "explicit"


def test_a_day_apart_with_another_class_of_weapon_is_another_attack():
    named = story("a", attack("2023-11-08", ASAD, weapons=["rocket"]))
    soft = story("b", attack("2023-11-09", ASAD, basis="reported", weapons=["drone"]))
    assert len(ids(named, soft)) == 2


def test_a_day_apart_with_another_number_of_projectiles_is_another_attack():
    named = story("a", attack("2023-11-08", ASAD, weapons=["rocket"], munitions=4))
    soft = story("b", attack("2023-11-09", ASAD, basis="reported", weapons=["rocket"], munitions=2))
    assert len(ids(named, soft)) == 2


def test_late_one_day_and_early_the_next_are_one_attack():
    late = story("a", attack("2024-02-04", ASAD, weapons=["drone"], killed=6))
    assert len(ids(late, story("b", attack("2024-02-05", ASAD, weapons=["drone"])))) == 1


def test_two_days_running_are_two_attacks_where_anything_tells_them_apart():
    first = story("a", attack("2024-02-04", ASAD, weapons=["drone"], killed=6))
    toll = story("b", attack("2024-02-05", ASAD, weapons=["drone"], killed=1))
    weapon = story("b", attack("2024-02-05", ASAD, weapons=["rocket"], killed=6))
    both = story("b", attack("2024-02-05", ASAD, weapons=["drone"]), attack("2024-02-04", ASAD, weapons=["drone"]))
    third = story("c", attack("2024-02-03", ASAD, weapons=["mortar"]))
    same = story("b", attack("2024-02-05", ASAD, weapons=["drone"]))
    assert [len(ids(first, other)) for other in (toll, weapon, both)] == [2, 2, 2]
    assert len(ids(first, same, third)) == 3


def test_days_running_with_the_same_toll_or_number_of_rockets_stay_apart():
    tolls = [story(day, attack(f"2023-11-0{day}", ASAD, weapons=["drone"], killed=2)) for day in "5678"]
    assert len(ids(*tolls)) == 4
    rockets = [story(day, attack(f"2023-11-0{day}", ASAD, weapons=["rocket"], munitions=2)) for day in "678"]
    assert len(ids(*rockets)) == 3


def test_a_story_without_a_day_may_tell_of_two_days_before_but_not_of_the_day_after_next():
    named = story("a", attack("2023-11-08", ASAD, weapons=["rocket"]))
    later = story("b", attack("2023-11-10", ASAD, basis="reported"))
    earlier = story("c", attack("2023-11-06", ASAD, basis="reported"))
    assert len(ids(named, later)) == 1
    assert len(ids(named, earlier)) == 2


def test_what_one_story_tells_apart_stays_apart():
    both = story("a", attack("2023-11-09", HARIR, weapons=["drone"]), attack("2023-11-09", HARIR, weapons=["drone"]))
    one = story("b", attack("2023-11-09", HARIR, weapons=["drone"]))
    assert counts(both, one) == [1, 1]
    assert len(set(ids(both, one))) == 2


def test_two_attacks_told_as_one_are_filled_by_the_single_ones():
    two = story("a", attack("2023-11-08", "green-village", weapons=["rocket"], count=2))
    single = story("b", attack("2023-11-08", "green-village", weapons=["rocket"]))
    apart = story(
        "c",
        attack("2023-11-08", "green-village", weapons=["rocket"], injured=3),
        attack("2023-11-08", "green-village", weapons=["rocket"]),
    )
    assert counts(two, single) == [2]
    assert sum(counts(two, single, apart)) == 2
    assert sum(counts(single, two)) == 2


def test_the_more_specific_place_wins():
    vague = story("a", attack("2023-11-09", "anbar", weapons=["drone"]))
    precise = story("b", attack("2023-11-09", ASAD, weapons=["drone"]))
    (incident,) = incidents_of([vague, precise], LEXICON)
    assert incident.place and incident.place.id == ASAD and incident.lat == LEXICON.places[ASAD].lat


def test_two_bases_in_one_province_are_two_attacks():
    facts = [story(place, attack("2023-11-09", place, weapons=["drone"])) for place in (ASAD, "habbaniyah")]
    assert len(ids(*facts)) == 2


def test_an_attack_without_a_place_is_the_one_of_its_day_and_country():
    placed = story("a", attack("2023-11-09", ASAD, weapons=["drone"]))
    bare = story("b", attack("2023-11-09", country="IQ"))
    elsewhere = story("c", attack("2023-11-09", country="SY"))
    assert len(ids(placed, bare)) == 1
    assert len(ids(placed, elsewhere)) == 2


def test_an_undated_attack_joins_the_only_one_of_the_fortnight_before_its_story():
    dated = story("a", attack("2023-11-01", ASAD, weapons=["drone"]))
    undated = story("b", attack(None, ASAD, weapons=["drone"]), published="2023-11-10")
    assert len(ids(dated, undated)) == 1
    late = story("b", attack(None, ASAD, weapons=["drone"]), published="2023-12-10")
    assert len(ids(dated, late)) == 2
    second = story("c", attack("2023-11-05", ASAD, weapons=["drone"]))
    assert len(ids(dated, second, undated)) == 3


def test_an_undated_attack_of_a_story_without_a_date_stands_alone():
    dated = story("a", attack("2023-11-01", ASAD, weapons=["drone"]))
    undated = story("b", attack(None, ASAD, weapons=["drone"]), published=None)
    found = incidents_of([dated, undated], LEXICON)
    assert len(found) == 2 and found[1].id.startswith("undated-ain-al-asad-us-forces.")


def test_a_ship_is_hit_once_within_a_week_and_two_ships_are_two():
    first = story("a", attack("2024-03-06", "red-sea", target="commercial-ships", vessel="M/V Northern Gull"))
    again = story("b", attack("2024-03-08", target="commercial-ships", vessel="the Northern Gull", killed=3))
    other = story("c", attack("2024-03-06", "red-sea", target="commercial-ships", vessel="Alba Star"))
    assert len(ids(first, again)) == 1
    assert len(ids(first, again, other)) == 2


def test_a_ship_named_again_without_a_day_is_the_ship_again():
    hit = attack("2024-02-18", "red-sea", target="commercial-ships", vessel="Alba Star")
    again = attack("2024-03-02", target="commercial-ships", vessel="Alba Star", basis="reported")
    undated = attack(None, target="commercial-ships", vessel="Alba Star")
    assert len(ids(story("a", hit), story("b", again, undated, published="2024-03-02"))) == 1
    assert len(ids(story("a", hit, again, undated, published="2024-03-02"))) == 1


def test_a_ship_by_its_short_name_is_the_same_ship():
    full = attack("2024-03-04", target="commercial-ships", vessel="MV Nordic Gull II")
    short = attack("2024-03-04", target="commercial-ships", vessel="Gull II")
    assert len(ids(story("a", full, short))) == 1
    assert len(ids(story("a", full), story("b", short))) == 1
    again = attack("2024-03-07", target="commercial-ships", vessel="Gull II")
    assert len(ids(story("a", full, again))) == 2


def test_other_targets_are_other_attacks():
    base = story("a", attack("2023-11-09", "baghdad", weapons=["rocket"]))
    embassy = story("b", attack("2023-11-09", "baghdad", weapons=["rocket"], target="us-diplomats"))
    assert len(ids(base, embassy)) == 2


def test_a_place_that_the_gazetteer_lacks_is_known_by_its_name():
    one = story("a", attack("2023-11-09", "kharab-rashk", country="SY", weapons=["drone"]))
    other = story("b", attack("2023-11-09", "kharab-rashk-base", country="SY", weapons=["drone"]))
    assert len(ids(one, other)) == 1


def test_a_midnight_attack_beside_one_of_the_next_day_stays_apart():
    night = attack({"from": "2023-11-08", "to": "2023-11-09"}, HARIR, weapons=["drone"])
    both = story("a", attack("2023-11-09", HARIR, weapons=["drone"]), night)
    single = story("b", attack("2023-11-09", HARIR, weapons=["drone"]))
    found = incidents_of([both, single], LEXICON)
    assert [incident.sources for incident in found] == [1, 2]


def test_a_village_and_the_province_it_is_told_to_lie_in_are_one_place():
    village = attack("2023-11-09", "tumbaru", country="NG", weapons=["small_arms"])
    village["place"]["within"] = ["plateau-region", "nigeria"]
    province = attack("2023-11-09", "plateau-region", weapons=["small_arms"])
    elsewhere = attack("2023-11-09", "kano-region", weapons=["small_arms"])
    assert len(ids(story("a", village), story("b", province))) == 1
    assert len(ids(story("a", village), story("b", elsewhere))) == 2
