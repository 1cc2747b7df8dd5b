"""Topics that are missing are made, and those that are there are checked."""

import asyncio
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from streams.errors import ConfigError
from streams.topics import LARGEST_MESSAGE, TOPICS, Topic, topic_name

if TYPE_CHECKING:
    from aiokafka.admin import AIOKafkaAdminClient, NewTopic

CREATE_SECONDS = 30.0
PAUSE_SECONDS = 0.1
LIMIT = "max.message.bytes"
ALREADY_EXISTS = 36
"""Kafka's error code TOPIC_ALREADY_EXISTS."""


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
