"""The read side's knowledge in a temporary SQLite database: records go in, any number of threads read."""

import sqlite3
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from schemas import TallyChange
from streams.errors import InvalidMessage
from streams.records import Record
from streams.stages.tally import TallyDefinition
from streams.web import tables
from streams.web.writing import Writer


@dataclass
class Applied:
    """What a batch of records has done: names of tallies and incidents that are other than before, new log entries.

    `refused` has topic and reason of each record that could not be read.
    """

    tallies: set[str] = field(default_factory=set)
    incidents: set[str] = field(default_factory=set)
    changes: list[TallyChange] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


class Database:
    """The database, its one writing connection, and a reading one for each thread that asks."""

    def __init__(self, definitions: Iterable[TallyDefinition] = (), folder: Path | None = None) -> None:
        """Empty; `definitions` are the tallies that are shown, in this order. The file goes with `close`."""
        self.definitions: Mapping[str, TallyDefinition] = {one.id: one for one in definitions}
        self.ready = True
        """False while it is being filled for the first time, so that answers would be wrong."""
        self._folder = tempfile.TemporaryDirectory(prefix="tallywire-web-", dir=folder, ignore_cleanup_errors=True)
        self._file = Path(self._folder.name) / "read.sqlite"
        self._database = tables.create(self._file)
        self._writer = Writer(self._database)
        self._own = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close the database and remove its file. Nobody may be asking any more."""
        for one in (*self._readers, self._database):
            one.close()
        self._folder.cleanup()

    def apply(self, records: Iterable[Record]) -> Applied:
        """Take records in, all or none; their topics are without prefix. To be called by one thread at a time.

        What cannot be read is left out and said in `refused`: what was known under its key stays.
        """
        applied = Applied()
        self._database.execute("BEGIN IMMEDIATE")
        try:
            for record in records:
                try:
                    self._take(record, applied)
                except (InvalidMessage, UnicodeDecodeError) as error:
                    applied.refused.append((record.topic, str(error)))
            self._writer.forget_stories()
            self._database.execute("UPDATE applied SET batches = batches + 1")
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")
        return applied

    def _take(self, record: Record, applied: Applied) -> None:
        name = (record.key or b"").decode()
        if record.topic == "tallies":
            self._writer.tally(name, record.value)
            applied.tallies.add(name)
        elif record.topic == "incidents":
            self._writer.incident(name, record.value)
            applied.incidents.add(name)
        elif record.topic == "tally-changes" and record.value is not None:
            applied.changes.append(self._writer.change(record.value))
        elif record.topic == "articles-tagged" and record.value is not None:
            self._writer.story(record)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection of this thread that sees one state of the database until the end of the outermost block."""
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = tables.open_to_read(self._file)
            with self._lock:
                self._readers.append(connection)
        if connection.in_transaction:
            yield connection
            return
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("COMMIT")
