"""Dates told in other words than day and month."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Span
from streams.stages.dates import Calendar, find_dates
from tests.unit.tag.dated import day, days


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("on Tuesday 09/01/2024", "2024-01-09"),
        ("on Friday, 01/09/2023", "2023-09-01"),
        ("on 05/12/2023", None),
        ("on 01/12/2024", "2024-01-12"),
    ],
)
def test_a_day_that_may_be_read_in_two_ways_is_decided_by_its_weekday_or_publication(text, told):
    assert days(text) == [told and (told, told)]


@given(st.dates(date(2019, 1, 1), date(2035, 12, 31)), st.integers(0, 4000))
def test_a_day_in_digits_is_the_day_or_nothing_in_either_order(written, later):
    published = date.fromordinal(written.toordinal() + later)
    for form in ("%d/%m/%Y", "%m/%d/%Y"):
        ((found),) = days(written.strftime(form), Span(start=published, end=published))
        assert found in (None, (written.isoformat(),) * 2)
        ((sure),) = days(written.strftime(f"%A {form}"), Span(start=written, end=written))
        assert sure in (None, (written.isoformat(),) * 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on the fifth of January", ("2024-01-05", "2024-01-05")),
        ("on the 24th of last month", ("2024-01-24", "2024-01-24")),
        ("on the first of the month.", ("2024-02-01", "2024-02-01")),
        ("on 17/01 at noon", ("2024-01-17", "2024-01-17")),
        ("(31.1.24)", ("2024-01-31", "2024-01-31")),
        ("January, 16: shelling", ("2024-01-16", "2024-01-16")),
        ("on Thursday last week", ("2024-02-01", "2024-02-01")),
        ("on Monday of this week", ("2024-02-05", "2024-02-05")),
        ("on 6 January last year", ("2023-01-06", "2023-01-06")),
        ("in January of last year", ("2023-01-01", "2023-01-31")),
        ("overnight on Sunday", ("2024-02-04", "2024-02-04")),
        ("overnight on 3 February", ("2024-02-03", "2024-02-03")),
        ("the night before last", ("2024-02-04", "2024-02-05")),
        ("in the week to Sunday", ("2024-01-29", "2024-02-04")),
        ("the two weeks ending 28 January", ("2024-01-15", "2024-01-28")),
        ("the week of Jan. 14", ("2024-01-14", "2024-01-20")),
        ("the first ten days of January", ("2024-01-01", "2024-01-10")),
        ("the last two weeks of January", ("2024-01-18", "2024-01-31")),
        ("on the last day of January", ("2024-01-31", "2024-01-31")),
        ("on the first day of January", ("2024-01-01", "2024-01-01")),
        ("on the first day of 2023", ("2023-01-01", "2023-01-01")),
        ("in the second week of 2023", ("2023-01-08", "2023-01-14")),
        ("quiet. Thu, the 18th: rockets", ("2024-01-18", "2024-01-18")),
        ("the twenty-first of last month", ("2024-01-21", "2024-01-21")),
        ("by the end of last year", ("2023-12-01", "2023-12-31")),
        ("earlier this week", ("2024-02-05", "2024-02-05")),
        ("last summer", ("2023-06-01", "2023-08-31")),
        ("this winter", ("2023-12-01", "2024-02-29")),
        ("the winter of 2021-22", ("2021-12-01", "2022-02-28")),
        ("in the third quarter", ("2023-07-01", "2023-09-30")),
        ("in Q1 2022", ("2022-01-01", "2022-03-31")),
        ("in fiscal year 2023", ("2022-10-01", "2023-09-30")),
        ("2019-2021", ("2019-01-01", "2021-12-31")),
        ("in recent weeks", ("2023-12-26", "2024-02-06")),
        ("Monday-Tuesday", ("2024-02-05", "2024-02-06")),
    ],
)
def test_days_that_are_told_in_other_words(text, expected):
    assert days(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "they march 12 kilometres",
        "on 14 October Street",
        "the 7 October Brigades",
        "Bloody Sunday",
        "Sergeant April Hayes",
        "Resolution 2024",
        "in November, 16 people",
        "Thu 18:30",
        "quiet. Thu 18. rockets",
    ],
)
def test_what_only_looks_like_a_day(text):
    assert all(not (isinstance(one.when, Calendar) and one.when.day) for one in find_dates(text))
    assert text == "in November, 16 people" or find_dates(text) == ()


def test_a_weekday_told_of_what_is_to_come_lies_ahead():
    assert day("The council will meet on Friday.") == "2024-02-09"
    assert day("The plant will close after it was hit on Friday.") == "2024-02-02"
    assert day("The town will rebuild the school that was hit on Friday.") == "2024-02-02"


def test_the_following_weekday_counts_from_the_day_told_before():
    told = Span(start=date(2023, 11, 3), end=date(2023, 11, 3))
    assert day("on the following Sunday", context=told) == "2023-11-05"
    assert days("on the following Sunday") == [None]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on Good Friday", "2023-04-07", "2023-04-07"),
        ("Easter Sunday 2019", "2019-04-21", "2019-04-21"),
        ("during Ramadan", "2023-03-22", "2023-04-22"),
        ("on the first day of Ramadan", "2023-03-22", "2023-03-24"),
        ("Eid al-Fitr 2022", "2022-05-01", "2022-05-04"),
        ("on Eid al-Adha", "2023-06-27", "2023-06-30"),
    ],
)
def test_feasts_that_move(text, first, last):
    """Those of the Islamic calendar by a day more on both sides, as the moon is seen."""
    ((start, end),) = days(text)
    assert first <= start <= end <= last


def test_last_year_is_that_of_the_campaign_where_publication_is_not_known():
    assert day("on Nov. 19 last year", Span(), anchor=date(2023, 11, 19)) == "2023-11-19"
    assert days("on Nov. 19 last year", Span()) == [None]
