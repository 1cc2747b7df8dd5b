"""New definitions over old state: they fill themselves from history beside the live ones, and corrections take over."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from schemas import RawArticle, TallyChange
from streams.errors import ConfigError
from streams.generations import fingerprint_of, read_log
from streams.generations.waiting import wait_until_worked_off
from streams.kafka_io import admin
from streams.letters.listing import dead_letters
from tests.conftest import ReadTopic
from tests.kafka.stream import Stream
from tests.kafka.test_stream import many_stories

pytestmark = pytest.mark.kafka

TALLY = """
  - id: {id}
    since: {since}
    targets: [us-forces]
    not_actors: [us-forces]
    countries: [{countries}]
"""

ALL = "us-forces-iraq-syria"


def tallies_file(folder: Path, name: str, *tallies: tuple[str, str, str]) -> Path:
    """A tallies file; each tally is id, since, countries."""
    path = folder / name
    rows = [TALLY.format(id=one, since=since, countries=countries) for one, since, countries in tallies]
    path.write_text("tallies:" + "".join(rows))
    return path


@pytest.fixture
def before(bootstrap: str, prefix: str, tmp_path: Path) -> Stream:
    """The definitions that are live first."""
    rows = (ALL, "2023-10-17", "IQ, SY"), ("gone", "2023-10-17", "IQ")
    return Stream(bootstrap, prefix, tmp_path, tallies_file(tmp_path, "before.yaml", *rows))


@pytest.fixture
def after(bootstrap: str, prefix: str, tmp_path: Path) -> Stream:
    """Other definitions: the first tally counts from a later day on, the second is gone, and there is a new one."""
    rows = (ALL, "2023-11-01", "IQ, SY"), ("syria", "2023-10-17", "SY")
    return Stream(bootstrap, prefix, tmp_path, tallies_file(tmp_path, "after.yaml", *rows))


async def history(stream: Stream, articles: list[RawArticle]) -> None:
    """A stream that has worked off these articles, with the worker `old` running."""
    await stream.create_topics()
    stream.start("old")
    await stream.push(articles)
    await stream.worked_off()
    assert await stream.tallies() == stream.offline(articles)


async def changes_of(read_topic: ReadTopic, prefix: str, tally: str) -> list[TallyChange]:
    found = {}
    for record in await read_topic(f"{prefix}tally-changes"):
        change = TallyChange.model_validate_json(record.value)
        if change.tally_id == tally:
            found.setdefault(change.number, change)
    assert list(found) == list(range(1, len(found) + 1)), "numbers go on"
    return list(found.values())


async def until(happened: Callable[[], Awaitable[Any]], seconds: float = 90) -> None:
    async with asyncio.timeout(seconds):
        while not await happened():  # noqa: ASYNC110 (only asking shows it)
            await asyncio.sleep(0.1)


async def test_a_changed_file_fills_its_tallies_from_history_and_corrects_what_was_published(
    before: Stream, after: Stream, read_topic: ReadTopic
) -> None:
    articles, prefix = many_stories()[:90], before.settings.topic_prefix
    with before, after:
        await history(before, articles)
        sent = len(await read_topic(f"{prefix}incidents"))
        after.start("new")
        await after.worked_off()
        assert await after.tallies() == after.offline(articles)

        (old, _), (new, _) = before.fold(articles), after.fold(articles)
        *first, last = await changes_of(read_topic, prefix, ALL)
        assert max(change.after or 0 for change in first) == old.observed.count
        assert (last.before, last.after) == (old.observed.count, new.observed.count)
        assert last.why[0] == "recomputed under new definitions"
        assert not any("recomputed" in reason for change in first for reason in change.why)
        (filled,) = await changes_of(read_topic, prefix, "syria")
        assert filled.before == 0 and filled.why[0] == "recomputed under new definitions"
        assert len(await read_topic(f"{prefix}incidents")) == sent, "the same incidents are not sent again"
        tallies = {record.key: record.value for record in await read_topic(f"{prefix}tallies")}
        assert tallies[b"gone"] is None, "what is no longer defined is taken back"
        await the_old_worker_ends_and_refuses_to_start(before, after)


async def the_old_worker_ends_and_refuses_to_start(before: Stream, after: Stream) -> None:
    assert await asyncio.to_thread(before.workers.pop("old").wait, 60) == 2
    before.start("old")
    assert await asyncio.to_thread(before.workers["old"].wait, 60) == 2
    last = (before.settings.data_dir / "old" / "worker.log").read_text().splitlines()[-1]
    assert f"was replaced by {generation_of(after)}" in last and "tallywire replay" in last
    with pytest.raises(ConfigError, match="no worker has these definitions"):
        await wait_until_worked_off(before.settings, before.definitions, lambda *_: None)


async def test_old_numbers_stand_and_move_on_while_the_new_generation_catches_up(
    before: Stream, after: Stream, read_topic: ReadTopic
) -> None:
    articles, prefix = many_stories(), before.settings.topic_prefix
    with before, after:
        await history(before, articles[:60])
        # Announced, and with a worker that stands still: not caught up.
        after.start("new")
        await until(lambda: _is_announced(after))
        after.workers["new"].send_signal(signal.SIGSTOP)
        await before.push(articles[60:90])
        await before.worked_off()
        assert await before.tallies() == before.offline(articles[:90])
        after.workers["new"].send_signal(signal.SIGCONT)
        await after.push(articles[90:])
        await after.worked_off()
        assert await after.tallies() == after.offline(articles)
        counts = [
            change.after or 0 for change in await changes_of(read_topic, prefix, ALL) if change.what == "observed"
        ]
        drops = [(was, now) for was, now in pairwise(counts) if now < was]
        assert len(drops) <= 1 and all(now > 0 for _, now in drops), "one correction, no fall to zero"


async def _is_announced(stream: Stream) -> bool:
    return generation_of(stream) in (await read_log(stream.settings)).announced


def generation_of(stream: Stream) -> str:
    return str(fingerprint_of(stream.definitions, stream.settings))


async def test_two_workers_are_restarted_one_by_one_while_articles_come_in(
    before: Stream, after: Stream, read_topic: ReadTopic
) -> None:
    articles = many_stories()
    with before, after:
        await history(before, articles[:45])
        before.start("older")
        pushing = asyncio.create_task(_push_slowly(after, articles[45:]))
        assert before.terminate("old") == 0
        after.start("old")
        await until(lambda: _is_live(after))
        assert before.workers["older"].wait(30) == 2
        before.workers.pop("older")
        after.start("older")
        await pushing
        await after.worked_off()
        assert await after.tallies() == after.offline(articles)
        await until(lambda: _ready(after, "old"))
        await until(lambda: _ready(after, "older"))


async def _push_slowly(stream: Stream, articles: list[RawArticle]) -> None:
    for start in range(0, len(articles), 9):
        await stream.push(articles[start : start + 9])
        await asyncio.sleep(0.5)  # A producer that has news every half a second.


async def _is_live(stream: Stream) -> bool:
    return (await read_log(stream.settings)).live == generation_of(stream)


async def _ready(stream: Stream, name: str) -> bool:
    try:
        return (await asyncio.to_thread(stream.metrics, name))["tallywire_worker_ready"] == 1
    except OSError:  # The address of a worker that has ended.
        return False


BEFORE_SEEDING = """
import os
from streams import taking_over, worker
taking_over.PublicState.read = lambda *_: os._exit(9)
worker.main()
"""

IN_THE_MIDDLE = """
import os
from streams import app, worker
make = app._sender
def dying(*parts):
    send = make(*parts)
    async def one(outgoing):
        if outgoing.topic == "tallies" and outgoing.value:
            os._exit(9)
        return await send(outgoing)
    return one
app._sender = dying
worker.main()
"""

BEFORE_SETTLED = """
import os
from streams import taking_over, worker
append = taking_over.append
async def dying(settings, what, *rest, **more):
    os._exit(9) if what == "settled" else None
    return await append(settings, what, *rest, **more)
taking_over.append = dying
worker.main()
"""


async def test_a_worker_killed_at_any_point_of_the_switch_ends_in_the_same_tallies(
    before: Stream, after: Stream, read_topic: ReadTopic
) -> None:
    articles, prefix = many_stories()[:90], before.settings.topic_prefix
    with before, after:
        await history(before, articles)
        numbers = await before.tallies()
        after.start("new")
        await until(lambda: _is_announced(after))
        after.kill("new")
        assert await before.tallies() == numbers
        for program in (BEFORE_SEEDING, IN_THE_MIDDLE, BEFORE_SETTLED):
            after.start("new", program)
            assert await asyncio.to_thread(after.workers.pop("new").wait, 120) == 9
            known = await read_log(after.settings)
            assert known.live == generation_of(after) and not known.settled
            if program == BEFORE_SEEDING:
                assert await before.tallies() == numbers
        after.start("new")
        await after.worked_off()
        assert await after.tallies() == after.offline(articles)
        (old, _), (new, _) = before.fold(articles), after.fold(articles)
        (last,) = [one for one in await changes_of(read_topic, prefix, ALL) if "recomputed" in one.why[0]]
        assert (last.before, last.after) == (old.observed.count, new.observed.count)


async def test_of_two_generations_at_once_the_one_announced_last_is_live_in_the_end(
    before: Stream, after: Stream, bootstrap: str, tmp_path: Path
) -> None:
    articles = many_stories()[:30]
    file = tallies_file(tmp_path, "last.yaml", ("last", "2023-10-17", "IQ"))
    with before, after, Stream(bootstrap, before.settings.topic_prefix, tmp_path, file) as last:
        await history(before, articles)
        after.start("new")
        await until(lambda: _is_announced(after))
        last.start("last")
        await last.worked_off()
        assert await last.tallies() == last.offline(articles)
        for stream, name in ((before, "old"), (after, "new")):
            assert await asyncio.to_thread(stream.workers[name].wait, 60) == 2


CALL = "import sys; sys.argv[0] = 'tallywire'; from streams.cli import main; main()"


async def replay(stream: Stream, *arguments: str) -> str:
    """Run `tallywire replay`; what it says."""
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", CALL, "replay", *arguments],
        env=stream.settings.child_environment(),
        stderr=subprocess.PIPE,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


async def test_replay_counts_all_anew_beside_the_running_workers_and_they_go_over_to_it(
    before: Stream, after: Stream, read_topic: ReadTopic
) -> None:
    articles, prefix = many_stories()[:60], before.settings.topic_prefix
    bad = RawArticle(id="bad", body="12 / 34")
    with before, after:
        await history(before, [*articles, bad])
        topics = ("incidents", "tallies", "tally-changes")
        sent = {topic: len(await read_topic(f"{prefix}{topic}")) for topic in topics}

        said = await replay(before)
        assert f"generation {generation_of(before)}-2 is live" in said and "go over to it by themselves" in said
        await before.push(many_stories()[60:63])
        await before.worked_off()
        assert await before.tallies() == before.offline(many_stories()[:63])
        again = {topic: len(await read_topic(f"{prefix}{topic}")) - number for topic, number in sent.items()}
        assert again["incidents"] <= 6 and again["tally-changes"] <= 6, "what is the same is not sent again"
        (letter,) = await dead_letters(before.settings)
        assert letter.times == 2, "the same record refused twice is one letter"

        assert before.settings.tallies and after.settings.tallies
        before.settings.tallies.write_text(after.settings.tallies.read_text())
        said = await replay(before)
        assert f"generation {generation_of(after)} is live" in said
        await after.push(many_stories()[63:66])
        await after.worked_off()
        assert await after.tallies() == after.offline(many_stories()[:66])
        assert before.workers["old"].poll() is None, "it has taken up the changed file"
        async with admin(after.settings) as asking:
            groups = [name for name, _ in await asking.list_consumer_groups() if name.startswith(prefix)]
            changelogs = {name for name in await asking.list_topics() if name.endswith("-changelog")}
        oldest = f"{prefix}tallywire-{generation_of(before)}"
        assert oldest not in groups and f"{oldest}-2" in groups
        assert f"{oldest}-facts-changelog" not in changelogs and f"{oldest}-2-facts-changelog" in changelogs
