"""Tables whose changelog writes can be awaited before the source event is acknowledged."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import faust
from faust.types import TP

from streams.engine.local_state import LocalState


@dataclass(frozen=True, slots=True)
class _Sent:
    """A row on its way to the changelog."""

    partition: int
    row: bytes
    value: bytes | None
    answer: asyncio.Future[Any]


class DurableTable(faust.Table):  # type: ignore[misc]
    """A table of bytes with an explicit partition for each row.

    Faust keeps a row in the partition of the event that is current when it is written, writes it to the local disk at
    once, and acknowledges that event whether or not the row has reached the changelog. A worker that dies in between
    has a row which the changelog lacks: it takes the event that comes again for known, and the row is lost with its
    disk. Here the caller names the partition, and rows are written to the disk in `confirm`, when the broker has them.
    Keys start with `partition|`, so rows of partitions that this worker held before can be told from its own.
    """

    def __init__(self, app: Any, *, name: str, max_message_bytes: int, check: Callable[[], None]) -> None:
        """Make the table; its changelog takes rows of up to `max_message_bytes`.

        `check` raises where nothing may be written any more.
        """
        super().__init__(
            app,
            name=name,
            key_type=bytes,
            value_type=bytes,
            extra_topic_configs={"max.message.bytes": max_message_bytes, "retention.ms": -1},
        )
        self._check = check
        self._sent: list[_Sent] = []
        self._unconfirmed: dict[bytes, bytes | None] = {}
        self._ends: dict[int, int] = {}

    def put(self, partition: int, key: str, value: bytes | None) -> None:
        """Write the row (or delete it, with None). It counts only after `confirm`."""
        self._check()
        row = f"{partition}|{key}".encode()
        serializer = "raw" if value is None else None
        sent = self.send_changelog(partition, row, value, value_serializer=serializer)
        self._sent.append(_Sent(partition, row, value, sent))
        self._unconfirmed[row] = value

    def fetch(self, partition: int, key: str) -> bytes | None:
        """The row, or None."""
        row = f"{partition}|{key}".encode()
        if row in self._unconfirmed:
            return self._unconfirmed[row]
        value: bytes | None = self.data.row(partition, row)
        return value

    def rows(self, partitions: set[int]) -> Iterator[tuple[int, str, bytes]]:
        """All rows of the given partitions: partition, key, value."""
        for partition in sorted(partitions):
            for row, value in self.data.rows(partition):
                yield partition, row.decode().partition("|")[2], value

    def behind(self) -> dict[int, int]:
        """Partitions whose changelog was not read whole in the recovery that has just ended, and from which offset.

        Faust may drop rows that it has fetched where a rebalance comes into a recovery, and takes it for whole.
        """
        ends = self.app.tables.recovery.active_highwaters
        ours = [tp for tp in self.app.assignor.assigned_actives() if tp.topic == self.changelog_topic_name]
        reached = {tp: self.persisted_offset(tp) for tp in ours}
        known = {tp: -1 if offset is None else offset for tp, offset in reached.items()}
        return {tp.partition: known[tp] + 1 for tp in ours if known[tp] < ends.get(tp, -1)}

    async def recovered(self, partitions: set[int]) -> set[int]:
        """Note how far the changelog was read in the recovery that has just ended.

        Gives the partitions whose changelog nobody but this worker has written to since the recovery before: what is
        known of their rows is still true.
        """
        await self.confirm()
        read = self.app.tables.recovery.active_highwaters
        ends = {number: read.get(TP(self.changelog_topic_name, number), -1) + 1 for number in partitions}
        untouched = {number for number, end in ends.items() if self._ends.get(number) == end}
        self._ends = ends
        return untouched

    async def confirm(self) -> None:
        """Wait until the broker has all rows written since the last call, then keep them.

        Raises:
            Exception: what the producer met; the rows must be taken as not written.
        """
        sent, self._sent = self._sent, []
        answers = await asyncio.gather(*[one.answer for one in sent])
        for partition in sorted({one.partition for one in sent}):
            ours = [(one, at) for one, at in zip(sent, answers, strict=True) if one.partition == partition]
            rows = {one.row: one.value for one, _ in ours}
            offsets = sorted(at.offset for _, at in ours)
            self.data.write(partition, rows, self._reached(partition, offsets))
            self._follow(partition, offsets)
        for one in sent:
            if self._unconfirmed.get(one.row) == one.value:
                self._unconfirmed.pop(one.row, None)

    def _reached(self, partition: int, offsets: list[int]) -> int | None:
        """The offset up to which the local copy has all rows of the changelog once these are written; None: as before.

        Where offsets are missing between, another worker has written rows that we have not read: this partition was
        taken from us, or is ours now and a worker that was believed dead still sends. Recovery has to read them.
        """
        before: int | None = self.data.persisted_offset(TP(self.changelog_topic_name, partition))
        reached = -1 if before is None else before
        for offset in offsets:
            if offset != reached + 1:
                break
            reached = offset
        return reached if reached >= 0 else None

    def _follow(self, partition: int, offsets: list[int]) -> None:
        # A gap is somebody else's row, or one of ours sent twice: what this worker knows may not be all.
        end = self._ends.pop(partition, None)
        if end is not None and offsets == list(range(end, end + len(offsets))):
            self._ends[partition] = end + len(offsets)

    def _new_store(self) -> LocalState:
        raw = {"key_serializer": "raw", "value_serializer": "raw"}
        return LocalState("rocksdb://", self.app, self, table_name=self.name, **raw)

    def _on_changelog_sent(self, answer: Any) -> None:
        """Faust would note the offset here; `confirm` does it, together with the rows."""
