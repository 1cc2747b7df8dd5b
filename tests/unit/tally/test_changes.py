from datetime import UTC, datetime

from streams.stages.tally import changes_of, fold_group, incident_diff
from tests.unit.tally.told import LEXICON, attack, definition, story, total

AT = datetime(2024, 1, 1, tzinfo=UTC)
DRONE = story("a", attack("2023-11-09", "harir", weapons=["drone"]))
ROCKET = story("b", attack("2023-11-12", "ain-al-asad", weapons=["rocket"]))


def step(before, after, number=1):
    """The changes and the diff from folding `before` to folding `after`."""
    old, new = (fold_group(facts, [definition()], LEXICON) for facts in (before, after))
    diff = incident_diff({incident.id: incident for incident in old.incidents}, new.incidents)
    return changes_of(old.tallies[0], new.tallies[0], diff, number, AT), diff


def test_an_attack_that_comes_is_logged_with_its_incident():
    (change,), diff = step([DRONE], [DRONE, ROCKET], number=7)
    assert (change.id, change.what, change.before, change.after) == ("t-7", "observed", 1, 2)
    assert change.why == ("incident 2023-11-12-ain-al-asad-us-forces added",)
    assert [incident.id for incident in diff.upserts] == ["2023-11-12-ain-al-asad-us-forces"] and not diff.gone


def test_an_attack_that_is_withdrawn_is_logged_as_retracted():
    (change,), diff = step([DRONE, ROCKET], [DRONE])
    assert change.why == ("incident 2023-11-12-ain-al-asad-us-forces retracted",)
    assert diff.gone == {"2023-11-12-ain-al-asad-us-forces": None} and diff.upserts == ()


def test_an_attack_that_merges_is_logged_with_what_it_merged_into():
    vague = story("c", attack("2023-11-08", "anbar", weapons=["rocket"]))
    precise = story("d", attack("2023-11-08", "ain-al-asad", weapons=["rocket"]))
    other = story("e", attack("2023-11-08", "habbaniyah", weapons=["drone"]))
    (change,), diff = step([vague, other], [vague, precise, other, ROCKET])
    heir = "2023-11-08-ain-al-asad-us-forces"
    assert diff.gone == {"2023-11-08-anbar-us-forces": heir}
    assert f"incident 2023-11-08-anbar-us-forces merged into {heir}" in change.why


def test_a_total_that_is_stated_and_one_that_corrects_are_logged():
    stated = story("c", totals=[total(60, as_of="2023-11-14", attributed_to="an official")])
    corrected = story("d", totals=[total(57, as_of="2023-11-16", qualifier="exactly")])
    (first,), _ = step([], [stated])
    assert (first.before, first.after, first.why) == (
        None,
        60,
        ("total of 60 stated by an official as of 2023-11-14",),
    )
    (second,), _ = step([stated], [stated, corrected])
    assert (second.before, second.after, second.why) == (60, 57, ("total corrected to 57 as of 2023-11-16",))


def test_both_numbers_may_move_at_once_and_are_numbered_on():
    stated = story("c", attack("2023-11-09", "tower-22"), totals=[total(60, as_of="2023-11-14")])
    changes, _ = step([], [stated], number=3)
    assert [(change.number, change.what) for change in changes] == [(3, "observed"), (4, "reported")]


def test_the_same_fold_changes_nothing():
    changes, diff = step([DRONE, ROCKET], [ROCKET, DRONE, DRONE])
    assert changes == () and diff.upserts == () and not diff.gone
