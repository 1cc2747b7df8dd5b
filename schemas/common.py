"""What all messages share: a frozen base, dates as intervals, evidence, offsets."""

import re
from bisect import bisect_right
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

YEARS = range(1900, 2101)
"""Years a date in a message may have. Outside of them it is a producer's mistake (epoch 0 in another unit, 9999)."""


class Message(BaseModel):
    """Base of all messages: frozen, and deaf to fields it does not know.

    Unknown fields are ignored, so that an old worker survives a newer producer.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, ser_json_bytes="utf8")

    def to_json(self) -> bytes:
        """The message as UTF-8 JSON, as it stands in a topic."""
        return self.model_dump_json(by_alias=True).encode()


def _plausible(value: date) -> date:
    if value.year not in YEARS:
        raise ValueError(f"{value.isoformat()} lies outside the years {YEARS.start} to {YEARS.stop - 1}")
    return value


def _day_of(value: object) -> object:
    # "2024-01-23T18:00:00Z" where a day is wanted: producers send either.
    return value[:10] if isinstance(value, str) and len(value) > 10 else value


def _utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _moment_of(value: object) -> object:
    # A bare day for a moment is its first second.
    return f"{value}T00:00:00Z" if isinstance(value, str) and len(value) == 10 else value


_CREDENTIALS = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#]*@")


def without_credentials(url: str) -> str:
    """The URL without user name and password: `https://user:word@host/page` is `https://host/page`."""
    return _CREDENTIALS.sub(r"\1", url)


Day = Annotated[date, BeforeValidator(_day_of), AfterValidator(_plausible)]
"""A calendar day, `YYYY-MM-DD`; a date-time is cut to its day as written, without shifting time zones."""

Moment = Annotated[datetime, BeforeValidator(_moment_of), AfterValidator(_plausible), AfterValidator(_utc)]
"""A point in time, ISO 8601; without a zone it is UTC."""

CountryCode = Annotated[str, Field(pattern="^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2."""


class Span(Message):
    """An interval of days, both ends included; None is open."""

    start: Day | None = Field(None, alias="from")
    end: Day | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"from {self.start} lies after to {self.end}")
        return self

    @property
    def day(self) -> date | None:
        """The day, where the interval is a single one."""
        return self.start if self.start == self.end else None

    def within(self, start: date | None, end: date | None) -> bool:
        """Does the whole interval lie between the two days (both included, None = open)?"""
        return bool(
            (start is None or (self.start and self.start >= start)) and (end is None or (self.end and self.end <= end))
        )


Qualifier = Literal["exactly", "at_least", "more_than", "about", "nearly", "fewer_than"]

Weapon = Literal[
    "drone",
    "rocket",
    "missile",
    "ballistic_missile",
    "cruise_missile",
    "mortar",
    "airstrike",
    "artillery",
    "ied",
    "small_arms",
    "sea_drone",
    "boarding",
    "unknown",
]


class Evidence(Message):
    """A quote: the words, and where they stand in the body of the raw article as it arrived.

    `start` and `end` count characters (Unicode code points) of `RawArticle.body`, end excluded. `text` is the
    cleaned quote: where the body has markup, entities or soft line ends inside, `body[start:end]` has them too.
    """

    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


Offsets = tuple[tuple[int, int], ...]
"""Piecewise linear map from a cleaned text to the raw body: (position in the text, position in the body) pairs.

Between two pairs both run in step. A plain paragraph has one pair; each tag, entity or soft line end adds one.
"""


class Passage(Message):
    """A piece of cleaned text that knows where each of its characters came from."""

    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    offsets: Offsets = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        # Anybody may write these topics: offsets that run backwards would give quotes that stand nowhere.
        if self.start > self.end:
            raise ValueError(f"start {self.start} lies after end {self.end}")
        if not self.offsets:
            return self
        if self.offsets[0][0] != 0 or self.offsets[0][1] < 0:
            raise ValueError("offsets: the first pair is not that of the first character")
        if any(at >= following or raw > beyond for (at, raw), (following, beyond) in pairwise(self.offsets)):
            raise ValueError("offsets: the pairs do not rise")
        return self

    def raw_position(self, position: int) -> int:
        """Where the character at `position` of the text stands in the raw body."""
        if not self.offsets:
            return self.start + position
        at, raw = self.offsets[bisect_right(self.offsets, (position, 1 << 62)) - 1]
        return raw + position - at

    def text_position(self, raw_position: int) -> int | None:
        """Where the character at a position of the raw body stands in the text; None where it does not."""
        pairs = self.offsets or ((0, self.start),)
        at, raw = pairs[max(0, bisect_right(pairs, raw_position, key=_raw) - 1)]
        position = at + raw_position - raw
        stands = 0 <= position < len(self.text) and self.raw_position(position) == raw_position
        return position if stands else None

    def quote(self, start: int, end: int) -> Evidence:
        """The evidence for `text[start:end]`, white space at its ends left out."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        last = self.raw_position(end - 1) + 1 if end > start else self.raw_position(start)
        return Evidence(text=self.text[start:end], start=self.raw_position(start), end=last)


def _raw(pair: tuple[int, int]) -> int:
    return pair[1]
