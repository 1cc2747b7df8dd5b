"""Records as they come from a topic and go to one: their bytes, their size, and the messages that they hold."""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from streams.errors import InvalidMessage

RECORD_FRAME, HEADER_FRAME = 100, 10
"""Bytes around a record in a batch of its own, and around a header, at most."""

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it came from a topic: raw bytes, and where it stood. `timestamp` is in seconds since 1970."""

    topic: str
    partition: int
    offset: int
    timestamp: float
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One record to send: the topic's short name, key and value; a value of None is a tombstone."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = field(default=())


class Sender(Protocol):
    """Sends a record; the await ends when the broker has confirmed it."""

    def __call__(self, outgoing: Outgoing) -> Awaitable[object]:
        """Send one record."""


def decode(model: type[M], value: bytes | None) -> M:
    """Bytes of a topic to the message they hold.

    Raises:
        InvalidMessage: the text names the field and the place of what is wrong.
    """
    if value is None:
        raise InvalidMessage("value: empty (a tombstone), where a message is expected")
    try:
        text = value.decode()
    except UnicodeDecodeError as error:
        raise InvalidMessage(f"value: not UTF-8, byte 0x{value[error.start]:02x} at offset {error.start}") from None
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise InvalidMessage(reasons(error)) from None


def reasons(error: ValidationError) -> str:
    """A validation error on one line: `field: what is wrong`, each field once."""
    parts = []
    for item in error.errors(include_url=False, include_context=False):
        place = ".".join(str(part) for part in item["loc"]) or "value"
        parts.append(f"{place}: {item['msg'].removeprefix('Value error, ')}")
    return "; ".join(parts[:5])


def size_of(event: Any) -> int:
    """Bytes of an event's key and value."""
    message = event.message
    return len(message.key or b"") + len(message.value or b"")


def record_size(record: Record | Outgoing) -> int:
    """Bytes that a record takes in Kafka, at most."""
    headers = sum(len(name.encode()) + len(value or b"") + HEADER_FRAME for name, value in record.headers)
    return RECORD_FRAME + len(record.key or b"") + len(record.value or b"") + headers


def check_size(record: Record | Outgoing, largest: int) -> None:
    """Refuse a record that is larger than the largest message: one that came, or one that would be sent.

    Raises:
        InvalidMessage: the text names both sizes.
    """
    size = record_size(record)
    if size > largest:
        what = "value" if isinstance(record, Record) else f"value: what goes to {record.topic}"
        raise InvalidMessage(f"{what}: {size:,} bytes, more than TALLYWIRE_MAX_MESSAGE_BYTES, {largest:,}")
