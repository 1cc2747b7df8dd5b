"""The set of facts decides: order, repetition, overtaken versions and far-away attacks change nothing."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from streams.stages.tally import ArticleFacts, fold_group, newest
from streams.stages.tally.incidents import incidents_of
from tests.unit.tally.told import LEXICON, attack, definition, story, total

PLACES = ["ain-al-asad", "anbar", "harir", "erbil", "erbil-airport", "tower-22", "red-sea", "some-outpost", None]
TARGETS = ["us-forces", "us-forces", "us-forces", "commercial-ships", "soldiers", "army-posts"]
FIRST = date(2023, 11, 5)
TALLIES = [
    definition(targets=["us-forces", "commercial-ships"]),
    definition(id="days", unit="day", targets=["us-forces"]),
    definition(id="places", unit="place-day", countries=[], since="2023-11-06"),
]

days = st.integers(0, 6).map(lambda n: FIRST + timedelta(days=n))
spans = st.tuples(days, st.integers(0, 3)).map(
    lambda told: {"from": told[0].isoformat(), "to": (told[0] + timedelta(days=told[1])).isoformat()}
)
dates = st.one_of(st.none(), days.map(date.isoformat), days.map(date.isoformat), spans)
weapons = st.lists(st.sampled_from(["drone", "rocket", "missile", "unknown"]), max_size=2, unique=True)
few = st.none() | st.integers(0, 3)


@st.composite
def attacks(draw, name):
    when = draw(dates)
    told = attack(
        when,
        draw(st.sampled_from(PLACES)),
        basis=draw(st.sampled_from(["explicit", "weekday", "reported"])) if when else "none",
        weapons=draw(weapons),
        target=draw(st.sampled_from(TARGETS)),
        vessel=draw(st.sampled_from([None, None, "Alba Star", "Northern Gull"])),
        count=draw(st.integers(1, 3)),
        statement=draw(st.sampled_from(["event", "event", "event", "day"])),
        killed=draw(few),
        munitions=draw(few),
        status=draw(st.sampled_from(["reported", "claimed_only"])),
    )
    return {**told, "evidence": {"text": f"{name} tells it", "start": draw(st.integers(0, 99)), "end": 100}}


@st.composite
def stories(draw):
    name = draw(st.sampled_from("abcdefgh"))
    count = st.integers(1, 60)
    totals = draw(st.lists(st.tuples(count, days, st.booleans(), st.sampled_from(["exactly", "at_least"])), max_size=2))
    return story(
        name,
        *draw(st.lists(attacks(name), max_size=3)),
        published=draw(st.none() | days.map(date.isoformat)),
        page_id=draw(st.sampled_from(["one", "two"])),
        version=draw(st.sampled_from("123")),
        published_basis=draw(st.sampled_from(["field", "page_order"])),
        totals=[
            total(n, as_of=day.isoformat(), since=None if open_ended else "2023-10-17", qualifier=qualifier)
            for n, day, open_ended, qualifier in totals
        ],
    )


sets = st.lists(stories(), max_size=8)
shuffled = sets.flatmap(lambda facts: st.tuples(st.just(facts), st.permutations(facts)))


def fold(facts):
    return fold_group(facts, TALLIES, LEXICON)


@given(shuffled)
def test_neither_order_nor_repetition_matters(told):
    facts, other_order = told
    assert fold(facts) == fold(other_order) == fold([*other_order, *facts])


@given(sets, st.integers(0, 8))
def test_batches_give_what_one_batch_gives(facts, cut):
    kept = newest(facts[:cut]).values()
    assert fold(newest([*kept, *facts[cut:]]).values()) == fold(facts)


@given(sets)
def test_overtaken_versions_leave_nothing(facts):
    assert fold(facts) == fold(newest(facts).values())


@given(sets)
def test_every_mention_of_an_event_stands_in_one_incident_and_one_story_fills_no_more_than_it_counts(facts):
    incidents = incidents_of(facts, LEXICON)
    assert len({incident.id for incident in incidents}) == len(incidents)
    standing = {}
    for fact in newest(facts).values():
        standing.setdefault(fact.article_id, fact)
    told = [m.article_id for i in incidents if i.statement == "event" for m in i.mentions]
    assert set(told) <= standing.keys()
    for incident in incidents:
        stories_in_it = [mention.article_id for mention in incident.mentions]
        if incident.statement == "event" and not incident.vessel:
            assert all(stories_in_it.count(one) <= max(incident.count, 1) for one in stories_in_it)


@given(sets)
def test_attacks_of_another_month_change_nothing(facts):
    far = story(
        "z",
        attack("2024-03-05", "ain-al-asad", weapons=["drone"], killed=2),
        attack("2024-03-05", country="IQ", weapons=["rocket"]),
        published="2024-03-06",
    )
    alone, together = incidents_of(facts, LEXICON), incidents_of([*facts, far], LEXICON)
    assert set(alone) <= set(together) and len(together) == len(alone) + 2


@given(sets)
def test_the_grouping_of_targets_decides_where_work_is_done_and_not_what_comes_out(facts):
    def only(family):
        return [
            cut(fact, [a for a in fact.attacks if LEXICON.target_chain(a.target.id)[-1] == family]) for fact in facts
        ]

    def cut(fact, kept) -> ArticleFacts:
        return fact.model_copy(update={"attacks": tuple(kept)})

    # Of two versions with the same number any fixed choice is good; here both folds must make the same.
    facts = list({(fact.key, fact.version): fact for fact in facts}.values())
    families = {LEXICON.target_chain(target)[-1] for target in TARGETS}
    apart = {incident for family in families for incident in incidents_of(only(family), LEXICON)}
    assert set(incidents_of(facts, LEXICON)) == apart


@given(sets)
def test_the_parts_of_a_tally_add_up(facts):
    for tally in fold(facts).tallies:
        observed = tally.observed
        assert observed.count == sum(observed.by_country.values()) == sum(observed.by_day.values())
        assert observed.claimed_only <= observed.count <= sum(observed.by_weapon.values()) or observed.count == 0
        assert not set(observed.undated) & set(tally.incidents)
        standing = [figure for figure in tally.reported_series if figure.standing == "current"]
        assert standing == ([tally.reported] if tally.reported else [])
