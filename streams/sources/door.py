"""What is let in, and what is told of the rest."""

from dataclasses import dataclass

from schemas import RawArticle
from streams.errors import InvalidMessage
from streams.records import RECORD_FRAME, Outgoing, record_size
from streams.stages.clean import page_key


@dataclass(frozen=True, slots=True)
class BadInput:
    """An input that could not be read as an article: which file, which line (None: the whole file), and why."""

    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        """`file:line: reason`, as compilers print it."""
        return f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Door:
    """What is let in: bodies of up to so many characters, in records of up to so many bytes."""

    max_body: int
    largest: int


def check_size(article: RawArticle, read: int, door: Door) -> None:
    """Refuse at the door what the stream would refuse; `read` is from how many bytes or characters it was made.

    Raises:
        InvalidMessage: the body or the record is too long.
    """
    if len(article.body) > door.max_body:
        raise InvalidMessage(f"body: {len(article.body):,} characters, more than the limit of {door.max_body:,}")
    # JSON makes at most six bytes of one, and the key stands there again: most need no second look.
    if 12 * read + RECORD_FRAME > door.largest:
        size = record_size(Outgoing("articles-raw", page_key(article).encode(), article.to_json()))
        if size > door.largest:
            reason = f"a record of {size:,} bytes, more than TALLYWIRE_MAX_MESSAGE_BYTES, {door.largest:,}"
            raise InvalidMessage(f"body: {reason}")
