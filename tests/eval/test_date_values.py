"""Dates of attacks and totals: which of them a text tells by itself, and what is right of them."""

from datetime import date

import pytest

from schemas import Evidence
from schemas.tagged_article import Attack, TargetRef
from tests.eval.date_values import days_written, of_attacks, tells
from tests.eval.gold import GoldArticle, GoldAttack

BODY = "KYIV, May 14, 2024 - A drone hit the depot at Tarin on Monday, as on 2 March."


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2024, 5, 13), True),  # Within a week of the dateline.
        (date(2024, 3, 2), True),  # Written, and the year stands there.
        (date(2024, 3, 3), False),
        (date(2021, 3, 2), False),  # Written too, but years away from any that is told.
        (None, False),
    ],
)
def test_a_day_is_told_near_a_day_with_its_year_or_by_month_and_day_beside_one(day: date | None, told: bool) -> None:
    assert tells(days_written(BODY), day) is told


def test_days_are_found_in_either_order_and_in_digits() -> None:
    text = "Oct. 17, 2023; the 3rd of June 2024; 9 May; 2022-02-24; at 10 Downing Street"
    assert days_written(text) == [(2023, 10, 17), (2024, 6, 3), (None, 5, 9), (2022, 2, 24)]


def test_an_attack_counts_whatever_day_it_is_given() -> None:
    quote = "A drone hit the depot at Tarin on Monday"
    told = {"event_key": "e", "date": "2024-05-13", "target": "depots", "evidence": quote}
    article = GoldArticle(id="a", title=BODY, body_paragraphs=(), attacks=(GoldAttack.model_validate(told),))
    evidence = Evidence(text=quote, start=BODY.index(quote), end=BODY.index(quote) + len(quote))
    for day, right, contradicts in (("2024-05-13", True, False), ("2024-03-02", False, True), (None, False, False)):
        attack = Attack.model_validate(
            {"date": day, "target": TargetRef(id="depots", text="depot"), "evidence": evidence}
        )
        (value,) = of_attacks(article, [attack])
        assert (value.right, value.contradicts, value.told, value.dated) == (right, contradicts, True, False)
