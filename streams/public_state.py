"""What the public topics say, as what was published last: where a generation that becomes live begins."""

import logging
from collections.abc import Iterator

from schemas import Incident, Tally, TallyChange
from streams.errors import InvalidMessage
from streams.kafka_io import assign, consumer, read_to_end
from streams.parts import Parts, partition_of
from streams.published import PublishedTally, incident_row, tally_row
from streams.records import Outgoing, decode
from streams.topics import INCIDENTS, TALLIES, TALLY_CHANGES, topic_name

log = logging.getLogger(__name__)


class PublicState:
    """What the public topics say of the incidents and tallies of some partitions."""

    def __init__(self, partitions: set[int], total: int, parts: Parts) -> None:
        """Nothing read yet, of these partitions (of `total`)."""
        self._partitions, self._total, self._groups = partitions, total, parts.groups
        self._defined = parts.state.tallies
        self._incidents: dict[str, tuple[str, bytes]] = {}
        self._tallies: dict[str, Tally] = {}
        self._changes: dict[str, dict[int, TallyChange]] = {}
        self._unreadable: set[tuple[str, str]] = set()

    @classmethod
    async def read(cls, partitions: set[int], total: int, parts: Parts) -> "PublicState":
        """Read the three topics to their end."""
        public, prefix = cls(partitions, total, parts), parts.settings.topic_prefix
        reader = consumer(parts.settings)
        await reader.start()
        try:
            topics = [topic_name(one, prefix) for one in (INCIDENTS, TALLIES, TALLY_CHANGES)]
            async for record in read_to_end(reader, await assign(reader, *topics)):
                public.take(record.topic.removeprefix(prefix), record.key or b"", record.value)
        finally:
            await reader.stop()
        return public

    def take(self, topic: str, key: bytes, value: bytes | None) -> None:
        """Take in a record; its topic without prefix. Of each key the last record counts."""
        try:
            name = key.decode()
        except UnicodeDecodeError:
            return  # Nothing of ours has such a key.
        self._unreadable.discard((topic, name))
        if topic == TALLIES.name:
            self._tallies.pop(name, None)
        elif topic == INCIDENTS.name:
            self._incidents.pop(name, None)
        if value is None:
            return
        try:
            self._read(topic, name, value)
        except InvalidMessage as error:
            log.warning("what %s says of %s cannot be read and is replaced: %s", topic, name, error)
            self._unreadable.add((topic, name))

    def _read(self, topic: str, name: str, value: bytes) -> None:
        if topic == TALLY_CHANGES.name:
            change = decode(TallyChange, value)
            last = self._changes.setdefault(name, {}) | {change.number: change}
            # A publication changes a tally at most twice, in either of its numbers.
            self._changes[name] = {number: last[number] for number in sorted(last)[-2:]}
        elif topic == TALLIES.name:
            self._tallies[name] = decode(Tally, value)
        else:
            group = self._groups.key_of(decode(Incident, value).target)
            if self._mine(group):
                self._incidents[name] = group, value

    def _mine(self, key: str) -> bool:
        return partition_of(key, self._total) in self._partitions

    def rows(self) -> Iterator[tuple[tuple[int, str], bytes]]:
        """The rows of the table `published` that say the same."""
        for name, (group, value) in self._incidents.items():
            yield (partition_of(group, self._total), incident_row(group, name)), value
        for name, (group, definition) in self._defined.items():
            # One that was taken back goes on with its numbers; without a title it is like no tally that is published.
            tally = self._tallies.get(name) or Tally(id=name, title="", since=definition.since)
            if self._mine(group) and (name in self._tallies or name in self._changes):
                known = PublishedTally(tally=tally, changes=self._number(name))
                yield (partition_of(group, self._total), tally_row(group, name, known.changes)), known.to_json()

    def _number(self, name: str) -> int:
        """The number of the last change that the tally has in it.

        Where a worker died before it sent the tally, the changes that it had sent come again with the same numbers.
        """
        tally, last = self._tallies.get(name), self._changes.get(name, {})
        for number in sorted(last, reverse=True):
            reported = tally.reported.count if tally and tally.reported else None
            stands = tally.observed.count if tally and last[number].what == "observed" else reported
            if tally is None or last[number].after == stands:
                return number
        return min(last, default=1) - 1

    def taken_back(self) -> list[Outgoing]:
        """Tombstones for tallies that are not defined, and for what cannot be read.

        No group answers for these: each is left to the worker that holds the partition which its key would have.
        """
        gone = {(TALLIES.name, name) for name in self._tallies} | self._unreadable
        gone -= {(TALLIES.name, name) for name in self._defined}
        mine = sorted((topic, name) for topic, name in gone if topic != TALLY_CHANGES.name and self._mine(name))
        return [Outgoing(topic, name.encode(), None) for topic, name in mine]
