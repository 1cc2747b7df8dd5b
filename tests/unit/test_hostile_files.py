"""What a user may name to `push` and `extract` that is no article: each is refused at once, by name and reason."""

import codecs
import gzip
import os
from pathlib import Path

import pytest

from schemas import RawArticle
from streams.sources import BadInput, read_inputs


def problem(path: Path, max_body: int = 1000) -> str:
    (found,) = read_inputs([str(path)], max_body)
    assert isinstance(found, BadInput)
    return str(found).removeprefix(f"{path}: ").removeprefix(f"{path}:")


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "feed.jsonl"
    os.mkfifo(pipe)
    assert problem(pipe) == "no regular file (a pipe or a device); feed it to standard input: -"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device that never ends")
@pytest.mark.parametrize("name", ["page.txt", "page.jsonl"])
def test_a_link_to_a_device_that_never_ends_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).symlink_to("/dev/zero")
    assert problem(tmp_path / name).startswith("no regular file")


def test_a_directory_that_links_back_to_itself_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("A page.")
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "lost.txt").symlink_to(tmp_path / "nowhere")
    article, lost = sorted(read_inputs([str(tmp_path)], 1000), key=lambda one: isinstance(one, BadInput))
    assert isinstance(article, RawArticle)
    assert str(lost) == f"{tmp_path}/lost.txt: No such file or directory"


def test_a_link_that_leads_in_a_circle_and_a_name_too_long_are_refused(tmp_path: Path) -> None:
    (tmp_path / "one.txt").symlink_to(tmp_path / "two.txt")
    (tmp_path / "two.txt").symlink_to(tmp_path / "one.txt")
    assert "symbolic links" in problem(tmp_path / "one.txt")
    assert "too long" in problem(tmp_path / f"{'a' * 5000}.txt")


def test_a_packed_file_is_refused_unopened_so_that_no_bomb_goes_off(tmp_path: Path) -> None:
    bomb = tmp_path / "feed.jsonl.gz"
    bomb.write_bytes(gzip.compress(b" " * 50_000_000))
    assert (
        problem(bomb) == "unknown kind of file '.gz'; known: .txt, .html, .jsonl, .json, .xml, .warc; unpack it first"
    )
    (tmp_path / "feed.txt").write_bytes(bomb.read_bytes())
    assert "not utf-8, byte 0x8b at offset 1" in problem(tmp_path / "feed.txt", max_body=100_000)


def test_a_file_is_read_no_further_than_the_longest_body(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    with page.open("wb") as out:
        out.truncate(1 << 40)  # A terabyte that takes no room.
    assert problem(page) == "body: more than the limit of 1,000 characters"


def test_a_line_without_end_is_passed_over_and_the_next_is_read(tmp_path: Path) -> None:
    lines = tmp_path / "feed.jsonl"
    lines.write_bytes(b'{"body": "one"}\n{"body": "' + b"x" * 1_000_000 + b'"}\n{"body": "two"}\n')
    one, long, two = read_inputs([str(lines)], 1000)
    assert str(long) == f"{lines}:2: value: longer than any article with a body of 1,000 characters"
    assert [one.body, two.body] == ["one", "two"] if isinstance(one, RawArticle) and isinstance(two, RawArticle) else 0


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32", "utf-16-be", "utf-32-be"])
def test_a_byte_order_mark_says_how_a_page_is_read_whatever_it_declares(tmp_path: Path, mark: str) -> None:
    begin = {"utf-16-be": codecs.BOM_UTF16_BE, "utf-32-be": codecs.BOM_UTF32_BE}.get(mark, b"")
    page = tmp_path / "page.html"
    page.write_bytes(begin + "<meta charset=koi8-r><p>Café".encode(mark))
    (article,) = read_inputs([str(page)], 1000)
    assert isinstance(article, RawArticle)
    assert article.body == "<meta charset=koi8-r><p>Café"


@pytest.mark.parametrize("name", ["utf-7", "idna", "punycode", "undefined", "unicode_escape", "hex", "zlib", "cp037"])
def test_a_charset_that_no_browser_reads_is_refused_by_name(tmp_path: Path, name: str) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(f"<meta charset={name}><p>+2AA- Depot".encode())
    assert problem(page) == f"body: the page declares a charset that is not known: {name}"


@pytest.mark.parametrize(
    ("name", "encoding"), [("utf-16", "utf-8"), ("shift_jis", "cp932"), ("gb2312", "gb18030"), ("us-ascii", "cp1252")]
)
def test_a_charset_is_read_as_browsers_read_it(tmp_path: Path, name: str, encoding: str) -> None:
    page = tmp_path / "page.html"
    text = {"cp932": "①", "gb18030": "㐀", "cp1252": "“"}.get(encoding, "é")
    page.write_bytes(f"<meta charset={name}><p>{text}".encode(encoding))
    (article,) = read_inputs([str(page)], 1000)
    assert isinstance(article, RawArticle)
    assert article.body.endswith(text)
