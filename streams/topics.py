"""The topics: declared once, here. Commands, agents, tests and documents take names and settings from this table."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from schemas import Article, CleanArticle, Incident, Message, RawArticle, TaggedArticle, Tally, TallyChange

LARGEST_MESSAGE = 32 * 1024 * 1024
"""Bytes. A page of 20 MB passes as JSON, and as blocks with their offsets."""

HEADERS_ROOM = 64 * 1024
"""Bytes that a topic takes beyond the largest message: what is as large as may be can still get headers of ours."""


@dataclass(frozen=True)
class Topic:
    """A topic: its name without prefix, what its keys are, what its values are, and how long they are kept.

    `message` is None where values are no message of `schemas`: the untouched bytes of dead letters, and what only our
    own workers read. `retention` None is for ever; in a compacted topic the last value of each key stays.
    `partitions` is None where the setting decides.
    """

    name: str
    key: str
    message: type[Message] | None
    retention: timedelta | None
    cleanup: Literal["delete", "compact"] = "delete"
    public: bool = True
    about: str = ""
    partitions: int | None = None

    @property
    def kept(self) -> str:
        """How long, in words."""
        if self.cleanup == "compact":
            return "the last of each key (compacted)"
        return f"{self.retention.days} days" if self.retention else "for ever"

    @property
    def config(self) -> dict[str, str]:
        """Kafka's settings of the topic."""
        milliseconds = -1 if self.retention is None else int(self.retention.total_seconds() * 1000)
        return {
            "cleanup.policy": self.cleanup,
            "retention.ms": str(milliseconds),
        }

    def largest(self, message: int) -> int:
        """Kafka's limit of a record in it, where messages have up to so many bytes.

        Anybody may fill a topic to its limit, and the dead letter of such a record has our headers besides.
        """
        return message + (2 if self.name == "dead-letters" else 1) * HEADERS_ROOM


WEEK, MONTH = timedelta(days=7), timedelta(days=30)

ARTICLES_RAW = Topic("articles-raw", "source URL, else id", RawArticle, None, about="what producers send")
ARTICLES_CLEAN = Topic("articles-clean", "as articles-raw", CleanArticle, WEEK, about="the page as typed blocks")
ARTICLES_SPLIT = Topic("articles-split", "article id", Article, WEEK, about="one story of a page")
ARTICLES_TAGGED = Topic(
    "articles-tagged", "article id", TaggedArticle, MONTH, about="entities, attacks and reported totals of a story"
)
TALLY_FACTS = Topic(
    "tally-facts",
    "group of targets",
    None,
    WEEK,
    public=False,
    about="what tagged stories say, keyed so that all facts that can meet in an incident reach the same worker",
)
INCIDENTS = Topic("incidents", "incident id", Incident, None, "compact", about="one attack; a null when merged away")
TALLIES = Topic("tallies", "tally id", Tally, None, "compact", about="the current numbers with their evidence")
TALLY_CHANGES = Topic("tally-changes", "tally id", TallyChange, None, about="each change of a tally, and why")
DEAD_LETTERS = Topic(
    "dead-letters", "original key", None, MONTH, about="messages that were refused: their bytes, the reason in headers"
)
GENERATIONS = Topic(
    "generations",
    "generation",
    None,
    None,
    public=False,
    about="which workers publish: one partition, so that there is one order",
    partitions=1,
)

TOPICS = (
    ARTICLES_RAW,
    ARTICLES_CLEAN,
    ARTICLES_SPLIT,
    ARTICLES_TAGGED,
    TALLY_FACTS,
    INCIDENTS,
    TALLIES,
    TALLY_CHANGES,
    DEAD_LETTERS,
    GENERATIONS,
)
"""All topics in the order of the data."""

TABLES = ("pages", "facts", "published")
"""Names of the workers' tables, each with a changelog topic."""


def changelogs(app_id: str) -> tuple[Topic, ...]:
    """The changelog topics of the tables, under the names that Faust gives them.

    Compacted and never deleted by time: recovery can hang where a changelog segment has expired. We make them
    ourselves because a worker that meets a changelog still in the making leaves it out of its recovery.
    """
    return tuple(
        Topic(f"{app_id}-{name}-changelog", "table row", None, None, "compact", public=False) for name in TABLES
    )


PUBLIC_TOPICS = tuple(topic for topic in TOPICS if topic.public)


def topic_name(topic: Topic, prefix: str = "") -> str:
    """The name in Kafka: the prefix is put in front as it is."""
    return prefix + topic.name
