"""Plain reading and writing of topics beside the agents: for push, watch and dead-letters."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from streams.security import client_security
from streams.settings import Settings
from streams.topics import DEAD_LETTERS

STAGES = ("articles-raw", "articles-clean", "articles-split", "tally-facts")
"""What the workers read, in the order of the data."""


def largest_request(message: int) -> int:
    """What a producer lets through, where messages have up to so many bytes: a dead letter of the largest record."""
    return DEAD_LETTERS.largest(message) + 1024


def producer(settings: Settings) -> Any:
    """A producer that does not lose or double what it sends: acks from all copies, idempotent retries."""
    return AIOKafkaProducer(
        bootstrap_servers=settings.bootstrap_servers,
        acks="all",
        enable_idempotence=True,
        linger_ms=5,
        max_request_size=largest_request(settings.max_message_bytes),
        **client_security(settings),
    )


CLOSE_SECONDS = 1.0
"""So long to wait for a reader's connections to close; a second is ample where both sides do their part."""


class Reader(AIOKafkaConsumer):  # type: ignore[misc]
    """A consumer that does not wait for ever for its connections to be closed.

    Where an answer is on its way while a TLS connection is closed, asyncio waits for the other side's last word, which
    Kafka has said already, until its own limit of 30 s. A reader has nothing more to lose then.
    """

    async def stop(self) -> None:
        """Close the reader."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await super().stop()


def consumer(settings: Settings, group_id: str | None = None, fetch_bytes: int | None = None) -> Any:
    """A consumer that commits nothing: it reads and leaves no trace.

    `fetch_bytes` is how much it reads at a time; a larger record comes alone.
    """
    return Reader(
        bootstrap_servers=settings.bootstrap_servers,
        group_id=group_id,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_bytes=fetch_bytes or settings.max_message_bytes,
        max_partition_fetch_bytes=fetch_bytes or settings.max_message_bytes,
        **client_security(settings),
    )


@asynccontextmanager
async def admin(settings: Settings) -> AsyncIterator[Any]:
    """A client that asks about and changes topics and groups."""
    client = AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap_servers, **client_security(settings))
    await client.start()
    try:
        yield client
    finally:
        await client.close()


async def assign(reader: Any, *topics: str, seconds: float = 15.0) -> list[Any]:
    """Assign all partitions of the topics to the reader, from their beginning.

    Raises:
        TimeoutError: one of the topics is not there.
    """
    missing, found = set(topics), list[Any]()
    try:
        async with asyncio.timeout(seconds):
            while missing:
                await reader._client.force_metadata_update()
                for topic in sorted(missing):
                    numbers = reader.partitions_for_topic(topic) or ()
                    found += [TopicPartition(topic, number) for number in sorted(numbers)]
                missing -= {one.topic for one in found}
                await asyncio.sleep(0.1 if missing else 0)
    except TimeoutError:
        raise TimeoutError(f"no topic {', '.join(sorted(missing))}; a worker makes them") from None
    reader.assign(found)
    await reader.seek_to_beginning(*found)
    return found


async def read_to_end(reader: Any, partitions: list[Any]) -> AsyncIterator[Any]:
    """All records that stand in the partitions now."""
    ends = await reader.end_offsets(partitions)
    while any([await reader.position(one) < ends[one] for one in partitions]):
        for records in (await reader.getmany(timeout_ms=200)).values():
            for record in records:
                yield record
