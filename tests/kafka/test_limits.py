"""The largest message is checked at the door, at the start and in the stages; memory is bounded by bytes."""

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import MessageSizeTooLargeError

from schemas import RawArticle
from streams.errors import ConfigError
from streams.letters.listing import contents, dead_letters
from streams.pushing import push
from streams.topic_creation import create_topics
from streams.topics import ARTICLES_RAW, DEAD_LETTERS, HEADERS_ROOM
from tests.kafka.stream import Stream

pytestmark = pytest.mark.kafka

MEBIBYTE = 1024 * 1024
FIRED = "Two rockets were fired at the Ain al-Asad air base in Iraq on Monday, a US official said."
GOOD = RawArticle(id="good", published_at="2023-11-21", body=f"Base shelled\n\n{FIRED}")


async def test_a_topic_that_takes_less_than_the_largest_message_is_named_at_the_start(
    bootstrap: str, prefix: str
) -> None:
    topics = (ARTICLES_RAW, DEAD_LETTERS)
    for _ in range(2):
        await create_topics(bootstrap, prefix, topics=topics, largest_message=MEBIBYTE)
    with pytest.raises(ConfigError) as error:
        await create_topics(bootstrap, prefix, topics=topics, largest_message=2 * MEBIBYTE)
    text = str(error.value)
    assert text.startswith("TALLYWIRE_MAX_MESSAGE_BYTES: ")
    assert f"{prefix}articles-raw takes {MEBIBYTE + HEADERS_ROOM}" in text
    assert f"{prefix}dead-letters takes {MEBIBYTE + 2 * HEADERS_ROOM}" in text


async def test_what_is_too_large_is_a_dead_letter_up_to_the_very_limit_and_the_stream_goes_on(
    bootstrap: str, prefix: str, tmp_path: Path
) -> None:
    with Stream(bootstrap, prefix, tmp_path) as stream:
        stream.settings = stream.settings.with_(max_message_bytes=MEBIBYTE, max_body=300_000)
        await stream.create_topics()
        stream.start("one")
        largest = await send_the_largest(stream, f"{prefix}articles-raw")
        # A page that is small, but of so many blocks that they are larger as JSON than a message may be.
        await stream.push([RawArticle(id="many", body="word\n\n" * 40_000), GOOD])
        await stream.worked_off()

        letters = {letter.key: letter for letter in await dead_letters(stream.settings)}
        assert set(letters) == {b"largest", b"many"}
        assert letters[b"largest"].size == largest > MEBIBYTE
        assert re.fullmatch(
            r"value: 1,1\d\d,\d{3} bytes, more than TALLYWIRE_MAX_MESSAGE_BYTES, 1,048,576", letters[b"largest"].reason
        )
        assert "what goes to articles-clean: " in letters[b"many"].reason
        assert await stream.tallies() == stream.offline([GOOD])

        ((_, held),) = [pair async for pair in contents(stream.settings, [letters[b"largest"]])]
        assert held.value == b"x" * largest


async def send_the_largest(stream: Stream, topic: str) -> int:
    """Send the largest value that the broker takes, to the byte; its length."""
    low, high = MEBIBYTE, MEBIBYTE + 2 * HEADERS_ROOM
    async with AIOKafkaProducer(bootstrap_servers=stream.settings.bootstrap_servers, max_request_size=2**30) as out:
        while low + 1 < high:
            middle = (low + high) // 2
            try:
                await out.send_and_wait(f"{stream.settings.topic_prefix}articles-tagged", b"x" * middle, key=b"largest")
                low = middle
            except MessageSizeTooLargeError:
                high = middle
        await out.send_and_wait(topic, b"x" * low, key=b"largest")
    return low


def long_page(number: int) -> RawArticle:
    """A page of a megabyte: it takes a second or two to clean, and longer to tag."""
    paragraph = (
        "The council of the town met on Monday to speak of the bridge, which has been closed since the flood. " * 8
    )
    return RawArticle(id=f"page-{number}", body=f"Council votes {number} times\n\n" + f"{paragraph}\n\n" * 1200)


async def test_memory_does_not_grow_with_what_waits(bootstrap: str, prefix: str, tmp_path: Path) -> None:
    with Stream(bootstrap, prefix, tmp_path) as stream:
        stream.settings = stream.settings.with_(buffer_bytes=MEBIBYTE)
        await stream.create_topics()
        stream.start("idle")
        await stream.worked_off()
        own = peak_memory(stream.workers["idle"].pid)
        stream.terminate("idle")

        waiting = [long_page(number) for number in range(WAITING)]
        await stream.push(waiting)
        stream.start("one")
        await until(lambda: stream.metrics("one").get('tallywire_articles_total{stage="clean"}', 0) >= 3)
        # What has no bound by bytes fetches all of it within these seconds.
        grown = peak_memory(stream.workers["one"].pid) - own
        assert grown < sum(len(page.body) for page in waiting) / 2


WAITING = 250
"""A quarter of a gigabyte: a worker that counts messages has it in memory before three pages are done."""


def peak_memory(process: int) -> int:
    """The most memory that a process has held so far, in bytes."""
    (line,) = [one for one in Path(f"/proc/{process}/status").read_text().splitlines() if one.startswith("VmHWM")]
    return int(line.split()[1]) * 1024


async def until(condition: Callable[[], bool]) -> None:
    """Wait until it holds; a worker that does not answer yet is no error."""
    while True:
        with suppress(OSError, IndexError):
            if condition():
                return
        await asyncio.sleep(0.25)


async def test_push_reads_no_further_than_the_broker_confirms(bootstrap: str, prefix: str, tmp_path: Path) -> None:
    stream = Stream(bootstrap, prefix, tmp_path)
    stream.settings = stream.settings.with_(buffer_bytes=MEBIBYTE)
    await stream.create_topics()
    page = RawArticle(body="word " * 60_000)
    confirmed, ahead = [0], [0]

    def pages() -> Iterator[RawArticle]:
        for number in range(60):
            ahead.append(number - confirmed[-1])
            yield page.model_copy(update={"id": str(number)})

    account = await push(pages(), stream.settings, lambda account: confirmed.append(account.accepted))
    assert account.accepted == 60
    # Three pages fit into the megabyte, and the fourth waits for one of them to be confirmed.
    assert 3 <= max(ahead) <= 4
