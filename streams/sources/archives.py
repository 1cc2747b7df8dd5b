"""WARC: the pages in a web archive, as crawlers keep them (CC-NEWS of Common Crawl)."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO
from typing import IO, Any

from pydantic import ValidationError
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from schemas import RawArticle
from streams.errors import InvalidMessage
from streams.records import reasons
from streams.sources.charsets import text_of
from streams.sources.door import BadInput, Door, check_size
from streams.sources.fetching import HTML, Fetched
from streams.sources.opening import BYTES

_END = b"\r\n\r\n"
"""What stands behind each record (ISO 28500)."""


_DAMAGED = (ArchiveLoadFailed, EOFError, ValueError, zlib.error)


def read_archive(file: str, source: IO[bytes], door: Door, packed: bool) -> Iterator[RawArticle | BadInput]:
    """The pages of a WARC file: HTML that a server answered with 200. All else in it is passed over.

    Where the file is damaged it is read up to there, and the record is named.
    """
    data = _Bytes(source, packed)
    records = ArchiveIterator(data)
    number = 0
    while True:
        number += 1
        try:
            # It writes to stderr what it finds odd, with bytes from the file that a terminal would obey.
            with redirect_stderr(StringIO()):
                record = _next(records)
                page = _page(record, BYTES * door.max_body) if record is not None else None
            if record is None:
                data.check_end()
                break
            if page is not None:
                yield _article(record, page, door)
        except InvalidMessage as error:
            yield BadInput(file, None, f"record {number}{_target(record)}: {error}")
        except _DAMAGED as error:
            yield BadInput(file, None, f"record {number}: damaged, read no further: {' '.join(str(error).split())}")
            return
    if number == 1:
        yield BadInput(file, None, "no WARC: no record in it")


class _Bytes:
    """The bytes of a file, unpacked where it is packed; one that is cut off is an error, not an end."""

    def __init__(self, source: IO[bytes], packed: bool) -> None:
        # `read1` gives what it has; `read` would lose it where the file is damaged further on.
        self._read = gzip.GzipFile(fileobj=source).read1 if packed else source.read
        self._last = _END

    def read(self, size: int) -> bytes:
        try:
            data = self._read(size)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise ArchiveLoadFailed(error) from None
        self._last = (self._last + data)[-len(_END) :]
        return data

    def check_end(self) -> None:
        """Raise ArchiveLoadFailed where the last record is not whole."""
        if self._last != _END:
            raise ArchiveLoadFailed("the file is cut off in it")


def _next(records: Iterator[Any]) -> Any:
    try:
        return next(records, None)
    except AttributeError:  # Of a response without an address, which warcio takes for granted.
        raise ArchiveLoadFailed("a record without WARC-Target-URI") from None


def _target(record: Any) -> str:
    url = record.rec_headers.get_header("WARC-Target-URI")
    return f" ({url})" if url else ""


def _page(record: Any, most: int) -> Fetched | None:
    """The page that a record holds; None for another record, another status, another type."""
    if record.rec_type != "response" or record.http_headers is None:
        return None
    headers = {name.lower(): value for name, value in record.http_headers.headers}
    page = Fetched(200, headers, b"")
    if record.http_headers.get_statuscode() != "200" or page.content_type not in HTML:
        return None
    if record.rec_headers.get_header("WARC-Truncated"):
        raise InvalidMessage("cut off by the crawler")
    coding = headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise InvalidMessage(f"packed in a way that is not read: {coding}")
    body = record.content_stream().read(most + 1)
    if len(body) > most:
        raise InvalidMessage(f"more than {most:,} bytes")
    while record.raw_stream.read(1 << 16):
        pass
    if record.raw_stream.limit:
        raise ArchiveLoadFailed("the file is cut off in it")
    return Fetched(200, headers, body)


def _article(record: Any, page: Fetched, door: Door) -> RawArticle:
    """The page as it was fetched, under its address.

    Raises:
        InvalidMessage: it has another charset than it says, or is larger than what is let in.
    """
    body = text_of(page.body, "html", page.charset)
    try:
        article = RawArticle(
            url=record.rec_headers.get_header("WARC-Target-URI"),
            fetched_at=record.rec_headers.get_header("WARC-Date"),
            content_type="text/html",
            body=body,
        )
    except ValidationError as error:
        raise InvalidMessage(reasons(error)) from None
    check_size(article, len(body), door)
    return article
