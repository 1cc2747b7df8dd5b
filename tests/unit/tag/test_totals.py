"""Reported totals: what the extraction promises, on wording of our own."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import Article, NotCounted, Passage, ReportedTotal, Span
from streams.stages.lexicon import Lexicon, LexiconAdditions, load_lexicon
from streams.stages.tag.prose import read_prose
from streams.stages.tag.totals import totals_of

HERE = Path(__file__).parent
SUBJECTS = yaml.safe_load((HERE / "totals_subjects.yaml").read_text("utf-8"))
PASSAGES = [json.loads(line) for line in (HERE / "totals_passages.jsonl").read_text("utf-8").splitlines()]
ATTACKS = {"attacks", "strikes", "incidents", "rounds", "waves"}


KINDS = ("targets", "groups", "places")


@cache
def lexicon() -> Lexicon:
    """One lexicon for all subjects: to build one takes half a second."""
    together = {kind: {k: v for row in SUBJECTS.values() for k, v in row.get(kind, {}).items()} for kind in KINDS}
    return load_lexicon(LexiconAdditions(**together))


def watched(subject: str) -> frozenset[str]:
    return frozenset({"us-forces", "us-diplomats", *SUBJECTS[subject].get("targets", {})})


def read(
    *paragraphs: str, title: str = "Briefing", published: date | None = date(2023, 11, 14), subject: str = "us"
) -> tuple[tuple[ReportedTotal, ...], tuple[NotCounted, ...]]:
    passages, position = [], 0
    for text in (title, *paragraphs):
        passages.append(Passage(text=text, start=position, end=position + len(text)))
        position += len(text) + 2
    article = Article(
        article_id="a",
        page_id="p",
        version="1",
        title=passages[0],
        paragraphs=tuple(passages[1:]),
        published=Span(start=published, end=published),
    )
    words = lexicon()
    return totals_of(article, read_prose(article, words), words, watched(subject))


def only(*paragraphs: str, **about: Any) -> ReportedTotal:
    totals, _ = read(*paragraphs, **about)
    assert len(totals) == 1, totals
    return totals[0]


def test_a_total_has_its_qualifier_since_date_countries_and_speaker() -> None:
    total = only(
        "American troops in Iraq and Syria have been attacked at least 57 times since Oct. 17, Anna Bell said."
    )
    assert (total.count, total.qualifier, total.of, total.target) == (57, "at_least", "attacks", "us-forces")
    assert (total.since, total.countries, total.scope) == (date(2023, 10, 17), ("IQ", "SY"), "running")
    assert total.attributed_to == "Anna Bell"


def test_a_split_by_country_inherits_since_and_target() -> None:
    totals, _ = read("US forces have come under fire 31 times since October 17, 18 of them in Iraq and 13 in Syria.")
    assert [(t.count, t.countries, t.scope) for t in totals] == [
        (31, ("IQ", "SY"), "running"),
        (18, ("IQ",), "split"),
        (13, ("SY",), "split"),
    ]
    assert {t.since for t in totals} == {date(2023, 10, 17)}


def test_the_same_total_said_twice_is_one_and_the_better_informed_mention_leads() -> None:
    total = only(
        "US forces have been targeted at least 44 times since October 17, the Pentagon said.",
        title="44 attacks on US forces",
    )
    assert total.qualifier == "at_least"
    assert total.evidence.start > 10
    assert len(total.more_evidence) == 1


def test_evidence_stands_where_it_says() -> None:
    text = "Attacks on US troops have reached 51 since October 17."
    total = only(text, title="Count")
    body = f"Count\n\n{text}"
    assert body[total.evidence.start : total.evidence.end] == total.evidence.text


@pytest.mark.parametrize(
    "text",
    [
        "US jets have carried out nine strikes on the militias since October 17.",
        "It was the sixth American strike on depots in Syria since October 17.",
        "The group fired 40 rockets and 12 drones at US troops on Monday.",
        "If there are 200 attacks on US troops by Easter, the talks would end.",
        "About 2,500 US troops are in Iraq and 900 in Syria.",
        "A drone hit a US base on Monday and wounded three soldiers.",
    ],
)
def test_what_is_no_total_of_the_target_is_none(text: str) -> None:
    assert read(text)[0] == ()


def test_a_refused_number_says_why() -> None:
    _, refused = read("US jets have carried out nine strikes on the militias since October 17.")
    assert [row.reason for row in refused] == ["total: what the other side does, not what it suffers"]


def test_attacks_on_somebody_else_are_no_total_of_the_target() -> None:
    assert read("A drone hit US troops.", "There have been 14 attacks on police posts in Iraq since January.")[0] == ()


def test_injured_people_count_after_a_running_total() -> None:
    totals, _ = read("US forces have been attacked 46 times since October 17.", "Some 56 troops have been injured.")
    assert [(t.count, t.of, t.qualifier, t.since) for t in totals][1] == (56, "injured", "about", date(2023, 10, 17))


def test_a_smaller_count_since_a_later_day_is_a_window() -> None:
    totals, _ = read(
        "US forces have been attacked 46 times since October 17. Since Nov. 8 there have been five attacks."
    )
    assert [(t.count, t.scope) for t in totals] == [(46, "running"), (5, "window")]


def test_an_ordinal_counts_up_to_itself() -> None:
    total = only("It was the 47th attack on US troops since mid-October.")
    assert (total.count, total.since) == (47, date(2023, 10, 17))


def test_a_tally_of_another_subject_works_alike() -> None:
    total = only(
        "The raid was the fourteenth on an oil refinery this year.", published=date(2024, 5, 2), subject="refineries"
    )
    assert (total.count, total.target, total.since) == (14, "refineries", date(2024, 1, 1))


def test_the_nth_of_those_killed_counts_the_dead() -> None:
    total = only("Her murder is the seventh of a reporter in Peru this year.", subject="press")
    assert (total.count, total.of, total.target, total.since) == (7, "killed", "journalists", date(2023, 1, 1))


def test_a_body_counts_its_own_staff() -> None:
    total = only("The charity said 12 of its staff had died in Chad since March.", "Aid workers mourn.", subject="aid")
    assert (total.count, total.of, total.target) == (12, "killed", "relief-workers")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It brings to at least 23 the number of raids on churches in Togo since June.", 23),
        ("That brought the attacks on churches recorded in Togo since June to more than 40.", 40),
        ("Attacks on churches in Togo, Benin and Ghana since the start of the year now number nearly 70.", 70),
        ("The bishops have carried 31 attacks on churches up to the end of June onto their list.", 31),
    ],
)
def test_counts_that_move_are_read_behind_and_before_their_noun(text: str, count: int) -> None:
    assert only(text, subject="churches").count == count


def test_a_figure_that_is_denied_is_refused_and_the_other_one_corrects() -> None:
    totals, refused = read(
        "In a correction the diocese counted 41 attacks on churches in Togo since May, not more than 50.",
        subject="churches",
    )
    assert [(total.count, total.corrects) for total in totals] == [(41, True)]
    assert [row.reason for row in refused] == ["total: a figure that is withdrawn or denied"]


def test_a_figure_that_a_later_sentence_puts_right_is_none() -> None:
    total = only(
        "Our report spoke of 61 attacks on churches in Togo this year. The correct number is 54.", subject="churches"
    )
    assert (total.count, total.corrects) == (54, True)


@pytest.mark.parametrize(
    ("text", "since", "as_of"),
    [
        ("31 attacks on churches were logged in Togo between 2 May and 7 June 2023.", (2023, 5, 2), (2023, 6, 7)),
        ("31 attacks on churches have been logged in Togo since the first of March.", (2023, 3, 1), (2023, 11, 14)),
        ("In the first four months of 2023 there were 31 attacks on churches in Togo.", (2023, 1, 1), (2023, 4, 30)),
        ("31 attacks on churches have been logged in Togo since the year began.", (2023, 1, 1), (2023, 11, 14)),
        ("There have been 31 attacks on churches in Sudan since the war began.", (2023, 4, 15), (2023, 11, 14)),
    ],
)
def test_since_and_as_of_are_what_the_words_say(
    text: str, since: tuple[int, int, int], as_of: tuple[int, int, int]
) -> None:
    total = only(text, subject="churches")
    assert (total.count, total.since, total.as_of) == (31, date(*since), date(*as_of))


def test_a_figure_that_is_compared_with_holds_for_its_own_day() -> None:
    totals, _ = read(
        "US forces have been attacked 40 times since Oct. 17, Bell said Tuesday, up from 38 a day earlier."
    )
    assert [(t.count, t.as_of) for t in totals] == [(40, date(2023, 11, 14)), (38, date(2023, 11, 13))]


def test_a_total_of_a_province_is_a_part_and_of_a_sea_of_no_country() -> None:
    part = only("There have been 19 raids on churches in Cabo Delgado since May.", subject="churches")
    assert (part.countries, part.scope) == (("MZ",), "part")
    assert part.place is not None
    sea = only("There have been 19 attacks on tankers in the Black Sea since May.", subject="ships")
    assert (sea.countries, sea.scope) == ((), "running")


def test_a_territory_stands_beside_countries() -> None:
    total = only("There have been 19 raids on churches in Gaza and Lebanon since May.", subject="churches")
    assert total.countries == ("PS", "LB")


def test_the_three_countries_are_those_that_the_story_names_or_open() -> None:
    told = "There have been 19 raids on churches in the three countries since May."
    assert set(only("Priests in Togo, Benin and Ghana met.", told, subject="churches").countries) == {"TG", "BJ", "GH"}
    assert only("Priests in Togo met.", told, subject="churches").countries == ()


def test_loose_words_for_the_trade_mean_the_target() -> None:
    total = only("The union has logged 96 attacks on the press in Peru since January.", subject="press")
    assert (total.count, total.target) == (96, "journalists")


def test_things_known_or_hit_in_one_window_are_no_running_total() -> None:
    assert read("He recalled the four tankers damaged off Togo in May.", subject="ships")[0] == ()
    assert read("Three tankers were burnt off Togo in May.", subject="ships")[0] == ()


def test_people_named_by_a_class_of_sites_are_counted_as_killed() -> None:
    total = only("Nine peacekeepers have been killed in Chad since May.", subject="peace")
    assert (total.count, total.of, total.target) == (9, "killed", "peacekeepers")


def test_a_state_that_attacks_elsewhere_is_the_ground_where_things_happen_in_it() -> None:
    total = only("There have been 19 raids on churches in Ukraine and Russia since May.", subject="churches")
    assert total.countries == ("UA", "RU")


def unit(of: str) -> str:
    return "attacks" if of in ATTACKS else of if of in ("injured", "killed") else "other"


def f1_of(held: bool) -> float:
    """F1 of count and unit over the passages with the totals a reader takes from them."""
    right = wanted = found = 0
    for row in (row for row in PASSAGES if row["held"] == held):
        totals, _ = read(
            *row["paragraphs"],
            title=row["title"],
            published=date.fromisoformat(row["published"]),
            subject=row["subject"],
        )
        left = [(total.count, unit(total.of)) for total in totals]
        found, wanted = found + len(left), wanted + len(row["totals"])
        for gold in row["totals"]:
            if (key := (gold["count"], unit(gold["of"]))) in left:
                left.remove(key)
                right += 1
    return 2 * right / (found + wanted)


def test_totals_of_many_manners_are_found() -> None:
    assert f1_of(held=False) >= 0.88


def test_totals_in_wording_that_was_not_developed_on_are_found() -> None:
    assert f1_of(held=True) >= 0.70


PIECES = """at least 12 46 forty-seventh times attacks on US forces troops ships in Iraq and Syria since October 17 of
them those injured killed , . ; : ( ) “ ” not number the total tally reached to from between mid-October 2024 this year
Monday"""
WORDS = st.sampled_from(sorted(set(PIECES.split())))


@settings(max_examples=120, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=200))
def test_no_text_breaks_the_reading_and_all_evidence_is_in_it(text: str) -> None:
    totals, refused = read(text, title=text[:60] or "T")
    body = f"{text[:60] or 'T'}\n\n{text}"
    for row in (*totals, *refused):
        assert body[row.evidence.start : row.evidence.end] == row.evidence.text
    assert all(total.target in ("us-forces", "us-diplomats") and total.count >= 0 for total in totals)


OPEN = {
    "an answer gives what was asked for": (
        "Briefing",
        [
            "Q: How many attacks have there been on American troops since October 17th?",
            "MS. HARDY: I believe we are at 55 now. It's a mix of rockets and drones.",
            "Q: And how many of those in Iraq?",
            "MS. HARDY: 27.",
        ],
        {55, 27},
    ),
    "an answer and its split": (
        "Briefing",
        [
            "Q: Can you bring us up to date on the attacks on U.S. forces in Iraq and Syria?",
            "GEN. DOYLE: Sure. So as of this morning it's 46: 24 in Iraq, 22 in Syria.",
        ],
        {46, 24, 22},
    ),
    "rows below a heading": (
        "Explainer",
        [
            "The attacks on American forces since 17 October, by country:",
            "- Iraq: 27",
            "- Syria: 28",
            "- Total: 55",
        ],
        {27, 28, 55},
    ),
    "rows of a table with its title": (
        "Attacks on U.S. forces since Oct. 17",
        ["Iraq | 44", "Syria | 48", "Total | 92"],
        {44, 48, 92},
    ),
    "the label of a row": (
        "US troops in numbers",
        ["Attacks since Oct. 17: 66 (32 Iraq, 34 Syria)"],
        {66, 32, 34},
    ),
    "rows with a day": (
        "Timeline of attacks on US bases",
        [
            "A list of the Pentagon's figures for attacks on US forces since Oct. 17.",
            "Nov. 4 – 35 attacks",
            "Nov. 14 – 55 attacks",
        ],
        {35, 55},
    ),
    "a counter in a story of the target": (
        "Update",
        [
            "Militias did not attack US forces on November 13. The counter stands at 54 since October 17.",
            "Tally to date: 54",
        ],
        {54},
    ),
    "a correction by pronoun": (
        "Correction",
        ["This story misstated the number of attacks on US forces since Oct. 17. It is 55, not 56."],
        {55},
    ),
    "an office puts it": (
        "Live",
        ["US forces attacked again", "The Pentagon puts it at 40 since October 17: 17 in Iraq and 23 in Syria."],
        {40, 17, 23},
    ),
    "our forces are the speaker's side": (
        "Statement by the Secretary",
        ["Our forces have been attacked 27 times since the 17th of October. We will answer."],
        {27},
    ),
    "a sum": (
        "Call",
        [
            "Between October 17 and 24 US forces have been attacked at least 10 times in Iraq and 3 times in Syria.",
            "So that's 13.",
        ],
        {10, 3, 13},
    ),
}


@pytest.mark.parametrize("case", OPEN)
def test_a_count_that_is_open_takes_terse_lines_and_answers(case: str) -> None:
    title, paragraphs, counts = OPEN[case]
    totals, _ = read(*paragraphs, title=title)
    assert {total.count for total in totals if total.of == "attacks"} == counts
    assert {total.target for total in totals} == {"us-forces"}
    assert all(total.since == date(2023, 10, 17) for total in totals if "October" in paragraphs[0] and case != "a sum")


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["Attacks on US forces have put the size of the force in the news.", "Iraq: 2,500 troops", "Total: 6,400"],
        ["Q: Were there attacks on US troops?", "A: None today.", "Q: How many aircraft are at the base?", "A: 24."],
        ["US forces in Syria were attacked overnight.", "Israel: 14 rockets", "12:30 - 31 killed in Khan Younis"],
    ],
)
def test_other_figures_of_lists_and_answers_are_no_totals(paragraphs: list[str]) -> None:
    totals, _ = read(*paragraphs)
    assert [total.count for total in totals if total.of == "attacks"] == []
