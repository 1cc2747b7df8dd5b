"""Articles from files: text, HTML, JSON lines, directories, standard input (`-`)."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO, cast

from pydantic import ValidationError

from schemas import RawArticle
from schemas.common import without_credentials
from streams.errors import InvalidMessage
from streams.processing import decode, reasons
from streams.sources.charsets import text_of
from streams.sources.opening import bounded_lines, files_below, open_file, read_page

TEXT, HTML, LINES = {".txt", ".text", ".md"}, {".html", ".htm", ".xhtml"}, {".jsonl", ".ndjson"}
KNOWN = TEXT | HTML | LINES
PACKED = {".gz", ".zip", ".bz2", ".xz", ".zst"}
HEAD = 4096
"""Bytes of standard input by which its kind is told."""


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
        try:
            if path == "-":
                yield from _read_stdin(max_body)
            elif "://" in path:
                yield BadInput(without_credentials(path), None, "an address; files, directories and - are read")
            elif Path(path).is_dir():
                yield from _read_directory(Path(path), max_body)
            else:
                yield from _read_file(Path(path), max_body)
        except OSError as error:
            yield BadInput(path, None, error.strerror or str(error))


def _read_directory(folder: Path, max_body: int) -> Iterator[RawArticle | BadInput]:
    found = list(files_below(folder))
    files = [one for one in found if isinstance(one, Path) and one.suffix.lower() in KNOWN]
    for one in found:
        if isinstance(one, OSError):
            yield BadInput(str(one.filename), None, one.strerror or str(one))
    if not files:
        yield BadInput(str(folder), None, f"no file in it ends in {', '.join(sorted(KNOWN))}")
    for path in files:
        yield from _read_file(path, max_body)


def _read_stdin(max_body: int) -> Iterator[RawArticle | BadInput]:
    source = cast(BufferedReader, sys.stdin.buffer)
    beginning = source.peek(HEAD).lstrip()
    if beginning[:1] == b"{":
        yield from _read_lines("-", source, max_body)
    else:
        html = beginning[:200].lower().startswith((b"<!doctype html", b"<html", b"<head", b"<body"))
        yield _page("-", source, ".html" if html else ".txt", max_body, url=None)


def _read_file(path: Path, max_body: int) -> Iterator[RawArticle | BadInput]:
    suffix = path.suffix.lower()
    if suffix not in KNOWN:
        hint = "; unpack it first" if suffix in PACKED else ""
        yield BadInput(str(path), None, f"unknown kind of file {suffix!r}; known: .txt, .html, .jsonl{hint}")
        return
    try:
        source = open_file(path)
    except OSError as error:
        yield BadInput(str(path), None, error.strerror or str(error))
        return
    with source:
        if suffix in LINES:
            yield from _read_lines(str(path), source, max_body)
        else:
            yield _page(str(path), source, suffix, max_body, url=path.resolve().as_uri())


def _read_lines(file: str, source: IO[bytes], max_body: int) -> Iterator[RawArticle | BadInput]:
    for line, number in bounded_lines(source, max_body):
        try:
            if line is None:
                raise InvalidMessage(f"value: longer than any article with a body of {max_body:,} characters")
            if line.strip():
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


def _page(file: str, source: IO[bytes], suffix: str, max_body: int, url: str | None) -> RawArticle | BadInput:
    html = suffix in HTML
    data = read_page(source, max_body)
    try:
        if data is None:
            raise InvalidMessage(f"body: more than the limit of {max_body:,} characters")
        article = RawArticle(url=url, content_type="text/html" if html else "text/plain", body=text_of(data, html=html))
        check_length(article, max_body)
    except ValidationError as error:
        return BadInput(file, None, reasons(error))
    except InvalidMessage as error:
        return BadInput(file, None, str(error))
    return article
