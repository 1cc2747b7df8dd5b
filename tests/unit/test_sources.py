"""Files as articles: what can be read is read, what cannot is named with file, line and reason."""

import json
import re
from io import BufferedReader, BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from schemas import RawArticle
from streams.sources import BadInput, read_inputs
from streams.stages.clean import page_key


def read(*paths: Path, max_body: int = 1000) -> list[RawArticle | BadInput]:
    return list(read_inputs([str(path) for path in paths], max_body))


def test_a_text_file_is_an_article_with_its_address_as_url(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text("A page.")
    assert read(file) == [RawArticle(url=file.resolve().as_uri(), body="A page.")]


def test_html_is_read_by_the_charset_it_declares(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes('<meta charset="iso-8859-1"><p>caf\u00e9 \u0093quoted\u0094'.encode("latin-1"))
    (article,) = read(file)
    assert isinstance(article, RawArticle)
    assert (article.content_type, article.body[-13:]) == ("text/html", "café “quoted”")


def test_a_bad_line_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    file.write_bytes(b'{"body": "one"}\n\nnot json\n{"id": "no-body"}\n{"body": "caf\xe9"}\n{"body": "two"}\n')
    found = read(file)
    assert [one.body for one in found if isinstance(one, RawArticle)] == ["one", "two"]
    problems = [str(one) for one in found if isinstance(one, BadInput)]
    assert problems[0].startswith(f"{file}:3: value: Invalid JSON")
    assert problems[1:] == [f"{file}:4: body: Field required", f"{file}:5: value: not UTF-8, byte 0xe9 at offset 13"]


def test_text_that_is_not_utf_8_is_named_with_offset_and_line(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_bytes(b"A page\nof caf\xe9s")
    assert [str(one) for one in read(file)] == [f"{file}: body: not utf-8, byte 0xe9 at offset 13 (line 2)"]


def test_a_directory_gives_its_files_by_name_on_all_levels(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "a.txt", "c.jsonl", "picture.png"):
        (tmp_path / name).write_text('{"body": "json"}' if name.endswith("jsonl") else name)
    assert [one.body for one in read(tmp_path) if isinstance(one, RawArticle)] == ["a.txt", "b/2.txt", "json"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("long.txt", b"x" * 1001, "body: 1,001 characters, more than the limit of 1,000"),
        ("empty.txt", b"", "body: String should have at least 1 character"),
        ("strange.html", b'<meta charset="klingon"><p>', "body: the page declares a charset that is not known"),
        ("picture.png", b"png", "unknown kind of file '.png'"),
    ],
)
def test_a_file_that_is_no_article_is_named_with_the_reason(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (problem,) = read(tmp_path / name)
    assert isinstance(problem, BadInput) and reason in problem.reason


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert [str(one) for one in read(tmp_path / "gone.txt")] == [f"{tmp_path}/gone.txt: No such file or directory"]


def test_standard_input_takes_lines_text_and_html(monkeypatch: pytest.MonkeyPatch) -> None:
    for content, kind in (
        (b'{"body": "b"}\n{"body": "c"}', ["text/plain", "text/plain"]),
        (b"A page.", ["text/plain"]),
        (b"<!doctype html><p>x", ["text/html"]),
    ):
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BufferedReader(BytesIO(content))))
        found = list(read_inputs(["-"], 1000))
        assert [one.content_type for one in found if isinstance(one, RawArticle)] == kind


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://reader:word@outlet.example/a?b=c@d", "https://outlet.example/a?b=c@d"),
        ("https://reader:w@rd@outlet.example", "https://outlet.example"),
        ("feed+https://reader@outlet.example:8080/a", "feed+https://outlet.example:8080/a"),
        ("https://outlet.example/@reader", "https://outlet.example/@reader"),
        ("https://outlet.example?to=me@outlet.example", "https://outlet.example?to=me@outlet.example"),
        ("reader:word@outlet", "reader:word@outlet"),
    ],
)
def test_user_name_and_password_in_a_url_are_no_part_of_an_article(tmp_path: Path, given: str, kept: str) -> None:
    file = tmp_path / "feed.jsonl"
    file.write_text(json.dumps({"url": given, "body": "A page."}))
    assert read(file) == [RawArticle(url=kept, body="A page.")]
    (article,) = read(file)
    assert isinstance(article, RawArticle) and article.url == kept and page_key(article) == kept


def test_what_makes_too_large_a_record_is_refused_at_the_door_with_file_size_and_limit(tmp_path: Path) -> None:
    # 3,000 characters are few enough, but each takes six bytes as JSON.
    (tmp_path / "a.txt").write_text("\x01" * 3000)
    (tmp_path / "b.jsonl").write_text('{"body": "' + "\\u0001" * 3000 + '"}\n{"body": "short"}\n')
    first, second, short = read_inputs([str(tmp_path)], max_body=4000, largest=18_000)
    for refused in (first, second):
        assert isinstance(refused, BadInput)
        limit = "more than TALLYWIRE_MAX_MESSAGE_BYTES, 18,000"
        assert re.search(rf"/[ab].(txt|jsonl:1): body: a record of 18,\d{{3}} bytes, {limit}", str(refused))
    assert isinstance(short, RawArticle)
    assert [type(one) for one in read_inputs([str(tmp_path)], max_body=4000)] == [RawArticle] * 3


def test_an_address_is_refused_without_its_password() -> None:
    (problem,) = read_inputs(["https://reader:word@outlet.example/feed"], 1000)
    assert str(problem) == "https://outlet.example/feed: an address; files, directories and - are read"
