"""The reported curve comes out exactly, from articles in any order, sent once or again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import RawArticle, TaggedArticle
from streams.offline import extract, fold
from streams.stages.tally import Definitions
from streams.tallies_file import load_definitions
from tests.curve import CURVE, SPLITS, articles, curve_of, splits_of

LARGEST = 10_000


@pytest.fixture(scope="module")
def definitions() -> Definitions:
    return load_definitions(None)


@pytest.fixture(scope="module")
def tagged(definitions: Definitions) -> list[TaggedArticle]:
    return read(articles(), definitions)


def read(told: list[RawArticle], definitions: Definitions) -> list[TaggedArticle]:
    def refused(*args: object) -> None:
        raise AssertionError(f"an article was refused: {args}")

    return list(extract(told, definitions.lexicon, LARGEST, refused))


@settings(deadline=None)
@given(data=st.data())
def test_the_curve_comes_out_exactly_in_any_order(
    tagged: list[TaggedArticle], definitions: Definitions, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(tagged))
    again = data.draw(st.lists(st.sampled_from(tagged)))
    (tally,), _ = fold([*order, *again], definitions)
    assert curve_of(tally) == list(CURVE)
    assert tally.reported and (tally.reported.count, str(tally.reported.as_of)) == (158, "2024-01-26")
    assert [point.count for point in tally.reported_series if point.stories > 1] == [73]


@settings(deadline=None, max_examples=10)
@given(order=st.permutations(articles()))
def test_the_articles_may_be_read_in_any_order(definitions: Definitions, order: list[RawArticle]) -> None:
    stories = read(order, definitions)
    (tally,), _ = fold(stories, definitions)
    assert curve_of(tally) == list(CURVE)
    assert splits_of(stories) == SPLITS


def test_the_shares_of_the_countries_add_up_to_their_points() -> None:
    counts = {day: count for day, count, _ in reversed(CURVE)}
    assert all(sum(parts.values()) == counts[day] for day, parts in SPLITS.items())
