"""The figures of the evaluation: measured as they should be, and not below those that are committed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Evidence, Span
from schemas.tagged_article import Attack, TargetRef
from tests.eval.evaluation import evaluate
from tests.eval.figures import FIGURES, figures
from tests.eval.gold import GoldArticle, GoldAttack, article_sets, read, set_aside, subjects
from tests.eval.matching import alike, date_agrees, pairs, strict
from tests.eval.measures import Counts, interval
from tests.eval.pages_gold import PAGE_SETS

TEXT = "Two drones hit the depot at Tarin on Monday. A day later mortar bombs fell on Karsa."


def gold(**fields: object) -> GoldAttack:
    told = {"event_key": "e", "date": "2024-05-06", "place": "Tarin", "target": "depots", "weapons": ["drone"]}
    return GoldAttack.model_validate({**told, "evidence": "Two drones hit the depot at Tarin", **fields})


def found(quote: str = "drones hit the depot", day: str | None = "2024-05-06", **fields: object) -> Attack:
    at = TEXT.index(quote)
    evidence = Evidence(text=quote, start=at, end=at + len(quote))
    return Attack.model_validate(
        {"date": day, "target": TargetRef(id="depots", text="depot"), "evidence": evidence, **fields}
    )


def test_an_attack_is_the_one_that_is_quoted_from_the_same_place_unless_its_day_contradicts() -> None:
    assert alike(gold(), found(), TEXT) > 0
    assert alike(gold(), found(day=None), TEXT) > 0
    assert alike(gold(), found(day="2024-05-07"), TEXT) > 0  # A night may be told as either day.
    assert not alike(gold(), found(day="2024-05-09"), TEXT)
    assert not alike(gold(), found("mortar bombs fell"), TEXT)
    assert alike(gold(), found("mortar bombs fell", place={"id": "tarin", "name": "Tarin"}), TEXT) > 0


def test_strictly_the_day_the_place_the_weapons_and_the_number_have_to_be_right() -> None:
    right = {"place": {"id": "tarin", "name": "Tarin"}, "weapons": ["drone"]}
    assert strict(gold(), found(**right))
    for wrong in ({"place": None}, {"weapons": ["mortar"]}, {"count": 2}, {"day": "2024-05-07"}):
        assert not strict(gold(), found(**{**right, **wrong}))


def test_another_value_that_is_as_right_is_right() -> None:
    assert date_agrees(gold(alternatives={"date": "2024-05-07"}), found(day="2024-05-07"))
    week = {"from": "2024-05-01", "to": "2024-05-07"}
    assert date_agrees(gold(date=week), found(day="2024-05-03"))
    assert not date_agrees(gold(date=week), found(day="2024-05-08"))
    assert date_agrees(gold(date=None), found(day=None)) and not date_agrees(gold(date=None), found())
    assert not date_agrees(gold(), Attack.model_validate({**found().model_dump(), "date": Span(start=None, end=None)}))


def test_each_is_paired_once_and_the_most_alike_first() -> None:
    assert sorted(pairs([1, 5], [4, 2], lambda one, other: 10 - abs(one - other))) == [(0, 1), (1, 0)]
    assert pairs([1], [7], lambda *_: 0.0) == []


@given(st.lists(st.builds(Counts, *[st.integers(0, 5)] * 3), min_size=1, max_size=12))
def test_the_interval_holds_figures_between_none_and_all(parts: list[Counts]) -> None:
    low, high = interval(parts)
    assert 0 <= low <= high <= 1


@pytest.mark.parametrize("part", ["development", "set_aside"])
@pytest.mark.parametrize("folder", ["passages", "articles"])
def test_what_is_set_aside_follows_from_its_id(folder: str, part: str) -> None:
    found = [one for path in subjects(f"{folder}/{part}") for one in read(path)]
    assert found and all(set_aside(one.id) is (part == "set_aside") for one in found)


def every_article() -> list[tuple[str, GoldArticle]]:
    return [(path.stem, one) for folder in article_sets() for path in subjects(folder) for one in read(path)]


def test_what_is_quoted_in_gold_stands_in_its_article() -> None:
    for name, article in every_article():
        quotes = [one.evidence for one in (*article.attacks, *article.reported_totals)]
        assert all(any(quote in text for text in (article.title, *article.body_paragraphs)) for quote in quotes), (
            name,
            article.id,
        )


def test_no_figure_is_below_the_committed_one() -> None:
    committed = json.loads(FIGURES.read_text())
    assert {*committed} - {*PAGE_SETS} == {*article_sets()}
    for folder in article_sets():
        now = figures([evaluate(path) for path in subjects(folder)])
        assert set(now) == set(committed[folder]), "a figure is missing: python -m tests.eval --write"
        worse = {name: (was, now[name]) for name, was in committed[folder].items() if now[name] < was - 0.0005}
        assert not worse, folder
