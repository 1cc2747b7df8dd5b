"""What all tests share: one real Kafka for the session, and a fresh topic prefix for each test."""

import os
import uuid
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import hypothesis
import pytest
from aiokafka import AIOKafkaConsumer

from streams.broker import choose_broker

# Timing is for bench/, so no deadlines. `pytest --hypothesis-profile=many` tries what must hold for all inputs harder.
hypothesis.settings.register_profile("few", max_examples=30, deadline=None)
hypothesis.settings.register_profile(
    "many", max_examples=10_000, deadline=None, suppress_health_check=list(hypothesis.HealthCheck)
)
hypothesis.settings.load_profile("few")

Records = list[Any]
ReadTopic = Callable[..., Awaitable[Records]]


@pytest.fixture(scope="session")
def bootstrap() -> Iterator[str]:
    """The address of a Kafka: TALLYWIRE_BOOTSTRAP_SERVERS where set, else a container, else the local broker."""
    with choose_broker(os.environ.get("TALLYWIRE_BOOTSTRAP_SERVERS"), containers=True) as kafka:
        yield kafka.bootstrap


@pytest.fixture
def prefix() -> str:
    """A topic prefix that no other test has."""
    return f"t{uuid.uuid4().hex[:10]}-"


@pytest.fixture
def read_topic(bootstrap: str) -> ReadTopic:
    """A function that reads all records that a topic has now, in the order of their partitions and offsets.

    `at` is the address of another Kafka than the session's.
    """

    async def read(topic: str, at: str = bootstrap) -> Records:
        # Without a group it takes all partitions, and leaves no trace.
        reader = AIOKafkaConsumer(topic, bootstrap_servers=at, auto_offset_reset="earliest")
        await reader.start()
        try:
            return await _read_to_end(reader)
        finally:
            await reader.stop()

    return read


async def _read_to_end(reader: Any) -> Records:
    partitions = sorted(reader.assignment())
    assert partitions, f"there is no topic {reader.subscription()}"
    ends = await reader.end_offsets(partitions)
    records: Records = []
    # Positions, not offsets of records: compaction leaves gaps.
    while any([await reader.position(partition) < ends[partition] for partition in partitions]):
        for partition, batch in (await reader.getmany(timeout_ms=200)).items():
            records.extend(record for record in batch if record.offset < ends[partition])
    return sorted(records, key=lambda record: (record.partition, record.offset))
