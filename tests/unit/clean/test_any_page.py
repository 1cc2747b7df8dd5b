"""What must hold for every page, whatever was fetched."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas import CleanArticle, RawArticle
from streams.errors import InvalidMessage
from streams.stages.clean import clean
from streams.stages.lexicon import load_lexicon
from streams.stages.split import split
from tests.fuzz.invariants import assert_blocks_hold, assert_nothing_lost

NOW = datetime(2025, 1, 1, tzinfo=UTC)
LEXICON = load_lexicon()

pieces = st.sampled_from(
    [
        "Two drones fell near the depot, the mayor said.",
        "Depot hit",
        "By A. Writer, 3 May 2024",
        "Categories",
        "Most read",
        "1. Ten hurt",
        "\n",
        "\n\n",
        "\r\n",
        "   ",
        "ends here.Next Story Begins Today",
        "Next Story Begins Today",
        "â€œ",
        "â€",
        "Â ",
        "&amp;#8217;",
        "&nbsp;",
        "\u200b",
        "\u00ad",
        "# ",
        "- ",
        "TT",
        "* * *",
    ]
)
texts = st.one_of(st.text(min_size=1, max_size=300), st.lists(pieces, min_size=1, max_size=40).map("".join))
tags = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<br>",
        "<br><br>",
        "<div class=ad>",
        "<div style='display:none'>",
        "</div>",
        "<table><tr><td>",
        "</table>",
        "<script>",
        "</script>",
        "<style>.x{display:none}",
        "</style>",
        "<!--",
        "-->",
        '<a href="',
        "<",
        ">",
        "<h1>",
        "</h1>",
        "<li>",
        "&lt;",
        "&#150;",
        "<title>",
        "<![CDATA[",
        "<?php",
        "</",
        '"',
    ]
)
pages = st.one_of(
    st.lists(st.one_of(tags, pieces, st.text(max_size=20)), min_size=1, max_size=50).map("".join).filter(bool),
    st.binary(min_size=1, max_size=200).map(lambda raw: raw.decode("utf-8", "replace")),
)


def cleaned(body: str, content_type: str) -> CleanArticle | None:
    try:
        return clean(RawArticle.model_validate({"body": body, "content_type": content_type}), NOW)
    except InvalidMessage:
        return None


@settings(max_examples=120, deadline=None)
@given(texts)
@example("a")
@example("\ufeffâ€\nA")
def test_blocks_of_any_text_stand_where_they_say(body: str) -> None:
    page = cleaned(body, "text/plain")
    if page is not None:
        assert_blocks_hold(page, body)


@settings(max_examples=120, deadline=None)
@given(texts)
@example("__A__")
def test_every_visible_character_of_a_text_is_in_a_block(body: str) -> None:
    page = cleaned(body, "text/plain")
    if page is not None:
        assert_nothing_lost(page, body)


@settings(max_examples=150, deadline=None)
@given(pages)
def test_blocks_of_any_html_stand_where_they_say(body: str) -> None:
    page = cleaned(body, "text/html")
    if page is not None:
        assert_blocks_hold(page, body)


@settings(max_examples=100, deadline=None)
@given(st.one_of(texts, pages), st.sampled_from(["text/plain", "text/html"]))
def test_stories_of_any_page_quote_it_and_are_the_same_each_time(body: str, content_type: str) -> None:
    page = cleaned(body, content_type)
    if page is None:
        return
    articles = split(page, LEXICON)
    assert articles == split(page, LEXICON)
    assert len({article.article_id for article in articles}) == len(articles)
    for article in articles:
        assert article.paragraphs
        for passage in article.paragraphs:
            quote = passage.quote(0, len(passage.text))
            assert 0 <= quote.start < quote.end <= len(body)


@pytest.mark.parametrize("body", ["12 34", "...", "\u200b \n", "\u00a0"])
def test_a_body_without_letters_is_refused(body: str) -> None:
    with pytest.raises(InvalidMessage, match="body: no text in it"):
        clean(RawArticle(body=body), NOW)


def test_a_body_over_the_limit_is_refused_with_both_numbers() -> None:
    with pytest.raises(InvalidMessage, match="body: 1,201 characters, more than the limit of 1,200"):
        clean(RawArticle(body="a" * 1201), NOW, max_body=1200)


@pytest.mark.parametrize(("kind", "line"), [("text/plain", "one\n\n"), ("text/html", "<p>one</p>")])
def test_a_page_of_too_many_lines_is_refused_with_both_numbers(
    kind: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streams.stages.clean.page.MAX_BLOCKS", 1000)
    clean(RawArticle.model_validate({"content_type": kind, "body": line * 1000}), NOW)
    with pytest.raises(InvalidMessage, match="body: 1,001 lines or paragraphs, more than the limit of 1,000"):
        clean(RawArticle.model_validate({"content_type": kind, "body": line * 1001}), NOW)
