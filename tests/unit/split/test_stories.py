"""Where a story begins and ends, what it is called by, and when it was published."""

from datetime import UTC, date, datetime

import pytest

from schemas import Article, RawArticle
from streams.stages.clean import clean
from streams.stages.lexicon import load_lexicon
from streams.stages.split import split

NOW = datetime(2026, 6, 1, tzinfo=UTC)
LEXICON = load_lexicon()

FIRST = (
    "Ferry turns back after shots near the strait",
    "A ferry with sixty people on board turned back on Tuesday after shots were fired near the strait, its owner said.",
    "Nobody was hurt, and the boat will sail again when the navy sends an escort for it.",
)
CUT = FIRST[1].index(" near the")
SECOND = (
    "Mayor of the port town steps down over water bills",
    "The mayor of the port town gave up office on Wednesday over unpaid water bills of the city hall.",
    "Her deputy takes over until the council has voted, which may last until the autumn.",
)


def stories(*lines: str, **fields: object) -> tuple[Article, ...]:
    raw = RawArticle.model_validate({"body": "\n\n".join(lines), **fields})
    return split(clean(raw, NOW), LEXICON)


def titles(articles: tuple[Article, ...]) -> list[str]:
    return [article.title.text if article.title else "" for article in articles]


def test_a_headline_printed_twice_begins_one_story() -> None:
    articles = stories(FIRST[0], "The ferry. (Photo: Port)", FIRST[0], *FIRST[1:], SECOND[0], "TT", *SECOND)
    assert titles(articles) == [FIRST[0], SECOND[0]]


def test_a_subheading_inside_a_story_begins_none() -> None:
    assert titles(stories(FIRST[0], FIRST[1], "A long night", FIRST[2])) == [FIRST[0]]


def test_a_headline_glued_to_the_text_before_begins_a_story() -> None:
    articles = stories(*FIRST[:2], FIRST[2] + SECOND[0], "TT", *SECOND)
    assert titles(articles) == [FIRST[0], SECOND[0]]
    assert articles[0].paragraphs[-1].text == FIRST[2]


def test_the_same_story_on_two_pages_has_one_id_whatever_its_spaces_quotes_and_junk() -> None:
    plain = stories(FIRST[0], FIRST[1], "“We were lucky,” the captain said of that night’s sail home.")
    other = stories(
        "Home > World",
        FIRST[0],
        FIRST[1].replace(" ", "  "),
        '"We were lucky," the captain said of that night\'s sail home.',
        "Read more: Boats of the year")  # fmt: skip
    assert [article.article_id for article in plain] == [article.article_id for article in other]
    assert plain[0].article_id.startswith("a-") and len(plain[0].article_id) == 22


def test_another_wording_is_another_story() -> None:
    assert stories(*FIRST)[0].article_id != stories(*FIRST[:2])[0].article_id


def test_a_sentence_cut_by_the_foot_of_a_page_is_one_paragraph() -> None:
    articles = stories(FIRST[0], FIRST[1][:CUT], "Page 1 of 2", FIRST[1][CUT + 1 :], FIRST[2])
    assert [paragraph.text for paragraph in articles[0].paragraphs] == [*FIRST[1:]]
    body = "\n\n".join((FIRST[0], FIRST[1][:CUT], "Page 1 of 2", FIRST[1][CUT + 1 :], FIRST[2]))
    tail = articles[0].paragraphs[0].quote(80, 100)
    assert body[tail.start : tail.end] == tail.text


@pytest.mark.parametrize(
    ("fields", "lines", "day", "basis"),
    [
        ({"published_at": "2024-05-07"}, ["By A. Haas, 8 May 2024"], "2024-05-07", "field"),
        ({"url": "https://quay.example/2024/05/07/ferry"}, [], "2024-05-07", "url"),
        ({}, ["By A. Haas, 8 May 2024"], "2024-05-08", "byline"),
        ({"fetched_at": "2024-06-01T00:00:00Z"}, ["Quay News | 05/08/2024, 10:00"], None, "byline"),
    ],
)
def test_publication_day_comes_from_the_best_evidence(
    fields: dict[str, object], lines: list[str], day: str | None, basis: str
) -> None:
    article = stories(FIRST[0], *lines, *FIRST[1:], **fields)[0]
    if day:
        assert (article.published.day, article.published_basis) == (date.fromisoformat(day), basis)
    else:
        assert article.published.end is None or article.published.end <= date(2024, 6, 1)


def test_the_time_of_fetching_is_only_a_bound() -> None:
    article = stories(*FIRST, fetched_at="2024-05-09T10:00:00Z")[0]
    assert (article.published.start, article.published.end) == (None, date(2024, 5, 9))
    assert article.published_basis == "fetched_at"


def test_without_any_evidence_the_date_is_open() -> None:
    article = stories(*FIRST)[0]
    assert (article.published.start, article.published.end, article.published_basis) == (None, None, "none")


def test_a_day_told_as_past_bounds_publication_from_below_and_a_coming_one_does_not() -> None:
    past = "The strait was last closed on 3 March 2024, and it will be closed again until 9 September 2031."
    assert stories(*FIRST, past)[0].published.start == date(2024, 3, 3)


def test_an_undated_story_in_a_list_from_the_newest_down_lies_between_its_neighbours() -> None:
    third = (
        "Harvest of dates begins late in the valley",
        "Farmers began to pick the dates of the valley a month later than last year.",
    )
    articles = stories(
        "Category: Coast",
        FIRST[0],
        "9 May 2024",
        *FIRST[1:],
        "Category: Coast",
        *SECOND,
        "Category: Coast",
        third[0],
        "2 May 2024",
        third[1],
    )
    assert (articles[1].published.start, articles[1].published.end) == (date(2024, 5, 2), date(2024, 5, 9))
    assert articles[1].published_basis == "page_order"


@pytest.mark.parametrize(
    ("sentence", "earliest"),
    [
        ("By 31 December 2024 the institute's database held 98 attacks on boats.", date(2024, 12, 31)),
        ("The ferry was hit by drones on 3 May 2024, its owner said.", date(2024, 5, 3)),
        ("The paper covers the time from 9 December 2025 to 8 March 2026, and no other.", date(2026, 3, 8)),
        ("The line must be repaired by 1 June 2025 and no later.", None),
    ],
)
def test_an_undated_story_was_not_published_before_the_last_day_that_it_tells_of(
    sentence: str, earliest: date | None
) -> None:
    (article,) = stories(FIRST[0], FIRST[1], sentence)
    assert (article.published.start, article.published.end) == (earliest, None)
