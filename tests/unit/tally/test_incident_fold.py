"""The fold of incidents: whatever is replaced, in whatever order, it ends in what a new fold gives."""

import sys
from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from streams.stages.tally.incidents import IncidentFold
from streams.stages.tally.stories import stories_of
from tests.unit.tally.told import LEXICON, attack, story

FIRST = date(2023, 11, 5)
PLACES = [
    "ain-al-asad",
    "ain-al-asad",
    "anbar",
    "anbar",
    "habbaniyah",
    "erbil",
    "red-sea",
    "tumbaru",
    "some-outpost",
    None,
]
WITHIN = [[], ["plateau-region"], ["anbar"], ["tumbaru"], ["some-outpost", "nigeria"]]

days = st.integers(0, 9).map(lambda n: FIRST + timedelta(days=n))


def span(first, days_long, basis):
    last = days_long and (first + timedelta(days=days_long)).isoformat()
    return {"from": first.isoformat(), "to": last}, basis


when = st.one_of(
    st.tuples(days.map(date.isoformat), st.sampled_from(["explicit", "reported"])),
    st.builds(span, days, st.integers(1, 4), st.sampled_from(["relative", "none"])),
    st.builds(span, days, st.sampled_from([30, 63, 200]), st.just("relative")),
    st.builds(span, days, st.none(), st.just("campaign")),
    st.just((None, "none")),
)


@st.composite
def tellings(draw, name):
    day, basis = draw(when)
    place = draw(st.sampled_from(PLACES))
    told = attack(
        day,
        place,
        basis=basis,
        weapons=draw(st.sampled_from([[], ["drone"], ["rocket"], ["drone", "rocket"]])),
        target=draw(st.sampled_from(["us-forces"] * 6 + ["soldiers", "commercial-ships"])),
        vessel=draw(st.sampled_from([None, None, None, "Alba Star", "Star", "Northern Gull"])),
        count=draw(st.sampled_from([1, 1, 1, 2, 3])),
        statement=draw(st.sampled_from(["event", "event", "event", "event", "day"])),
        killed=draw(st.sampled_from([None, None, 1, 2])),
        munitions=draw(st.sampled_from([None, None, 2, 3])),
    )
    if place and place not in LEXICON.places:
        told["place"]["within"] = draw(st.sampled_from(WITHIN))
    return {**told, "evidence": {"text": f"{name} tells it", "start": draw(st.integers(0, 9)), "end": 10}}


@st.composite
def replacements(draw):
    name = draw(st.sampled_from("abcdefgh"))
    attacks = draw(st.lists(tellings(name), max_size=3))
    published = draw(st.none() | days.map(date.isoformat))
    (found,) = stories_of([story(name, *attacks, published=published)])
    return name, draw(st.sampled_from([found, found, found, None]))


def new_fold(told):
    fold = IncidentFold(LEXICON)
    for name, found in told.items():
        fold.replace(name, found)
    fold.update()
    return fold


@given(st.lists(st.lists(replacements(), min_size=1, max_size=5), max_size=6))
@settings(deadline=None)
def test_any_sequence_of_replacements_ends_in_what_a_new_fold_gives(batches):
    fold, told = IncidentFold(LEXICON), {}
    for batch in batches:
        for name, found in batch:
            fold.replace(name, found)
            told[name] = found
        fold.update()
        anew = new_fold(dict(sorted(told.items(), reverse=True)))
        assert fold.incidents == anew.incidents
        assert fold.lexicon.told == anew.lexicon.told


@given(st.lists(st.lists(replacements(), min_size=1, max_size=5), max_size=6))
@settings(deadline=None)
def test_what_is_said_to_have_changed_is_what_changed(batches):
    fold, known = IncidentFold(LEXICON), {}
    for batch in batches:
        for name, found in batch:
            fold.replace(name, found)
        diff = fold.update()
        now = {incident.id: incident for incident in diff.upserts}
        assert diff.added == now.keys() - known.keys()
        assert diff.gone.keys() <= known.keys() - now.keys()
        assert all(known.get(name) != incident for name, incident in now.items())
        known = {name: incident for name, incident in {**known, **now}.items() if name not in diff.gone}
        assert known == fold.incidents
        assert all(heir is None or heir in known for heir in diff.gone.values())


def test_a_story_that_is_put_in_again_changes_nothing():
    (found,) = stories_of([story("a", attack("2023-11-09", "ain-al-asad"))])
    fold = new_fold({"a": found})
    fold.replace("a", found)
    diff = fold.update()
    assert (diff.upserts, diff.gone, diff.added) == ((), {}, frozenset())


def test_an_attack_that_a_later_story_ties_to_another_is_merged_into_it():
    named = story("a", attack("2023-11-08", "ain-al-asad", weapons=["rocket"]))
    soft = story("b", attack("2023-11-09", "ain-al-asad", basis="reported", weapons=["rocket"]))
    told = {found.id: found for found in stories_of([named, soft])}
    fold = new_fold({"b": told["b"]})
    fold.replace("a", told["a"])
    assert fold.update().gone == {"2023-11-09-ain-al-asad-us-forces": "2023-11-08-ain-al-asad-us-forces"}
    fold.replace("a", None)
    diff = fold.update()
    assert diff.gone == {"2023-11-08-ain-al-asad-us-forces": "2023-11-09-ain-al-asad-us-forces"}


def test_places_that_a_story_moves_into_others_are_said():
    village = attack("2023-11-09", "tumbaru", country="NG", weapons=["small_arms"])
    here = stories_of([story("a", village)])[0]
    inside = stories_of([story("b", {**village, "place": {**village["place"], "within": ["plateau-region"]}})])[0]
    fold = new_fold({"a": here})
    fold.replace("b", inside)
    assert fold.update().moved_places == {"tumbaru"}
    assert "plateau-region" in fold.lexicon.place_chain("tumbaru")
    fold.replace("b", None)
    assert fold.update().moved_places == {"tumbaru"}
    assert fold.lexicon.place_chain("tumbaru") == ("tumbaru",)


def stories_about(day):
    """Eight stories of a day: what a dense history is made of."""
    today, before = FIRST + timedelta(days=day), FIRST + timedelta(days=day - 1)
    since = {"from": FIRST.isoformat(), "to": None}
    window = {"from": FIRST.isoformat(), "to": today.isoformat()}
    told = [
        attack(before.isoformat(), "ain-al-asad", weapons=["drone"], killed=day % 3),
        attack(before.isoformat(), "ain-al-asad", weapons=["rocket"]),
        attack(today.isoformat(), "harir", basis="reported", weapons=["drone"]),
        attack(today.isoformat(), country="IQ", weapons=["drone"]),
        attack(since, "ain-al-asad", basis="campaign", weapons=["drone"]),
        attack(window, "harir", basis="relative", weapons=["drone"]),
        attack(None, "harir", weapons=["mortar"]),
        attack(before.isoformat(), statement="day", count=4, countries=["IQ"]),
    ]
    return stories_of(story(f"{day}-{n}", one, published=today.isoformat()) for n, one in enumerate(told))


def work_of_a_day_after(history):
    """Calls of functions for the stories of one more day, put in one after the other."""
    fold = new_fold({found.id: found for day in range(history) for found in stories_about(day)})
    calls = Counter()

    def count(_frame, event, _argument):
        calls[event] += 1

    for found in stories_about(history):
        fold.replace(found.id, found)
        sys.setprofile(count)
        fold.update()
        sys.setprofile(None)
    return calls.total()


def test_the_work_for_a_story_does_not_grow_with_history():
    assert work_of_a_day_after(360) < 1.2 * work_of_a_day_after(90)


def test_a_mention_that_goes_elsewhere_leaves_no_room_for_the_next_of_its_story():
    first = story("a", attack("2023-11-07", "ain-al-asad", weapons=["drone"]))
    later = story("b", attack("2023-11-10", "ain-al-asad", weapons=["drone"], killed=2))
    both = story(
        "c",
        attack("2023-11-08", "ain-al-asad", basis="reported", weapons=["drone"], killed=2),
        attack("2023-11-11", "ain-al-asad", basis="reported", weapons=["drone"]),
    )
    told = {found.id: found for found in stories_of([first, later, both])}
    fold = new_fold(told)
    assert sorted(len(incident.mentions) for incident in fold.incidents.values()) == [2, 2]
    fold.replace("a", None)
    fold.update()
    del told["a"]
    assert sorted(len(incident.mentions) for incident in fold.incidents.values()) == [1, 2]
    assert fold.incidents == new_fold(told).incidents
