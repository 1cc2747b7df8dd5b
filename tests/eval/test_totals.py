"""Totals that an article states: told apart by kind, and their fields held against the gold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Evidence
from schemas.tagged_article import ReportedTotal
from streams.stages.lexicon import Lexicon
from streams.stages.tally import Definitions, TallyDefinition, load_default_definitions
from tests.eval.gold import GoldArticle, GoldTotal
from tests.eval.total_fields import agreeing_fields
from tests.eval.totals import KINDS, judge_totals, kind_of_found, kind_of_gold, scope_of, unit

TALLY = TallyDefinition.model_validate(
    {"id": "depots", "since": "2024-01-01", "targets": ["depots"], "countries": ["UA", "RU", "CD"]}
)
BODY = "The depots were hit 40 times since New Year, 12 of these in Russia. There were 9 dead."


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_default_definitions().lexicon


def gold(count: int = 12, **fields: object) -> GoldTotal:
    told = {"since": "2024-01-01", "as_of": "2024-06-10", "regions": ["RU"], "feeds_tally": False}
    return GoldTotal.model_validate({"count": count, "evidence": f"{count}", **told, **fields})


def found(count: int = 12, **fields: object) -> ReportedTotal:
    at = BODY.index(f"{count}")
    evidence = Evidence(text=f"{count}", start=at, end=at + len(f"{count}"))
    told = {"since": "2024-01-01", "as_of": "2024-06-10", "countries": ["RU"], "scope": "split"}
    return ReportedTotal.model_validate({"count": count, "evidence": evidence, **told, **fields})


def definitions(lexicon: Lexicon) -> Definitions:
    return Definitions((TALLY,), load_default_definitions().additions, lexicon)


def article(*totals: GoldTotal) -> GoldArticle:
    return GoldArticle(id="a", title=BODY, body_paragraphs=(), reported_totals=totals)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("running", {"feeds_tally": True}),
        ("split", {}),
        ("split", {"since": "2024-01-10", "of": "strikes"}),
        ("split", {"area": "Russia"}),
        ("split", {"regions": ["RU", "CD"], "area": "Russia and the DRC"}),
        ("window", {"since": "2024-06-03"}),
        ("window", {"since": "2024-06-03", "regions": []}),
        ("part", {"area": "Samara region"}),
        ("part", {"area": "by the navy"}),
        ("part", {"regions": ["UA", "RU", "CD"]}),
        ("part", {"since": None}),
        ("casualties", {"of": "killed"}),
        ("casualties", {"of": "killed or injured", "since": "2024-06-03"}),
        ("other units", {"of": "ships sunk"}),
    ],
)
def test_the_kind_of_a_total_follows_from_its_unit_first_day_and_countries(
    lexicon: Lexicon, kind: str, fields: dict[str, object]
) -> None:
    assert kind_of_gold(gold(**fields), TALLY, lexicon) == kind


def test_where_a_tally_counts_the_killed_their_share_is_a_split_and_attacks_are_another_unit(lexicon: Lexicon) -> None:
    killed = TALLY.model_copy(update={"measure": "killed"})
    assert kind_of_gold(gold(of="killed"), killed, lexicon) == "split"
    assert kind_of_gold(gold(of="injured"), killed, lexicon) == "casualties"
    assert kind_of_gold(gold(of="attacks"), killed, lexicon) == "other units"


def test_nouns_that_count_the_same_are_one_unit() -> None:
    assert {unit(noun) for noun in ("attacks", "waves of strikes", "Incidents", "ambushes")} == {"attacks"}
    assert unit("children killed") == unit("deaths") == "killed"
    assert unit("killed or injured") == "casualties"
    assert unit("threats") not in (unit("attacks"), unit("ships"))


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("running", {"scope": "running", "countries": ["UA", "RU"]}),
        ("running", {"scope": "running", "since": None, "countries": []}),
        ("split", {"scope": "running"}),
        ("window", {"scope": "running", "since": "2024-06-03"}),
        ("window", {"scope": "window"}),
        ("part", {"scope": "part"}),
        ("casualties", {"of": "injured"}),
    ],
)
def test_a_false_total_is_false_where_a_tally_would_take_it(
    lexicon: Lexicon, kind: str, fields: dict[str, object]
) -> None:
    assert kind_of_found(found(**fields), TALLY, lexicon) == kind


def test_a_number_that_counts_something_else_is_missed_in_one_kind_and_false_in_the_other(lexicon: Lexicon) -> None:
    stated = article(gold(12), gold(9, of="killed"))
    counts = judge_totals(stated, [found(12), found(9)], definitions(lexicon)).by_kind
    assert (counts["split"].right, counts["split"].false) == (1, 1)
    assert (counts["casualties"].right, counts["casualties"].missing) == (0, 1)


@given(
    st.lists(st.tuples(st.sampled_from([40, 12, 9]), st.booleans(), st.sampled_from(["attacks", "killed"]))),
    st.lists(st.tuples(st.sampled_from([40, 12, 9]), st.sampled_from(["running", "split", "window", "part"]))),
)
def test_every_total_is_counted_once_in_one_kind(
    told: list[tuple[int, bool, str]], read: list[tuple[int, str]]
) -> None:
    stated = article(*(gold(count, feeds_tally=feeds, of=of) for count, feeds, of in told))
    others = [found(count, scope=scope) for count, scope in read]
    by_kind = judge_totals(stated, others, load_default_and_tally()).by_kind
    assert set(by_kind) == set(KINDS)
    assert sum(one.right + one.missing for one in by_kind.values()) == len(told)
    assert sum(one.right + one.false for one in by_kind.values()) == len(read)


def load_default_and_tally() -> Definitions:
    return definitions(load_default_definitions().lexicon)


def test_a_total_without_a_fault_has_all_fields_right(lexicon: Lexicon) -> None:
    result = judge_totals(
        article(gold(attributed_to="the ministry")), [found(attributed_to="ministry")], definitions(lexicon)
    )
    assert set(result.fields.values()) == {(1, 1)}


@pytest.mark.parametrize(
    ("field", "told", "read", "right"),
    [
        ("since", {"since_precision": "month"}, {"since": "2024-01-15"}, True),
        ("since", {"since_precision": "day"}, {"since": "2024-01-15"}, False),
        ("since", {"since_precision": "year"}, {"since": "2024-10-01"}, True),
        ("since", {"alternatives": {"since": None}}, {"since": None}, True),
        ("since", {}, {"since": None}, False),
        ("as_of", {}, {"as_of": "2024-06-09"}, True),
        ("as_of", {}, {"as_of": "2024-06-01"}, False),
        ("as_of", {}, {"as_of": None}, False),
        ("as_of", {"as_of": None}, {"as_of": None}, True),
        ("qualifier", {"qualifier": "at_least"}, {}, False),
        ("qualifier", {"qualifier": "at_least"}, {"qualifier": "at_least"}, True),
        ("countries", {"regions": ["RU", "UA"]}, {}, False),
        ("countries", {"regions": ["RU", "UA"], "alternatives": {"regions": ["RU"]}}, {}, True),
        ("scope", {}, {"scope": "running"}, True),
        ("scope", {}, {"scope": "running", "countries": []}, False),
        ("scope", {}, {"scope": "part"}, False),
        ("scope", {"since": "2024-06-03"}, {"scope": "running"}, True),
        ("scope", {"area": "Samara region"}, {"scope": "running"}, False),
        ("scope", {"feeds_tally": True}, {"scope": "window"}, False),
        ("attributed_to", {"attributed_to": "the Pentagon"}, {"attributed_to": "Pentagon officials"}, True),
        ("attributed_to", {"attributed_to": "the Pentagon"}, {"attributed_to": "the"}, False),
        ("attributed_to", {"attributed_to": "the Pentagon"}, {"attributed_to": None}, False),
        ("attributed_to", {}, {"attributed_to": "Russia"}, False),
    ],
)
def test_a_field_is_right_where_it_agrees_with_the_gold(
    lexicon: Lexicon, field: str, told: dict[str, object], read: dict[str, object], right: bool
) -> None:
    one = gold(**told)
    assert (field in agreeing_fields(one, found(**read), scope_of(one, TALLY, lexicon))) is right
