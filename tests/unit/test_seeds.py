"""Real scraped pages, where they lie beside the project: stories, totals and quotes as a careful reader finds them."""

from pathlib import Path

import pytest

from schemas import RawArticle, TaggedArticle
from streams.offline import extract, fold
from streams.sources import read_inputs
from streams.stages.tally import load_default_definitions

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not SEEDS.exists(), reason="no seed pages beside the project")


@pytest.fixture(scope="module")
def pages() -> list[RawArticle]:
    return [one for one in read_inputs([str(SEEDS)], 10_000_000) if isinstance(one, RawArticle)]


@pytest.fixture(scope="module")
def stories(pages: list[RawArticle]) -> list[TaggedArticle]:
    lexicon = load_default_definitions().lexicon
    return list(extract(pages, lexicon, 10_000_000, lambda *_: pytest.fail("a seed page was refused")))


def test_twenty_stories_of_which_nineteen_are_different(stories: list[TaggedArticle]) -> None:
    assert (len(stories), len({one.article_id for one in stories})) == (20, 19)


def test_no_caption_promo_or_widget_stands_in_a_paragraph(stories: list[TaggedArticle]) -> None:
    paragraphs = [text for one in stories for text in one.paragraphs]
    assert not [text for text in paragraphs if text.startswith(("ALSO READ", "Categories", "TT")) or "(AFP)" in text]


def test_the_reported_totals_are_the_published_curve(stories: list[TaggedArticle]) -> None:
    (tally,) = fold(stories, load_default_definitions())[0]
    assert tally.reported is not None
    assert (tally.reported.count, tally.reported.qualifier) == (151, "at_least")
    assert [figure.count for figure in tally.reported_series] == [46, 73, 151]


def test_each_counted_incident_opens_to_a_quote_in_the_page(
    pages: list[RawArticle], stories: list[TaggedArticle]
) -> None:
    (tally,), incidents = fold(stories, load_default_definitions())
    bodies = {page.url: page.body for page in pages}
    counted = [one for one in incidents if one.id in tally.incidents]
    assert counted and sum(one.count for one in counted) == tally.observed.count
    for mention in (mention for one in counted for mention in one.mentions):
        quote = mention.evidence
        assert " ".join(bodies[mention.url][quote.start : quote.end].split()) == " ".join(quote.text.split())


def test_strikes_by_the_us_are_not_counted_as_attacks_on_its_forces(stories: list[TaggedArticle]) -> None:
    (story,) = [one for one in stories if one.title.startswith("US strikes three")]
    told = [one for one in story.attacks if one.target.id == "us-forces"]
    assert [one.place.id for one in told if one.place] == ["ain-al-asad"]
