import pytest

from streams.stages.tally import fold_group
from tests.unit.tally.told import LEXICON, definition, story, total


def told_in(facts, tally):
    return fold_group(facts, [tally], LEXICON).tallies[0].reported_series


def series(*totals, tally=None, **more):
    facts = [story(f"s{n}", totals=[one], published=one.get("as_of")) for n, one in enumerate(totals)]
    return told_in(facts, tally or definition(**more))


def current(figures):
    standing = [figure for figure in figures if figure.standing == "current"]
    assert len(standing) <= 1
    return standing[0] if standing else None


def test_the_latest_as_of_stands_whatever_the_order_of_arrival():
    figures = series(total(46, as_of="2023-11-09"), total(23, as_of="2023-10-30"), total(27, as_of="2023-10-31"))
    assert [figure.count for figure in figures] == [23, 27, 46]
    assert [figure.standing for figure in figures] == ["superseded", "superseded", "current"]


def test_a_later_looser_bound_does_not_lower_the_figure():
    figures = series(total(165, as_of="2024-02-05"), total(160, as_of="2024-02-08", qualifier="more_than"))
    assert current(figures).count == 165 and figures[-1].standing == "looser"


def test_a_later_rounded_figure_does_not_lower_it_but_a_much_lower_one_does():
    assert (
        current(series(total(165, as_of="2024-02-05"), total(150, as_of="2024-02-08", qualifier="about"))).count == 165
    )
    assert current(series(total(165, as_of="2024-02-05"), total(90, as_of="2024-02-08", qualifier="about"))).count == 90


def test_a_later_lower_exact_figure_is_a_correction_and_both_are_kept():
    figures = series(total(60, as_of="2023-11-14"), total(57, as_of="2023-11-16"))
    assert [(figure.count, figure.standing) for figure in figures] == [(60, "corrected"), (57, "current")]
    assert figures[1].correction and not figures[0].correction


def test_words_that_correct_lower_a_figure_of_the_same_day():
    figures = series(total(56, as_of="2023-11-14"), total(55, as_of="2023-11-14", corrects=True))
    assert current(figures).count == 55 and current(figures).correction
    assert current(series(total(56, as_of="2023-11-14"), total(55, as_of="2023-11-14"))).count == 56


def test_an_old_count_told_again_is_no_correction():
    old, new = total(27, as_of="2023-10-31"), total(46, as_of="2023-11-09")
    figures = series(old, new, total(27, as_of="2023-11-12"))
    assert current(figures).count == 46 and not any(figure.correction for figure in figures)


def test_an_exact_figure_below_a_rounded_one_makes_it_precise():
    figures = series(total(60, as_of="2023-11-10", qualifier="nearly"), total(58, as_of="2023-11-11"))
    assert current(figures).count == 58 and figures[0].standing == "superseded"


@pytest.mark.parametrize(
    "changes",
    [
        {"of": "injured"},
        {"of": "rockets"},
        {"target": "us-diplomats"},
        {"target": None},
        {"countries": ["SY"]},
        {"countries": ["IQ", "SY", "YE"]},
        {"scope": "window"},
        {"scope": "part"},
        {"since": "2023-11-08"},
        {"since": "2023-11-08", "since_precision": "window"},
        {"actor": "us-forces"},
    ],
)
def test_a_total_of_another_series_does_not_feed(changes):
    assert series(total(40, as_of="2023-11-09", **changes), not_actors=["us-forces"]) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"of": "strikes"},
        {"countries": []},
        {"countries": ["IQ", "SY", "JO"]},
        {"since": "2023-10-18"},
        {"since": "2023-10-15", "since_precision": "approx"},
        {"since": "2023-10-07", "since_precision": "event"},
        {"since": "2023-10-07"},
        {"since": "2023-10-01", "since_precision": "month"},
        {"actor": "iran-backed-militias"},
    ],
)
def test_a_total_of_the_series_told_in_other_words_feeds(changes):
    assert [figure.count for figure in series(total(40, as_of="2023-11-09", **changes))] == [40]


def test_the_month_is_enough_where_the_tally_says_so():
    early = total(40, as_of="2024-03-01", since="2023-11-01", target="commercial-ships", countries=["YE"])
    fields = {"targets": ["commercial-ships"], "since": "2023-11-19", "countries": ["YE"]}
    assert series(early, **fields) == ()
    assert len(series(early, **fields, reported={"since_tolerance": "month"})) == 1
    other = {**early, "since": "2023-10-01"}
    assert series(other, **fields, reported={"since_tolerance": "month"}) == ()


def test_the_parts_of_one_story_add_up():
    parts = [
        total(27, countries=["IQ"], scope="split", as_of="2023-11-14"),
        total(28, countries=["SY"], scope="split", as_of="2023-11-14"),
    ]
    (figure,) = told_in([story("a", totals=parts)], definition())
    assert figure.count == 55 and len(figure.parts) == 2 and figure.countries == ("IQ", "SY")


def test_the_parts_do_not_add_up_beside_the_whole_nor_across_stories_nor_alone():
    iraq = total(27, countries=["IQ"], scope="split", as_of="2023-11-14")
    syria = total(28, countries=["SY"], scope="split", as_of="2023-11-14")
    whole = total(56, as_of="2023-11-14")
    beside = told_in([story("a", totals=[iraq, syria, whole])], definition())
    assert [figure.count for figure in beside] == [56]
    assert series(iraq, syria) == ()
    assert series(iraq) == ()


def test_a_total_without_a_since_date_feeds_where_it_continues_the_series():
    dated = total(46, as_of="2023-11-09")
    assert current(series(dated, total(52, as_of="2023-11-13", since=None))).count == 52
    assert current(series(dated, total(300, as_of="2023-11-13", since=None))).count == 46
    assert current(series(dated, total(12, as_of="2023-11-13", since=None))).count == 46


def test_a_total_without_a_since_date_stands_in_where_no_other_is_known():
    assert current(series(total(52, as_of="2023-11-13", since=None))).count == 52


def test_a_rounded_headline_beside_the_dated_total_is_not_a_point():
    headline = total(100, as_of="2023-12-21", since=None, qualifier="more_than")
    body = total(102, as_of="2023-12-21", qualifier="at_least")
    figures = told_in([story("a", totals=[headline, body])], definition())
    assert [figure.count for figure in figures] == [102]


def test_a_total_without_any_date_is_never_later_than_one_that_has_one():
    undated = story("a", totals=[total(99)], published=None)
    dated = story("b", totals=[total(46, as_of="2023-11-09")])
    figures = told_in([undated, dated], definition())
    assert figures[0].count == 99 and figures[0].as_of is None


def test_a_figure_without_a_date_lowers_nothing_and_is_lowered_by_nothing():
    undated = story("a", totals=[total(127)], published=None)
    dated = [story("b", totals=[total(38, as_of="2023-11-06")]), story("c", totals=[total(46, as_of="2023-11-09")])]
    figures = told_in([undated, *dated], definition())
    assert current(figures).count == 46 and not any(figure.correction for figure in figures)


def test_the_since_date_itself_is_no_as_of():
    figures = series(total(127, as_of="2023-10-17"), total(46, as_of="2023-11-09"))
    assert current(figures).count == 46 and figures[0].as_of is None


def test_a_figure_below_half_of_the_current_one_counts_something_else():
    figures = series(total(165, as_of="2024-02-05"), total(22, as_of="2024-10-31"))
    assert current(figures).count == 165 and len(figures) == 2


def quoted(start, count, **told):
    return {
        **total(count, as_of="2023-11-14", **told),
        "evidence": {"text": str(count), "start": start, "end": start + 9},
    }


def lead(*totals):
    return current(told_in([story("a", totals=totals)], definition())).count


def test_within_a_story_its_news_stands_and_what_contradicts_it_is_background():
    assert lead(quoted(10, 9), quoted(400, 8, corrects=True), quoted(420, 10, qualifier="more_than")) == 9
    assert lead(quoted(10, 38), quoted(40, 46), quoted(500, 38)) == 46
    assert lead(quoted(10, 56), quoted(60, 55, corrects=True)) == 55
    assert lead(quoted(10, 100, qualifier="more_than"), quoted(300, 102, qualifier="at_least")) == 102


def test_a_total_after_the_end_of_the_tally_is_not_of_it():
    assert series(total(46, as_of="2024-03-09"), until="2024-02-01") == ()


@pytest.mark.parametrize("noun", ["incidents", "raids", "strikes"])
def test_the_nouns_that_speakers_use_for_attacks_feed_alike(noun):
    assert current(series(total(46, as_of="2023-11-09", of=noun))).count == 46


def test_the_count_of_a_calendar_stretch_feeds_where_the_tally_begins_with_it():
    year = {"since": "2023-01-01", "since_precision": "month", "scope": "window", "as_of": "2023-12-31"}
    assert current(series(total(46, **year), since="2023-01-01")).count == 46
    assert not series(total(46, **year), since="2022-01-01")
