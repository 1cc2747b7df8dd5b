"""Dead letters as their records tell of them: each once, and what has become of it. No Kafka here."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from streams.errors import ConfigError
from streams.generations.standing import HEADER
from streams.processing import ERROR_HEADER, REPLAYED

RECEIPT = "tallywire.receipt"
"""Header of a record in dead-letters that is no letter, but says that the one whose identity it has was replayed."""

Headers = tuple[tuple[str, bytes | None], ...]


@dataclass(frozen=True)
class DeadLetter:
    """A refused record: where it stood (topic, partition, offset), the stage and reason of the refusal, its fate.

    One record that was refused several times is one letter: a batch can come again after a crash, and a replay of
    history refuses the same records again. The latest refusal gives reason and time (`at`, ISO 8601; `timestamp` is
    the record's own, in milliseconds). `first` names the letter whose replay this record was, `replayed` the time at
    which this letter was replayed. `place` is where its bytes stand in dead-letters.
    `generation` is that of the workers that refused it, `own_generation` the one that the record was made for (empty:
    for all); `settled` names the live generation where that has read the page again and took it.
    """

    topic: str
    partition: int
    offset: int
    stage: str
    reason: str
    at: str
    timestamp: int | None
    key: bytes | None
    size: int
    beginning: bytes
    place: tuple[int, int]
    generation: str = ""
    own_generation: str = ""
    times: int = 1
    first: str | None = None
    replayed: str | None = None
    settled: str | None = None

    @property
    def name(self) -> str:
        """`topic/partition/offset` of the refused record."""
        return f"{self.topic}/{self.partition}/{self.offset}"

    @property
    def identity(self) -> str:
        """What makes it this letter and no other: the refused record and the stage."""
        return f"{self.name}/{self.stage}"

    @property
    def id(self) -> str:
        """The identity in short: eight hexadecimal digits."""
        return hashlib.sha256(self.identity.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Contents:
    """What a letter holds: the headers, key and value of the refused record, untouched."""

    headers: Headers
    key: bytes | None
    value: bytes | None


@dataclass(frozen=True)
class Choice:
    """Which letters are meant: all that fit everything that is given.

    `ids` are short ids or names, with or without the topic prefix; `reason` is a part of the reason, in any case;
    `since` is a moment.
    """

    ids: tuple[str, ...] = ()
    stage: str | None = None
    reason: str | None = None
    since: datetime | None = None

    def fits(self, letter: DeadLetter, prefix: str = "") -> bool:
        """Whether the letter is meant."""
        names = {letter.id, letter.name, letter.name.removeprefix(prefix)}
        return (
            (not self.ids or bool(names.intersection(self.ids)))
            and (self.stage is None or letter.stage == self.stage)
            and (self.reason is None or self.reason.lower() in letter.reason.lower())
            and (self.since is None or moment_of(letter.at) >= self.since)
        )


def moment(text: str, now: datetime) -> datetime:
    """`30m`, `12h`, `7d` before now; or a date or time in ISO 8601, in UTC where it names no zone.

    Raises:
        ConfigError: it is neither.
    """
    units = {"m": "minutes", "h": "hours", "d": "days"}
    try:
        if text[-1:] in units and text[:-1].isdigit():
            return now - timedelta(**{units[text[-1]]: int(text[:-1])})
        return moment_of(text)
    except (ValueError, OverflowError):
        raise ConfigError(
            f"{text!r} is no time: 30m, 12h, 7d, 2024-01-31 or 2024-01-31T12:00 are", key="since"
        ) from None


def moment_of(text: str) -> datetime:
    """A time in ISO 8601, in UTC where it names no zone."""
    value = datetime.fromisoformat(text)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


@dataclass
class LetterBook:
    """Records of the topic in any order -> letters, each once, and which of them were replayed."""

    _letters: dict[str, DeadLetter] = field(default_factory=dict)
    _replayed: dict[str, str] = field(default_factory=dict)

    def add(self, record: Any) -> None:
        """Take in a record of dead-letters: a letter, or the receipt of a replay."""
        headers = dict(record.headers)
        if RECEIPT in headers:
            self._replayed[_text(headers[RECEIPT])] = _iso(record.timestamp)
            return
        letter = _letter(record, headers)
        known = self._letters.get(letter.identity)
        if known is not None:
            latest = max(known, letter, key=lambda one: one.at)
            letter = replace(latest, times=known.times + 1)
        self._letters[letter.identity] = letter

    def letters(self) -> Iterable[DeadLetter]:
        """Each letter once."""
        return [replace(letter, replayed=self._replayed.get(letter.identity)) for letter in self._letters.values()]


def _letter(record: Any, headers: dict[str, bytes | None]) -> DeadLetter:
    def header(name: str) -> str:
        return _text(headers.get(ERROR_HEADER + name))

    def number(name: str) -> int:
        # Anybody may write into the topic; what is no letter of ours is listed all the same.
        return int(header(name)) if header(name).isdecimal() else -1

    timestamp = number("record.timestamp")
    return DeadLetter(
        topic=header("topic"),
        partition=number("partition"),
        offset=number("offset"),
        stage=header("stage"),
        reason=header("exception.message"),
        at=_checked(header("timestamp")) or _iso(record.timestamp),
        timestamp=timestamp if timestamp >= 0 else None,
        key=record.key,
        size=len(record.value or b""),
        beginning=(record.value or b"")[:80],
        place=(record.partition, record.offset),
        generation=header("generation"),
        own_generation=_text(headers.get(HEADER)),
        first=_text(headers[REPLAYED]) if REPLAYED in headers else None,
    )


def _checked(at: str) -> str:
    try:
        return moment_of(at).isoformat(timespec="milliseconds")
    except ValueError:
        return ""


def _text(value: bytes | None) -> str:
    return (value or b"").decode(errors="backslashreplace")


def _iso(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds")


def without_ours(headers: Headers) -> Headers:
    """The headers of the refused record: those before ours, which begin with the topic and stand at the end."""
    ours = [number for number, (name, _) in enumerate(headers) if name == f"{ERROR_HEADER}topic"]
    return headers[: ours[-1]] if ours else headers
