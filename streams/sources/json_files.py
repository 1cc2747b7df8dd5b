"""Articles as JSON: one a line, one, or a list of them; our own messages or items of ninjs."""

import json
from collections.abc import Iterator
from typing import IO

from schemas import RawArticle
from streams.errors import InvalidMessage
from streams.records import decode
from streams.sources.door import BadInput, Door, check_size
from streams.sources.ninjs import article_of, is_ninjs
from streams.sources.opening import bounded_lines


def read_lines(file: str, source: IO[bytes], door: Door) -> Iterator[RawArticle | BadInput]:
    """The articles of JSON lines; what is none is named with its line."""
    for line, number in bounded_lines(source, door.max_body):
        try:
            if line is None:
                raise InvalidMessage(f"value: longer than any article with a body of {door.max_body:,} characters")
            if line.strip():
                yield _article(line, door)
        except InvalidMessage as error:
            yield BadInput(file, number, str(error))


def read_items(file: str, data: bytes, door: Door) -> Iterator[RawArticle | BadInput]:
    """The article that a JSON document is, or those of which it is a list, counted from 1."""
    try:
        read = json.loads(data)
    except (ValueError, RecursionError) as error:
        yield BadInput(file, None, f"no JSON: {error}")
        return
    parts = [json.dumps(one).encode() for one in read] if isinstance(read, list) else [data]
    for number, part in enumerate(parts, 1):
        try:
            yield _article(part, door)
        except InvalidMessage as error:
            yield BadInput(file, None, f"item {number}: {error}" if isinstance(read, list) else str(error))


def _article(data: bytes, door: Door) -> RawArticle:
    """One article.

    Raises:
        InvalidMessage: it is none, or larger than what is let in.
    """
    try:
        article = decode(RawArticle, data)
    except InvalidMessage:
        item = _loaded(data)
        if not is_ninjs(item):
            raise
        article = article_of(item)
    check_size(article, len(data), door)
    return article


def _loaded(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
