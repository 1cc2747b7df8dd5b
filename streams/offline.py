"""The same stages folded over files, without Kafka: what the stream is held against."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from schemas import Article, Incident, RawArticle, TaggedArticle, Tally
from schemas.taggers import Tagger
from streams.errors import InvalidMessage
from streams.stages.clean import clean
from streams.stages.lexicon import Lexicon
from streams.stages.split import split
from streams.stages.split.pages import PageState, replace_page
from streams.stages.tag import tag
from streams.stages.tag.judges import Judges
from streams.stages.tally import ArticleFacts, Definitions, GroupFold, facts_of, groups_of
from streams.stages.tally.explaining import Told, explain_group, explain_story
from streams.stages.tally.explanation import Explanation
from streams.stages.tally.facts import page_of
from streams.stages.tally.fold import folded
from streams.stages.tally.groups import definitions_by_group
from streams.taggers import ask

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Refused = Callable[[RawArticle | Article, InvalidMessage], None]
"""Told which article, or which story of one, was refused, and why."""


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
    raw_articles: Iterable[RawArticle],
    lexicon: Lexicon,
    max_body: int,
    refused: Refused,
    judges: Judges | None = None,
    taggers: Sequence[Tagger] = (),
) -> Iterator[TaggedArticle]:
    """Clean, split and tag, story by story. While a plug-in tagger is unavailable it waits."""
    for article in stories(raw_articles, lexicon, max_body, refused):
        try:
            given = ask(article, taggers)
        except InvalidMessage as error:
            refused(article, error)
            continue
        yield tag(article, lexicon, judges, given)


def fold(tagged: Iterable[TaggedArticle], definitions: Definitions) -> tuple[list[Tally], list[Incident]]:
    """The tallies in the order of the definitions, and the incidents of all groups of targets by id."""
    tallies: dict[str, Tally] = {}
    incidents: list[Incident] = []
    for group in _folds(_Read(tagged, definitions), definitions):
        incidents += group.incidents.values()
        tallies |= {tally.id: tally for tally in group.tallies()}
    return [tallies[one.id] for one in definitions.tallies], sorted(incidents, key=lambda one: one.id)


def explain(tagged: Iterable[TaggedArticle], definitions: Definitions, pages: Iterable[str] = ()) -> Explanation:
    """The same tallies and, story by story in the order of the inputs, what counted, what did not, and why.

    `pages` are those that were read, by identity; it is asked for when all stories have come.
    """
    articles = list(tagged)
    read = _Read(articles, definitions)
    tallies: dict[str, Tally] = {}
    told: dict[str, list[Told]] = {}
    for group in _folds(read, definitions):
        tallies |= {tally.id: tally for tally in group.tallies()}
        for article_id, one in explain_group(group, definitions.tallies).items():
            told.setdefault(article_id, []).append(one)
    appearances: dict[str, list[tuple[TaggedArticle, bool]]] = {}
    for article in articles:
        if not article.withdrawn:
            stands = read.stands(page_of(article), article.version)
            appearances.setdefault(article.article_id, []).append((article, stands))
    return Explanation(
        stories=tuple(explain_story(there, told.get(one, ()), definitions) for one, there in appearances.items()),
        tallies=tuple(tallies[one.id] for one in definitions.tallies),
        without_story=tuple(page for page in pages if not read.tells(page)),
    )


def _folds(read: "_Read", definitions: Definitions) -> Iterator[GroupFold]:
    """The groups of targets of which something is told or that a tally watches, each folded."""
    facts, watching = read.facts(), definitions_by_group(definitions.tallies, read.groups)
    for group in sorted({*facts, *watching}):
        yield folded(facts.get(group, ()), watching.get(group, ()), definitions.lexicon)


class _Read:
    """Stories as they were read: the facts in them, and the newest version of each page."""

    def __init__(self, tagged: Iterable[TaggedArticle], definitions: Definitions) -> None:
        """Read them all; of each only its facts are kept."""
        self.groups = groups_of(definitions.tallies, definitions.lexicon)
        self._newest: dict[str, str] = {}
        self._told: list[tuple[str, ArticleFacts]] = []
        for article in tagged:
            page = page_of(article)
            self._newest[page] = max(self._newest.get(page, ""), article.version)
            # A withdrawn story only stands for a version of its page in which it no longer is.
            self._told += [] if article.withdrawn else facts_of(article, self.groups).items()

    def tells(self, page_id: str) -> bool:
        """Was there any story on the page?"""
        return page_id in self._newest

    def stands(self, page_id: str, version: str) -> bool:
        """Is it the newest version of the page?"""
        return version == self._newest[page_id]

    def facts(self) -> dict[str, list[ArticleFacts]]:
        """The facts of each group of targets that the newest versions of all pages tell."""
        facts: dict[str, list[ArticleFacts]] = {}
        for group, fact in self._told:
            if self.stands(fact.page_id, fact.version):
                facts.setdefault(group, []).append(fact)
        return facts
