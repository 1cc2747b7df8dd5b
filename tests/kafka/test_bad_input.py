"""Bad input is processed, or refused with a reason that names the field and with its bytes; the stream goes on."""

from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from schemas import RawArticle
from streams.letters.book import DeadLetter
from streams.letters.listing import dead_letters
from tests.conftest import ReadTopic
from tests.kafka.stream import Stream

pytestmark = pytest.mark.kafka

GOOD = RawArticle(
    id="good",
    published_at="2023-11-21",
    body="Base shelled\n\nTwo rockets were fired at the Ain al-Asad air base in Iraq on Monday, a US official said.",
)

REFUSED = {
    "not UTF-8": (b'{"body": "caf\xe9 in Baghdad"}', "not UTF-8, byte 0xe9 at offset 13"),
    "broken JSON": (b'{"body": "a page', "EOF while parsing a string at line 1 column 16"),
    "no body": (b'{"id": "x-1"}', "body: Field required"),
    "an empty body": (b'{"body": ""}', "body: String should have at least 1 character"),
    "no letters": (b'{"body": "12 / 34"}', "body: no text in it"),
    "20 MB": (b'{"body": "' + b"word " * 4_200_000 + b'"}', "body: 21,000,000 characters, more than the limit"),
    "the year 9999": (b'{"body": "A page.", "published_at": "9999-01-01"}', "published_at: 9999-01-01 lies outside"),
    "a list": (b"[1, 2]", "value: Input should be an object"),
    "a tombstone": (None, "value: empty"),
}

PROCESSED = {
    "HTML that never closes": RawArticle(
        id="open", content_type="text/html", body="<html><body><div><p>A page <b>that never <i>closes" + "<div>" * 5000
    ).to_json(),
    "a newer producer": b'{"id": "newer", "body": "A page of text.", "mood": {"joy": 3}, "version": 7}',
}


async def send(stream: Stream, values: list[bytes | None]) -> None:
    settings = stream.settings
    async with AIOKafkaProducer(
        bootstrap_servers=settings.bootstrap_servers, max_request_size=settings.max_message_bytes
    ) as producer:
        for number, value in enumerate(values):
            await producer.send_and_wait(f"{settings.topic_prefix}articles-raw", value, key=f"k{number}".encode())


async def letters_of(stream: Stream) -> list[DeadLetter]:
    return await dead_letters(stream.settings)


async def test_bad_messages_are_dead_letters_with_reason_and_bytes_and_the_stream_goes_on(
    bootstrap: str, prefix: str, tmp_path: Path, read_topic: ReadTopic
) -> None:
    with Stream(bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        stream.start("one")
        bad = [value for value, _ in REFUSED.values()]
        await send(stream, [*bad, *PROCESSED.values(), GOOD.to_json()])
        await stream.worked_off()

        letters = {(letter.key or b"").decode(): letter for letter in await letters_of(stream)}
        assert set(letters) == {f"k{number}" for number in range(len(bad))}
        for number, (what, (_, reason)) in enumerate(REFUSED.items()):
            letter = letters[f"k{number}"]
            assert reason in letter.reason, what
            assert (letter.topic, letter.stage) == (f"{prefix}articles-raw", "clean"), what
            assert letter.offset >= 0 and letter.partition >= 0, what
        kept = {record.key: record.value for record in await read_topic(f"{prefix}dead-letters")}
        assert kept == {f"k{number}".encode(): value for number, value in enumerate(bad)}
        assert await stream.tallies() == stream.offline([GOOD])
        # By page: where a rebalance cuts off a batch, its records are sent again.
        assert len({record.key for record in await read_topic(f"{prefix}articles-clean")}) == len(PROCESSED) + 1


@pytest.mark.timeout(900)
async def test_ten_thousand_stories_on_one_page_are_all_split_and_tagged(
    bootstrap: str, prefix: str, tmp_path: Path, read_topic: ReadTopic
) -> None:
    page = RawArticle(id="long", published_at="2023-11-21", body="\n\n\n".join(story(n) for n in range(10_000)))
    with Stream(bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        stream.start("one")
        await stream.push([page, GOOD])
        await stream.worked_off()
        tagged = {record.key for record in await read_topic(f"{prefix}articles-tagged")}
        assert len(tagged) == 10_001


def story(number: int) -> str:
    """A story in the manner of an aggregator page: the title twice, a caption twice, two paragraphs."""
    town = "".join(chr(ord("a") + int(digit)) for digit in f"{number:05}").capitalize()
    title = f"Council of {town} Votes to Mend the Old Bridge"
    caption = f"The bridge of {town} in spring. (Agency)"
    text = (
        f"The council of {town} voted on Monday to mend its bridge, which has been closed to lorries since the flood.",
        f"Work will begin in autumn, the mayor of {town} said, and may take two years.",
    )
    return "\n".join([title, "", caption, caption, "TT", "", title, "", caption, caption, "", text[0], "", text[1]])
