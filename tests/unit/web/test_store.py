"""The store answers what the topics say, whatever comes in which order."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import TaggedArticle, Tally
from streams.offline import fold
from streams.records import Record
from streams.stages.tally import Definitions, load_default_definitions
from streams.web.filters import BadCursor, Filters, read_cursor
from streams.web.store import Store
from tests.unit.web.filled import example_store, published, tagged_examples
from tests.unit.web.stories import courses

DEFINITIONS = load_default_definitions()
BY_PLACE = replace(DEFINITIONS, tallies=(DEFINITIONS.tallies[0].model_copy(update={"unit": "place-day"}),))
TALLY = DEFINITIONS.tallies[0].id


@contextmanager
def filled(batches: list[list[Record]], definitions: Definitions = DEFINITIONS) -> Iterator[Store]:
    with closing(Store(definitions.tallies)) as store:
        for batch in batches:
            assert not store.apply(batch).refused
        yield store


def everything(store: Store) -> list[object]:
    """All that can be asked, of everything there is."""
    page = store.incidents(Filters(), limit=500)
    one_by_one = [store.incident(one.id) for one in page.incidents]
    articles = {m.article_id for one in one_by_one if one for m in one.incident.mentions}
    told = [store.article(one) for one in sorted(articles)]
    numbers = range(store.latest_changes()[TALLY] + 1)
    stood = [store.standing(TALLY, known=number) for number in numbers]
    stood += [store.standing(TALLY, as_of=date(2023, 11, day)) for day in (20, 24, 29)]
    return [store.tallies(), page, one_by_one, told, stood, store.series(TALLY), store.changes(TALLY), store.feeds()]


@pytest.fixture(scope="module")
def examples() -> list[TaggedArticle]:
    return tagged_examples(DEFINITIONS)


def test_the_tallies_are_what_the_offline_fold_gives(store: Store, examples: list[TaggedArticle]) -> None:
    tallies, incidents = fold(examples, DEFINITIONS)
    assert [one.to_json() for one in store.tallies()] == [one.to_json() for one in tallies]
    known = {one.id: one for one in incidents}
    for name in tallies[0].incidents:
        found = store.incident(name)
        assert found and found.incident == known[name] and found.tallies == (TALLY,)


def test_a_tally_that_was_never_published_is_empty() -> None:
    with filled([]) as store:
        (tally,) = store.tallies()
        assert (tally.id, tally.observed.count, tally.reported) == (TALLY, 0, None)
        standing = store.standing(TALLY)
        assert standing and (standing.change, standing.latest, standing.changed_at) == (0, 0, None)


def test_of_what_is_not_there_nothing_is_said(store: Store) -> None:
    assert store.tally("x") is store.standing("x") is store.series("x") is store.citation("x") is None
    assert store.changes("x") is store.incident("x") is store.gone_incident("x") is store.article("x") is None
    assert store.incidents(Filters(tally="x")).total == 0 and store.stories_of_page("x") == []


@given(courses)
def test_a_tally_stands_as_it_stood_after_each_of_its_changes(course: list[TaggedArticle]) -> None:
    for definitions in (DEFINITIONS, BY_PLACE):
        stood: dict[int, Tally] = {}
        with filled([], definitions) as store:
            for batch in published(course, definitions):
                store.apply(batch)
                stood[store.latest_changes()[TALLY]] = store.tallies()[0]
            for number, then in stood.items():
                found = store.standing(TALLY, known=number)
                assert found and found.complete
                told = found.tally
                assert told.observed.model_copy(update={"undated": ()}) == then.observed.model_copy(
                    update={"undated": ()}
                )
                assert set(told.incidents) == set(then.incidents) and told.difference == then.difference
                was, now = told.reported, then.reported
                assert (was and (was.count, was.qualifier, was.as_of)) == (
                    now and (now.count, now.qualifier, now.as_of)
                )
                assert found.latest == number or found.moved or told.incidents == found.now.incidents


@given(courses)
def test_an_address_that_is_cited_goes_on_showing_the_same_numbers(course: list[TaggedArticle]) -> None:
    with filled([]) as store:
        cited = []
        for batch in published(course, DEFINITIONS):
            store.apply(batch)
            citation = store.citation(TALLY)
            assert citation and not citation.moved and not citation.corrected
            cited.append(citation)
        now = store.tallies()[0]
        for one in cited:
            later = store.citation(TALLY, known=one.change)
            assert later and (later.path, later.text) == (one.path, one.text)
            assert (later.observed, later.reported) == (one.observed, one.reported)
            assert later.now_observed == now.observed.count
            assert later.moved or (later.observed, later.reported) == (later.now_observed, later.now_reported)


@given(courses)
def test_text_and_path_of_a_citation_agree_whatever_of_a_batch_has_come(course: list[TaggedArticle]) -> None:
    cited = []
    with filled([]) as store:
        for batch in published(course, DEFINITIONS):
            # Topics are read apart: the log may be ahead of the tally, or behind it.
            for topics in (("tally-changes",), ("incidents", "articles-tagged"), ("tallies",)):
                store.apply([one for one in batch if one.topic in topics])
                cited.append(store.citation(TALLY))
                standing = store.standing(TALLY)
                assert standing and standing.tally == store.tally(TALLY)
        for one in cited:
            assert one
            later = store.citation(TALLY, known=one.change)
            assert later and (later.path, later.observed, later.reported) == (one.path, one.observed, one.reported)


@given(courses, st.randoms(use_true_random=False))
def test_another_copy_that_reads_in_other_batches_answers_the_same(course: list[TaggedArticle], random: Random) -> None:
    batches = list(published(course, DEFINITIONS))
    # Of each key the order stays; topics and batches come as they like.
    by_topic: dict[str, list[Record]] = {}
    for record in (one for batch in batches for one in batch):
        by_topic.setdefault(record.topic, []).append(record)
    order = sorted(by_topic)
    random.shuffle(order)
    other = [by_topic[topic] for topic in order]
    with filled(batches) as one, filled(other) as another, filled([[r for b in batches for r in b]]) as third:
        assert everything(one) == everything(another) == everything(third)


@given(courses)
def test_records_that_come_again_change_nothing(course: list[TaggedArticle]) -> None:
    batches = list(published(course, DEFINITIONS))
    with filled(batches) as once, filled(batches + batches[-1:]) as twice:
        assert everything(once) == everything(twice)


@given(courses, st.integers(17, 30))
def test_as_of_a_day_is_the_tally_that_ends_on_it(course: list[TaggedArticle], day: int) -> None:
    as_of = date(2023, 11, day)
    for definitions in (DEFINITIONS, BY_PLACE):
        ended = replace(definitions, tallies=(definitions.tallies[0].model_copy(update={"until": as_of}),))
        newest = {one.article_id: one for one in sorted(course, key=lambda one: (one.version, one.to_json()))}
        (wanted,), _ = fold(newest.values(), ended)
        with filled(list(published(list(newest.values()), definitions)), definitions) as store:
            found = store.standing(TALLY, as_of=as_of)
            assert found
            told = found.tally
            assert told.observed.model_copy(update={"undated": ()}) == wanted.observed.model_copy(
                update={"undated": ()}
            )
            assert told.incidents == wanted.incidents and told.until == as_of
            both = store.standing(TALLY, known=found.latest, as_of=as_of)
            assert both and both.tally == told


@given(courses, st.integers(1, 4))
def test_pages_give_each_incident_once_the_newest_first(course: list[TaggedArticle], limit: int) -> None:
    with filled(list(published(course, DEFINITIONS))) as store:
        found, cursor, first = [], None, True
        while first or cursor:
            page = store.incidents(Filters(), cursor, limit)
            assert len(page.incidents) <= limit
            found += page.incidents
            cursor, first = page.next, False
        assert len(found) == page.total == len({one.id for one in found})
        assert found == list(store.all_summaries(Filters()))
        days = [str(one.day) for one in found if one.day]
        assert days == sorted(days, reverse=True)


@given(courses)
def test_each_incident_that_a_facet_counts_is_found_by_it(course: list[TaggedArticle]) -> None:
    with filled(list(published(course, DEFINITIONS))) as store:
        facets = store.facets(Filters(tally=TALLY))
        for one in facets.countries:
            assert store.incidents(Filters(tally=TALLY, country=one.value)).total == one.incidents
        for one in facets.weapons:
            assert store.incidents(Filters(tally=TALLY, weapon=one.value)).total == one.incidents
        for one in facets.places:
            assert store.incidents(Filters(tally=TALLY, place=one.value)).total == one.incidents
        for status in facets.statuses:
            assert store.incidents(Filters(tally=TALLY, status=status.value)).total == status.incidents
        tally = store.tallies()[0]
        assert store.incidents(Filters(tally=TALLY)).total == len(tally.incidents)
        assert sum(one.incidents for one in store.map_points(Filters(tally=TALLY))) == len(tally.incidents)


@given(courses, st.integers(0, 4))
def test_where_places_have_a_limit_they_are_the_fullest(course: list[TaggedArticle], limit: int) -> None:
    with filled(list(published(course, DEFINITIONS))) as store:
        assert store.map_points(Filters(), limit) == store.map_points(Filters())[:limit]
        every, some = store.facets(Filters()), store.facets(Filters(), places=limit)
        assert some == every.model_copy(update={"places": every.places[:limit]})


def test_days_bound_incidents_as_the_curve_counts_them(store: Store) -> None:
    by_day = store.tallies()[0].observed.by_day
    for day, count in by_day.items():
        at = date.fromisoformat(day)
        page = store.incidents(Filters(tally=TALLY, start=at, end=at))
        assert sum(one.count for one in page.incidents) == count


def test_words_are_found_in_quotes_places_and_titles(store: Store) -> None:
    assert store.incidents(Filters(words="armed drone approach")).total == 1
    found = [one.id for one in store.incidents(Filters(words="MOSUL")).incidents]
    assert "2023-12-03-mosul-us-forces" in found and len(found) < store.incidents(Filters()).total
    assert store.incidents(Filters(words="shot submarine")).total == 0
    assert store.incidents(Filters(words="  ")).total == store.incidents(Filters()).total


@given(st.text(max_size=60))
def test_no_words_are_taken_for_the_language_of_the_search(store: Store, words: str) -> None:
    assert store.incidents(Filters(words=words)).total >= 0


@given(st.text(max_size=60))
def test_a_cursor_that_is_none_of_ours_is_refused(cursor: str) -> None:
    try:
        day, name = read_cursor(cursor)
    except BadCursor:
        return
    assert isinstance(day, str) and isinstance(name, str)


def test_a_record_that_cannot_be_read_is_left_out_and_said() -> None:
    store = example_store()
    with closing(store):
        before = store.tallies()
        bad = [
            Record("tallies", 0, 0, 0.0, TALLY.encode(), b'{"id": 5'),
            Record("incidents", 0, 0, 0.0, b"x", b"\xff"),
            Record("tally-changes", 0, 0, 0.0, b"\xff", b"{}"),
            Record("articles-tagged", 0, 0, 0.0, None, b"null"),
        ]
        assert [topic for topic, _ in store.apply(bad).refused] == [one.topic for one in bad]
        assert store.tallies() == before


def test_an_incident_that_was_taken_back_is_said_to_be_gone() -> None:
    first, *_ = tagged_examples(DEFINITIONS)
    gone = first.model_copy(update={"withdrawn": True, "version": "9", "attacks": (), "reported_totals": ()})
    with filled(list(published([first, gone], DEFINITIONS))) as store:
        changes = store.changes(TALLY, corrections=True)
        assert changes and changes.changes[0].correction
        (step,) = [one.change.observed for one in changes.changes if one.change.observed]
        for name in step.left:
            found = store.gone_incident(name)
            assert found and found.tallies == (TALLY,) and store.incident(name) is None
        stood = store.standing(TALLY, known=1)
        assert stood and stood.corrected and stood.moved and set(stood.tally.incidents) == set(step.left)
        assert store.summaries_of(stood.tally.incidents) == {}


def test_the_log_is_given_page_by_page_the_newest_first(store: Store) -> None:
    numbers, before = [], None
    while True:
        page = store.changes(TALLY, before, limit=2)
        assert page
        numbers += [one.change.number for one in page.changes]
        before = page.next
        if before is None:
            break
    assert numbers == list(range(store.latest_changes()[TALLY], 0, -1))


def test_changes_are_settled_up_to_the_first_that_is_missing(store: Store) -> None:
    page = store.changes(TALLY)
    assert page
    records = {one.change.number: Record("tally-changes", 0, 0, 0.0, b"", one.change.to_json()) for one in page.changes}
    with filled([]) as other:
        for number, settled in ((1, 1), (4, 1), (2, 2), (3, 4), (5, 5)):
            other.apply([records[number]])
            assert other.settled_changes() == {TALLY: settled}


def test_changes_without_the_new_fields_give_the_numbers_and_say_that_more_is_not_known(store: Store) -> None:
    page = store.changes(TALLY)
    assert page
    old = [one.change.model_copy(update={"observed": None, "reported": None}) for one in page.changes]
    records = [Record("tally-changes", 0, 0, 0.0, TALLY.encode(), one.to_json()) for one in old]
    with filled([records]) as other:
        for number in range(1, len(old)):
            found, whole = other.standing(TALLY, known=number), store.standing(TALLY, known=number)
            assert found and whole and not found.complete
            assert found.tally.observed.count == whole.tally.observed.count


def test_nothing_of_the_database_is_left_behind(tmp_path: Path) -> None:
    store = Store(DEFINITIONS.tallies, tmp_path)
    store.tallies()
    assert list(tmp_path.iterdir())
    store.close()
    assert not list(tmp_path.iterdir())


def test_readers_cannot_write(store: Store) -> None:
    with store.reading() as database, pytest.raises(Exception, match="readonly"):
        database.execute("DELETE FROM tally")
