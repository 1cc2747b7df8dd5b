"""Articles from files: text, HTML, JSON lines, directories, standard input (`-`)."""

import sys
from collections.abc import Iterable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import IO, cast

from pydantic import ValidationError

from schemas import RawArticle
from schemas.common import without_credentials
from streams.errors import InvalidMessage
from streams.records import decode, reasons
from streams.sources.addresses import Addresses
from streams.sources.charsets import text_of
from streams.sources.door import BadInput, Door, check_size
from streams.sources.opening import bounded_lines, files_below, open_file, read_page
from streams.topics import LARGEST_MESSAGE

TEXT, HTML, LINES = {".txt", ".text", ".md"}, {".html", ".htm", ".xhtml"}, {".jsonl", ".ndjson"}
KNOWN = TEXT | HTML | LINES
PACKED = {".gz", ".zip", ".bz2", ".xz", ".zst"}
HEAD = 4096
"""Bytes of standard input by which its kind is told."""


def read_inputs(
    paths: Iterable[str], max_body: int, largest: int = LARGEST_MESSAGE, addresses: Addresses | None = None
) -> Iterator[RawArticle | BadInput]:
    """All articles of the paths in their order; a directory gives its files by name, all levels.

    Addresses (`https://...`) are fetched by `addresses`; without it nothing is.

    What cannot be read comes as `BadInput` in its place, and the rest is still read; so does what the stream
    would refuse: a body of more than `max_body` characters, or one that makes a record of more than `largest` bytes.
    """
    door = Door(max_body, largest)
    for path in paths:
        try:
            if path == "-":
                yield from _read_stdin(door)
            elif "://" in path:
                if addresses is None:
                    yield BadInput(without_credentials(path), None, "an address; files, directories and - are read")
                else:
                    yield from addresses.read(path, door)
            elif Path(path).is_dir():
                yield from _read_directory(Path(path), door)
            else:
                yield from _read_file(Path(path), door)
        except OSError as error:
            yield BadInput(path, None, error.strerror or str(error))


def _read_directory(folder: Path, door: Door) -> Iterator[RawArticle | BadInput]:
    found = list(files_below(folder))
    files = [one for one in found if isinstance(one, Path) and one.suffix.lower() in KNOWN]
    for one in found:
        if isinstance(one, OSError):
            yield BadInput(str(one.filename), None, one.strerror or str(one))
    if not files:
        yield BadInput(str(folder), None, f"no file in it ends in {', '.join(sorted(KNOWN))}")
    for path in files:
        yield from _read_file(path, door)


def _read_stdin(door: Door) -> Iterator[RawArticle | BadInput]:
    source = cast(BufferedReader, sys.stdin.buffer)
    beginning = source.peek(HEAD).lstrip()
    if beginning[:1] == b"{":
        yield from _read_lines("-", source, door)
    else:
        html = beginning[:200].lower().startswith((b"<!doctype html", b"<html", b"<head", b"<body"))
        yield _page("-", source, ".html" if html else ".txt", door, url=None)


def _read_file(path: Path, door: Door) -> Iterator[RawArticle | BadInput]:
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
            yield from _read_lines(str(path), source, door)
        else:
            yield _page(str(path), source, suffix, door, url=path.resolve().as_uri())


def _read_lines(file: str, source: IO[bytes], door: Door) -> Iterator[RawArticle | BadInput]:
    for line, number in bounded_lines(source, door.max_body):
        try:
            if line is None:
                raise InvalidMessage(f"value: longer than any article with a body of {door.max_body:,} characters")
            if line.strip():
                article = decode(RawArticle, line)
                check_size(article, len(line), door)
                yield article
        except InvalidMessage as error:
            yield BadInput(file, number, str(error))


def _page(file: str, source: IO[bytes], suffix: str, door: Door, url: str | None) -> RawArticle | BadInput:
    html = suffix in HTML
    data = read_page(source, door.max_body)
    try:
        if data is None:
            raise InvalidMessage(f"body: more than the limit of {door.max_body:,} characters")
        article = RawArticle(
            url=url, content_type="text/html" if html else "text/plain", body=text_of(data, "html" if html else "text")
        )
        check_size(article, len(article.body), door)
    except ValidationError as error:
        return BadInput(file, None, reasons(error))
    except InvalidMessage as error:
        return BadInput(file, None, str(error))
    return article
