"""What a user may do at Kafka: asked of the broker before work begins, so that a missing right is named at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from aiokafka.protocol.admin import DescribeGroupsRequest_v3, DescribeGroupsResponse_v3
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import Array, Boolean, Int16, Int32, Schema, String

READ, WRITE, CREATE, DESCRIBE = 3, 4, 5, 8
"""Kafka's numbers of the operations. A set of them comes as an integer with the bits of these numbers."""

UNKNOWN_TOPIC = 3
UNTOLD = -(2**31)
"""The set of operations of an answer that does not tell it."""


@dataclass(frozen=True)
class Needs:
    """What a command does at Kafka, by the full names of topics and consumer group.

    `makes` are created where they are missing; `sees` are only asked how much stands in them. The group is joined
    where `joins` is set, else only asked how far it is.
    """

    reads: Sequence[str] = ()
    writes: Sequence[str] = ()
    sees: Sequence[str] = ()
    makes: Sequence[str] = ()
    group: str | None = None
    joins: bool = False

    @property
    def topics(self) -> list[str]:
        """All topics that are named, each once."""
        return sorted({*self.reads, *self.writes, *self.sees, *self.makes})


class _TopicAnswer(Response):  # type: ignore[misc]
    API_KEY, API_VERSION = 3, 8
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        ("brokers", Array(("node_id", Int32), ("host", String()), ("port", Int32), ("rack", String()))),
        ("cluster_id", String()),
        ("controller_id", Int32),
        (
            "topics",
            Array(
                ("error_code", Int16),
                ("topic", String()),
                ("is_internal", Boolean),
                (
                    "partitions",
                    Array(
                        ("error_code", Int16),
                        ("partition", Int32),
                        ("leader", Int32),
                        ("leader_epoch", Int32),
                        ("replicas", Array(Int32)),
                        ("isr", Array(Int32)),
                        ("offline_replicas", Array(Int32)),
                    ),
                ),
                ("authorized_operations", Int32),
            ),
        ),
        ("authorized_operations", Int32),
    )


class _TopicQuestion(RequestStruct):  # type: ignore[misc]
    API_KEY, API_VERSION = 3, 8
    RESPONSE_TYPE = _TopicAnswer
    SCHEMA = Schema(
        ("topics", Array(String())),
        ("allow_auto_topic_creation", Boolean),
        ("include_cluster_authorized_operations", Boolean),
        ("include_topic_authorized_operations", Boolean),
    )


class TopicRights(Request[_TopicQuestion]):  # type: ignore[misc]
    """Asks for topics with what the user may do with each. aiokafka's own request asks for less."""

    API_KEY = 3

    def __init__(self, topics: list[str]) -> None:
        """`topics` are full names."""
        self.topics = topics

    def build(self, request_struct_class: type[_TopicQuestion]) -> _TopicQuestion:
        """The request in its only version."""
        return request_struct_class(self.topics, False, True, True)


class _GroupQuestion(DescribeGroupsRequest_v3):  # type: ignore[misc]
    # aiokafka decodes the answer as that of version 2, without the rights.
    RESPONSE_TYPE = DescribeGroupsResponse_v3


class GroupRights(Request[_GroupQuestion]):  # type: ignore[misc]
    """Asks for a consumer group with what the user may do with it."""

    API_KEY = 15

    def __init__(self, group: str) -> None:
        """`group` is the full name."""
        self.group = group

    def build(self, request_struct_class: type[_GroupQuestion]) -> _GroupQuestion:
        """The request in its only version."""
        return request_struct_class([self.group], True)


def missing_topic_rights(needs: Needs, answer: Any) -> Iterator[str]:
    """What the answer to `TopicRights` lacks, in words: "may not write to articles-raw, tallies"."""
    anywhere = _may(answer.authorized_operations, CREATE)
    # An answer without a set of operations is that of a topic that may not even be seen.
    found = {name: (error, 0 if may == UNTOLD else may) for error, name, _, _, may in answer.topics}
    wanted = (
        (needs.reads, READ, "read from"),
        (needs.writes, WRITE, "write to"),
        (needs.sees, DESCRIBE, "describe"),
    )
    for names, operation, words in wanted:
        if missing := [name for name in names if not _may(found[name][1], operation)]:
            yield f"may not {words} {', '.join(missing)}"
    new = [name for name in needs.makes if found[name][0] == UNKNOWN_TOPIC and not _may(found[name][1], CREATE)]
    if new and not anywhere:
        yield f"may not create {', '.join(new)}, which {'is' if len(new) == 1 else 'are'} missing"


def missing_group_rights(needs: Needs, answer: Any) -> Iterator[str]:
    """What the answer to `GroupRights` lacks, in words."""
    may = answer.groups[0][-1]
    if needs.joins and not (may != UNTOLD and _may(may, READ)):
        yield f"may not read as consumer group {needs.group}"
    elif not (may != UNTOLD and _may(may, DESCRIBE)):
        yield f"may not describe consumer group {needs.group}"


def _may(operations: int, operation: int) -> bool:
    return bool(operations >> operation & 1)
