"""A store that has read what the workers would have published of some articles: no Kafka, the same code."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from schemas import RawArticle, TaggedArticle
from streams.offline import extract
from streams.publishing import TallyState
from streams.records import Outgoing, Record
from streams.sources import read_inputs
from streams.stages.tally import Definitions, PageMarker, facts_of, groups_of, load_default_definitions
from streams.stages.tally.facts import page_of
from streams.web.store import Store

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples" / "pages"
START = datetime(2024, 1, 1, tzinfo=UTC)


def tagged_examples(definitions: Definitions, *more: RawArticle) -> list[TaggedArticle]:
    """The stories of the example pages, and of more articles that are given."""
    raw = [one for one in read_inputs([str(EXAMPLES)], max_body=1_000_000) if isinstance(one, RawArticle)]
    return tag_all([*raw, *more], definitions)


def tag_all(raw: Iterable[RawArticle], definitions: Definitions) -> list[TaggedArticle]:
    def refused(article: object, error: Exception) -> None:
        raise error

    return list(extract(raw, definitions.lexicon, 1_000_000, refused))


class Publisher:
    """What workers publish while stories come in, one after the other: a change each, an hour apart."""

    def __init__(self, definitions: Definitions) -> None:
        self._groups = groups_of(definitions.tallies, definitions.lexicon)
        self._state = TallyState(definitions, self._groups)
        self._now = START

    def take(self, story: TaggedArticle) -> list[Record]:
        """The records of all topics that come of a story."""
        self._now += timedelta(hours=1)
        records = [self._record(Outgoing("articles-tagged", story.article_id.encode(), story.to_json()))]
        marker = PageMarker(page_id=page_of(story), version=story.version, article_id=story.article_id, standing=())
        facts = {} if story.withdrawn else facts_of(story, self._groups)
        for group in sorted({*facts, *(group for _, group in self._state.held)}):
            if group in facts:
                self._state.take(0, group, facts[group], self._now.timestamp())
            self._state.take(0, group, marker, self._now.timestamp())
            self._state.settle(0)
            publication = self._state.publication(0, group, lambda: self._now)
            self._state.commit(0, publication)
            records += [self._record(one) for one in (*publication.incidents, *publication.tallies)]
        return records

    def _record(self, sent: Outgoing) -> Record:
        return Record(sent.topic, 0, 0, self._now.timestamp(), sent.key, sent.value)


def published(stories: Sequence[TaggedArticle], definitions: Definitions) -> Iterator[list[Record]]:
    """For each story what comes of it."""
    publisher = Publisher(definitions)
    return (publisher.take(story) for story in stories)


def fill(stories: Sequence[TaggedArticle], definitions: Definitions) -> Store:
    """A store that has read all that comes of these stories."""
    store = Store(definitions.tallies)
    for records in published(stories, definitions):
        store.apply(records)
    return store


def corrected_store() -> Store:
    """A store with the example pages, of which the first is taken back when all were read."""
    definitions = load_default_definitions()
    stories = tagged_examples(definitions)
    gone = stories[0].model_copy(update={"withdrawn": True, "version": "9", "attacks": (), "reported_totals": ()})
    return fill([*stories, gone], definitions)


def example_store() -> Store:
    """A store with the project's example pages, counted by the built-in tallies file."""
    definitions = load_default_definitions()
    return fill(tagged_examples(definitions), definitions)
