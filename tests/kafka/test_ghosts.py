"""A member of the group that has topics and no tables, alive or not, makes nobody work without tables."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupCoordinatorNotAvailableError

from streams.engine.rebalancing import NotingThread, RewindingConsumer
from streams.engine.tables import DurableTable
from streams.generations import read_log
from streams.generations.standing import consumer_group
from streams.processing import EXIT_FAILED
from streams.topic_creation import create_topics
from streams.topics import ARTICLES_RAW
from tests.conftest import ReadTopic
from tests.kafka.small_app import small_app
from tests.kafka.stream import Stream
from tests.kafka.test_late_writers import agrees, versions
from tests.kafka.waiting import until

pytestmark = pytest.mark.kafka

OTHER = """
import faust
from streams.engine.faust_app import App
from streams.engine.tables import DurableTable

app = App({group!r}, broker="kafka://{bootstrap}", store="rocksdb://", datadir={folder!r}, broker_session_timeout=6.0,
          broker_heartbeat_interval=1.0, topic_disable_leader=True, web_enabled=False, table_standby_replicas={standby})
for name in ("articles-raw", "articles-clean", "articles-split", "tally-facts"):
    @app.agent(app.topic("{prefix}" + name, value_type=bytes, value_serializer="raw"), name=name)
    async def idle(stream):
        await stream.sleep(1_000)
        async for _ in stream:
            pass
for name in {tables!r}:
    app.tables.add(DurableTable(app, name=name, max_message_bytes=1_000_000, check=lambda: None))

async def join_without_tables():
    app.tables._tables_finalized.set()
    app.tables._tables_registered.set()

app.tables._update_channels = join_without_tables
faust.Worker(app, loglevel="WARNING", quiet=True).execute_from_commandline()
"""
"""Another member of a group, which works nothing off and has no tables among its topics."""


async def members(bootstrap: str, group: str) -> int:
    """How many members the group has."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        answers = []
        while not answers:
            with suppress(GroupCoordinatorNotAvailableError):  # The first to ask a new broker waits for its topic.
                answers = await admin.describe_consumer_groups([group])
        return sum(len(joined) for _, _, _, _, _, joined, *_ in answers[0].groups)
    finally:
        await admin.close()


async def start_other(stream: Stream, standby: int, tables: tuple[str, ...]) -> None:
    """Start one in the group of the live generation, and wait until it has joined."""
    settings = stream.settings
    live = (await read_log(settings)).live
    assert live
    assert settings.bootstrap_servers
    bootstrap, group = settings.bootstrap_servers, consumer_group(settings, live)
    program = OTHER.format(
        bootstrap=bootstrap,
        prefix=settings.topic_prefix,
        group=group,
        folder=str(settings.data_dir / "other"),
        standby=standby,
        tables=tables,
    )
    stream.start("other", program)

    async def joined() -> bool:
        return await members(bootstrap, group) == 1

    await until(joined)


async def test_workers_wait_while_a_member_has_topics_and_no_tables(
    bootstrap: str, prefix: str, tmp_path: Path, read_topic: ReadTopic
) -> None:
    articles = versions(60)
    with Stream(bootstrap, prefix, tmp_path) as stream:
        # Whatever the order in which three members join, five partitions of topics among three of them and of tables
        # among two do not fit each other; four may.
        stream.settings = stream.settings.with_(partitions=5)
        await stream.create_topics()
        stream.start("one")
        stream.start("two")
        await stream.push(articles[::2])
        await stream.worked_off()
        assert (stream.terminate("one"), stream.terminate("two")) == (0, 0)

        # As one was seen that was told to end while it started.
        await start_other(stream, standby=0, tables=("pages", "facts", "published"))
        stream.start("one")
        stream.start("two")
        await stream.push(articles[1::2])  # A worker without the row of a page takes its second version for its first.

        def waiting() -> bool:
            logs = [(tmp_path / name / "worker.log").read_text() for name in ("one", "two")]
            return any("partitions without their tables" in log for log in logs)

        await until(waiting)
        stream.kill("other")
        await stream.worked_off()
        await agrees(stream, articles, read_topic)


@pytest.mark.parametrize(
    ("standby", "reason"),
    [
        # It speaks another protocol, as any program with the name of our group.
        (0, "TALLYWIRE_APP_ID, TALLYWIRE_TOPIC_PREFIX: the consumer group of this worker is in use by another program"),
        # It divides for all, and what it gives Faust does not take: it stands for what nobody has thought of.
        (1, "stage coordination failed"),
    ],
)
async def test_a_worker_that_cannot_be_in_its_group_ends_and_says_why(
    bootstrap: str, prefix: str, tmp_path: Path, standby: int, reason: str
) -> None:
    with Stream(bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        stream.start("one")
        await stream.worked_off()
        assert stream.terminate("one") == 0
        await start_other(stream, standby, tables=())
        stream.start("one")
        stream.start("two")
        ended = [await asyncio.to_thread(stream.workers[name].wait, 60) for name in ("one", "two")]
        assert ended == [EXIT_FAILED, EXIT_FAILED]
        assert reason in (tmp_path / "one" / "worker.log").read_text()


async def test_a_worker_that_is_ended_before_its_tables_are_there_never_joins(
    bootstrap: str, prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await create_topics(bootstrap, prefix, partitions=1, topics=(ARTICLES_RAW,))
    app: Any = small_app(bootstrap, f"{prefix}short", tmp_path, "rocksdb://")
    app.tables.add(DurableTable(app, name="rows", max_message_bytes=1_000_000, check=lambda: None))

    @app.agent(app.topic(f"{prefix}articles-raw", value_type=bytes, value_serializer="raw"))
    async def reader(stream: Any) -> None:
        async for _ in stream:
            pass

    asked, joined = Noted(RewindingConsumer.subscribe), Noted(NotingThread.subscribe)
    monkeypatch.setattr(RewindingConsumer, "subscribe", asked.call)
    monkeypatch.setattr(NotingThread, "subscribe", joined.call)
    app.finalize()
    app._create_directories()
    waiting, wait = asyncio.Event(), app.tables.wait_until_tables_registered

    async def noted() -> None:
        waiting.set()
        await wait()

    app.tables.wait_until_tables_registered = noted
    starting = asyncio.create_task(app.start())
    await waiting.wait()
    assert not app.tables._tables_registered.is_set(), "Faust gives agents a second before it takes up the tables"
    await app.stop()
    await asyncio.wait([starting])
    assert asked.topics == [{f"{prefix}articles-raw"}], "this is what Faust does"
    assert joined.topics == []


class Noted:
    """A method `subscribe`, and the topics with which it was called."""

    def __init__(self, subscribe: Any) -> None:
        self._subscribe = subscribe
        self.topics: list[set[str]] = []

    @property
    def call(self) -> Any:
        async def subscribe(owner: Any, topics: Iterable[str]) -> None:
            self.topics.append({*topics})
            await self._subscribe(owner, topics)

        return subscribe
