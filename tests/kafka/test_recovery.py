"""What a recovery of Faust's leaves out is read before anything is computed from it."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from faust.types import TP

from streams.engine.catching_up import read_the_rest
from streams.engine.faust_app import App
from streams.engine.tables import DurableTable
from streams.kafka_io import consumer
from streams.settings import Settings
from streams.topic_creation import create_topics
from streams.topics import Topic

pytestmark = pytest.mark.kafka

ROWS = 300


def held(table: DurableTable, highwater: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the group had given us partition 0, and Faust's recovery had ended."""
    tp = TP(table.changelog_topic_name, 0)
    monkeypatch.setattr(table.app, "assignor", SimpleNamespace(assigned_actives=lambda: {tp}), raising=False)
    monkeypatch.setattr(table.app.tables.recovery, "active_highwaters", {tp: highwater})


async def test_the_rest_of_a_changelog_is_read_in_its_order(
    bootstrap: str, prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app: Any = App(f"{prefix}app", broker=f"kafka://{bootstrap}", datadir=tmp_path, store="rocksdb://")
    app.finalize()
    app._create_directories()
    table = DurableTable(app, name="facts", max_message_bytes=1_000_000, check=lambda: None)
    app.tables.add(table)
    changelog = Topic("app-facts-changelog", "row", None, None, "compact", public=False)
    await create_topics(bootstrap, prefix, partitions=1, topics=(changelog,))
    assert table.changelog_topic_name == f"{prefix}app-facts-changelog"
    async with AIOKafkaProducer(bootstrap_servers=bootstrap) as producer:
        for number in range(ROWS):
            key = b"0|gone" if number % 100 == 99 else b"0|%d" % (number % 50)
            value = None if number == ROWS - 1 else b"%d" % number
            await producer.send(table.changelog_topic_name, value, key=key, partition=0)
    # Ten rows were read, then some of the last; those between were dropped.
    table.data.write(0, {b"0|%d" % number: b"%d" % number for number in range(10)}, 9)
    table.data.write(0, {b"0|40": b"too early"}, None)

    held(table, ROWS - 1, monkeypatch)
    assert table.behind() == {0: 10}
    async with consumer(Settings(bootstrap_servers=bootstrap)) as reader:
        await read_the_rest(reader, [table])
        assert await reader.position(TopicPartition(table.changelog_topic_name, 0)) == ROWS
    last = {f"{number % 50}": b"%d" % number for number in range(ROWS) if number % 100 != 99}
    assert {key: value for _, key, value in table.rows({0})} == last
    assert table.behind() == {}
