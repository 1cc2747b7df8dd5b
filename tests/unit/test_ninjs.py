"""ninjs: an item is an article under its uri; what is not for publication is refused by name."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from schemas import RawArticle
from streams.sources import BadInput, read_inputs
from streams.stages.clean import clean, page_key

OLD = {
    "uri": "urn:newsml:wire.example:1",
    "type": "text",
    "firstcreated": "2023-11-20T09:00:00+0000",
    "versioncreated": "2023-11-22T10:00:00+0000",
    "headline": "Drone shot down & burnt",
    "body_html": "<p>A drone was shot down on Monday.</p>",
    "body_text": "A drone was shot down on Monday.",
    "source": "Wire",
    "language": "en",
}
NEW = {
    "uri": "https://wire.example/1",
    "versionCreated": "2023-11-22T10:00:00Z",
    "headlines": [{"role": "main", "value": "Drone shot down"}],
    "bodies": [
        {"role": "text", "contentType": "text/plain", "value": "A drone was shot down."},
        {"role": "xhtml", "contentType": "text/html", "value": "<body><p>A drone was shot down.</p></body>"},
    ],
}


def read(folder: Path, *items: object, name: str = "items.jsonl") -> list[RawArticle | BadInput]:
    file = folder / name
    file.write_text("\n".join(json.dumps(one) for one in items))
    return list(read_inputs([str(file)], 10_000))


def test_an_item_is_an_article_whose_version_is_when_it_was_made(tmp_path: Path) -> None:
    assert read(tmp_path, OLD) == [
        RawArticle(
            id="urn:newsml:wire.example:1",
            outlet="Wire",
            published_at=date(2023, 11, 20),
            fetched_at=datetime(2023, 11, 22, 10, tzinfo=UTC),
            content_type="text/html",
            language="en",
            body="<article>\n<h1>Drone shot down &amp; burnt</h1>\n<p>A drone was shot down on Monday.</p>\n</article>",
        )
    ]


@pytest.mark.parametrize("item", [OLD, NEW, {**NEW, "bodies": NEW["bodies"][:1]}, {**OLD, "body_html": ""}])
def test_headline_and_text_are_told_apart_in_each_version_of_the_standard(tmp_path: Path, item: object) -> None:
    (article,) = read(tmp_path, item)
    assert isinstance(article, RawArticle)
    blocks = [(one.kind, one.text) for one in clean(article, datetime(2023, 11, 23, tzinfo=UTC)).blocks]
    assert [kind for kind, _ in blocks] == ["title", "paragraph"]
    assert blocks[0][1].startswith("Drone shot down") and blocks[1][1].startswith("A drone was shot down")


def test_the_same_uri_is_the_same_page(tmp_path: Path) -> None:
    first, second = read(tmp_path, OLD, {**OLD, "headline": "Corrected"})
    assert isinstance(first, RawArticle) and isinstance(second, RawArticle)
    assert page_key(first) == page_key(second) == OLD["uri"]
    (article,) = read(tmp_path, NEW)
    assert isinstance(article, RawArticle) and article.url == NEW["uri"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"pubstatus": "canceled"}, "pubstatus: canceled: a page that was sent cannot be taken back yet"),
        ({"pubstatus": "withheld"}, "pubstatus: withheld: not for publication"),
        ({"embargoed": "2099-01-01T00:00:00Z"}, "embargoed: until 2099-01-01T00:00:00+00:00"),
        ({"embargoed": "soon"}, "embargoed: no date and time: 'soon'"),
        ({"type": "picture"}, "type: picture: only text is read"),
        ({"body_html": "", "body_text": None}, "body_html: no text in any of body_html, body_xhtml, body_text, bodies"),
        ({"firstcreated": "soon"}, "published_at: Input should be a valid"),
        ({"uri": 7}, "id: Input should be a valid string"),
        ({"uri": ""}, "body: Field required"),
        ({"body_html": "x" * 10_001}, "body: 10,0"),
    ],
)
def test_an_item_that_is_no_article_is_refused_by_name_and_the_rest_is_read(
    tmp_path: Path, change: dict[str, object], why: str
) -> None:
    refused, other = read(tmp_path, {**OLD, **change}, OLD)
    assert str(refused).startswith(f"{tmp_path}/items.jsonl:1: {why}")
    assert isinstance(other, RawArticle)


def test_an_embargo_that_is_over_holds_nothing_back(tmp_path: Path) -> None:
    (article,) = read(tmp_path, {**OLD, "embargoed": "2023-11-20T00:00:00"})
    assert isinstance(article, RawArticle)


def test_a_json_file_is_an_article_or_a_list_of_them(tmp_path: Path) -> None:
    assert len(read(tmp_path, OLD, name="item.json")) == 1
    one, bad, two = read(tmp_path, [OLD, {"title": "x"}, {"body": "A page."}], name="items.json")
    assert isinstance(one, RawArticle) and isinstance(two, RawArticle) and two.body == "A page."
    assert str(bad) == f"{tmp_path}/items.json: item 2: body: Field required"
    (tmp_path / "bad.json").write_text("[" * 100_000)
    (deep,) = read_inputs([str(tmp_path / "bad.json")], 100_000)
    assert isinstance(deep, BadInput)
    (none,) = read_inputs([str(tmp_path)], 10_000)
    assert str(none).startswith(f"{tmp_path}: no file in it ends in ")
