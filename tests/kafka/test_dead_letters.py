"""Dead letters: untouched whatever they hold, and after a fix they enter where they failed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas import CleanArticle, RawArticle
from streams.dead_letters import DeadLetter, contents, dead_letters
from streams.kafka_io import producer
from streams.letter_replay import Replay, replay
from tests.conftest import ReadTopic
from tests.kafka.stream import Stream

pytestmark = pytest.mark.kafka

FIRED = "Two rockets were fired at the Ain al-Asad air base in Iraq on Monday, a US official said."
PAGE = RawArticle(url="https://example.org/one", published_at="2023-11-21", body=f"Base shelled\n\n{FIRED}")
LONG = RawArticle(
    url="https://example.org/two",
    published_at="2023-12-05",
    body="Drone shot down\n\nA drone was shot down near Erbil air base in Iraq on Monday, US forces said.\n\n"
    + "x " * 900,
)
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


async def test_after_a_fix_a_letter_enters_where_it_failed_and_as_often_as_you_like(
    bootstrap: str, prefix: str, tmp_path: Path, read_topic: ReadTopic
) -> None:
    with Stream(bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        mended = stream.settings
        stream.settings = mended.with_(max_body=1000)
        stream.start("one")
        await send(stream, *[(one.url.encode(), one.to_json(), [("trace", b"7")]) for one in (PAGE, LONG) if one.url])
        await stream.worked_off()
        stream.terminate("one")
        (letter,) = await dead_letters(mended)
        assert "more than the limit of 1,000" in letter.reason and letter.replayed is None

        stream.settings = mended
        stream.start("one")
        assert [one.id for one in (await replayed(stream)).sent] == [letter.id]
        await stream.worked_off()
        expected = stream.offline([PAGE, LONG])
        assert await stream.tallies() == expected
        pages = [CleanArticle.model_validate_json(one.value) for one in await read_topic(f"{prefix}articles-clean")]
        # The page has no `fetched_at`: the time of its record is its version.
        assert {page.version.split("/")[0] for page in pages} == {"2024-02-01T12:30:15.250000Z"}
        (raw,) = [one for one in await read_topic(f"{prefix}articles-raw") if len(one.headers) > 1]
        assert dict(raw.headers) == {"trace": b"7", "tallywire.replayed": letter.name.encode()}
        changes = len(await read_topic(f"{prefix}tally-changes"))

        (letter,) = await dead_letters(mended)
        assert letter.replayed
        skipped = await replayed(stream)
        assert skipped.sent == [] and "replayed already" in skipped.left[0][1]
        assert len((await replayed(stream, again=True)).sent) == 1
        await stream.worked_off()
        assert await stream.tallies() == expected
        assert len(await read_topic(f"{prefix}tally-changes")) == changes > 0


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


async def held(stream: Stream, letters: list[DeadLetter]) -> list[Sent]:
    return [(one.key, one.value, list(one.headers)) async for _, one in contents(stream.settings, letters)]
