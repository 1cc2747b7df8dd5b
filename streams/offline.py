"""The same stages folded over files, without Kafka: what the stream is held against."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta

from schemas import Article, Incident, RawArticle, TaggedArticle, Tally
from streams.errors import InvalidMessage
from streams.stages.clean import clean
from streams.stages.lexicon import Lexicon
from streams.stages.split import split
from streams.stages.split.pages import PageState, replace_page
from streams.stages.tag import tag
from streams.stages.tag.judges import Judges
from streams.stages.tally import ArticleFacts, Definitions, TargetGroups, facts_of, fold_group, groups_of
from streams.stages.tally.facts import page_of
from streams.stages.tally.groups import definitions_by_group

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Refused = Callable[[RawArticle, InvalidMessage], None]


def stories(raw_articles: Iterable[RawArticle], lexicon: Lexicon, max_body: int, refused: Refused) -> Iterator[Article]:
    """Clean and split, page by page; a page that comes again replaces its older version.

    The order of reading stands in for the time of the record, which decides between versions without `fetched_at`.
    What cannot be processed goes to `refused`, and the rest is done.
    """
    pages: dict[str, PageState] = {}
    for number, raw in enumerate(raw_articles):
        try:
            page = clean(raw, EPOCH + timedelta(microseconds=number), max_body=max_body)
            replacement = replace_page(pages.get(page.page_id), page, split(page, lexicon))
        except InvalidMessage as error:
            refused(raw, error)
            continue
        pages[page.page_id] = replacement.state
        yield from replacement.articles


def extract(
    raw_articles: Iterable[RawArticle], lexicon: Lexicon, max_body: int, refused: Refused, judges: Judges | None = None
) -> Iterator[TaggedArticle]:
    """Clean, split and tag, story by story."""
    for article in stories(raw_articles, lexicon, max_body, refused):
        yield tag(article, lexicon, judges)


def fold(tagged: Iterable[TaggedArticle], definitions: Definitions) -> tuple[list[Tally], list[Incident]]:
    """The tallies in the order of the definitions, and the incidents of all groups of targets by id."""
    groups = groups_of(definitions.tallies, definitions.lexicon)
    facts = _standing(tagged, groups)
    watching = definitions_by_group(definitions.tallies, groups)
    tallies: dict[str, Tally] = {}
    incidents: list[Incident] = []
    for group in sorted({*facts, *watching}):
        result = fold_group(facts.get(group, ()), watching.get(group, ()), definitions.lexicon)
        incidents += result.incidents
        tallies |= {tally.id: tally for tally in result.tallies}
    return [tallies[one.id] for one in definitions.tallies], sorted(incidents, key=lambda one: one.id)


def _standing(tagged: Iterable[TaggedArticle], groups: TargetGroups) -> dict[str, list[ArticleFacts]]:
    """The facts of each group of targets that the newest versions of all pages tell."""
    newest: dict[str, str] = {}
    told: list[tuple[str, ArticleFacts]] = []
    for article in tagged:
        page = page_of(article)
        newest[page] = max(newest.get(page, ""), article.version)
        # A withdrawn story only stands for a version of its page in which it no longer is.
        told += [] if article.withdrawn else facts_of(article, groups).items()
    facts: dict[str, list[ArticleFacts]] = {}
    for group, fact in told:
        if fact.version == newest[fact.page_id]:
            facts.setdefault(group, []).append(fact)
    return facts
