"""RSS and Atom: each entry is the page that it names; what was sent before is neither fetched nor sent again."""

from datetime import date
from html import escape
from itertools import pairwise
from pathlib import Path

import pytest

from schemas import RawArticle
from streams.sources import BadInput, read_inputs
from streams.sources.feeds import is_feed, read_feed
from streams.stages.clean import clean, page_key
from tests.unit.fetching.reading import NOW, Push, articles, reason
from tests.unit.fetching.server import Server, answer

STORY = "<p>" + "A drone was shot down over the base on Monday, officials said. " * 20 + "</p>"
XML = "application/rss+xml; charset=utf-8"


def item(
    link: str = "", summary: str = "Short.", content: str = "", day: str = "Mon, 20 Nov 2023 23:30:00 -0500"
) -> str:
    whole = f"<content:encoded>{escape(content)}</content:encoded>" if content else ""
    at = f"<link>{link}</link><guid isPermaLink='false'>id of {link}</guid>" if link else ""
    told = f"<title>Base &amp;amp; port</title>{at}<description>{summary}</description>{whole}"
    return f"<item>{told}<pubDate>{day}</pubDate></item>"


def rss(*items: str, head: str = "") -> str:
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    told = f"<title>Wire</title><language>en</language>{''.join(items)}"
    return f'{head}<rss version="2.0" {space}><channel>{told}</channel></rss>'


def test_an_entry_with_only_a_summary_is_the_page_that_it_names(server: Server) -> None:
    page = server.says("/a", answer("<title>x</title>" + STORY))
    feed = server.says("/feed", answer(rss(item(page)), kind=XML))
    assert articles(Push()(feed)) == [
        RawArticle(
            id=f"id of {page}",
            url=page,
            outlet="Wire",
            published_at=date(2023, 11, 20),
            fetched_at=NOW,
            content_type="text/html",
            language="en",
            body="<title>x</title>" + STORY,
        )
    ]


def test_an_entry_with_the_whole_story_is_not_fetched(server: Server) -> None:
    link = f"{server.address}/a"
    (article,) = articles(Push()(server.says("/feed", answer(rss(item(link, content=STORY)), kind=XML))))
    assert article.body == f"<article>\n<h1>Base &amp; port</h1>\n{STORY}\n</article>" and article.url == link
    assert server.paths() == ["/feed"]
    blocks = clean(article, NOW).blocks
    assert [one.text for one in blocks if one.kind == "title"] == ["Base & port"]
    assert [one.text for one in blocks if one.kind == "paragraph"] == [STORY[3:-5]]


def test_an_atom_feed_is_read_with_links_completed_by_its_address(server: Server) -> None:
    page = server.says("/news/a", answer(STORY))
    atom = (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title>'
        '<entry><id>urn:1</id><title>A</title><link href="/news/a"/><published>2023-11-20T23:30:00-05:00</published>'
        "<updated>2023-11-25T00:00:00Z</updated><summary>Short.</summary></entry></feed>"
    )
    (article,) = articles(Push()(server.says("/feed", answer(atom, kind="text/plain"))))
    assert (article.url, article.id, article.published_at) == (page, "urn:1", date(2023, 11, 20))


def test_the_same_feed_again_sends_nothing_and_asks_for_no_page(server: Server, tmp_path: Path) -> None:
    page = server.says("/a", answer(STORY))
    feed = server.says("/feed", answer(rss(item(page)), kind=XML))
    push = Push(tmp_path)
    assert len(articles(push(feed))) == 1
    assert push(feed) == [] and push.unchanged == 1
    assert server.paths() == ["/feed", "/a", "/feed"]


def test_a_feed_that_has_not_changed_is_not_sent_to_us(server: Server, tmp_path: Path) -> None:
    page = server.says("/a", answer(STORY))
    feed = server.says("/feed", answer(rss(item(page)), kind=XML, etag='"1"'), answer(status=304))
    push = Push(tmp_path)
    push(feed)
    assert push(feed) == [] and push.unchanged == 1
    assert server.asked[-1][1]["if-none-match"] == '"1"'


def test_an_entry_that_has_changed_is_a_new_version_of_its_page(server: Server, tmp_path: Path) -> None:
    page = server.says("/a", answer(STORY), answer(STORY + "<p>Corrected."))
    feed = server.says("/feed", *(answer(rss(item(page, one)), kind=XML) for one in ("Short.", "Corrected.")))
    push = Push(tmp_path)
    first, second = articles(push(feed)) + articles(push(feed))
    assert page_key(first) == page_key(second) and second.body.endswith("Corrected.")


def test_a_page_that_fails_is_named_and_fetched_the_next_time(server: Server, tmp_path: Path) -> None:
    good, bad = server.says("/a", answer(STORY)), server.says("/b", answer(status=500), answer(STORY))
    feed = server.says("/feed", answer(rss(item(bad), item(good)), kind=XML, etag='"1"'))
    push = Push(tmp_path)
    failed, fine = push(feed)
    assert failed == BadInput(bad, None, "the server answered 500") and isinstance(fine, RawArticle)
    assert [one.url for one in articles(push(feed))] == [bad]
    assert "if-none-match" not in server.asked[3][1]


def test_pages_of_private_networks_that_a_feed_names_are_refused(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(rss(item(server.says("/a", answer(STORY)))))
    assert "127.0.0.1 is not public" in reason(Push(fetch_private=False)(str(file)))
    assert server.asked == []


@pytest.mark.parametrize(
    ("kind", "head"),
    [
        ("application/xml; charset=koi8-r", '<?xml version="1.0" encoding="utf-8"?>'),
        ("application/xml", '<?xml version="1.0" encoding="koi8-r"?>'),
        ("text/html; charset=koi8-r", ""),
    ],
)
def test_a_feed_is_read_by_the_charset_of_its_header_else_its_own(server: Server, kind: str, head: str) -> None:
    text = rss(item("http://a.example/1", content=STORY.replace("drone", "дрон")), head=head)
    (article,) = articles(Push()(server.says("/feed", answer(text.encode("koi8-r"), kind=kind))))
    assert "A дрон was" in article.body


@pytest.mark.parametrize(
    ("text", "kind", "why"),
    [
        ("<sitemap><a/></sitemap>", "application/xml", "XML, but neither RSS nor Atom"),
        (rss("café"), "application/xml; charset=ascii", "body: not cp1252"),
        (rss(item(summary="")), XML, "an entry without text and link"),
        (rss(item("ftp://a.example/1")), XML, "ftp: only http and https are fetched"),
    ],
)
def test_what_is_no_feed_or_no_entry_is_refused(server: Server, text: str, kind: str, why: str) -> None:
    data = text.encode() if "ascii" not in kind else text.encode() + b"\x81"
    assert reason(Push()(server.says("/feed", answer(data, kind=kind)))).startswith(why)


def test_broken_xml_is_named_and_read_as_far_as_can_be(server: Server) -> None:
    text = rss(item("http://a.example/1", content=STORY), "<item><title>Base & port</title>")[:-20]
    found = Push()(server.says("/feed", answer(text, kind=XML, etag='"1"')))
    assert isinstance(found[0], RawArticle) and found[0].url == "http://a.example/1"
    assert "broken XML, read as far as can be" in str(found[-1])


@pytest.mark.parametrize("number", ["x110000", "xD800", "9" * 30])
def test_characters_that_there_are_not_end_no_push(server: Server, number: str) -> None:
    feed = server.says("/feed", answer(rss("<item><", f"title>&#{number};</title></item>"), kind=XML))
    other = server.says("/a", answer(STORY))
    *refused, page = Push()(feed, other)
    assert isinstance(page, RawArticle) and refused and all(isinstance(one, BadInput) for one in refused)


def test_entities_that_grow_without_end_do_not() -> None:
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghi")
    )
    feed = read_feed(f"<?xml version='1.0'?><!DOCTYPE r [{entities}]>" + rss("<item><title>&i;</title></item>"), "-")
    assert feed is None or len(repr(feed)) < 10_000


def test_entities_of_files_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret word")
    head = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    feed = read_feed(head + rss(f"<item><description>&x; {STORY}</description></item>"), "-")
    assert feed is None or "secret word" not in repr(feed)


def test_offline_a_feed_gives_the_stories_that_stand_in_it(tmp_path: Path) -> None:
    file = tmp_path / "feed.rss"
    file.write_text(rss(item("http://a.example/1", content=STORY), item("http://a.example/2")))
    whole, short = read_inputs([str(tmp_path)], 100_000)
    assert isinstance(whole, RawArticle) and whole.fetched_at is None and isinstance(short, BadInput)
    assert str(short).startswith("http://a.example/2: the feed has only a summary of it")


@pytest.mark.parametrize("day", ["", "yesterday", "Mon, 20 Nov 1823 10:00:00 GMT", "9999-01-01"])
def test_a_day_that_cannot_be_read_is_left_out(day: str) -> None:
    feed = read_feed(rss(item("http://a.example/1", content=STORY, day=day)), "-")
    assert feed and feed.entries[0].published_at is None


def test_a_page_that_speaks_of_feeds_is_none() -> None:
    assert is_feed(rss()) and is_feed('\n<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom">')
    assert is_feed("<rdf:RDF>") and not is_feed("<!doctype html><p><rss>") and not is_feed("On <rss>")
    assert not is_feed('<?xml version="1.0"?><html><p>')
