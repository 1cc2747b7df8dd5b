"""Dead letters: each once, chosen by what is known of them, shown without harm."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.commands.letters import _json, _line
from streams.errors import ConfigError, InvalidMessage
from streams.generations import Generations
from streams.harmless import UNSEEN, harmless
from streams.letters.book import RECEIPT, Choice, DeadLetter, LetterBook, moment
from streams.letters.listing import settled_by
from streams.processing import dead_letter
from streams.records import Record
from streams.settings import Settings


@dataclass
class Stored:
    """A record of dead-letters as a consumer gives it."""

    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


def stored(offset: int, reason: str = "body: wrong", day: int = 1, stage: str = "clean", **headers: bytes) -> Stored:
    given_headers = tuple(headers.items())
    record = Record("t-articles-raw", 3, offset, 12.5, b"key", b"value", given_headers)
    letter = dead_letter(record, stage, InvalidMessage(reason), datetime(2024, 1, day, tzinfo=UTC))
    return Stored(0, offset, 1704067200000, letter.key, letter.value, letter.headers)


def book(*records: Stored) -> list[DeadLetter]:
    written = LetterBook()
    for record in records:
        written.add(record)
    return list(written.letters())


def test_a_record_refused_again_is_one_letter_with_its_latest_reason() -> None:
    (letter,) = book(stored(7, "body: new words", day=2), stored(7, "body: old words", day=1))
    assert (letter.times, letter.reason) == (2, "body: new words")
    assert (letter.name, letter.timestamp, letter.first) == ("t-articles-raw/3/7", 12500, None)


def test_refusals_of_one_record_by_two_stages_are_two_letters() -> None:
    assert {letter.stage for letter in book(stored(7), stored(7, stage="split"))} == {"clean", "split"}


def test_a_receipt_marks_its_letter_as_replayed_whatever_the_order() -> None:
    first, second = stored(7), stored(8)
    receipt = Stored(0, 9, 1704153600000, b"key", b"", ((RECEIPT, b"t-articles-raw/3/7/clean"),))
    for order in ([first, second, receipt], [receipt, second, first]):
        replayed = {letter.offset: letter.replayed for letter in book(*order)}
        assert replayed == {7: "2024-01-02T00:00:00.000+00:00", 8: None}


def test_what_somebody_else_wrote_into_the_topic_is_listed_and_breaks_nothing() -> None:
    odd = Stored(0, 1, 1704067200000, None, None, (("__connect.errors.offset", b"\xff"), ("x", b"1")))
    (letter,) = book(odd)
    assert (letter.topic, letter.offset, letter.at) == ("", -1, "2024-01-01T00:00:00.000+00:00")


@pytest.mark.parametrize(
    ("choice", "offsets"),
    [
        (Choice(), {1, 2, 3}),
        (Choice(ids=("t-articles-raw/3/1", "articles-raw/3/2")), {1, 2}),
        (Choice(ids=(book(stored(3))[0].id,)), set()),
        (Choice(stage="split"), {3}),
        (Choice(reason="JSON"), {2}),
        (Choice(since=datetime(2024, 1, 2, tzinfo=UTC)), {2, 3}),
        (Choice(stage="clean", since=datetime(2024, 1, 2, tzinfo=UTC)), {2}),
    ],
)
def test_letters_are_chosen_by_id_stage_reason_and_time(choice: Choice, offsets: set[int]) -> None:
    letters = book(stored(1), stored(2, "value: Invalid json", day=2), stored(3, day=3, stage="split"))
    assert {letter.offset for letter in letters if choice.fits(letter, "t-")} == offsets


def test_times_are_ages_or_dates() -> None:
    now = datetime(2024, 1, 31, 12, tzinfo=UTC)
    assert moment("90m", now) == datetime(2024, 1, 31, 10, 30, tzinfo=UTC)
    assert moment("7d", now) == datetime(2024, 1, 24, 12, tzinfo=UTC)
    assert moment("2024-01-30", now) == datetime(2024, 1, 30, tzinfo=UTC)
    for wrong in ("yesterday", "99999999999d", "d", ""):
        with pytest.raises(ConfigError, match="is no time"):
            moment(wrong, now)


def test_a_letter_cannot_write_on_the_terminal() -> None:
    evil = "body: \x1b[2J\x1b]0;owned\x07 \u202egnp.exe\r\x9b31m\u2066\x00"
    (letter,) = book(stored(1, evil))
    line = _line(letter)
    assert line.isprintable() and "\\x1b[2J" in line and "\\u202e" in line
    assert _json({"reason": evil, "delete": "\x7f"}).isprintable()


@given(st.text())
def test_harmless_text_has_nothing_unseen_and_printable_text_is_as_it_was(text: str) -> None:
    import unicodedata

    made = harmless(text)
    assert not [one for one in made if unicodedata.category(one) in UNSEEN]
    if not any(unicodedata.category(one) in UNSEEN for one in text):
        assert made == text


@pytest.mark.parametrize(
    ("refused_by", "made_for", "topic", "refused_on", "settled"),
    [
        ("old", "", "t-articles-raw", 1, "new"),  # It has read all pages again since.
        ("new", "", "t-articles-raw", 1, None),  # It has refused this one itself.
        ("old", "", "t-articles-raw", 3, None),  # By a worker that had not heard that it was replaced.
        ("old", "old", "t-articles-clean", 1, "new"),  # What one generation made of a page is made anew.
        ("old", "", "t-articles-clean", 1, None),  # What others wrote there may not have been kept for it.
        ("", "", "t-articles-raw", 1, None),
    ],
)
def test_a_letter_is_settled_when_a_later_generation_has_read_its_page_again(
    refused_by: str, made_for: str, topic: str, refused_on: int, settled: str | None
) -> None:
    known = Generations(live="new", live_since=datetime(2024, 1, 2, tzinfo=UTC))
    (letter,) = book(stored(7, day=refused_on))
    letter = replace(letter, generation=refused_by, own_generation=made_for, topic=topic)
    assert settled_by(letter, known, Settings(topic_prefix="t-")) == settled
    assert settled_by(letter, Generations(), Settings(topic_prefix="t-")) is None
