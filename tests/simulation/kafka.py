"""Kafka as far as the stages see it, in memory: topics with partitions, changelogs with the last row of each key."""

from collections import defaultdict
from collections.abc import Iterator

from streams.parts import partition_of
from streams.records import Outgoing, Record
from streams.topics import TOPICS

FIRST_SECOND = 1_700_000_000.0
"""Time of the first record; each one after it is a second later."""


class MemoryKafka:
    """All topics with the same number of partitions, and a changelog for each table and partition."""

    def __init__(self, partitions: int) -> None:
        self.partitions = partitions
        self.topics: dict[str, list[list[Record]]] = {one.name: [[] for _ in range(partitions)] for one in TOPICS}
        self.changelogs: dict[tuple[str, int], dict[str, bytes]] = defaultdict(dict)
        self._second = FIRST_SECOND

    def append(self, sent: Outgoing, timestamp: float | None = None) -> Record:
        """Put a record at the end of the partition that its key has."""
        number = partition_of(sent.key.decode(), self.partitions)
        partition = self.topics[sent.topic][number]
        self._second += 1
        when = self._second if timestamp is None else timestamp
        record = Record(sent.topic, number, len(partition), when, sent.key, sent.value, sent.headers)
        partition.append(record)
        return record

    def write_row(self, table: str, partition: int, key: str, value: bytes | None) -> None:
        """A row of a changelog; None is a tombstone."""
        if value is None:
            self.changelogs[table, partition].pop(key, None)
        else:
            self.changelogs[table, partition][key] = value

    def records(self, topic: str) -> Iterator[Record]:
        """All records of a topic."""
        for partition in self.topics[topic]:
            yield from partition

    def last(self, topic: str) -> dict[str, bytes]:
        """What compaction would leave of a topic: the last value of each key that has one."""
        kept = {(record.key or b"").decode(): record.value for record in self.records(topic)}
        return {key: value for key, value in kept.items() if value is not None}
