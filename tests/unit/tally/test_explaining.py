"""The explanation says what the count does: never more, never less, and always why."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from schemas import TaggedArticle
from streams.offline import explain, fold
from streams.stages.lexicon import LexiconAdditions
from streams.stages.tally import Definitions, groups_of
from streams.stages.tally.explaining import explain_group
from streams.stages.tally.fold import fold_group, folded
from streams.stages.tally.groups import definitions_by_group
from streams.stages.tally.stories import stories_of
from tests.unit.tally.test_set_decides import sets
from tests.unit.tally.told import LEXICON, attack, definition, story, total

TALLIES = [
    definition(targets=["us-forces", "commercial-ships"]),
    definition(id="days", unit="day", targets=["us-forces"]),
    definition(id="places", unit="place-day", countries=[], since="2023-11-06", until="2023-11-09"),
    definition(id="hurt", measure="killed", actors=["houthis"], weapons=["drone"], countries=[]),
    definition(id="army", targets=["military"], places=["anbar"], countries=[], not_actors=["islamic-state"]),
]


def explained(facts, tallies=TALLIES):
    """The tallies, and the stories as they are explained, group by group."""
    groups = groups_of(tallies, LEXICON)
    found, told = {}, []
    for key, watching in definitions_by_group(tallies, groups).items():
        cut = [part for fact in facts for part in [only(fact, key, groups)] if part.attacks or part.totals]
        group = folded(cut, watching, LEXICON)
        assert group.tallies() == fold_group(cut, watching, LEXICON).tallies
        found |= {tally.id: tally for tally in group.tallies()}
        told += [(cut, explain_group(group, tallies))]
    return found, told


def only(fact, key, groups):
    mine = {
        "attacks": tuple(one for one in fact.attacks if groups.key_of(one.target.id) == key),
        "totals": tuple(one for one in fact.totals if groups.key_of(one.target or "") == key),
    }
    return fact.model_copy(update=mine)


actors = st.sampled_from([None, None, "houthis", "islamic-state", "us-forces", "iran-backed-militias"])
kinds = st.fixed_dictionaries(
    {
        "scope": st.sampled_from(["running", "running", "window", "split", "part"]),
        "of": st.sampled_from(["attacks", "incidents", "killed"]),
        "target": st.sampled_from(["us-forces", "us-forces", "commercial-ships", "soldiers"]),
        "actor": actors,
        "countries": st.sampled_from([[], ["IQ"], ["SY"], ["IQ", "SY"], ["IQ", "SY", "JO"]]),
        "since": st.sampled_from([None, "2023-10-17", "2023-10-17", "2023-11-06", "2022-01-01"]),
        "since_precision": st.sampled_from(["day", "month", "window"]),
    }
)
totals = st.builds(
    lambda count, day, told: total(count, as_of=day, **told),
    st.integers(20, 22),
    st.sampled_from(["2023-11-05", "2023-11-08"]),
    kinds,
)


@st.composite
def told_sets(draw):
    """Stories with attacks by various hands, and with totals of all kinds."""
    facts = []
    for fact in draw(sets):
        by = tuple(one.model_copy(update={"actor": draw(actors)}) for one in fact.attacks)
        more = story("x", totals=draw(st.lists(totals, max_size=3))).totals
        facts.append(fact.model_copy(update={"attacks": by, "totals": (*fact.totals, *more)}))
    return facts


@given(told_sets())
def test_an_attack_is_counted_exactly_where_its_incident_is_in_the_tallys_count(facts):
    found, told = explained(facts)
    for _, stories in told:
        for one in (one for there in stories.values() for one in there.attacks):
            assert [verdict.tally for verdict in one.verdicts] == [tally.id for tally in TALLIES]
            for verdict in one.verdicts:
                tally = found[verdict.tally]
                assert verdict.counted == (one.incident in tally.incidents)
                assert (verdict.reason in ("open_date", "across_edge")) == (one.incident in tally.observed.undated)
                assert bool(verdict.reason) == bool(verdict.why) == (verdict.adds == 0)


@given(told_sets())
def test_what_the_incidents_add_is_the_tallys_number(facts):
    found, told = explained(facts)
    adds = defaultdict(dict)
    for _, stories in told:
        for one in (one for there in stories.values() for one in there.attacks):
            for verdict in one.verdicts:
                if verdict.counted:
                    assert adds[verdict.tally].setdefault(one.incident, verdict.adds) == verdict.adds
    for name, tally in found.items():
        assert set(adds[name]) == set(tally.incidents)
        assert sum(adds[name].values()) == tally.observed.count


@given(told_sets())
def test_every_attack_of_every_story_is_explained_and_knows_who_else_tells_of_it(facts):
    for cut, stories in explained(facts)[1]:
        tellers = defaultdict(set)
        for standing in stories_of(cut):
            there = stories[standing.id]
            assert tuple(one.attack for one in there.attacks) == standing.facts.attacks
            for one in there.attacks:
                assert one.incident or (one.filled_by and one.attack.statement == "day")
                tellers[one.incident].add(standing.id)
        for article, there in stories.items():
            for one in there.attacks:
                if one.incident:
                    assert {article, *one.also_told_by} == tellers[one.incident]


@given(told_sets())
def test_the_totals_that_feed_a_series_are_those_of_which_it_is_made(facts):
    found, told = explained(facts)
    feeding = defaultdict(list)
    for cut, stories in told:
        for standing in stories_of(cut):
            there = stories[standing.id]
            assert tuple(one.total for one in there.totals) == standing.facts.totals
            for one in there.totals:
                for verdict in one.verdicts:
                    assert verdict.feeds == (verdict.standing is not None) == (not verdict.reason) == (not verdict.why)
                    if verdict.feeds:
                        feeding[verdict.tally].append((verdict.standing, standing.id, one.total.evidence.text))
    for name, tally in found.items():
        series = tally.reported_series
        # A figure that is summed up has several totals in each story that states it.
        assert len(feeding[name]) == sum(figure.stories * (len(figure.parts) or 1) for figure in series)
        quotes = {(figure.standing, quote) for figure in series for quote in figure.parts or (figure.evidence,)}
        assert {(standing, quote.article_id, quote.text) for standing, quote in quotes} <= set(feeding[name])


def reasons(one, **changes):
    """Why a tally does not count the only attack of the only story; None where it does."""
    group = folded([story("a", one)], [definition(**changes)], LEXICON)
    (told,) = explain_group(group, [definition(**changes)])["a"].attacks
    return told.verdicts[0].reason, told.verdicts[0].why


def test_the_words_name_what_speaks_against_it_and_what_the_tally_asks_for():
    here = attack("2023-11-09", "ain-al-asad", weapons=["drone"], actor="houthis")
    assert reasons(here) == (None, "")
    assert reasons(here, targets=["warships"]) == ("other_target", "us-forces is not among its targets (warships)")
    assert reasons(here, countries=["SY", "JO"]) == ("other_country", "IQ is not among its countries (SY, JO)")
    assert reasons(here, weapons=["ied"]) == ("other_weapon", "drone is not among its weapons (ied)")
    assert reasons(here, places=["harir"]) == ("other_place", "ain-al-asad does not lie in its places (harir)")
    assert reasons(here, actors=["us-forces"]) == ("other_actor", "houthis is not among its actors (us-forces)")
    assert reasons(here, not_actors=["houthis"])[0] == "excluded_actor"
    assert reasons(here, since="2023-11-10") == ("before_since", "2023-11-09 is before its since, 2023-11-10")
    assert reasons(here, until="2023-11-08") == ("after_until", "2023-11-09 is after its until, 2023-11-08")
    assert reasons(here, measure="killed") == ("no_figure", "no number of killed is told")
    across = attack({"from": "2023-10-15", "to": "2023-10-19"}, "harir", basis="relative")
    assert reasons(across)[0] == "across_edge" and "2023-10-15 to 2023-10-19" in reasons(across)[1]
    assert reasons(attack(None, "harir"))[0] == "open_date"


def test_of_two_attacks_of_a_place_and_day_one_stands_for_both():
    facts = [story("a", attack("2023-11-09", "harir", count=2)), story("b", attack("2023-11-09", "erbil-airport"))]
    tallies = [definition(unit="day")]
    told = explain_group(folded(facts, tallies, LEXICON), tallies)
    verdicts = [told[name].attacks[0].verdicts[0] for name in "ab"]
    assert sorted(one.adds for one in verdicts) == [0, 1] and all(one.counted for one in verdicts)
    (other,) = (one for one in verdicts if not one.adds)
    assert other.reason == "same_unit" and "2023-11-09-" in other.why


def test_a_statement_about_a_day_names_the_attacks_that_fill_it():
    single = attack("2023-11-09", "harir", weapons=["drone"])
    day = attack("2023-11-09", country="IQ", statement="day", count=1)
    tallies = [definition()]
    told = explain_group(folded([story("a", single), story("b", day)], tallies, LEXICON), tallies)
    filled = told["b"].attacks[0]
    assert filled.incident is None and filled.filled_by == (told["a"].attacks[0].incident,)
    assert filled.verdicts[0].reason == "told_singly" and filled.filled_by[0] in filled.verdicts[0].why


def test_an_attack_known_by_a_since_date_alone_names_the_one_that_it_may_be():
    dated = story("a", attack("2023-11-09", "harir", weapons=["drone"]))
    since = {"from": "2023-10-17", "to": None}
    again = story("b", attack(since, "harir", basis="campaign", weapons=["drone"]), published=None)
    tallies = [definition()]
    told = explain_group(folded([dated, again], tallies, LEXICON), tallies)
    one = told["b"].attacks[0]
    assert one.may_be == told["a"].attacks[0].incident and one.verdicts[0].reason == "open_date"


def article(name, facts=None, version="1", page=""):
    told = {"attacks": facts.attacks, "reported_totals": facts.totals, "published": facts.published} if facts else {}
    return TaggedArticle(article_id=name, page_id=page or f"page-{name}", raw_ids=(name,), version=version, **told)


DEFINITIONS = Definitions((definition(),), LexiconAdditions(), LEXICON)


def test_stories_come_in_the_order_of_the_inputs_and_overtaken_ones_have_nothing():
    facts = story("x", attack("2023-11-09", "harir"), totals=[total(9, target=None)])
    read = [
        article("second", facts),
        article("first"),
        article("old", facts, page="news"),
        article("new", page="news", version="2"),
    ]
    explanation = explain(read, DEFINITIONS, pages=["page-second", "page-first", "news", "menu"])
    assert [one.article_id for one in explanation.stories] == ["second", "first", "old", "new"]
    second, first, old, new = explanation.stories
    assert second.attacks[0].verdicts[0].counted and second.totals[0].verdicts[0].reason == "no_target"
    assert not (first.attacks or first.totals or first.overtaken)
    assert old.overtaken and not (old.attacks or old.totals) and not new.overtaken
    assert explanation.without_story == ("menu",)
    assert list(explanation.tallies) == fold(read, DEFINITIONS)[0]


def verdicts_on(*stories, **changes):
    """What a tally makes of each total of each story: the reason, or what became of it in the series."""
    tallies = [definition(**changes)]
    told = explain_group(folded(stories, tallies, LEXICON), tallies)
    verdicts = [one.verdicts[0] for there in stories for one in told[there.article_id].totals]
    return [verdict.reason or verdict.standing for verdict in verdicts]


def test_each_total_says_what_it_feeds_or_why_not():
    day = {"as_of": "2023-11-10"}
    news = story(
        "a",
        totals=[
            total(40, **day),
            total(40, countries=["IQ", "SY", "JO"], **day),
            total(40, of="killed", **day),
            total(40, target="warships", **day),
            total(40, actor="us-forces", **day),
            total(40, since="2023-01-01", **day),
            total(40, since=None, since_precision=None, **day),
            total(4, scope="window", **day),
            total(20, scope="part", **day),
            total(20, countries=["IQ"], **day),
            total(40, as_of="2023-12-24"),
        ],
    )
    whole = ["current", "said_twice", "other_noun", "excluded_actor", "other_since", "no_since"]
    found = verdicts_on(
        news.model_copy(update={"totals": (*news.totals[:3], *news.totals[4:])}),
        not_actors=["us-forces"],
        until="2023-12-23",
    )
    assert found == [*whole, "window", "part", "other_countries", "outside_span"]
    assert verdicts_on(story("a", totals=news.totals[3:4])) == ["other_target"]
    assert verdicts_on(story("a", totals=news.totals[:1]), places=["anbar"]) == ["other_place"]
    assert verdicts_on(story("a", totals=[total(5, actor="houthis")]), actors=["islamic-state"]) == ["other_actor"]


def test_totals_told_country_by_country_feed_the_series_together():
    parts = [total(27, countries=["IQ"], scope="split"), total(28, countries=["SY"], scope="split")]
    assert verdicts_on(story("a", totals=parts)) == ["current", "current"]


def test_a_total_without_a_since_date_feeds_where_it_continues_the_others():
    dated = story("a", totals=[total(40, as_of="2023-11-05")])
    loose = {"since": None, "since_precision": None, "as_of": "2023-11-08"}
    assert verdicts_on(dated, story("b", totals=[total(44, **loose)])) == ["superseded", "current"]
    assert verdicts_on(dated, story("b", totals=[total(4, **loose)])) == ["current", "does_not_continue"]
