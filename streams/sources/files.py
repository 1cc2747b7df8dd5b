"""Articles from files: text, HTML, JSON, feeds, web archives, directories, standard input (`-`)."""

import sys
from collections.abc import Iterable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import IO, cast

from pydantic import ValidationError

from schemas import RawArticle
from streams.errors import InvalidMessage
from streams.records import reasons
from streams.sources.addresses import Addresses
from streams.sources.archives import read_archive
from streams.sources.charsets import text_of
from streams.sources.door import BadInput, Door, check_size
from streams.sources.feeds import is_feed
from streams.sources.json_files import read_items, read_lines
from streams.sources.opening import BYTES, files_below, open_file, read_page
from streams.sources.remembered import Memory
from streams.topics import LARGEST_MESSAGE

TEXT, HTML, LINES = {".txt", ".text", ".md"}, {".html", ".htm", ".xhtml"}, {".jsonl", ".ndjson"}
FEEDS = {".rss", ".atom"}
ARCHIVES = {".warc", ".warc.gz"}
KNOWN = TEXT | HTML | LINES | FEEDS | ARCHIVES
"""Kinds of files that are read where they stand in a directory."""
JSON = {".json"}
NAMED = KNOWN | JSON | {".xml"}
"""Kinds of files that are read where they are named: in directories they may be anything."""
PACKED = {".gz", ".zip", ".bz2", ".xz", ".zst"}
HEAD = 4096
"""Bytes of standard input by which its kind is told."""


def read_inputs(
    paths: Iterable[str], max_body: int, largest: int = LARGEST_MESSAGE, addresses: Addresses | None = None
) -> Iterator[RawArticle | BadInput]:
    """All articles of the paths in their order; a directory gives its files by name, all levels.

    Addresses (`https://...`) and the pages that feeds name are fetched by `addresses`; without it nothing is.

    What cannot be read comes as `BadInput` in its place, and the rest is still read; so does what the stream
    would refuse: a body of more than `max_body` characters, or one that makes a record of more than `largest` bytes.
    """
    door, addresses = Door(max_body, largest), addresses or Addresses(None, Memory(None))
    for path in paths:
        try:
            if path == "-":
                yield from _read_stdin(door, addresses)
            elif "://" in path:
                yield from addresses.read(path, door)
            elif Path(path).is_dir():
                yield from _read_directory(Path(path), door, addresses)
            else:
                yield from _read_file(Path(path), door, addresses)
        except OSError as error:
            yield BadInput(path, None, error.strerror or str(error))


def _read_directory(folder: Path, door: Door, addresses: Addresses) -> Iterator[RawArticle | BadInput]:
    found = list(files_below(folder))
    files = [one for one in found if isinstance(one, Path) and _suffix(one) in KNOWN]
    for one in found:
        if isinstance(one, OSError):
            yield BadInput(str(one.filename), None, one.strerror or str(one))
    if not files:
        yield BadInput(str(folder), None, f"no file in it ends in {', '.join(sorted(KNOWN))}")
    for path in files:
        yield from _read_file(path, door, addresses)


def _read_stdin(door: Door, addresses: Addresses) -> Iterator[RawArticle | BadInput]:
    source = cast(BufferedReader, sys.stdin.buffer)
    beginning = source.peek(HEAD).lstrip()
    if beginning[:1] == b"{":
        yield from read_lines("-", source, door)
    elif is_feed(beginning.decode("latin-1")):
        yield from _read_feed("-", "-", source, door, addresses)
    else:
        html = beginning[:200].lower().startswith((b"<!doctype html", b"<html", b"<head", b"<body"))
        yield _page("-", source, ".html" if html else ".txt", door, url=None)


def _suffix(path: Path) -> str:
    name = path.name.lower()
    return ".warc.gz" if name.endswith(".warc.gz") else path.suffix.lower()


def _read_file(path: Path, door: Door, addresses: Addresses) -> Iterator[RawArticle | BadInput]:
    suffix = _suffix(path)
    if suffix not in NAMED:
        hint = "; unpack it first" if suffix in PACKED else ""
        yield BadInput(
            str(path), None, f"unknown kind of file {suffix!r}; known: .txt, .html, .jsonl, .json, .xml, .warc{hint}"
        )
        return
    try:
        source = open_file(path)
    except OSError as error:
        yield BadInput(str(path), None, error.strerror or str(error))
        return
    with source:
        if suffix in LINES:
            yield from read_lines(str(path), source, door)
        elif suffix in ARCHIVES:
            yield from read_archive(str(path), source, door, packed=suffix.endswith(".gz"))
        elif suffix in JSON:
            yield from _read_json(str(path), source, door)
        elif suffix in NAMED - TEXT - HTML:
            yield from _read_feed(str(path), path.resolve().as_uri(), source, door, addresses)
        else:
            yield _page(str(path), source, suffix, door, url=path.resolve().as_uri())


def _read_feed(
    file: str, name: str, source: IO[bytes], door: Door, addresses: Addresses
) -> Iterator[RawArticle | BadInput]:
    data = read_page(source, door.max_body)
    try:
        if data is None:
            raise InvalidMessage(f"more than the limit of {BYTES * door.max_body:,} bytes")
        yield from addresses.feed(name, text_of(data, "xml"), door)
    except InvalidMessage as error:
        yield BadInput(file, None, str(error))


def _read_json(file: str, source: IO[bytes], door: Door) -> Iterator[RawArticle | BadInput]:
    data = read_page(source, door.max_body)
    if data is None:
        yield BadInput(file, None, f"more than the limit of {BYTES * door.max_body:,} bytes")
    else:
        yield from read_items(file, data, door)


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
