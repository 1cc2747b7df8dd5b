"""Dead letters: untouched whatever they hold, and after a fix they enter where they failed."""

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas import CleanArticle, RawArticle
from streams.kafka_io import producer
from streams.letters.book import DeadLetter
from streams.letters.listing import contents, dead_letters
from streams.letters.replaying import Replay, replay
from tests.conftest import ReadTopic
from tests.kafka.stream import Stream

pytestmark = pytest.mark.kafka

FIRED = "Two rockets were fired at the Ain al-Asad air base in Iraq on Monday, a US official said."
PAGE = RawArticle(url="https://example.org/one", published_at="2023-11-21", body=f"Base shelled\n\n{FIRED}")
LARGE = RawArticle(
    url="https://example.org/three",
    published_at="2023-12-07",
    body="Hit\n\nA rocket hit Ain al-Asad air base in Iraq on Tuesday, US forces said.\n\n" + "\N{ROCKET}" * 265_000,
)
"""Few characters, but more than a megabyte of them."""

WRITTEN = datetime(2024, 2, 1, 12, 30, 15, 250_000, tzinfo=UTC)
"""When the producer wrote the records, long before anything is replayed."""

Sent = tuple[bytes | None, bytes | None, list[tuple[str, bytes | None]]]


async def send(stream: Stream, *records: Sent) -> None:
    async with producer(stream.settings) as out:
        for key, value, headers in records:
            await out.send_and_wait(
                f"{stream.settings.topic_prefix}articles-raw",
                value,
                key,
                timestamp_ms=int(WRITTEN.timestamp() * 1000),
                headers=headers,
            )


async def replayed(stream: Stream, again: bool = False) -> Replay:
    return await replay(await dead_letters(stream.settings), stream.settings, again, lambda _: None)


@pytest.mark.timeout(600)
async def test_after_a_fix_a_letter_enters_where_it_failed_and_as_often_as_you_like(
    bootstrap: str, prefix: str, tmp_path: Path, read_topic: ReadTopic
) -> None:
    pages = [PAGE, LARGE]
    with Stream(bootstrap, prefix, tmp_path) as stream:
        mended = stream.settings.with_(max_body=300_000)
        stream.settings = mended
        await stream.create_topics()
        stream.start("one")
        await stream.worked_off()
        stream.terminate("one")

        # A setting is wrong, and a page too large.
        stream.settings = mended.with_(max_message_bytes=2**20)
        stream.start("one")
        await send(stream, *[(one.url.encode(), one.to_json(), [("trace", b"7")]) for one in pages if one.url])
        await stream.worked_off()
        stream.terminate("one")
        (letter,) = await dead_letters(mended)
        assert "more than TALLYWIRE_MAX_MESSAGE_BYTES, 1,048,576" in letter.reason
        assert (letter.settled, letter.replayed) == (None, None)

        stream.settings = mended
        stream.start("one")
        assert [one.name for one in (await replayed(stream)).sent] == [letter.name]
        await stream.worked_off()
        expected = stream.offline(pages)
        assert await stream.tallies() == expected
        cleaned = [CleanArticle.model_validate_json(one.value) for one in await read_topic(f"{prefix}articles-clean")]
        # The pages have no `fetched_at`: the times of their records are their versions.
        assert {page.version.split("/")[0] for page in cleaned} == {"2024-02-01T12:30:15.250000Z"}
        (raw,) = [one for one in await read_topic(f"{prefix}articles-raw") if len(one.headers) > 1]
        assert dict(raw.headers) == {"trace": b"7", "tallywire.replayed": letter.name.encode()}
        changes = len(await read_topic(f"{prefix}tally-changes"))

        assert [bool(one.replayed) for one in await dead_letters(mended)] == [True]
        skipped = await replayed(stream)
        assert skipped.sent == [] and "replayed already" in skipped.left[0][1]
        assert len((await replayed(stream, again=True)).sent) == 1
        await stream.worked_off()
        assert await stream.tallies() == expected
        assert len(await read_topic(f"{prefix}tally-changes")) == changes > 0
        stream.terminate("one")

        # Another longest body is another generation: it reads all pages again, and there is nothing to replay.
        stream.settings = mended.with_(max_body=400_000)
        stream.start("one")
        await stream.worked_off()
        (letter,) = await dead_letters(mended)
        assert letter.settled not in (None, letter.generation)
        assert (await replayed(stream)).left[0][1].startswith(f"generation {letter.settled} has read the page again")


ODD: list[Sent] = [
    (b"\xff\x00key", b"\x00\x01\xfe", [("trace", b"\xff\xfe"), ("trace", b"second"), ("none", None)]),
    (None, b"{", []),
    (b"", b"", []),
    (b"tombstone", None, [("__connect.errors.topic", b"elsewhere")]),
    (b"\x1b[2J", b"\x1b[31mred", [("\u202eheader", b"\x1b[0m")]),
]


async def test_bytes_stay_untouched_and_a_second_refusal_is_a_new_letter_that_names_its_first(
    bootstrap: str, prefix: str, tmp_path: Path
) -> None:
    with Stream(bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        stream.start("one")
        await send(stream, *ODD)
        await stream.worked_off()
        first = await dead_letters(stream.settings)
        await the_commands_show_them_harmlessly(stream, first)
        assert sorted(await held(stream, first), key=repr) == sorted(ODD, key=repr)
        for round_number in (1, 2):
            assert len((await replayed(stream)).sent) == len(ODD)
            await stream.worked_off()
            again = [one for one in await dead_letters(stream.settings) if not one.replayed]
            assert sorted(one.first or "" for one in again) == sorted(one.name for one in first), round_number
            # They hold the same, the note of the replay aside.
            note = [(k, v, h[:-1]) for k, v, h in await held(stream, again)]
            assert sorted(note, key=repr) == sorted(ODD, key=repr)
        assert len(await dead_letters(stream.settings)) == 3 * len(ODD)


async def the_commands_show_them_harmlessly(stream: Stream, letters: list[DeadLetter]) -> None:
    (evil,) = [one for one in letters if one.key == b"\x1b[2J"]
    listed, as_json, shown, raw, nothing, unknown = await asyncio.gather(
        *[
            asyncio.to_thread(tallywire, stream, *arguments)
            for arguments in (
                ("list", "--stage", "clean"),
                ("list", "--reason", "JSON", "--json"),
                ("show", evil.id),
                ("show", evil.name, "--bytes"),
                ("replay",),
                ("replay", "articles-raw/0/999"),
            )
        ]
    )
    assert {one.returncode for one in (listed, as_json, shown, raw)} == {0}
    assert len(listed.stdout.splitlines()) == len(ODD)
    assert all(line.decode().isprintable() for line in (listed.stdout + as_json.stdout + shown.stdout).splitlines())
    assert {json.loads(line)["stage"] for line in as_json.stdout.splitlines()} == {"clean"}
    assert rb"\x1b[31mred" in shown.stdout and rb"\u202eheader" in shown.stdout
    assert raw.stdout == b"\x1b[31mred"
    assert (nothing.returncode, unknown.returncode) == (2, 2)
    assert b"which?" in nothing.stderr and b"no such dead letter: articles-raw/0/999" in unknown.stderr


def tallywire(stream: Stream, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Call `tallywire dead-letters` as a process."""
    command = [sys.executable, "-m", "streams.cli", "dead-letters", *arguments]
    return subprocess.run(command, env=stream.settings.child_environment(), capture_output=True, timeout=120)


async def held(stream: Stream, letters: list[DeadLetter]) -> list[Sent]:
    return [(one.key, one.value, list(one.headers)) async for _, one in contents(stream.settings, letters)]
