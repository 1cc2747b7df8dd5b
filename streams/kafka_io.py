"""Plain reading and writing of topics beside the agents: for push, watch and dead-letters."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from streams.settings import Settings

STAGES = ("articles-raw", "articles-clean", "articles-split", "tally-facts")
"""What the workers read, in the order of the data."""


def producer(settings: Settings) -> Any:
    """A producer that does not lose or double what it sends: acks from all copies, idempotent retries."""
    return AIOKafkaProducer(
        bootstrap_servers=settings.bootstrap_servers,
        acks="all",
        enable_idempotence=True,
        linger_ms=5,
        max_request_size=settings.max_message_bytes,
    )


def consumer(settings: Settings) -> Any:
    """A consumer of no group: it reads and leaves no trace."""
    return AIOKafkaConsumer(
        bootstrap_servers=settings.bootstrap_servers,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_bytes=settings.max_message_bytes,
        max_partition_fetch_bytes=settings.max_message_bytes,
    )


async def assign(reader: Any, topic: str, seconds: float = 15.0) -> list[Any]:
    """Assign all partitions of a topic to the reader, from their beginning.

    Raises:
        TimeoutError: the topic is not there.
    """
    async with asyncio.timeout(seconds):
        while not (found := await _partitions(reader, topic)):  # noqa: ASYNC110 (only asking shows a new topic)
            await asyncio.sleep(0.1)
    partitions = [TopicPartition(topic, number) for number in sorted(found)]
    reader.assign(partitions)
    await reader.seek_to_beginning(*partitions)
    return partitions


async def _partitions(reader: Any, topic: str) -> set[int]:
    await reader._client.force_metadata_update()
    return reader.partitions_for_topic(topic) or set()


async def read_to_end(reader: Any, partitions: list[Any]) -> AsyncIterator[Any]:
    """All records that stand in the partitions now."""
    ends = await reader.end_offsets(partitions)
    while any([await reader.position(one) < ends[one] for one in partitions]):
        for records in (await reader.getmany(timeout_ms=200)).values():
            for record in records:
                yield record


async def lag(settings: Settings, topic: str) -> int:
    """How many records of a topic the workers have not yet acknowledged."""
    name = f"{settings.topic_prefix}{topic}"
    group = f"{settings.topic_prefix}{settings.app_id}"
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap_servers)
    reader = consumer(settings)
    await admin.start()
    await reader.start()
    try:
        partitions = await assign(reader, name)
        ends = await reader.end_offsets(partitions)
        starts = await reader.beginning_offsets(partitions)
        done = await admin.list_consumer_group_offsets(group, partitions=partitions)
        at = {one: done[one].offset if one in done and done[one].offset >= 0 else starts[one] for one in partitions}
        return sum(max(0, ends[one] - at[one]) for one in partitions)
    finally:
        await admin.close()
        await reader.stop()


async def wait_until_worked_off(settings: Settings, progress: Callable[[str, int], None]) -> None:
    """Wait until the workers have worked off all that is in articles-raw.

    A stage acknowledges only after what it sent is confirmed, so going once through the stages in order is enough.
    """
    for topic in STAGES:
        while left := await lag(settings, topic):
            progress(topic, left)
            await asyncio.sleep(0.2)
        progress(topic, 0)
