"""The limit of dead letters: a bad deploy stops the worker and loses nothing, a bad producer does not."""

import re
from pathlib import Path

import pytest

from schemas import RawArticle
from streams.kafka_io import producer
from streams.letters.listing import dead_letters
from tests.kafka.stream import Stream

pytestmark = pytest.mark.kafka


def article(number: int) -> RawArticle:
    """A page of some 1,500 characters; every tenth tells of an attack."""
    attack = "Two rockets were fired at the Ain al-Asad air base in Iraq on Monday, a US official said."
    text = attack if number % 10 == 0 else f"The council of town {number} met on Monday."
    return RawArticle(
        id=f"page-{number}",
        published_at=f"2023-11-{number % 28 + 1:02}",
        body=f"Title {number}\n\n{text}\n\n" + "x " * 700,
    )


@pytest.mark.timeout(600)
async def test_a_bad_producer_goes_to_dead_letters_and_a_bad_deploy_stops(
    bootstrap: str, prefix: str, tmp_path: Path
) -> None:
    good = [article(number) for number in range(150)]
    with Stream(bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        stream.start("one")
        await stream.push(good[:100])
        await stream.worked_off()
        # A producer sends 450 broken lines in one go: two windows full, and then most of the topic.
        async with producer(stream.settings) as out:
            for number in range(450):
                await out.send(f"{prefix}articles-raw", b'{"bo', key=f"broken-{number}".encode())
        await stream.worked_off()
        assert len(await dead_letters(stream.settings)) == 450
        assert "bad input, it goes to dead-letters" in (tmp_path / "one" / "worker.log").read_text()
        stream.terminate("one")

        # A setting goes wrong with a deploy: every page is too long now.
        sound = stream.settings
        stream.settings = sound.with_(max_body=1000)
        await stream.push(good[100:])
        for _ in range(2):
            stream.start("one")
            assert stream.workers.pop("one").wait(120) == 70
            assert len(await dead_letters(sound)) == 450
        log = (tmp_path / "one" / "worker.log").read_text()
        lines = [one for one in log.splitlines() if "CRITICAL" in one]
        assert len(lines) == 2
        for line in lines:
            assert re.search(
                r"stage clean stops: it refuses (\d+) of \1 records \(.*body: \d+.*\) and (\d+) of \2 others", line
            )
            assert "TALLYWIRE_DEAD_LETTER_WINDOW=0" in line

        stream.settings = sound
        stream.start("one")
        await stream.worked_off()
        assert len(await dead_letters(sound)) == 450
        assert await stream.tallies() == stream.offline(good)
