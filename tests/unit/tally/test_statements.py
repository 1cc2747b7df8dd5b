from streams.stages.tally.incidents import incidents_of
from tests.unit.tally.told import LEXICON, attack, story


def day(count, where=("IQ", "SY"), **told):
    return attack("2023-11-23", statement="day", count=count, countries=list(where), **told)


def found(*facts):
    return incidents_of(facts, LEXICON)


def test_a_statement_about_a_day_counts_only_what_single_attacks_leave():
    told = story("a", day(4), attack("2023-11-23", "ain-al-asad"), attack("2023-11-23", "harir"))
    left = [incident for incident in found(told) if incident.statement == "day"]
    assert [incident.count for incident in left] == [2]
    assert sum(incident.count for incident in found(told)) == 4


def test_a_statement_that_is_filled_is_dropped():
    told = story("a", day(1), attack("2023-11-23", "ain-al-asad"))
    assert [incident.statement for incident in found(told)] == ["event"]


def test_attacks_of_another_day_or_country_do_not_fill_it():
    other = story("b", attack("2023-11-25", "ain-al-asad"), attack("2023-11-23", "tower-22", country="JO"))
    left = [incident for incident in found(story("a", day(3)), other) if incident.statement == "day"]
    assert [incident.count for incident in left] == [3]


def test_the_same_statement_in_two_stories_counts_once_with_the_greater_number():
    (left,) = found(story("a", day(3)), story("b", day(4)))
    assert left.count == 4 and left.sources == 2 and left.id == "2023-11-23-iq-sy-us-forces-day"


def test_a_statement_about_one_country_fills_the_one_about_two():
    incidents = found(story("a", day(4)), story("b", day(3, ["IQ"])))
    assert sum(incident.count for incident in incidents) == 4


def test_a_statement_about_drones_is_not_filled_by_rockets():
    told = story("a", day(2, weapons=["drone"]), attack("2023-11-23", "harir", weapons=["rocket"]))
    assert sum(incident.count for incident in found(told)) == 3
