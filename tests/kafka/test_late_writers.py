"""A worker that stood still past its session and goes on, and what one may leave behind: all of it is mended."""

import asyncio
import json
import signal
from pathlib import Path
from typing import Any

import pytest

from schemas import Incident, RawArticle, Tally
from streams.generations import read_log
from streams.generations.standing import consumer_group
from streams.kafka_io import producer
from streams.offline import extract, fold
from streams.topics import changelogs
from tests.conftest import ReadTopic
from tests.kafka.stream import Stream
from tests.kafka.test_stream import many_stories, some_tally_is_published, told

pytestmark = pytest.mark.kafka

Written = tuple[str, int | None, bytes, bytes | None]
"""Topic, partition (None: that of the key), key, value."""


def versions(number: int) -> list[RawArticle]:
    """Pages of the first stories, each directly followed by its second version: of another base, of none, corrected."""
    pages = []
    for at, story in enumerate(many_stories()[:number]):
        page = RawArticle.model_validate({**story.model_dump(), "url": f"https://outlet.example/{story.id}"})
        changed = (
            story.body.replace("base in", "field in"),
            told("The weather at the base was mild"),
            story.body.replace("Two rockets were", "A drone was"),
        )[at % 3]
        pages += [fetched(page, day=1), fetched(page.model_copy(update={"body": changed}), day=2)]
    return pages


def fetched(page: RawArticle, day: int) -> RawArticle:
    return RawArticle.model_validate({**page.model_dump(), "fetched_at": f"2024-01-{day:02}T00:00:00Z"})


async def last_of(topic: str, read_topic: ReadTopic) -> dict[str, bytes]:
    """What compaction would leave."""
    last = {one.key.decode(): one.value for one in await read_topic(topic)}
    return {key: value for key, value in last.items() if value is not None}


async def agrees(stream: Stream, articles: list[RawArticle], read_topic: ReadTopic) -> None:
    """Wait until both topics say what the offline fold says; the assertion at the end tells what they do not."""
    tagged = extract(articles, stream.definitions.lexicon, stream.settings.max_body, lambda *_: None)
    tallies, incidents = fold(tagged, stream.definitions)
    expected = {"incidents": {one.id: one for one in incidents}, "tallies": {one.id: one for one in tallies}}
    found: dict[str, dict[str, Any]] = {}
    try:
        async with asyncio.timeout(40):
            while found != expected:
                prefix = stream.settings.topic_prefix
                found = {
                    name: {
                        key: kind.model_validate_json(value)
                        for key, value in (await last_of(f"{prefix}{name}", read_topic)).items()
                    }
                    for name, kind in (("incidents", Incident), ("tallies", Tally))
                }
                await asyncio.sleep(0.2)
    except TimeoutError:
        assert found == expected


async def test_a_worker_that_stands_still_past_its_session_and_goes_on_spoils_nothing(
    bootstrap: str, prefix: str, tmp_path: Path, read_topic: ReadTopic
) -> None:
    articles = versions(60)
    first, second = articles[::2], articles[1::2]
    with Stream(bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        stream.start("one")
        stream.start("two")
        await stream.push(first)
        await some_tally_is_published(stream)
        still = stream.workers.pop("one")
        still.send_signal(signal.SIGSTOP)
        try:
            await stream.push(second)
            await stream.worked_off()  # The other has its partitions now, and has published what is newer.
            await agrees(stream, articles, read_topic)
        finally:
            still.send_signal(signal.SIGCONT)
            stream.workers["one"] = still
        await stream.worked_off()
        await agrees(stream, articles, read_topic)
        # A new disk: all state comes from what both have left in the changelogs.
        assert (stream.terminate("one"), stream.terminate("two")) == (0, 0)
        stream.start("three")
        await stream.worked_off()
        await agrees(stream, articles, read_topic)


async def test_outdated_rows_and_records_of_a_late_writer_are_mended(
    bootstrap: str, prefix: str, tmp_path: Path, read_topic: ReadTopic
) -> None:
    articles = versions(6)
    with Stream(bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        stream.start("one")
        await stream.push(articles[::2])
        await stream.worked_off()
        late = await left_by_a_late_writer(stream, read_topic)
        await stream.push(articles[1::2])
        await stream.worked_off()
        await agrees(stream, articles, read_topic)

        standing = next(iter(await last_of(f"{prefix}incidents", read_topic)))
        await send_late(stream, [*late, (f"{prefix}incidents", None, standing.encode(), None)])
        await agrees(stream, articles, read_topic)
        metrics = stream.metrics("one")
        assert metrics['tallywire_repaired_total{topic="tallies"}'] >= 1
        assert metrics['tallywire_repaired_total{topic="incidents"}'] >= 2

        # On a new disk: all outdated rows are read.
        assert stream.terminate("one") == 0
        stream.start("two")
        await stream.worked_off()
        await agrees(stream, articles, read_topic)
        again = [fetched(one, day=3) for one in articles[::4]]
        await stream.push([*again, *articles[1::4]])  # The latter come late: for the outdated rows they are news.
        await stream.worked_off()
        await agrees(stream, [*articles, *again], read_topic)
        numbers = [json.loads(one.value)["number"] for one in await read_topic(f"{prefix}tally-changes")]
        assert numbers == list(range(1, len(numbers) + 1))


async def left_by_a_late_writer(stream: Stream, read_topic: ReadTopic) -> list[Written]:
    """All rows and public records as they are now; sent again later they are what a worker that stood still sends."""
    prefix = stream.settings.topic_prefix
    live = (await read_log(stream.settings)).live
    assert live
    written: list[Written] = []
    for topic in changelogs(consumer_group(stream.settings, live)):
        written += [(topic.name, one.partition, one.key, one.value) for one in await read_topic(topic.name)]
    for name in (f"{prefix}incidents", f"{prefix}tallies"):
        written += [(name, None, one.key, one.value) for one in await read_topic(name)]
    assert len({topic for topic, *_ in written}) == 5
    return written


async def send_late(stream: Stream, written: list[Written]) -> None:
    """Send it, under the name of another writer."""
    sender = producer(stream.settings)
    await sender.start()
    try:
        for topic, partition, key, value in written:
            headers = [("tallywire.writer", b"late")]
            await sender.send_and_wait(topic, value, key, partition=partition, headers=headers)
    finally:
        await sender.stop()
