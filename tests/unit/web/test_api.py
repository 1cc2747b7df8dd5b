"""The API answers what the store knows, in the forms it promises, and keeps strangers' text from being run."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from starlette.testclient import TestClient

from schemas import RawArticle, Tally
from streams.commands.options import dump
from streams.records import Record
from streams.settings import Settings
from streams.stages.tally import load_default_definitions
from streams.web.app import create_app
from streams.web.around import HEADERS
from streams.web.store import Filters, Store
from tests.unit.web.filled import fill, tag_all

TALLY = "us-forces-iraq-syria"
PATHS = [
    "/api/tallies",
    f"/api/tallies/{TALLY}",
    f"/api/tallies/{TALLY}/series",
    f"/api/tallies/{TALLY}/series.csv",
    f"/api/tallies/{TALLY}/citation",
    f"/api/tallies/{TALLY}/changes",
    "/api/incidents",
    "/api/incidents.csv",
    "/api/incidents.jsonl",
    "/api/incidents.geojson",
    "/api/facets",
    "/api/places",
    "/api/feeds",
    "/openapi.json",
    "/livez",
    "/readyz",
    "/metrics",
]
HOSTILE = [
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    '"><img src=x onerror=alert(1)>',
    "\u202egnp.exe\u2066",
    "=cmd|' /C calc'!A0",
    "x" * 10_000,
]


@contextmanager
def asking(store: Store, **settings: object) -> Iterator[TestClient]:
    with TestClient(create_app(store, Settings(**settings))) as client:
        yield client


def test_tallies_are_as_the_command_prints_them(client: TestClient, store: Store) -> None:
    assert client.get("/api/tallies").json() == json.loads(dump(store.tallies()))
    assert client.get(f"/api/tallies/{TALLY}").json() == json.loads(dump(store.tallies()))[0]


def test_a_tally_as_known_and_as_of(client: TestClient, store: Store) -> None:
    then = client.get(f"/api/tallies/{TALLY}?known=1").json()
    assert (then["observed"]["count"], then["reported"]) == (2, None)
    early = client.get(f"/api/tallies/{TALLY}?as_of=2023-11-20").json()
    assert (early["observed"]["count"], early["until"]) == (2, "2023-11-20")
    citation = client.get(f"/api/tallies/{TALLY}/citation?known=3").json()
    assert citation["path"] == f"/tallies/{TALLY}?known=3"
    assert (citation["observed"], citation["now_observed"], citation["moved"]) == (4, 6, True)


def test_incidents_open_to_mentions_quotes_and_links(client: TestClient) -> None:
    page = client.get("/api/incidents", params={"tally": TALLY, "country": "IQ", "limit": 2}).json()
    assert page["total"] == 5 and len(page["incidents"]) == 2
    rest = client.get("/api/incidents", params={"tally": TALLY, "country": "IQ", "cursor": page["next"]}).json()
    assert len(rest["incidents"]) == 3 and rest["next"] is None
    found = client.get(f"/api/incidents/{page['incidents'][0]['id']}").json()
    assert found["tallies"] == [TALLY] and found["incident"]["mentions"][0]["evidence"]["text"]


def test_an_article_has_its_quotes_marked_in_its_text(client: TestClient, store: Store) -> None:
    found = store.incident(store.tallies()[0].incidents[0])
    assert found
    mention = found.incident.mentions[0]
    article = client.get(f"/api/articles/{mention.article_id}").json()
    marked = {
        (p["text"][m["start"] : m["end"]], m["incident"])
        for p in [article["title"], *article["paragraphs"]]
        for m in p["marks"]
    }
    assert (mention.evidence.text, found.incident.id) in marked and article["kept"]


@pytest.mark.parametrize(
    "path", ["incidents?cursor=x", "tallies/x", "tallies/x/series", "tallies/x/changes", "incidents/x", "articles/x"]
)
def test_what_is_not_there_is_named(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/{path}")
    assert answer.status_code == 404 and "there is no" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("incidents?from=yesterday", "from"),
        ("incidents?country=Iraq", "country"),
        ("incidents?limit=0", "limit"),
        (f"tallies/{TALLY}?known=-1", "known"),
        (f"tallies/{TALLY}?as_of=2023", "as_of"),
    ],
)
def test_a_wrong_question_is_refused_and_the_field_named(client: TestClient, question: str, field: str) -> None:
    answer = client.get(f"/api/{question}")
    assert answer.status_code == 422 and field in answer.text


def test_downloads_have_all_that_fits(client: TestClient, store: Store) -> None:
    wanted = {one.id for one in store.incidents(Filters(tally=TALLY, country="IQ")).incidents}
    asked = {"tally": TALLY, "country": "IQ"}
    table = list(csv.DictReader(io.StringIO(client.get("/api/incidents.csv", params=asked).text)))
    lines = [json.loads(one) for one in client.get("/api/incidents.jsonl", params=asked).text.splitlines()]
    world = client.get("/api/incidents.geojson", params=asked).json()
    assert (
        {one["id"] for one in table} == {one["id"] for one in lines} == {f["id"] for f in world["features"]} == wanted
    )
    assert all(-90 <= f["geometry"]["coordinates"][1] <= 90 for f in world["features"])
    curve = list(csv.DictReader(io.StringIO(client.get(f"/api/tallies/{TALLY}/series.csv").text)))
    assert [one["total"] for one in curve if one["kind"] == "observed"][-1] == "6"
    assert [one["total"] for one in curve if one["kind"] == "reported"] == ["66", "74", "76", "78"]


def test_incidents_as_known_are_those_that_counted_then_in_every_form(client: TestClient, store: Store) -> None:
    for number in range(store.latest_changes()[TALLY] + 1):
        wanted = set(client.get(f"/api/tallies/{TALLY}?known={number}").json()["incidents"])
        asked = {"tally": TALLY, "known": number}
        page = client.get("/api/incidents", params=asked).json()
        table = csv.DictReader(io.StringIO(client.get("/api/incidents.csv", params=asked).text))
        lines = client.get("/api/incidents.jsonl", params=asked).text.splitlines()
        world = client.get("/api/incidents.geojson", params=asked).json()
        places = client.get("/api/places", params=asked).json()
        forms = [page["incidents"], table, map(json.loads, lines), world["features"]]
        assert [{one["id"] for one in form} for form in forms] == [wanted] * 4
        assert (page["total"], sum(one["incidents"] for one in places)) == (len(wanted), len(wanted))


@pytest.mark.parametrize("asked", ["known=1", f"tally={TALLY}&undated=true&known=1", "tally=x&known=1"])
def test_only_what_a_tally_counts_has_a_log(client: TestClient, asked: str) -> None:
    answer = client.get(f"/api/incidents?{asked}")
    assert answer.status_code == 404 and "there is no" in answer.json()["detail"]


def test_where_the_log_has_no_list_of_incidents_none_is_made_up(store: Store) -> None:
    log = store.changes(TALLY)
    assert log
    old = [one.change.model_copy(update={"observed": None, "reported": None}) for one in log.changes]
    with closing(Store(store.definitions.values())) as other, asking(other) as client:
        other.apply([Record("tally-changes", 0, 0, 0.0, TALLY.encode(), one.to_json()) for one in old])
        for form in ("", ".csv", ".jsonl", ".geojson"):
            answer = client.get(f"/api/incidents{form}?tally={TALLY}&known=2")
            assert answer.status_code == 404 and "no list of incidents" in answer.json()["detail"]
        page = client.get(f"/tallies/{TALLY}?known=2").text
        assert "Incidents as they stand now as CSV" in page and f'/api/incidents.csv?tally={TALLY}"' in page


@pytest.mark.parametrize("path", [*PATHS, "/nothing", "/api/tallies/x", "/api/incidents?limit=0"])
def test_every_answer_forbids_to_run_what_it_says(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert (policy["default-src"], policy["script-src"], policy["frame-ancestors"]) == ("'none'", "'self'", "'none'")
    assert "unsafe" not in headers["content-security-policy"]


def test_only_what_is_made_for_it_may_stand_in_a_frame(client: TestClient) -> None:
    policy = client.get("/embed/x/number").headers["content-security-policy"]
    assert policy.endswith("frame-ancestors *")


def test_who_has_the_answer_is_told_so(client: TestClient) -> None:
    first = client.get("/api/tallies")
    again = client.get("/api/tallies", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    other = client.get("/api/tallies", headers={"if-none-match": '"x"'})
    assert other.status_code == 200 and other.content == first.content
    plain = client.get("/api/tallies", headers={"accept-encoding": "identity"})
    assert plain.headers["etag"] == first.headers["etag"] and "content-encoding" not in plain.headers
    assert first.headers["content-encoding"] == "gzip"


def test_other_sites_may_read_where_the_setting_names_them(client: TestClient, store: Store) -> None:
    origin = {"origin": "https://news.example"}
    assert "access-control-allow-origin" not in client.get("/api/tallies", headers=origin).headers
    with asking(store, web_origins="https://news.example, https://x.example") as open_client:
        answer = open_client.get("/api/tallies", headers=origin)
        assert answer.headers["access-control-allow-origin"] == "https://news.example"
        other = open_client.get("/api/tallies", headers={"origin": "https://evil.example"})
        assert "access-control-allow-origin" not in other.headers


def test_nothing_is_answered_from_half_a_store() -> None:
    with closing(Store(load_default_definitions().tallies)) as store, asking(store) as client:
        store.ready = False
        for path in PATHS:
            wanted = 200 if path in ("/livez", "/metrics", "/openapi.json") else 503
            assert client.get(path).status_code == wanted
        store.ready = True
        assert client.get("/readyz").status_code == 200
        (tally,) = client.get("/api/tallies").json()
        assert Tally.model_validate(tally).observed.count == 0


def test_metrics_name_routes_and_never_what_a_stranger_asks_for(client: TestClient) -> None:
    client.get("/api/incidents/secret-name")
    client.get("/no/such/path")
    text = client.get("/metrics").text
    assert 'route="/api/incidents/{incident}",status="404"' in text
    assert "secret-name" not in text and "/no/such/path" not in text


def test_hostile_text_comes_through_as_text_and_no_file_runs_it() -> None:
    definitions = load_default_definitions()
    raw = [
        RawArticle(
            id=f"hostile-{number}",
            url=f"https://x.example/{number}" if number else "javascript:alert(1)",
            outlet=text[:200],
            published_at="2023-11-2" + str(number),  # type: ignore[arg-type]
            body=f"{text[:300]}\n\nBAGHDAD, Nov 2{number}, 2023 - A drone hit the Ain al-Asad air base in Iraq, where "
            f"US troops are, on Monday, said {text[:300]} of the army.\n\nNobody was hurt, officials said on Tuesday.",
        )
        for number, text in enumerate(HOSTILE)
    ]
    with closing(fill(tag_all(raw, definitions), definitions)) as store, asking(store) as client:
        assert store.incidents(Filters()).total
        for path in PATHS:
            answer = client.get(path)
            assert answer.status_code == 200
            assert not answer.headers["content-type"].startswith("text/html")
        table = list(csv.reader(io.StringIO(client.get("/api/incidents.csv").text)))
        cells = [cell for row in table for cell in row]
        assert len(cells) > 30
        assert [one for one in cells if one.startswith(("=", "+", "@", "javascript:"))] == []
