"""The stream gives exactly what the offline fold gives, with two workers, repeats, another order, and a kill -9."""

import asyncio
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from schemas import RawArticle
from streams.settings import Settings
from streams.sources import read_inputs
from tests import SHARED
from tests.conftest import ReadTopic
from tests.kafka.stream import EXAMPLES, Stream, eval_articles, eval_tallies, shuffled_with_repeats

pytestmark = pytest.mark.kafka

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="no evaluation data beside the project")


def examples() -> list[RawArticle]:
    found = list(read_inputs([str(EXAMPLES)], Settings().max_body))
    assert all(isinstance(one, RawArticle) for one in found)
    return [one for one in found if isinstance(one, RawArticle)]


def test_each_of_the_many_stories_moves_the_tally() -> None:
    with Stream("nowhere:1", "", Path()) as stream:
        (tally,) = stream.fold(many_stories())
    assert tally.observed.count == len(many_stories())


async def test_the_example_pages_give_the_tallies_of_the_offline_fold(
    bootstrap: str, prefix: str, tmp_path: Path
) -> None:
    articles = examples()
    with Stream(bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        stream.start("one")
        await stream.push(articles)
        await stream.worked_off()
        assert await stream.tallies() == stream.offline(articles)
        (tally,) = stream.fold(articles)
        assert tally.observed.count > 0 and tally.reported

        metrics = stream.metrics("one")
        assert metrics['tallywire_tally_observed{tally="us-forces-iraq-syria"}'] == tally.observed.count
        assert metrics['tallywire_tally_reported{tally="us-forces-iraq-syria"}'] == tally.reported.count
        assert metrics['tallywire_articles_total{stage="clean"}'] == len(articles)
        assert metrics['tallywire_stage_seconds_count{stage="tag"}'] > 0
        assert metrics["tallywire_worker_ready"] == 1
        assert stream.terminate("one") == 0


@needs_shared
async def test_two_workers_shuffled_and_repeated_give_the_json_of_the_offline_fold(
    bootstrap: str, prefix: str, tmp_path: Path
) -> None:
    seeds = [one for one in read_inputs([str(SHARED / "seeds")], 10_000_000) if isinstance(one, RawArticle)]
    articles = [*eval_articles(), *seeds]
    with Stream(bootstrap, prefix, tmp_path, eval_tallies(tmp_path)) as stream:
        await stream.create_topics()
        stream.start("one")
        stream.start("two")
        await stream.push(shuffled_with_repeats(articles, seed=7))
        await stream.worked_off()
        assert await stream.tallies() == stream.offline(articles)


async def test_a_worker_killed_in_the_middle_and_started_again_gives_the_same_json(
    bootstrap: str, prefix: str, tmp_path: Path
) -> None:
    articles = many_stories()
    with Stream(bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        stream.start("one")
        await stream.push(articles[: len(articles) // 2])
        await some_tally_is_published(stream)
        await stream.push(articles[len(articles) // 2 :])
        stream.kill("one")
        assert await stream.tallies() != stream.offline(articles), "the kill came too late to be in the middle"
        stream.start("one")
        await stream.worked_off()
        assert await stream.tallies() == stream.offline(articles)


async def test_a_page_published_again_replaces_its_older_version_and_retracts_what_it_told(
    bootstrap: str, prefix: str, tmp_path: Path, read_topic: ReadTopic
) -> None:
    first, second, late = (
        RawArticle(url="https://outlet.example/base", published_at="2023-11-21", fetched_at=at, body=body)
        for at, body in (
            ("2023-11-21T08:00:00Z", told("Two rockets were fired at the Ain al-Asad air base in Iraq on Monday")),
            ("2023-11-21T12:00:00Z", told("A drone hit the Harir air base in Iraq, which hosts US troops, on Monday")),
            ("2023-11-21T09:00:00Z", told("Mortar rounds hit the Ain al-Asad air base in Iraq on Sunday")),
        )
    )
    with Stream(bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        stream.start("one")
        await stream.push([first])
        await stream.worked_off()
        (before,) = [one for one in await read_topic(f"{prefix}incidents") if one.value]
        await stream.push([second, late])  # The last one was fetched before the second: it changes nothing.
        await stream.worked_off()
        assert await stream.tallies() == stream.offline([second]) == stream.offline([first, second, late])
        last = {one.key: one.value for one in await read_topic(f"{prefix}incidents")}
        assert last.pop(before.key) is None
        assert len(last) == 1 and None not in last.values()
        changes = [json.loads(one.value) for one in await read_topic(f"{prefix}tally-changes")]
        assert [one["number"] for one in changes] == list(range(1, len(changes) + 1))
        assert any("retracted" in reason for one in changes for reason in one["why"])


def told(sentence: str) -> str:
    return f"News from the bases\n\n{sentence}, a US official said. Nobody was hurt."


@pytest.mark.parametrize("attempt", range(3))
async def test_workers_that_join_while_much_is_on_its_way_leave_nothing_unread(
    bootstrap: str, prefix: str, tmp_path: Path, attempt: int
) -> None:
    # Messages that were fetched and dropped at a rebalance used to stay unread, about one time in three.
    articles = many_stories()
    with Stream(bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        await stream.push(articles[: len(articles) // 2])
        stream.start("one")
        stream.start("two")
        await stream.push(articles[len(articles) // 2 :])
        await stream.worked_off()
        assert await stream.tallies() == stream.offline(articles)


async def test_when_one_of_two_workers_dies_the_other_does_its_work(
    bootstrap: str, prefix: str, tmp_path: Path
) -> None:
    articles = many_stories()
    with Stream(bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        stream.start("one")
        stream.start("two")
        await stream.push(articles[: len(articles) // 2])
        await some_tally_is_published(stream)
        stream.kill("one")
        await stream.push(articles[len(articles) // 2 :])
        await stream.worked_off()
        assert await stream.tallies() == stream.offline(articles)


def many_stories() -> list[RawArticle]:
    """A story for each of three bases on each of sixty days, so that every one of them moves the tally."""
    bases = ("the Ain al-Asad air base in Iraq", "the Harir air base in Iraq", "the Shaddadi base in Syria")
    days = [date(2023, 10, 20) + timedelta(days=number) for number in range(60)]
    return [
        RawArticle(
            id=f"{day}-{number}",
            published_at=day,
            body=told(f"Two rockets were fired at {base}, where US troops are based, on {day:%A}, {day:%-d %B %Y}"),
        )
        for day in days
        for number, base in enumerate(bases)
    ]


async def some_tally_is_published(stream: Stream) -> None:
    empty = stream.offline([])
    async with asyncio.timeout(60):
        while await stream.tallies() == empty:  # noqa: ASYNC110 (only asking shows it)
            await asyncio.sleep(0.1)
