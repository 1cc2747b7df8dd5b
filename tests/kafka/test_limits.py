"""The largest message is checked at the door, at the start and in the stages; memory is bounded by bytes."""

import re
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import MessageSizeTooLargeError

from schemas import RawArticle
from streams.dead_letters import contents, dead_letters
from streams.errors import ConfigError
from streams.topics import ARTICLES_RAW, DEAD_LETTERS, HEADERS_ROOM, create_topics
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
