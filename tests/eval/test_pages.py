"""The measure of cleaning and splitting: right as it should be, and not below the figures that are committed."""

import json
from collections.abc import Sequence

import pytest

from schemas import Article, Passage
from tests.eval.figures import FIGURES
from tests.eval.gold import set_aside
from tests.eval.measures import Counts
from tests.eval.pages_gold import PAGE_SETS, GoldPage, GoldStory, plain_pages, read_pages
from tests.eval.pages_measure import evaluate_pages, judge_page, one_identity, pages_figures, plain_figures

TEXT = ("The harbour was shut on Monday.", "Nobody was hurt.")
OTHER = ("The town clock will be mended in June.",)


def page(*stories: Sequence[str], either: tuple[str, ...] = ()) -> GoldPage:
    told = tuple(GoldStory(title="Harbour shut", paragraphs=tuple(one)) for one in stories)
    return GoldPage(
        id="p",
        content_type="text/plain",
        fetched_at="2024-05-06T00:00:00Z",
        body="Harbour shut",
        stories=told,
        either=either,
    )


def article(*paragraphs: str, article_id: str = "a", title: str = "Harbour shut") -> Article:
    at = Passage(text=title, start=0, end=len(title))
    texts = tuple(Passage(text=one, start=0, end=len(one)) for one in paragraphs)
    return Article(article_id=article_id, page_id="p", version="1", title=at, paragraphs=texts)


def test_a_story_that_comes_out_as_it_is_is_right_in_all() -> None:
    found = judge_page(page(TEXT), (article(*TEXT),))
    assert (found.articles, found.words) == (Counts(1, 0, 0), Counts(9, 0, 0))
    assert found.titles == found.days == found.whole == (1, 1)
    assert not found.lost and not found.false


def test_words_that_are_lost_or_false_are_told_with_their_text() -> None:
    found = judge_page(page(TEXT), (article(TEXT[0], "Sign up"),))
    assert found.words == Counts(6, 2, 3) and found.whole == (0, 1)
    assert found.lost == (TEXT[1],) and found.false == ("Sign up",)


def test_text_that_may_be_kept_or_left_out_counts_neither_way() -> None:
    gold = page(TEXT, either=("Waiting for the tide",))
    kept = judge_page(gold, (article(TEXT[0], "Waiting for the tide", TEXT[1]),))
    left = judge_page(gold, (article(*TEXT),))
    assert kept.words == left.words == Counts(9, 0, 0) and not kept.false


def test_a_story_cut_in_two_is_not_whole_and_two_in_one_are_not_found() -> None:
    cut = judge_page(page(TEXT), (article(TEXT[0]), article(TEXT[1])))
    assert cut.articles == Counts(1, 1, 0) and cut.whole == (0, 1)
    run_on = judge_page(page(TEXT, OTHER), (article(*TEXT, *OTHER),))
    assert run_on.articles == Counts(0, 1, 2) and run_on.whole == (0, 0)


def test_a_story_on_two_pages_has_one_id_where_both_say_the_same() -> None:
    twice = [judge_page(page(TEXT), (article(*TEXT, article_id=name),)) for name in ("a", "a")]
    other = judge_page(page(TEXT), (article(*TEXT, "More", article_id="b"),))
    assert one_identity(twice) == (1, 1) and one_identity([*twice, other]) == (0, 1)
    assert one_identity(twice[:1]) == (0, 0)


@pytest.mark.parametrize("part", PAGE_SETS)
def test_what_is_set_aside_follows_from_its_id(part: str) -> None:
    found = read_pages(part)
    assert found and all(set_aside(one.id) is part.endswith("set_aside") for one in found)


@pytest.mark.parametrize("part", PAGE_SETS)
def test_no_figure_is_below_the_committed_one(part: str) -> None:
    committed = json.loads(FIGURES.read_text())[part]
    now = pages_figures(evaluate_pages(read_pages(part))) | plain_figures(evaluate_pages(plain_pages(part)))
    assert set(now) == set(committed), "a figure is missing: python -m tests.eval --write"
    assert not {name: (was, now[name]) for name, was in committed.items() if now[name] < was - 0.0005}


def test_the_same_story_on_two_pages_has_one_id() -> None:
    right, of = one_identity([one for part in PAGE_SETS for one in evaluate_pages(read_pages(part))])
    assert of > 1 and right == of
