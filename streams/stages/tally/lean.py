"""Messages that a worker keeps by the hundred thousand take no more memory than they must."""

from functools import lru_cache
from typing import Any

from schemas import Message, PlaceRef, Span, TargetRef

_REPEATED = (Span, PlaceRef, TargetRef)
"""What most messages have alike: the days of one week, a few places and targets."""

_GIVEN: dict[type[Message], set[str]] = {}


def lean(message: Message) -> None:
    """Let a message, and all in it, share what others have alike: parts that are equal, since none can be changed.

    Also what only says which of its fields were given: that takes as much memory as the rest, and nothing asks for it,
    since all fields are written out.
    """
    kind = type(message)
    if kind not in _GIVEN:
        _GIVEN[kind] = set(kind.model_fields)
    object.__setattr__(message, "__pydantic_fields_set__", _GIVEN[kind])
    fields: dict[str, Any] = message.__dict__
    for name, value in fields.items():
        if isinstance(value, _REPEATED):
            fields[name] = _shared(value)
        elif isinstance(value, Message):
            lean(value)
        elif isinstance(value, tuple):
            for part in value:
                if isinstance(part, Message):
                    lean(part)


@lru_cache(maxsize=1 << 14)
def _shared(message: Message) -> Message:
    lean(message)
    return message
