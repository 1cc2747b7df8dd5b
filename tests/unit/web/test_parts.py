"""Marks, links, files and events: what must hold whatever comes in."""

import asyncio
import csv
import io
import json
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Evidence, TaggedArticle, TallyChange
from schemas.tagged_article import Attack, TargetRef
from streams.stages.tally import load_default_definitions
from streams.web.downloads import INCIDENT_COLUMNS, geojson, incidents_csv
from streams.web.events import NAMED, WAITING, Hub, TooManyReaders, event_id, read_event_id
from streams.web.events_api import _first
from streams.web.incident_answers import IncidentSummary
from streams.web.links import web_link
from streams.web.marking import marks_of
from streams.web.store import Store
from streams.web.tally_answers import TallyNow
from tests.unit.web.filled import START, published, tagged_examples

TALLY = "us-forces-iraq-syria"
texts = st.text(max_size=40)


@given(st.lists(texts, min_size=1, max_size=4), st.data())
def test_marks_lie_in_their_text_in_order_and_apart(paragraphs: list[str], data: st.DataObject) -> None:
    quotes = []
    for number in range(data.draw(st.integers(0, 5))):
        text = data.draw(st.sampled_from(paragraphs))
        first = data.draw(st.integers(0, len(text)))
        last = data.draw(st.integers(first, len(text)))
        quotes.append(Evidence(text=text[first:last], start=number, end=number + 1))
    quotes.append(Evidence(text=data.draw(texts), start=50, end=51))
    attacks = tuple(Attack(target=TargetRef(id="us-forces", text=""), evidence=one) for one in quotes)
    story = TaggedArticle(article_id="a", raw_ids=(), version="1", paragraphs=tuple(paragraphs), attacks=attacks)
    title, marked, unplaced = marks_of(story, {(0, 1): "x"})
    assert [one.text for one in (title, *marked)] == ["", *paragraphs]
    for passage in marked:
        ends = [0, *(one.end for one in passage.marks)]
        assert all(end <= one.start < one.end for end, one in zip(ends, passage.marks, strict=False))
        assert ends[-1] <= len(passage.text)
    for quote in unplaced:
        # Not found, or every place where the words stand is another quote's.
        places = sum(text.count(quote.text) for text in paragraphs) if quote.text else 0
        assert places <= len(quotes)


def test_the_same_words_twice_are_marked_twice_in_the_order_of_the_body() -> None:
    words = "A drone hit the base."
    quotes = [Evidence(text=words, start=200, end=221), Evidence(text=words, start=10, end=31)]
    attacks = tuple(Attack(target=TargetRef(id="us-forces", text=""), evidence=one) for one in quotes)
    story = TaggedArticle(article_id="a", raw_ids=(), version="1", paragraphs=(words, words), attacks=attacks)
    _, (first, second), unplaced = marks_of(story, {(10, 31): "early", (200, 221): "late"})
    assert [one.incident for one in (*first.marks, *second.marks)] == ["early", "late"] and not unplaced


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JAVASCRIPT://x/%0aalert(1)", "data:text/html,x", "file:///etc/passwd", "//x.example", "http://",
     "java\tscript:alert(1)", " javascript:alert(1)", "https://x.example/\n", "http://[x", "", None],
)  # fmt: skip
def test_no_link_leads_to_anything_but_the_web(url: str | None) -> None:
    assert web_link(url) is None


@pytest.mark.parametrize("url", ["https://x.example/a?b=c#d", "HTTP://x.example", "http://192.0.2.1:8080/"])
def test_an_address_of_the_web_is_a_link(url: str) -> None:
    assert web_link(url) == url


def summaries() -> st.SearchStrategy[IncidentSummary]:
    return st.builds(
        IncidentSummary,
        id=texts,
        quote=st.none() | texts,
        place=st.none() | texts,
        outlet=st.none() | texts,
        target=texts,
        url=st.none() | texts,
        lat=st.none() | st.floats(-90, 90),
        lon=st.none() | st.floats(-180, 180),
    )


@given(st.lists(summaries(), max_size=5))
def test_a_table_has_a_row_for_each_incident_and_no_cell_that_a_spreadsheet_runs(found: list[IncidentSummary]) -> None:
    rows = list(csv.reader(io.StringIO("".join(incidents_csv(found)), newline="")))
    assert rows[0] == list(INCIDENT_COLUMNS) and len(rows) == len(found) + 1
    assert all(len(row) == len(INCIDENT_COLUMNS) for row in rows)
    texts_at = [INCIDENT_COLUMNS.index(name) for name in ("id", "place", "outlet", "quote", "target", "url")]
    cells = [row[place] for row in rows for place in texts_at]
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")] == []


@given(st.lists(summaries(), max_size=5))
def test_a_map_is_one_json_document_with_a_feature_for_each_incident(found: list[IncidentSummary]) -> None:
    world = json.loads("".join(geojson(found)))
    assert [one["id"] for one in world["features"]] == [one.id for one in found]


@given(st.dictionaries(st.sampled_from(["a", "b-c", "d.e_f"]), st.integers(0, 10**9)), st.text(max_size=40))
def test_an_event_id_is_read_as_it_was_written_and_nonsense_is_none(numbers: dict[str, int], nonsense: str) -> None:
    assert read_event_id(event_id(numbers), ["a", "b-c", "d.e_f"]) == numbers
    assert read_event_id(nonsense, ["zz"]) == {} or "zz=" in nonsense


def change(number: int) -> TallyChange:
    fields = {"id": f"{TALLY}-{number}", "tally_id": TALLY, "number": number, "at": START, "what": "observed"}
    return TallyChange.model_validate(fields)


def now(number: int) -> TallyNow:
    return TallyNow(id=TALLY, observed=number, claimed_only=0, change=number)


async def heard(
    hub: Hub, store: Store, last: str = "", tally: str | None = None, told: int = 0
) -> list[dict[str, str]]:
    """What a reader hears that comes with this Last-Event-ID, until the hub closes."""
    reader = hub.connect()
    first, known = _first(store, read_event_id(last, store.definitions), tally)
    events = hub.events(reader, first, known, tally)
    hub.numbers = store.settled_changes()
    for number in range(6, 6 + told):
        hub.tell([change(number)], [now(number)], [f"i{number}"])
    task = asyncio.ensure_future(_all(events))
    await asyncio.sleep(0)
    reader.queue.put_nowait(None)
    blocks = (await task).decode().split("\n\n")
    return [dict(line.split(": ", 1) for line in one.splitlines()) for one in blocks if "data: " in one]


async def _all(events: object) -> bytes:
    return b"".join([one async for one in events])  # type: ignore[attr-defined]


async def test_who_comes_first_hears_how_the_tallies_stand(store: Store) -> None:
    (event,) = await heard(Hub(1), store)
    assert event["event"] == "tally" and event["id"] == f"{TALLY}=5"
    assert json.loads(event["data"])["observed"] == 6


@pytest.mark.parametrize("had", range(6))
async def test_who_comes_back_hears_every_change_that_was_missed_once_and_in_order(store: Store, had: int) -> None:
    events = await heard(Hub(1), store, f"{TALLY}={had}", told=2)
    changes = [json.loads(one["data"])["number"] for one in events if one["event"] == "change"]
    assert changes == [*range(had + 1, 6), 6, 7]
    assert [one["id"] for one in events if one["event"] == "change"] == [f"{TALLY}={number}" for number in changes]


async def test_a_reader_of_one_tally_hears_nothing_of_others(store: Store) -> None:
    events = await heard(Hub(1), store, tally="another", told=2)
    assert {one["event"] for one in events} == {"incidents"}


async def test_what_came_between_connecting_and_asking_is_not_told_twice() -> None:
    definitions = load_default_definitions()
    with closing(Store(definitions.tallies)) as store:
        hub = Hub(1)
        reader = hub.connect()
        applied = store.apply([one for batch in published(tagged_examples(definitions), definitions) for one in batch])
        hub.tell(applied.changes, store.numbers([TALLY]), applied.incidents)
        first, known = _first(store, {TALLY: 0}, None)
        reader.queue.put_nowait(None)
        text = (await _all(hub.events(reader, first, known, None))).decode()
        assert [text.count(f'"number":{number},') for number in range(1, 6)] == [1] * 5


@given(st.permutations(range(1, 8)), st.lists(st.integers(1, 7)), st.data())
def test_in_whatever_order_changes_come_an_event_id_says_that_all_before_it_were_told(
    order: list[int], again: list[int], data: st.DataObject
) -> None:
    hub = Hub(1)
    reader = hub.connect()
    left = [*order, *again]
    while left:
        size = data.draw(st.integers(1, len(left)))
        hub.tell([change(number) for number in left[:size]], [], [])
        left = left[size:]
    told: set[int] = set()
    while not reader.queue.empty():
        event = reader.queue.get_nowait()
        assert event and event.number
        told.add(event.number)
        (had,) = read_event_id(event.text.decode().split("\n")[0].removeprefix("id: "), [TALLY]).values()
        assert told >= set(range(1, had + 1))
    assert told == set(range(1, 8))


def test_a_reader_that_is_too_slow_is_cut_off_and_holds_no_memory() -> None:
    hub = Hub(1)
    reader = hub.connect()
    for number in range(WAITING + 10):
        hub.tell([change(number + 1)], [], [])
    assert hub.connected == 0 and reader.queue.qsize() == 1 and reader.queue.get_nowait() is None


def test_no_more_readers_than_there_may_be() -> None:
    hub = Hub(1)
    reader = hub.connect()
    with pytest.raises(TooManyReaders):
        hub.connect()
    hub.disconnect(reader)
    hub.connect()


def test_many_incidents_at_once_are_one_event_of_bounded_length() -> None:
    hub = Hub(1)
    reader = hub.connect()
    hub.tell([], [], [f"incident-{number}" for number in range(10 * NAMED)])
    (event,) = [reader.queue.get_nowait()]
    assert event
    told = json.loads(event.text.decode().split("data: ")[1])
    assert len(told["incidents"]) == NAMED and told["more"] is True
