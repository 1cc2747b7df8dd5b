"""Titles, quotes, names and addresses come from strangers; on the page they are words, or a link to the web."""

from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as some
from starlette.testclient import TestClient

from streams.settings import Settings
from streams.web.app import create_app
from streams.web.links import site, web_link
from tests.unit.web.hostile import ADDRESSES, EMBEDS, PAGES, TEXTS, hostile_store
from tests.unit.web.reading import Page, read

FINE = "https://news.example/2024/01/02/story?id=1&x=2"
ENDS_AN_ATTRIBUTE = 'https://news.example/"onmouseover="window.hurt=1'
OWN = {"html", "head", "meta", "title", "link", "script", "body", "header", "main", "footer", "nav", "aside", "section"}
OWN |= {
    "div",
    "p",
    "span",
    "a",
    "b",
    "strong",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "time",
    "bdi",
    "br",
}
OWN |= {"form", "label", "input", "select", "option", "button", "details", "summary", "blockquote", "mark", "pre"}
OWN |= {"table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "svg", "path", "line", "rect"}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("path", (*PAGES, *EMBEDS))
def test_no_text_becomes_markup(text: str, path: str) -> None:
    with closing(hostile_store(text, ENDS_AN_ATTRIBUTE)) as store:
        page = read(TestClient(create_app(store, Settings())), path)
    assert {tag for tag, _ in page.tags} <= OWN
    for tag, attributes in page.tags:
        acting = [one for one in attributes if one.startswith("on") or one in ("style", "srcdoc")]
        assert not acting, (tag, acting)
        assert tag != "script" or (attributes.get("src") or "").startswith("/static/")


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_none_of_the_web_is_no_link(address: str) -> None:
    with closing(hostile_store("quote", address)) as store:
        client = TestClient(create_app(store, Settings()))
        for path in (*PAGES, *EMBEDS):
            for link in read(client, path).links:
                own = link.startswith(("/", "#", "http://testserver/")) and not link.startswith("//")
                assert own, (path, link)


def test_a_link_out_tells_no_one_where_it_came_from_and_lends_no_name() -> None:
    with closing(hostile_store("quote", FINE)) as store:
        page = read(TestClient(create_app(store, Settings())), "/")
    out = [one for tag, one in page.tags if tag == "a" and (one.get("href") or "").startswith("https:")]
    assert out and all(one["href"] == FINE and one["rel"] == "noopener nofollow" for one in out)


@pytest.mark.parametrize("path", PAGES)
def test_what_turns_the_order_of_letters_stays_within_its_own_words(path: str) -> None:
    """Each bidi character stands in an element that isolates it (bdi, or dir=auto) or in an attribute or option."""
    with closing(hostile_store(TEXTS["bidi"], FINE)) as store:
        markup = TestClient(create_app(store, Settings())).get(path).text
    isolated = Isolation(markup)
    assert isolated.loose == []


@pytest.mark.parametrize("text", [TEXTS["long"], TEXTS["endless"]], ids=["long", "endless"])
def test_a_long_text_is_short_until_it_is_opened_and_then_whole(text: str) -> None:
    with closing(hostile_store(text, FINE)) as store:
        client = TestClient(create_app(store, Settings()))
        page, markup = read(client, "/"), client.get("/").text
    assert "All 10 000 characters" in page.text and text.strip() in markup
    heading = page.heading
    assert len(heading) < 200 and heading.endswith("…")


def test_an_address_says_whose_it_is_in_letters_that_look_like_no_others() -> None:
    assert site("https://www.news.example/a") == "news.example"
    assert site("https://аpple.com/") == "xn--pple-43d.com"
    assert site("javascript:alert(1)") is None


@given(some.text(max_size=60) | some.text(max_size=40).map("https://".__add__) | some.sampled_from(ADDRESSES))
def test_whatever_is_linked_is_an_address_of_the_web(url: str) -> None:
    linked = web_link(url)
    assert linked is None or linked == url
    if linked is not None:
        assert linked.lower().startswith(("http://", "https://"))
        assert not any(one.isspace() or ord(one) < 33 or one in "\u202e\u2066\u200f\x7f" for one in linked)


class Isolation(Page):
    """A page, and the texts in it that turn the order of letters without being isolated."""

    def __init__(self, markup: str) -> None:
        self.loose: list[str] = []
        super().__init__(markup)

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        around = [(tag, attributes) for tag, attributes, _ in self._open]
        kept = any(tag in ("bdi", "title", "option", "pre") or own.get("dir") == "auto" for tag, own in around)
        if not kept and any(one in data for one in "\u202e\u2066\u200f"):
            self.loose.append(data)
