"""Pages from addresses: the HTML as it came, by the charset its server says; what has not changed is left out."""

from pathlib import Path

import pytest

from schemas import RawArticle
from tests.unit.fetching.reading import NOW, Push, articles, reason
from tests.unit.fetching.server import Server, answer

PAGE = "<title>A page</title><p>A drone was shot down."


def test_a_page_is_an_article_under_its_address(server: Server) -> None:
    url = server.says("/a", answer(PAGE))
    assert articles(Push()(url)) == [RawArticle(url=url, content_type="text/html", fetched_at=NOW, body=PAGE)]


def test_user_and_password_are_no_part_of_the_article(server: Server) -> None:
    url = server.says("/a", answer(PAGE))
    (article,) = articles(Push()(url.replace("://", "://reader:word@")))
    assert article.url == url


@pytest.mark.parametrize(
    ("kind", "body", "read"),
    [
        ("text/html; charset=koi8-r", "<meta charset=utf-8>дрон".encode("koi8-r"), "<meta charset=utf-8>дрон"),
        ('text/html; Charset="ISO-8859-1"', "“café”".encode("cp1252"), "“café”"),
        ("text/html", "<meta charset=koi8-r>дрон".encode("koi8-r"), "<meta charset=koi8-r>дрон"),
        ("text/html; charset=koi8-r", "\ufeffдрон".encode(), "дрон"),
        ("text/plain; charset=cp1252", "café".encode("cp1252"), "café"),
    ],
)
def test_the_header_says_the_charset_before_the_page_does(server: Server, kind: str, body: bytes, read: str) -> None:
    (article,) = articles(Push()(server.says("/a", answer(body, kind=kind))))
    assert article.body == read


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (answer("café".encode("cp1252")), "body: not utf-8, byte 0xe9 at offset 3 (line 1)"),
        (
            answer("x", kind="text/html; charset=klingon"),
            "body: the header declares a charset that is not known: klingon",
        ),
        (answer("x", kind="image/png"), "neither HTML, text, feed nor JSON: image/png"),
        (answer(""), "body: String should have at least 1 character"),
        (answer("x" * 1001), "body: 1,001 characters, more than the limit of 1,000"),
        (answer("x" * 4001), "more than 4,000 bytes"),
        (answer(status=500), "the server answered 500"),
    ],
)
def test_what_is_no_page_is_refused_and_asked_for_again_the_next_time(
    server: Server, tmp_path: Path, given: bytes, why: str
) -> None:
    url, push = server.says("/a", given.replace(b"\r\n", b'\r\netag: "1"\r\n', 1)), Push(tmp_path, max_body=1000)
    assert reason(push(url)) == why
    push(url)
    assert "if-none-match" not in server.asked[1][1]


def test_a_page_that_has_not_changed_is_left_out(server: Server, tmp_path: Path) -> None:
    moment = "Mon, 20 Nov 2023 10:00:00 GMT"
    url = server.says("/a", answer(PAGE, etag='"1"', last_modified=moment), answer(status=304))
    push = Push(tmp_path)
    assert len(articles(push(url))) == 1
    assert push(url) == [] and push.unchanged == 1
    assert server.asked[1][1]["if-none-match"] == '"1"' and server.asked[1][1]["if-modified-since"] == moment


def test_a_version_may_have_any_name(server: Server, tmp_path: Path) -> None:
    url = server.says("/a", answer(PAGE, etag='"é"').replace("é".encode(), b"\xe9"), answer(status=304))
    push = Push(tmp_path)
    push(url)
    assert push(url) == [] and push.unchanged == 1


def test_what_was_lost_on_its_way_to_the_stream_is_fetched_again(server: Server, tmp_path: Path) -> None:
    url = server.says("/a", answer(PAGE, etag='"1"'))
    push = Push(tmp_path)
    push(url, kept=False)
    assert len(articles(push(url))) == 1
    assert "if-none-match" not in server.asked[1][1]


def test_a_damaged_memory_only_fetches_again(server: Server, tmp_path: Path) -> None:
    url = server.says("/a", answer(PAGE, etag='"1"'))
    push = Push(tmp_path)
    push(url)
    (file,) = tmp_path.iterdir()
    file.write_text("{")
    assert len(articles(push(url))) == 1


def test_the_rest_is_read_where_one_address_fails(server: Server) -> None:
    first, gone, last = server.says("/a", answer(PAGE)), f"{server.address}/gone", server.says("/b", answer(PAGE))
    found = Push()(first, gone, last)
    assert [isinstance(one, RawArticle) for one in found] == [True, False, True]
    assert str(found[1]) == f"{gone}: the server answered 404"


def test_items_of_news_agencies_are_read_from_addresses(server: Server, tmp_path: Path) -> None:
    item = '{"uri": "urn:1", "headline": "A", "body_text": "A drone was shot down."}'
    one = server.says("/one", answer(item, kind="application/json"))
    several = server.says("/lines", answer(f'{item}\n{{"uri": "urn:2"}}\n', kind="application/x-ndjson", etag='"1"'))
    push = Push(tmp_path)
    assert [article.id for article in articles(push(one))] == ["urn:1"]
    fine, bad = push(several)
    assert isinstance(fine, RawArticle) and str(bad).startswith(f"{several}:2: body_html: no text")
    push(several)
    assert "if-none-match" not in server.asked[-1][1]
