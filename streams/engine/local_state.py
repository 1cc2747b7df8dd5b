"""A worker's copy of its tables on its own disk. The changelogs are the truth: a copy that is damaged is made again."""

import logging
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import rocksdict
from faust.stores import rocksdb
from faust.types import TP

log = logging.getLogger(__name__)


class LocalState(rocksdb.Store):  # type: ignore[misc]
    """RocksDB, one database for each partition of a table, with the changelog's offset up to which it has all rows.

    A database that cannot be read whole is deleted when it is opened, and Faust then reads the changelog from its
    beginning. It has to be read whole to know: RocksDB ends a walk over the rows at a damaged block without an error.
    """

    def write(self, partition: int, rows: Mapping[bytes, bytes | None], offset: int | None) -> None:
        """Write rows (None deletes) and, where it is given, the offset that they reach: all of it or nothing."""
        batch = rocksdict.WriteBatch(raw_mode=True)
        for key, value in rows.items():
            if value is None:
                batch.delete(key)
            else:
                batch.put(key, value)
        if offset is not None:
            batch.put(self.offset_key, str(offset).encode())
        self._db_for_partition(partition).write(batch)

    def apply_changelog_batch(self, batch: Iterable[Any], to_key: Any, to_value: Any) -> None:
        """Write rows that were read from the changelog; the offset goes as far as none that was fetched is missing."""
        rows: dict[int, dict[bytes, bytes | None]] = {}
        offsets: dict[int, set[int]] = {}
        for event in batch:
            message = event.message
            rows.setdefault(message.partition, {})[message.key] = message.value
            offsets.setdefault(message.partition, set()).add(message.offset)
        for partition, changed in rows.items():
            self.write(partition, changed, self._read_up_to(partition, offsets[partition]))

    def _read_up_to(self, partition: int, offsets: set[int]) -> int | None:
        tp = TP(self.table.changelog_topic_name, partition)
        before, fetched = self.persisted_offset(tp), self.app.consumer.replayed
        if before is not None:
            fetched.begin(tp, before + 1)
        end = fetched.advance(tp, offsets)
        return None if end is None else end - 1

    def row(self, partition: int, key: bytes) -> bytes | None:
        """The value of a row, or None."""
        value: bytes | None = self._db_for_partition(partition).get(key)
        return value

    def rows(self, partition: int) -> Iterator[tuple[bytes, bytes]]:
        """All rows of a partition as they stand now."""
        for key, value in _walk(self._db_for_partition(partition)):
            if key != self.offset_key:
                yield key, value

    def _open_for_partition(self, partition: int) -> Any:
        database, damage = None, ""
        try:
            database = super()._open_for_partition(partition)
            damage = _damage(database)
        except Exception as error:
            if "lock file" in str(error):
                raise  # Another process still has it open; Faust tries again.
            damage = str(error)
        if not damage:
            return database
        if database is not None:
            database.close()
        path: Path = self.partition_path(partition)
        log.warning("%s is damaged and is made again from its changelog: %s", path, damage.splitlines()[0])
        shutil.rmtree(path)
        return super()._open_for_partition(partition)


def _damage(database: Any) -> str:
    """Read all rows; what has ended the walk, or nothing."""
    try:
        for _ in _walk(database):
            pass
    except Exception as error:
        return str(error)
    return ""


def _walk(database: Any) -> Iterator[tuple[bytes, bytes]]:
    """All keys and values.

    Raises:
        Exception: a block cannot be read. The database's own `items` would end there as if it were the end.
    """
    walk = database.iter()
    walk.seek_to_first()
    while walk.valid():
        yield walk.key(), walk.value()
        walk.next()
    walk.status()
