"""Tables whose changelog writes can be awaited before the source event is acknowledged."""

import asyncio
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import faust
from faust import streams as faust_streams


class _Writer:
    """Stands in for the current event, and tells Faust in which partition a row lives."""

    def __init__(self, partition: int) -> None:
        self.message = SimpleNamespace(partition=partition)


class DurableTable(faust.Table):  # type: ignore[misc]
    """A table of bytes with an explicit partition for each row.

    Faust keeps a row in the partition of the event that is current when it is written, and acknowledges that event
    whether or not the row has reached the changelog. Here the caller names the partition, and `confirm` waits until
    the broker has all rows. Keys start with `partition|`, so rows of partitions that this worker held before can be
    told from its own.
    """

    def __init__(self, app: Any, *, name: str, max_message_bytes: int) -> None:
        """Make the table; its changelog takes rows of up to `max_message_bytes`."""
        super().__init__(
            app,
            name=name,
            key_type=bytes,
            value_type=bytes,
            extra_topic_configs={"max.message.bytes": max_message_bytes, "retention.ms": -1},
        )
        self.pending: list[asyncio.Future[Any]] = []
        self._partition = 0

    def partition_for_key(self, key: bytes) -> int:
        """The partition the caller named."""
        return self._partition

    def on_key_set(self, key: bytes, value: bytes) -> None:
        """Send the row to the changelog and keep the future."""
        self.pending.append(self.send_changelog(self._partition, key, value))
        self._sensor_on_set(self, key, value)

    def on_key_del(self, key: bytes) -> None:
        """Send a tombstone to the changelog and keep the future."""
        self.pending.append(self.send_changelog(self._partition, key, None, value_serializer="raw"))
        self._sensor_on_del(self, key)

    @contextmanager
    def _writing_in(self, partition: int) -> Iterator[None]:
        writer = _Writer(partition)
        self._partition = partition
        token = faust_streams._current_event.set(weakref.ref(writer))
        try:
            yield
        finally:
            faust_streams._current_event.reset(token)

    def put(self, partition: int, key: str, value: bytes | None) -> None:
        """Write the row (or delete it, with None). It counts only after `confirm`."""
        with self._writing_in(partition):
            if value is None:
                self.pop(f"{partition}|{key}".encode(), None)
            else:
                self[f"{partition}|{key}".encode()] = value

    def fetch(self, partition: int, key: str) -> bytes | None:
        """The row, or None."""
        with self._writing_in(partition):
            row: bytes | None = self.get(f"{partition}|{key}".encode())
            return row

    def rows(self, partitions: set[int]) -> Iterator[tuple[int, str, bytes]]:
        """All rows of the given partitions: partition, key, value."""
        for raw_key, value in list(self.items()):
            number, _, key = raw_key.decode().partition("|")
            if int(number) in partitions:
                yield int(number), key, value

    async def confirm(self) -> None:
        """Wait until the broker has all rows written since the last call.

        Raises:
            Exception: what the producer met; the rows must be taken as not written.
        """
        pending, self.pending = self.pending, []
        if pending:
            await asyncio.gather(*pending)
