"""What a worker reads again when partitions are divided anew, and what a standby copy holds."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import rocksdict

from tests.kafka.stream import Stream
from tests.kafka.test_stream import many_stories

pytestmark = pytest.mark.kafka


def partitions_read(stream: Stream, name: str) -> list[int]:
    """Of how many partitions the worker has read the tally state, each time it did."""
    log = (stream.settings.data_dir / name / "worker.log").read_text()
    return [int(found) for found in re.findall(r"state of (\d+) partitions was read", log)]


async def until(holds: Callable[[], bool], seconds: float = 90) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 (only asking shows it)
            await asyncio.sleep(0.1)


def held(stream: Stream, name: str) -> float:
    """How many partitions of the tally stage a worker that is ready holds."""
    topic = f"{stream.settings.topic_prefix}tally-facts"
    samples = stream.metrics(name)
    return samples["tallywire_worker_ready"] and samples.get(f'tallywire_partitions_assigned{{topic="{topic}"}}', 0)


async def test_a_partition_that_stays_with_its_worker_is_not_read_again(
    bootstrap: str, prefix: str, tmp_path: Path
) -> None:
    articles = many_stories()
    with Stream(bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        stream.start("one")
        await stream.push(articles[:60])
        await stream.worked_off()
        stream.start("two")
        await until(lambda: partitions_read(stream, "two") != [] and held(stream, "one") + held(stream, "two") == 4)
        kept = held(stream, "one")
        await stream.push(articles[60:120])
        await stream.worked_off()
        assert partitions_read(stream, "one") == [4] and 0 < kept < 4

        stream.kill("two")
        await until(lambda: held(stream, "one") == 4)
        await stream.push(articles[120:])
        await stream.worked_off()
        assert partitions_read(stream, "one") == [4, 4 - kept]
        assert await stream.tallies() == stream.offline(articles)


async def test_a_standby_copy_has_all_rows_and_takes_over(bootstrap: str, prefix: str, tmp_path: Path) -> None:
    articles = many_stories()
    with Stream(bootstrap, prefix, tmp_path) as stream:
        stream.settings = stream.settings.with_(standby=1)
        await stream.create_topics()
        stream.start("one")
        stream.start("two")
        await until(lambda: all(partitions_read(stream, name) for name in ("one", "two")))
        await stream.push(articles[:90])
        await stream.worked_off()
        await stream.push(articles[90:120])
        await stream.worked_off()  # By then the copies have at least what was there before.
        assert stream.terminate("one") == stream.terminate("two") == 0
        one, two = (rows_on_disk(tmp_path / name)["facts"] for name in ("one", "two"))
        in_both = one.items() & two.items()
        assert len(in_both) >= 90 and len(one.keys() & two.keys()) == len(in_both)

        stream.start("two")
        await stream.push(articles[120:])
        await stream.worked_off()
        assert await stream.tallies() == stream.offline(articles)


def rows_on_disk(folder: Path) -> dict[str, dict[bytes, bytes]]:
    """The rows that a worker which has ended has of each table, its own and its copies."""
    tables: dict[str, dict[bytes, bytes]] = {}
    for path in sorted(folder.rglob("*.db")):
        table = path.name.rpartition("-")[0]
        rows = rocksdict.Rdict(
            str(path), rocksdict.Options(raw_mode=True), access_type=rocksdict.AccessType.read_only()
        )
        tables.setdefault(table, {}).update((key, value) for key, value in rows.items() if not key.startswith(b"__"))
        rows.close()
    return tables
