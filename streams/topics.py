"""The topics: declared once, here. Commands, agents, tests and documents take names and settings from this table."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from schemas import Article, CleanArticle, Incident, Message, RawArticle, TaggedArticle, Tally, TallyChange
from streams.errors import ConfigError

if TYPE_CHECKING:
    from aiokafka.admin import AIOKafkaAdminClient, NewTopic

LARGEST_MESSAGE = 32 * 1024 * 1024
"""Bytes. A page of 20 MB passes as JSON, and as blocks with their offsets."""

HEADERS_ROOM = 64 * 1024
"""Bytes that a topic takes beyond the largest message: what is as large as may be can still get headers of ours."""

CREATE_SECONDS = 30.0
PAUSE_SECONDS = 0.1
LIMIT = "max.message.bytes"
ALREADY_EXISTS = 36
"""Kafka's error code TOPIC_ALREADY_EXISTS."""


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


async def create_topics(
    bootstrap: str,
    prefix: str = "",
    partitions: int = 8,
    replication: int = -1,
    security: Mapping[str, Any] | None = None,
    topics: tuple[Topic, ...] = TOPICS,
    largest_message: int = LARGEST_MESSAGE,
) -> tuple[str, ...]:
    """Create the topics that are missing and wait until all of them have leaders; the names that were created.

    `replication` -1 leaves it to the broker; `largest_message` is in bytes; `security` goes to the Kafka client as it
    is. Topics that exist are not changed. Raises ConfigError where one has another number of partitions or takes no
    messages of that size, TimeoutError where leaders stay away.
    """
    from aiokafka.admin import AIOKafkaAdminClient, NewTopic

    # aiokafka takes -1 (the broker decides) only with a replica assignment; an empty one is none.
    assignment: dict[int, list[int]] | None = {} if replication == -1 else None
    fixed = {topic_name(topic, prefix) for topic in topics if topic.partitions}
    limits = {topic_name(topic, prefix): topic.largest(largest_message) for topic in topics}
    wanted = [
        NewTopic(
            topic_name(topic, prefix),
            topic.partitions or partitions,
            replication,
            assignment,
            topic.config | {LIMIT: str(topic.largest(largest_message))},
        )
        for topic in topics
    ]
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, **(security or {}))
    await admin.start()
    try:
        created = await _create_missing(admin, wanted)
        found = await _wait_for_leaders(admin, [topic.name for topic in wanted])
        await _check_limits(admin, {name: size for name, size in limits.items() if name not in created})
    finally:
        await admin.close()
    _compare({name: number for name, number in found.items() if name not in fixed}, partitions)
    return created


async def _create_missing(admin: "AIOKafkaAdminClient", wanted: "list[NewTopic]") -> tuple[str, ...]:
    from aiokafka.errors import for_code

    existing = set(await admin.list_topics())
    missing = [topic for topic in wanted if topic.name not in existing]
    if not missing:
        return ()
    response = await admin.create_topics(missing)
    created = []
    for name, code, *detail in response.topic_errors:
        if code not in (0, ALREADY_EXISTS):
            raise for_code(code)(f"topic {name} could not be created: {detail[0] if detail else code}")
        if code == 0:
            created.append(name)
    return tuple(created)


async def _wait_for_leaders(admin: "AIOKafkaAdminClient", names: list[str]) -> dict[str, int]:
    """Partitions of each topic, as soon as all of them have a leader."""
    deadline = time.monotonic() + CREATE_SECONDS
    while True:
        described = await admin.describe_topics(names)
        waiting = [t["topic"] for t in described if t["error_code"] or any(p["leader"] < 0 for p in t["partitions"])]
        if not waiting:
            return {topic["topic"]: len(topic["partitions"]) for topic in described}
        if time.monotonic() > deadline:
            raise TimeoutError(f"no leader after {CREATE_SECONDS:.0f} s for: {', '.join(waiting)}")
        await asyncio.sleep(PAUSE_SECONDS)


async def _check_limits(admin: "AIOKafkaAdminClient", limits: Mapping[str, int]) -> None:
    from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

    if not limits:
        return
    resources = [ConfigResource(ConfigResourceType.TOPIC, name, configs={LIMIT: ""}) for name in limits]
    too_small = []
    for response in await admin.describe_configs(resources):
        # Who may not see the settings of a topic (another code than 0) does without this check.
        for _, _, _, name, entries in (one for one in response.resources if one[0] == 0):
            size = next((int(entry[1]) for entry in entries if entry[0] == LIMIT), None)
            if size is not None and size < limits[name]:
                too_small.append(f"{name} takes {size}")
    if too_small:
        needed = max(limits.values())
        raise ConfigError(
            f"messages of this size need topics with {LIMIT} of {needed}, but {', '.join(too_small)}. Raise it there "
            "(kafka-configs --alter), or lower this setting and TALLYWIRE_MAX_BODY",
            key="TALLYWIRE_MAX_MESSAGE_BYTES",
        )


def _compare(found: Mapping[str, int], partitions: int) -> None:
    differing = [f"{name} has {number}" for name, number in found.items() if number != partitions]
    if differing:
        raise ConfigError(
            f"{partitions} partitions are asked for, but {', '.join(differing)}. Keys would change their partition: "
            "ask for the number that is there, or use another topic prefix and replay"
        )
