"""Articles from files: text, HTML, JSON lines, directories, standard input (`-`)."""

import codecs
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from schemas import RawArticle
from streams.errors import InvalidMessage
from streams.processing import decode, reasons

TEXT, HTML, LINES = {".txt", ".text", ".md"}, {".html", ".htm", ".xhtml"}, {".jsonl", ".ndjson"}

CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
"""The charset that a page declares; looked for in its first 2,048 bytes, as browsers do."""


@dataclass(frozen=True, slots=True)
class BadInput:
    """An input that could not be read as an article: which file, which line (None: the whole file), and why."""

    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        """`file:line: reason`, as compilers print it."""
        return f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


def read_inputs(paths: Iterable[str], max_body: int) -> Iterator[RawArticle | BadInput]:
    """All articles of the paths in their order; a directory gives its files by name, all levels.

    What cannot be read comes as `BadInput` in its place, and the rest is still read. `max_body` is in characters.
    """
    for path in paths:
        if path == "-":
            yield from _read_stdin(max_body)
        elif Path(path).is_dir():
            yield from _read_directory(Path(path), max_body)
        else:
            yield from _read_file(Path(path), max_body)


def _read_directory(folder: Path, max_body: int) -> Iterator[RawArticle | BadInput]:
    known = TEXT | HTML | LINES
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() in known)
    if not files:
        yield BadInput(str(folder), None, f"no file in it ends in {', '.join(sorted(known))}")
    for path in files:
        yield from _read_file(path, max_body)


def _read_stdin(max_body: int) -> Iterator[RawArticle | BadInput]:
    data = sys.stdin.buffer.read()
    if data.lstrip()[:1] == b"{":
        yield from _read_lines("-", data.splitlines(), max_body)
    else:
        html = data.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html", b"<head", b"<body"))
        yield _page("-", data, ".html" if html else ".txt", max_body, url=None)


def _read_file(path: Path, max_body: int) -> Iterator[RawArticle | BadInput]:
    suffix = path.suffix.lower()
    try:
        if suffix in LINES:
            with path.open("rb") as lines:
                yield from _read_lines(str(path), lines, max_body)
        elif suffix in TEXT | HTML:
            yield _page(str(path), path.read_bytes(), suffix, max_body, url=path.resolve().as_uri())
        else:
            yield BadInput(str(path), None, f"unknown kind of file {suffix!r}; known: .txt, .html, .jsonl")
    except OSError as error:
        yield BadInput(str(path), None, error.strerror or str(error))


def _read_lines(file: str, lines: Iterable[bytes], max_body: int) -> Iterator[RawArticle | BadInput]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            article = decode(RawArticle, line)
            check_length(article, max_body)
            yield article
        except InvalidMessage as error:
            yield BadInput(file, number, str(error))


def check_length(article: RawArticle, max_body: int) -> None:
    """Refuse at the door what the stream would refuse.

    Raises:
        InvalidMessage: the body is longer than `max_body` characters.
    """
    if len(article.body) > max_body:
        raise InvalidMessage(f"body: {len(article.body):,} characters, more than the limit of {max_body:,}")


def _page(file: str, data: bytes, suffix: str, max_body: int, url: str | None) -> RawArticle | BadInput:
    html = suffix in HTML
    try:
        body = data.decode(_encoding(data, html))
    except (UnicodeDecodeError, LookupError) as error:
        return BadInput(file, None, _undecodable(data, error))
    try:
        article = RawArticle(url=url, content_type="text/html" if html else "text/plain", body=body)
        check_length(article, max_body)
    except ValidationError as error:
        return BadInput(file, None, reasons(error))
    except InvalidMessage as error:
        return BadInput(file, None, str(error))
    return article


def _encoding(data: bytes, html: bool) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    declared = CHARSET.search(data[:2048]) if html else None
    # "iso-8859-1" in a page means windows-1252 to every browser.
    name = declared.group(1).decode().lower() if declared else "utf-8"
    return "cp1252" if name in {"iso-8859-1", "latin1", "us-ascii"} else name


def _undecodable(data: bytes, error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        line = data.count(b"\n", 0, error.start) + 1
        return f"body: not {error.encoding}, byte 0x{data[error.start]:02x} at offset {error.start} (line {line})"
    return f"body: the page declares a charset that is not known: {error}"
