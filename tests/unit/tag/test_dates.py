from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Span
from streams.stages.dates import Calendar, find_dates, publication_line, resolve
from tests.unit.tag.dated import TUESDAY, day, days


@pytest.mark.parametrize(
    "text",
    [
        "on Jan. 9",
        "on January 9, 2024,",
        "on 9 January 2024",
        "on the 9th of January",
        "on 09-JAN-2024",
        "091530Z JAN 24",
        "2024-01-09T15:30:00Z",
        "2024/01/09",
        "9.1.2024",
        "on Tuesday, Jan. 9",
        "le 9 janvier 2024",
        "am 9. Januar 2024",
        "9 enero 2024",
    ],
)
def test_a_day_by_name_or_number(text):
    assert day(text) == "2024-01-09"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Tuesday", "2024-02-06"),
        ("late on Monday", "2024-02-05"),
        ("Wednesday night", "2024-01-31"),
        ("last Tuesday", "2024-01-30"),
        ("yesterday", "2024-02-05"),
        ("three days ago", "2024-02-03"),
        ("on Christmas Day", "2023-12-25"),
        ("on Thanksgiving", "2023-11-23"),
        ("on the 3rd.", "2024-02-03"),
        ("on Dec. 30", "2023-12-30"),
        ("on the first of January", "2024-01-01"),
        ("On the last night of January", "2024-01-31"),
        ("eight dead on the thirteenth.", "2024-01-13"),
        ("a bomb on the 3rd killed two", "2024-02-03"),
        ("Fri 2. Rockets at noon.", "2024-02-02"),
        ("MON. Quiet.", "2024-02-05"),
    ],
)
def test_a_day_told_from_publication(text, expected):
    assert day(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("over the weekend", ("2024-02-03", "2024-02-04")),
        ("last week", ("2024-01-29", "2024-02-04")),
        ("this month", ("2024-02-01", "2024-02-06")),
        ("late last week", ("2024-02-01", "2024-02-04")),
        ("since the start of the year", ("2024-01-01", "2024-01-31")),
        ("from October to mid-December", ("2023-10-01", "2023-12-20")),
        ("July-September 2022", ("2022-07-01", "2022-09-30")),
        ("the second quarter of 2022", ("2022-04-01", "2022-06-30")),
        ("late January", ("2024-01-21", "2024-01-31")),
        ("mid-October", ("2023-10-11", "2023-10-20")),
        ("in the past 24 hours", ("2024-02-05", "2024-02-06")),
        ("over the last two weeks", ("2024-01-23", "2024-02-06")),
        ("between October 20 and 24", ("2023-10-20", "2023-10-24")),
        ("from Oct 20 to Nov 2", ("2023-10-20", "2023-11-02")),
        ("20-24 October", ("2023-10-20", "2023-10-24")),
        ("Dec. 28 to Jan. 3", ("2023-12-28", "2024-01-03")),
        ("overnight into Sunday", ("2024-02-03", "2024-02-04")),
        ("last October", ("2023-10-01", "2023-10-31")),
        ("in 2021", ("2021-01-01", "2021-12-31")),
        ("in May", ("2023-05-01", "2023-05-31")),
        ("in the last week of May", ("2023-05-25", "2023-05-31")),
        ("in the last week of April", ("2023-04-24", "2023-04-30")),
        ("in the second week of January", ("2024-01-08", "2024-01-14")),
        ("between the ninth and the twelfth of July", ("2023-07-09", "2023-07-12")),
        ("earlier this month", ("2024-02-01", "2024-02-05")),
    ],
)
def test_stretches_of_days(text, expected):
    assert days(text) == [expected]


def test_a_list_of_days_is_not_a_range():
    assert days("on 22, 24 and 29 January") == [("2024-01-22",) * 2, ("2024-01-24",) * 2, ("2024-01-29",) * 2]


def test_two_days_joined_by_and_are_two():
    assert days("on October 26 and November 3") == [("2023-10-26",) * 2, ("2023-11-03",) * 2]
    assert days("between October 26 and November 3") == [("2023-10-26", "2023-11-03")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two days later", "2023-11-05"),
        ("the day before", "2023-11-02"),
        ("the same night", "2023-11-03"),
        ("a week earlier", "2023-10-27"),
        ("an hour later", "2023-11-03"),
        ("hours later", "2023-11-03"),
    ],
)
def test_narrative_dates_count_from_the_event_told_of(text, expected):
    event = Span(start=date(2023, 11, 3), end=date(2023, 11, 3))
    assert day(text, context=event) == expected
    assert days(text) == [None]


def test_of_that_year_asks_the_context():
    assert day("on March 3 of that year", context=Span(start=date(2021, 1, 1), end=date(2021, 12, 31))) == "2021-03-03"


def test_a_letter_that_grows_in_small_letters_moves_no_date():
    (found,) = find_dates("In İzmir on Jan. 9.")
    assert "In İzmir on Jan. 9."[found.start : found.end] == "Jan. 9"


def test_a_weekday_needs_a_publication_date():
    assert days("on Friday", Span()) == [None]


def test_a_weekday_in_a_stretch_of_publication_becomes_a_stretch():
    published = Span(start=date(2024, 2, 6), end=date(2024, 2, 8))
    assert days("on Monday", published) == [("2024-02-05", "2024-02-05")]
    assert days("on Wednesday", published) == [("2024-01-31", "2024-02-07")]


def test_a_weekday_beside_a_day_settles_the_year():
    assert day("on Friday, Nov. 3") == "2023-11-03"
    assert day("on Thursday, Nov. 3") == "2022-11-03"


def test_a_campaign_gives_the_year_where_publication_is_unknown():
    assert days("since Oct. 17", Span()) == [None]
    assert day("since Oct. 17", Span(), anchor=date(2023, 10, 17)) == "2023-10-17"
    assert day("on Jan. 4", Span(), anchor=date(2023, 10, 17)) == "2024-01-04"


@pytest.mark.parametrize(
    "text",
    [
        "on 14 separate occasions",
        "it may hit the port",
        "they march on",
        "every Friday",
        "the mayor",
        "a second strike",
        "12 marines",
        "Sunni fighters",
        "decades of war",
        "1,200 people",
        "at 9.30",
    ],
)
def test_what_is_no_date(text):
    assert find_dates(text) == ()


def test_a_day_that_does_not_exist_has_no_interval():
    assert days("on 31 November 2023") == [None]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("hit since Nov. 3", "since"),
        ("as of late Friday", "as of"),
        ("until the end of May", "until"),
        ("Friday's raid", ""),
    ],
)
def test_the_cue_before_a_date_is_kept(text, cue):
    assert find_dates(text)[0].cue == cue


def test_publication_prefers_the_day_published_to_the_day_changed():
    assert publication_line("Updated Feb. 9, 2024 | Published Feb. 6, 2024") == TUESDAY
    assert publication_line("By A. Writer, 6 February 2024, 14:05 GMT") == TUESDAY
    assert publication_line("PORT CITY, Feb 6 (Wire) -") is None
    assert publication_line("PORT CITY, Feb 6 (Wire) -", TUESDAY) == TUESDAY
    assert publication_line("By A. Writer") is None
    assert publication_line("Published 10:05 AM EST, Tue February 6, 2024") == TUESDAY
    assert publication_line("26/02/2024 - 10:05").day == date(2024, 2, 26)


@given(
    st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.sampled_from(["%B %d, %Y", "%d %b %Y", "%Y-%m-%d", "%d-%b-%Y"])
)
def test_any_full_date_is_read_back(written, form):
    assert day(f"told on {written.strftime(form)} by many") == written.isoformat()


@given(st.text(max_size=120))
def test_any_text_gives_dates_in_order_within_it(text):
    found = find_dates(text)
    assert all(0 <= item.start < item.end <= len(text) for item in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.integers(1, 12), st.integers(1, 31), st.dates(date(2000, 1, 1), date(2050, 1, 1)))
def test_a_day_without_a_year_lies_no_later_than_the_morrow(month, number, told):
    span = resolve(Calendar(month=month, day=number), Span(start=told, end=told))
    assert span is None or (span.start - told).days <= 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The province will vote on March 12.", "2024-03-12"),
        ("The truce is due to expire on 1 May.", "2024-05-01"),
        ("Talks are scheduled for Feb. 20.", "2024-02-20"),
        ("A vote was held on March 12.", "2023-03-12"),
        ("Troops will stay after the strike of Jan. 28.", "2024-01-28"),
        ("They will not say how often they were hit since Oct. 17.", "2023-10-17"),
    ],
)
def test_a_day_told_of_what_is_to_come_lies_ahead(text, told):
    assert day(text) == told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("By A. Writer | 14.11.23, 10:05", date(2023, 11, 14)),
        ("Posted 11/14/23", date(2023, 11, 14)),
        ("Posted 03/04/24", None),
        ("Version 1.12.40", None),
    ],
)
def test_a_byline_with_a_short_year_counts_where_it_reads_one_way(line, told):
    assert publication_line(line) == (told and Span(start=told, end=told))


def test_a_date_without_a_year_lies_before_the_last_day_that_an_undated_story_tells_of():
    told = Span(start=date(2026, 3, 8), end=None)
    assert day("on 19 February", told) == "2026-02-19"
    assert day("on 22 December", told) == "2025-12-22"
    # A campaign's beginning counts only where the story's days do not say more.
    assert day("on 23 January", told, anchor=date(2022, 2, 24)) == "2026-01-23"
    assert day("on 23 January", Span(start=date(2020, 1, 8), end=None), anchor=date(2022, 2, 24)) == "2023-01-23"
    assert day("on Nov. 23", Span(start=date(2023, 11, 9), end=None), anchor=date(2023, 10, 17)) == "2023-11-23"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On the 13th it was the turn of the hall", [("2024-01-13", "2024-01-13")]),
        ("On the 2nd thieves stopped a van", [("2024-02-02", "2024-02-02")]),
        ("the night of the 3rd to the 4th: a drone", [("2024-02-03", "2024-02-04")]),
        ("It was hit on the 3rd and the 5th.", [("2024-02-03", "2024-02-03"), ("2024-02-05", "2024-02-05")]),
        ("between the 30th and the 2nd there were four", [("2024-01-30", "2024-02-02")]),
        ("They live on the 5th floor", []),
        ("On the 5th attempt it flew", []),
        ("with ships of the 5th Fleet", []),
        ("It was the 4th, and the last", []),
    ],
)
def test_a_day_of_the_month_by_its_number_alone(text, expected):
    assert days(text) == expected


def test_a_day_by_its_number_alone_lies_beside_the_day_told_before_it():
    told = Span(start=date(2023, 11, 28), end=date(2023, 11, 28))
    assert day("on the 3rd, again", context=told) == "2023-12-03"
    assert day("on the 25th, at dusk", context=told) == "2023-11-25"
    assert day("on the 6th of the same month", context=told) == "2023-11-06"
    # It is not told of before it has come.
    assert day("on the 7th, at dusk", context=Span(start=date(2024, 1, 30), end=date(2024, 1, 30))) == "2024-01-07"


@given(st.integers(1, 31), st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.dates(date(2020, 1, 1), date(2026, 1, 1)))
def test_a_day_by_its_number_alone_has_that_number_and_is_not_after_publication(number, told, published):
    for context in (None, Span(start=told, end=told)):
        found = resolve(Calendar(day=number), Span(start=published, end=published), context)
        if found:
            assert found.day and found.day.day == number and found.day <= published


@pytest.mark.parametrize(("month", "expected"), [((4, 1, 30), "2024-04-19"), ((5, 1, 31), "2024-05-19")])
def test_a_day_by_its_number_alone_lies_in_the_month_told_before_it(month, expected):
    number, first, last = month
    told = Span(start=date(2024, number, first), end=date(2024, number, last))
    assert day("the last of them on the 19th.", published=Span(), context=told) == expected


@pytest.mark.parametrize(
    "text", ["the third strike of the war", "on the second, the guards", "Monitors: none", "in the month"]
)
def test_what_sounds_like_a_day_and_is_none(text):
    assert days(text) == []
