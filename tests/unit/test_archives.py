"""Web archives: the pages in them are articles; a damaged file is read as far as it is whole."""

import gzip
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from schemas import RawArticle
from streams.sources import BadInput, read_inputs

PAGE = "<title>A page</title><p>A drone was shot down near Łódź.".encode()
DAY = "2023-11-20T10:00:00Z"


class Archive:
    def __init__(self, packed: bool = True) -> None:
        self._out = BytesIO()
        self._writer = WARCWriter(self._out, gzip=packed)
        self._writer.write_record(self._writer.create_warcinfo_record("a.warc", {"software": "test"}))

    def add(
        self, url: str, body: bytes = PAGE, status: str = "200 OK", kind: str = "text/html; charset=utf-8", **given: str
    ) -> "Archive":
        http = {"Content-Type": kind} | {k.replace("_", "-"): v for k, v in given.items() if not k.startswith("WARC")}
        warc = {"WARC-Date": DAY} | {k.replace("_", "-"): v for k, v in given.items() if k.startswith("WARC")}
        record = self._writer.create_warc_record(
            url,
            "response",
            payload=BytesIO(body),
            http_headers=StatusAndHeaders(status, [*http.items()], protocol="HTTP/1.1"),
            warc_headers_dict=warc,
        )
        self._writer.write_record(record)
        return self

    def bytes(self) -> bytes:
        return self._out.getvalue()


def read(folder: Path, data: bytes, name: str = "a.warc.gz", max_body: int = 1000) -> list[RawArticle | BadInput]:
    (folder / name).write_bytes(data)
    return list(read_inputs([str(folder / name)], max_body))


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_is_an_article_under_the_address_and_time_of_the_crawl(tmp_path: Path, packed: bool) -> None:
    name = "a.warc.gz" if packed else "a.warc"
    assert read(tmp_path, Archive(packed).add("https://outlet.example/1").bytes(), name) == [
        RawArticle(
            url="https://outlet.example/1",
            fetched_at=datetime(2023, 11, 20, 10, tzinfo=UTC),
            content_type="text/html",
            body=PAGE.decode(),
        )
    ]


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    archive = Archive().add("https://a.example/1", status="404 Not Found").add("https://a.example/2", kind="image/png")
    archive.add("https://a.example/3", status="301 Moved").add("dns:a.example", kind="text/dns").add(
        "https://a.example/4"
    )
    assert [one.url for one in read(tmp_path, archive.bytes()) if isinstance(one, RawArticle)] == [
        "https://a.example/4"
    ]


def test_bodies_are_unpacked_and_read_by_their_charset(tmp_path: Path) -> None:
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    archive = Archive().add("https://a.example/1", gzip.compress(PAGE, mtime=0), Content_Encoding="gzip")
    archive.add("https://a.example/2", chunked, Transfer_Encoding="chunked")
    archive.add("https://a.example/3", PAGE.decode().encode("iso8859-2"), kind="text/html; charset=ISO-8859-2")
    found = read(tmp_path, archive.bytes())
    assert [one.body for one in found if isinstance(one, RawArticle)] == [PAGE.decode()] * 3


@pytest.mark.parametrize(
    ("body", "given", "why"),
    [
        (b"caf\xe9", {}, "body: not utf-8, byte 0xe9 at offset 3 (line 1)"),
        (b"x" * 4001, {}, "more than 4,000 bytes"),
        (b"x" * 1001, {}, "body: 1,001 characters, more than the limit of 1,000"),
        (gzip.compress(b"x" * 9_000_000, mtime=0), {"Content_Encoding": "gzip"}, "more than 4,000 bytes"),
        (PAGE, {"Content_Encoding": "br"}, "packed in a way that is not read: br"),
        (PAGE, {"WARC_Truncated": "length"}, "cut off by the crawler"),
        (PAGE, {"WARC_Date": "yesterday"}, "fetched_at: Input should be a valid datetime"),
        (b"", {}, "body: String should have at least 1 character"),
    ],
)
def test_a_page_that_cannot_be_read_is_named_and_the_rest_is_read(
    tmp_path: Path, body: bytes, given: dict[str, str], why: str
) -> None:
    data = Archive().add("https://a.example/1", body, **given).add("https://a.example/2").bytes()
    refused, other = read(tmp_path, data)
    assert str(refused).startswith(f"{tmp_path}/a.warc.gz: record 2 (https://a.example/1): {why}")
    assert isinstance(other, RawArticle)


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_that_is_cut_off_is_read_up_to_there_and_named_wherever_it_is_cut(tmp_path: Path, packed: bool) -> None:
    archive = Archive(packed).add("https://a.example/1")
    first, data = len(archive.bytes()), archive.add("https://a.example/2").bytes()
    name = "a.warc.gz" if packed else "a.warc"
    for end in range(first + 1, len(data)):
        if not packed and data[:end].endswith(b"\r\n\r\n"):
            continue  # Cut off right behind the headers of a record it looks whole.
        *pages, damage = read(tmp_path, data[:end], name)
        assert "damaged, read no further" in str(damage)
        # Of the second page all is there, or nothing: only what stands behind it may be missing.
        assert [one.body for one in pages if isinstance(one, RawArticle)] == [PAGE.decode()] * len(pages) and pages


@pytest.mark.parametrize(
    "data", [b"", b"hello world\n\n", gzip.compress(b"hello", mtime=0), gzip.compress(b"", mtime=0), b"\x00" * 100]
)
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes, name: str) -> None:
    (refused,) = read(tmp_path, data, name)
    assert isinstance(refused, BadInput)


def test_nothing_of_a_file_reaches_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = (
        Archive(packed=False)
        .add("https://a.example/1")
        .bytes()
        .replace(b"https://a.example/1", b"https://a.ex\x1b[2J e/1")
    )
    read(tmp_path, data, "a.warc")
    assert capsys.readouterr().err == ""
