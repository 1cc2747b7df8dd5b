"""Every folder of tests/stories/pages: a page as it was found, and the stories that are in it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas import Article, RawArticle
from streams.stages.clean import clean
from streams.stages.lexicon import load_lexicon
from streams.stages.split import split

PAGES = Path(__file__).parents[2] / "stories" / "pages"
CASES = sorted(path.name for path in PAGES.iterdir() if path.is_dir())


def stories_of(case: str) -> tuple[str, dict[str, object], tuple[Article, ...]]:
    source = next((PAGES / case).glob("input.*"))
    expected = json.loads((PAGES / case / "expected.json").read_text(encoding="utf-8"))
    raw = RawArticle(
        body=source.read_bytes().decode(),
        url=expected.get("url"),
        fetched_at=expected.get("fetched_at"),
        content_type="text/html" if source.suffix == ".html" else "text/plain",
    )
    page = clean(raw, datetime(2026, 1, 1, tzinfo=UTC))
    return raw.body, expected, split(page, load_lexicon())


@pytest.mark.parametrize("case", CASES)
def test_a_page_gives_the_stories_that_a_reader_finds_in_it(case: str) -> None:
    _, expected, articles = stories_of(case)
    found = [
        {"title": article.title and article.title.text, "paragraphs": [p.text for p in article.paragraphs]}
        for article in articles
    ]
    wanted = [{"title": story["title"], "paragraphs": story["paragraphs"]} for story in expected["articles"]]
    assert found == wanted


@pytest.mark.parametrize("case", CASES)
def test_publication_days_are_those_that_the_page_states(case: str) -> None:
    _, expected, articles = stories_of(case)
    for article, story in zip(articles, expected["articles"], strict=True):
        if "published" in story:
            assert article.published.day and article.published.day.isoformat() == story["published"]


@pytest.mark.parametrize("case", CASES)
def test_each_quote_stands_in_the_body_where_it_says(case: str) -> None:
    body, _, articles = stories_of(case)
    for article in articles:
        for passage in [article.title, *article.paragraphs]:
            assert passage
            quote = passage.quote(0, len(passage.text))
            assert 0 <= quote.start < quote.end <= len(body)
            assert passage.offsets or body[passage.start : passage.end] == passage.text
