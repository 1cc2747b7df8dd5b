"""Kept up story by story, a group's incidents and tallies are those of all its stories folded at once."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from streams.stages.tally import fold_group
from streams.stages.tally.changes import incident_diff, moved_between
from streams.stages.tally.fold import GroupFold
from streams.stages.tally.units import Staying, Units
from tests.unit.tally.test_set_decides import TALLIES, stories
from tests.unit.tally.told import LEXICON, attack, definition, story, total

DEFINITIONS = [
    *TALLIES,
    definition(id="anbar", places=["anbar"], unit="place-day"),
    definition(id="killed", measure="killed", until="2023-11-08"),
]
FIRST = date(2023, 11, 5)

gone = st.sampled_from([False, False, False, True])
steps = st.lists(st.tuples(st.lists(st.tuples(stories(), gone), max_size=3), st.booleans()), max_size=8)


def pages_of(standing, one, gone):
    """The appearances of a story when `one` has come or gone: it takes the place of the one on the same page."""
    there = [fact for fact in standing if fact.page_id != one.page_id]
    return [*there, *([] if gone else [one])]


@given(steps)
def test_any_sequence_of_replacements_ends_in_what_one_update_gives(told):
    fold = GroupFold(DEFINITIONS, LEXICON)
    standing = {}
    before, tallies_before = {}, GroupFold(DEFINITIONS, LEXICON).update().tallies
    for facts, look in told:
        for fact, gone in facts:
            standing[fact.article_id] = pages_of(standing.get(fact.article_id, []), fact, gone)
            fold.replace(fact.article_id, standing[fact.article_id])
        if look:
            changed = fold.update()
            wanted = incident_diff(before, fold.incidents.values())
            assert set(changed.incidents.upserts) == set(wanted.upserts)
            assert (changed.incidents.gone, changed.incidents.added) == (wanted.gone, wanted.added)
            for was, now in zip(tallies_before, changed.tallies, strict=True):
                assert changed.moved[now.id] == moved_between(was, now, wanted)
            before, tallies_before = dict(fold.incidents), changed.tallies
    tallies = fold.update().tallies
    at_once = fold_group([fact for facts in standing.values() for fact in facts], DEFINITIONS, LEXICON)
    assert {one.id: one for one in at_once.incidents} == fold.incidents
    assert tallies == at_once.tallies


def test_an_update_says_what_each_tally_counts_anew_and_no_more():
    fold = GroupFold([definition()], LEXICON)
    fold.replace("a", [story("a", attack("2023-11-08", "harir"), attack("2023-11-09", "erbil-airport"))])
    assert [name[:10] for name in fold.update().moved["t"].entered] == ["2023-11-08", "2023-11-09"]
    fold.replace("a", [story("a", attack("2023-11-09", "erbil-airport", killed=1), attack("2023-11-10", "harir"))])
    moved = fold.update().moved["t"]
    assert [[name[:10] for name in names] for names in (moved.entered, moved.left, moved.changed)] == [
        ["2023-11-10"],
        ["2023-11-08"],
        ["2023-11-09"],
    ]
    assert fold.update().moved["t"] == type(moved)()


def test_where_a_place_lies_may_be_told_by_another_story_later():
    told = {"id": "some-outpost", "name": "Some Outpost"}
    anbar = definition(places=["anbar"], reported={"counts": ["attacks"]})
    here = attack("2023-11-08", country="IQ") | {"place": told}
    first = story("a", here, totals=[total(7, as_of="2023-11-09", place=told)])
    later = story("b", attack("2023-12-20", country="IQ") | {"place": {**told, "within": ["ain-al-asad"]}})
    fold = GroupFold([anbar], LEXICON)
    fold.replace("a", [first])
    (before,) = fold.update().tallies
    fold.replace("b", [later])
    (after,) = fold.update().tallies
    fold.replace("b", [])
    assert (before.observed.count, after.observed.count) == (0, 2)
    assert (before.reported, after.reported.count) == (None, 7)
    assert fold.update().tallies == (before,)


stays = st.builds(
    lambda name, first, length, where: Staying(
        name, FIRST + timedelta(first), FIRST + timedelta(first + length), where, "IQ", ("drone",), False
    ),
    name=st.sampled_from("abcdefghij"),
    first=st.integers(0, 5),
    length=st.sampled_from([0, 0, 1, 1, 2, 3]),
    where=st.sampled_from(["", "", "x"]),
)


def units_at_once(standing):
    """One after the other, the more precise first: the first of its days that has a unit, else a new one."""
    units = {}
    for stay in sorted(standing, key=lambda one: one.order):
        day = next((day for day in stay.days if (day, stay.where) in units), stay.days[-1])
        units.setdefault((day, stay.where), []).append(stay)
    return units


@given(st.lists(st.tuples(stays, st.booleans()), max_size=25))
def test_units_kept_up_are_the_units_of_all_at_once(told):
    units, standing, seen = Units(), {}, {}
    for stay, gone in told:
        if standing.pop(stay.id, None):
            units.drop(stay.id)
        if not gone:
            standing[stay.id] = stay
            units.put(stay)
        for unit in units.settle():
            seen[unit] = units.members(unit)
        assert {unit: members for unit, members in seen.items() if members} == units_at_once(standing.values())
