"""The page as it stands without scripts: what a reader reads, opens, filters and follows."""

import json
import re
from contextlib import closing
from datetime import date
from html import unescape

import pytest
from starlette.testclient import TestClient

from streams.settings import Settings
from streams.web.app import create_app
from streams.web.chosen import BadChoice, Chosen
from streams.web.store import Filters, Store
from tests.unit.web.filled import corrected_store
from tests.unit.web.reading import Page, read

TALLY = "us-forces-iraq-syria"
HOME = f"/tallies/{TALLY}"


def test_with_one_tally_the_first_page_is_that_tally(client: TestClient) -> None:
    assert read(client, "/").heading == read(client, HOME).heading


def test_both_numbers_stand_beside_each_other_with_qualifier_speaker_day_and_source(
    client: TestClient, store: Store
) -> None:
    tally, page = store.tallies()[0], read(client, HOME)
    assert tally.reported and tally.reported.attributed_to and tally.reported.evidence.outlet
    assert page.text_of("figure counted").startswith(f"Counted from articles {tally.observed.count} attacks")
    stated = page.text_of("figure reported")
    assert "at least 78" in stated and tally.reported.attributed_to in stated and "7 December 2023" in stated
    assert tally.reported.evidence.text in stated and tally.reported.evidence.outlet in stated


def test_the_difference_is_the_tallys_and_is_explained(client: TestClient, store: Store) -> None:
    tally = store.tallies()[0]
    assert tally.difference is not None and tally.difference > 0
    said = read(client, HOME).text_of("figure between")
    assert f"{tally.difference} more stated than counted" in said and "known only from the total" in said


def test_each_incident_opens_to_its_quotes_without_a_script(client: TestClient, store: Store) -> None:
    page = read(client, HOME)
    for summary in store.incidents(Filters(tally=TALLY)).incidents:
        incident = store.incident(summary.id)
        assert incident
        row = page.details[f"i-{summary.id}"]
        assert all(mention.evidence.text[:200] in row for mention in incident.incident.mentions)


def test_the_curve_has_its_table_and_the_map_its_list(client: TestClient, store: Store) -> None:
    page, series = client.get(HOME).text, store.series(TALLY)
    assert series
    rows = re.findall(r'data-day="(\S+)" data-total="(\d+)"', page)
    assert rows == [(str(one.date), str(one.total)) for one in series.observed]
    listed = {unescape(name) for name in re.findall(r'<li data-lat.*?<bdi dir="auto">(.*?)</bdi>', page)}
    assert listed == {one.name for one in store.map_points(Filters(tally=TALLY))}


@pytest.mark.parametrize("chosen", ["country=SY", "weapon=drone", "q=Asad", "from=2023-11-20", "status=reported"])
def test_a_filter_in_the_address_shows_what_the_api_gives(client: TestClient, chosen: str) -> None:
    wanted = client.get(f"/api/incidents?tally={TALLY}&{chosen}").json()["incidents"]
    page = read(client, f"{HOME}?{chosen}")
    assert [name for name in page.details if name.startswith("i-")] == [f"i-{one['id']}" for one in wanted]


def test_fields_left_empty_leave_the_address(client: TestClient) -> None:
    answer = client.get(f"{HOME}?country=SY&weapon=&from=&q=", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HOME}?country=SY#h-incidents")


@pytest.mark.parametrize(
    "asked", ["from=yesterday", "country=Iraq", "known=-1", "as_of=2024-13-01", "cursor=x", "known=x"]
)
def test_an_address_that_cannot_be_read_is_said_to_be_one(client: TestClient, asked: str) -> None:
    answer = client.get(f"{HOME}?{asked}")
    assert answer.status_code == 422 and answer.headers["content-type"].startswith("text/html")
    assert asked.split("=")[0] in Page(answer.text).text


@pytest.mark.parametrize(
    "path",
    [
        "/tallies/none",
        "/tallies/none/corrections",
        "/tallies/none/method",
        "/incidents/none",
        "/articles/none",
        "/embed/none/number",
        f"/embed/{TALLY}/none",
        "/static/none.js",
        "/static/..%2fpage.py",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404 and "There is no such" in answer.text


def test_a_page_that_is_none_is_said_in_words_to_readers_and_in_json_to_programs(client: TestClient) -> None:
    reader = client.get("/talies", headers={"accept": "text/html,*/*"})
    assert reader.status_code == 404 and "There is no such page" in Page(reader.text).text
    assert client.get("/talies").json() == {"detail": "Not Found"}
    assert client.get("/api/none", headers={"accept": "text/html"}).json() == {"detail": "Not Found"}


def test_a_page_that_is_opened_too_early_comes_by_itself(store: Store) -> None:
    early = Store(store.definitions.values())
    early.ready = False
    with closing(early):
        client = TestClient(create_app(early, Settings()))
        answer = client.get("/", headers={"accept": "text/html"})
        assert (answer.status_code, answer.headers["refresh"]) == (503, "2") and "Just starting" in answer.text
        assert client.get("/api/tallies").json() == {"detail": "still reading the topics"}


def test_an_incident_shows_its_quotes_marked_in_their_paragraphs(client: TestClient, store: Store) -> None:
    for one in store.incidents(Filters(tally=TALLY)).incidents:
        found = store.incident(one.id)
        assert found
        marks = read(client, f"/incidents/{one.id}").marks
        assert {mention.evidence.text for mention in found.incident.mentions} <= set(marks)


def test_an_article_has_its_attacks_marked_and_leads_to_their_incidents(client: TestClient, store: Store) -> None:
    incident = store.incident(store.tallies()[0].incidents[0])
    assert incident
    mention = incident.incident.mentions[0]
    page = read(client, f"/articles/{mention.article_id}")
    assert mention.evidence.text in page.marks and f"/incidents/{incident.incident.id}" in page.links


def test_an_earlier_state_says_that_it_is_one_and_what_stands_now(client: TestClient, store: Store) -> None:
    latest = store.latest_changes()[TALLY]
    stood = store.standing(TALLY, known=2)
    assert stood and latest > 2 and stood.tally.observed.count != stood.now.observed.count
    page = read(client, f"{HOME}?known=2")
    assert "after change 2" in page.text and f"now stands at {stood.now.observed.count} counted" in page.text
    assert page.text_of("figure counted").startswith(f"Counted from articles {stood.tally.observed.count} attack")
    assert {one for one in page.details if one.startswith("i-")} == {f"i-{one}" for one in stood.tally.incidents}


@pytest.mark.parametrize("chosen", ["known=2", "known=4&as_of=2023-11-20", "known=4&country=IQ"])
def test_the_downloads_of_an_earlier_state_have_the_incidents_that_it_shows(client: TestClient, chosen: str) -> None:
    page = read(client, f"{HOME}?{chosen}")
    shown = [name.removeprefix("i-") for name in page.details if name.startswith("i-")]
    (lines,) = [one for one in page.links if one.startswith("/api/incidents.jsonl")]
    assert [json.loads(one)["id"] for one in client.get(lines).text.splitlines()] == shown != []
    assert "The incidents are those that counted after change" in page.text


def test_up_to_a_day_only_the_attacks_until_then_are_counted(client: TestClient, store: Store) -> None:
    stood = store.standing(TALLY, as_of=date(2023, 11, 19))
    assert stood and 0 < stood.tally.observed.count < stood.now.observed.count
    page = read(client, f"{HOME}?as_of=2023-11-19")
    assert page.text_of("figure counted").startswith(f"Counted from articles {stood.tally.observed.count} attack")
    assert sum(one.startswith("i-") for one in page.details) == len(stood.tally.incidents)


def test_the_line_to_cite_has_an_address_that_shows_the_number(client: TestClient, store: Store) -> None:
    cited = read(client, HOME).text_of("citation")
    address = re.search(r"https?://\S+", cited)
    assert address
    page = read(client, address[0])
    assert page.text_of("figure counted") == read(client, HOME).text_of("figure counted")
    assert "has not changed since" in page.text


def test_a_cited_address_says_that_it_was_corrected_since_and_what_stands_now() -> None:
    with closing(corrected_store()) as store, TestClient(create_app(store, Settings())) as client:
        before = store.latest_changes()[TALLY] - 1
        stood = store.standing(TALLY, known=before)
        assert stood and stood.corrected and stood.moved
        then, now = stood.tally, stood.now
        gone = len(set(then.incidents) - set(now.incidents))
        assert gone and now.observed.count < then.observed.count
        page = read(client, f"{HOME}?known={before}")
        said = page.text_of("past")
        assert said.startswith("Corrected since.") and f"as it stood after change {before}," in said
        assert f"It now stands at {now.observed.count} counted" in said and HOME in page.links
        assert page.text_of("figure counted").startswith(f"Counted from articles {then.observed.count} attacks")
        assert f"{gone} more counted then" in page.text and "taken back since" in page.text
        assert "Corrected since" not in read(client, f"{HOME}?known={before + 1}").text


def test_what_has_only_grown_since_is_not_called_corrected(client: TestClient, store: Store) -> None:
    stood = store.standing(TALLY, known=2)
    assert stood and stood.moved and not stood.corrected
    said = read(client, f"{HOME}?known=2").text_of("past")
    assert said.startswith("An earlier state.") and "Corrected" not in said


def test_the_log_names_each_change_with_its_reason(client: TestClient, store: Store) -> None:
    log = store.changes(TALLY)
    assert log and log.changes
    page = read(client, f"{HOME}/corrections")
    for one in log.changes:
        assert f"{HOME}?known={one.change.number}" in page.links
        assert all(reason in page.text for reason in one.change.why)


def test_the_method_names_what_the_tally_is_defined_by(client: TestClient) -> None:
    text = read(client, f"{HOME}/method").text
    assert "17 October 2023 and after" in text and "Iraq, Syria, Jordan" in text and "US and coalition forces" in text


@pytest.mark.parametrize("what", ["number", "curve"])
def test_an_embed_has_the_number_and_leads_to_the_page(client: TestClient, what: str) -> None:
    page = read(client, f"/embed/{TALLY}/{what}")
    assert f"http://testserver{HOME}" in page.links and "6" in page.text


def test_no_page_has_a_script_or_a_style_of_its_own(client: TestClient, store: Store) -> None:
    incident = store.tallies()[0].incidents[0]
    for path in ("/", f"{HOME}/corrections", f"{HOME}/method", f"/incidents/{incident}", f"/embed/{TALLY}/curve"):
        text = client.get(path).text
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", text), path


def test_files_are_packed_kept_and_have_their_kind(client: TestClient) -> None:
    address = re.search(r'"(/static/page\.css\?v=\w+)"', client.get("/").text)
    assert address
    packed = client.get(address[1], headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip" and "immutable" in packed.headers["cache-control"]
    plain = client.get("/static/page.css", headers={"accept-encoding": "identity"})
    assert plain.text == packed.text and plain.headers["cache-control"] == "no-cache"
    assert packed.headers["content-type"] == "text/css; charset=utf-8"


def test_what_is_chosen_survives_the_address() -> None:
    chosen = Chosen(country="IQ", words="Asad & co", start=date(2024, 1, 1), known=3)
    assert Chosen.of({"country": "IQ", "q": "Asad & co", "from": "2024-01-01", "known": "3"}) == chosen
    assert chosen.query() == "country=IQ&from=2024-01-01&q=Asad+%26+co&known=3"
    with pytest.raises(BadChoice, match="q: at most"):
        Chosen.of({"q": "x" * 1000})
