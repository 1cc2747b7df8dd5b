"""The part of the changelogs that Faust's recovery has not read."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

from aiokafka import TopicPartition

from streams.engine.tables import DurableTable

log = logging.getLogger(__name__)

STILL_SECONDS = 5.0
"""A recovery in which no row has come for so long is taken to stand still; one that is only slow loses nothing."""


async def read_the_rest(reader: Any, tables: Iterable[DurableTable]) -> None:
    """Read the changelogs of these tables to their ends, from where the local copies stand.

    `reader` is a started consumer without a group: nothing of Faust stands between it and the rows.
    """
    behind = {
        TopicPartition(table.changelog_topic_name, partition): (table, offset)
        for table in tables
        for partition, offset in table.behind().items()
    }
    if not behind:
        return
    log.warning("recovery has left out rows of %d changelog partitions; they are read now", len(behind))
    reader.assign(list(behind))
    for tp, (_, offset) in behind.items():
        reader.seek(tp, offset)
    ends = await reader.end_offsets(list(behind))
    while left := [tp for tp in behind if await reader.position(tp) < ends[tp]]:
        for tp, records in (await reader.getmany(*left, timeout_ms=200)).items():
            rows = {record.key: record.value for record in records}
            behind[tp][0].data.write(tp.partition, rows, records[-1].offset)
    for tp, (table, _) in behind.items():
        # Behind the last row there may be offsets that the log has no longer.
        table.data.write(tp.partition, {}, ends[tp] - 1)


async def let_recovery_end(app: Any) -> None:
    """End a recovery of Faust's in which nothing moves any more: what it still waits for is read by `read_the_rest`.

    It waits for the last offset of each changelog, which may never come: the row was dropped on its way, or compaction
    has taken it from the log. Does not end.
    """
    before: dict[Any, int] = {}
    while True:
        await asyncio.sleep(STILL_SECONDS)
        recovery = app.tables.recovery
        left = (
            {tp: rows for tp, rows in recovery.active_remaining().items() if rows > 0} if recovery.in_recovery else {}
        )
        if left and left == before and app.tables.changelog_queue.empty():
            log.warning("recovery stands still before the end of %d changelog partitions and is ended", len(left))
            recovery.active_offsets.update({tp: recovery.active_highwaters[tp] for tp in left})
        before = left
