"""What topics keep: changelogs are compacted hard, worked-off records expire; then state is restored."""

import asyncio
from random import Random
from typing import Any

from aiokafka.admin import RecordsToDelete
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from streams.kafka_io import admin, assign, consumer, read_to_end
from streams.topics import LARGEST_MESSAGE
from tests.faults.ground import Ground
from tests.faults.kinds.state import state_deleted

HARD = {
    "cleanup.policy": "compact",
    "segment.ms": "300",
    "segment.bytes": str(1024 * 1024),
    "min.cleanable.dirty.ratio": "0",
    "min.compaction.lag.ms": "0",
    "max.compaction.lag.ms": "500",
    "delete.retention.ms": "0",
    "retention.ms": "-1",
    "max.message.bytes": str(2 * LARGEST_MESSAGE),
}
EXPIRING = ("articles-clean", "articles-split", "articles-tagged", "tally-facts")
CLEANED_SECONDS = 60.0
COMPACTED = ("incidents", "tallies", "-changelog")


async def compacted(ground: Ground, chance: Random) -> None:
    """Changelogs, incidents and tallies are compacted hard (tombstones go at once), then a worker loses its state"""
    prefix = ground.settings.topic_prefix
    async with admin(ground.settings) as client:
        names = [one for one in await client.list_topics() if one.startswith(prefix) and one.endswith(COMPACTED)]
        await client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, one, HARD) for one in names])
    ground.journal(f"{len(names)} topics are compacted hard")
    async with asyncio.timeout(CLEANED_SECONDS):
        while not (gone := await _gone(ground, names)):  # noqa: ASYNC110 (only asking shows it)
            await asyncio.sleep(0.5)
    ground.journal(f"{gone} records have been compacted away")
    await state_deleted(ground, chance)


async def _gone(ground: Ground, names: list[str]) -> int:
    """How many records of the topics are no more."""
    async with consumer(ground.settings) as reader:
        partitions = await assign(reader, *names)
        ever = sum((await reader.end_offsets(partitions)).values())
        left = [record async for record in read_to_end(reader, partitions)]
    return int(ever) - len(left)


async def expired(ground: Ground, chance: Random) -> None:
    """What has been worked off expires between the stages, then a worker loses its state"""
    prefix = ground.settings.topic_prefix
    async with admin(ground.settings) as client:
        done = await acknowledged(client, prefix)
        gone = {one: at for one, at in done.items() if one.topic.removeprefix(prefix) in EXPIRING and at > 0}
        await client.delete_records({one: RecordsToDelete(before_offset=at) for one, at in gone.items()})
    ground.journal(f"{sum(gone.values())} records between the stages have expired")
    await state_deleted(ground, chance)


async def acknowledged(client: Any, prefix: str) -> dict[Any, int]:
    """The least offset that any group of the prefix has acknowledged, for each partition."""
    least: dict[Any, int] = {}
    for group, *_ in await client.list_consumer_groups():
        if group.startswith(prefix):
            for partition, at in (await client.list_consumer_group_offsets(group)).items():
                least[partition] = min(at.offset, least.get(partition, at.offset))
    return least
