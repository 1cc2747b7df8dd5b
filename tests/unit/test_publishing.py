"""The tally stage's state: what is sent, what is remembered, and that both survive being read again."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from schemas import Attack, Evidence, Incident, PlaceRef, ReportedTotal, Span, Tally, TallyChange, TargetRef
from streams.published import Publication, PublishedTally, incident_row, tally_row
from streams.publishing import Settlement, TallyState
from streams.stages.tally import ArticleFacts, PageMarker, groups_of, load_default_definitions

DEFINITIONS = load_default_definitions()
GROUPS = groups_of(DEFINITIONS.tallies, DEFINITIONS.lexicon)
GROUP = GROUPS.key_of("us-forces")
NOW = datetime(2024, 1, 1, tzinfo=UTC)
DAY = date(2023, 11, 21)
TOTAL = ReportedTotal(
    count=66,
    qualifier="at_least",
    target="us-forces",
    countries=("IQ", "SY"),
    since=date(2023, 10, 17),
    since_precision="day",
    as_of=DAY,
    evidence=Evidence(text="at least 66 times since October 17", start=0, end=9),
)


def attack(day: date = DAY, place: str = "ain-al-asad") -> Attack:
    return Attack(
        date=day,
        date_basis="explicit",
        place=PlaceRef(id=place, name=place),
        country="IQ",
        weapons=("rocket",),
        target=TargetRef(id="us-forces", text="US troops"),
        evidence=Evidence(text=f"rockets at {place}", start=0, end=9),
    )


def fact(article: str, *attacks: Attack, version: str = "1", **fields: object) -> ArticleFacts:
    return ArticleFacts.model_validate(
        {
            "article_id": article,
            "page_id": "page",
            "version": version,
            "published": Span(start=DAY, end=DAY),
            "published_basis": "field",
            "attacks": attacks,
            **fields,
        }
    )


def publish(state: TallyState) -> Publication:
    publication = state.publication(0, GROUP, lambda: NOW)
    state.commit(0, publication)
    return publication


def tally_of(publication: Publication) -> Tally:
    return Tally.model_validate_json(next(one.value or b"" for one in publication.tallies if one.topic == "tallies"))


def take(state: TallyState, *messages: ArticleFacts | PageMarker) -> Settlement:
    for message in messages:
        state.take(0, GROUP, message, 0.0)
    return state.settle(0)


def test_a_new_fact_is_published_once() -> None:
    state = TallyState(DEFINITIONS, GROUPS)
    settled = take(state, fact("a", attack()))
    assert (list(settled.put), settled.groups) == ([f'["{GROUP}", "page", "1", "a"]'], (GROUP,))
    first = publish(state)
    assert tally_of(first).observed.count == 1
    assert [Incident.model_validate_json(one.value or b"").country for one in first.incidents] == ["IQ"]
    assert publish(state) == Publication(GROUP)


def test_the_same_fact_again_changes_nothing() -> None:
    state = TallyState(DEFINITIONS, GROUPS)
    take(state, fact("a", attack()))
    assert take(state, fact("a", attack())) == Settlement({}, (), ())
    assert take(state, fact("a", version="0")) == Settlement({}, (), ())


def test_a_story_that_its_page_no_longer_has_takes_its_incident_back_with_a_tombstone() -> None:
    state = TallyState(DEFINITIONS, GROUPS)
    take(state, fact("a", attack()))
    (sent,) = publish(state).incidents
    take(state, PageMarker(page_id="page", version="2", standing=()))
    after = publish(state)
    assert [(one.key, one.value) for one in after.incidents] == [(sent.key, None)]
    assert tally_of(after).observed.count == 0


def test_each_change_is_logged_with_its_number_and_reason() -> None:
    state = TallyState(DEFINITIONS, GROUPS)
    take(state, fact("a", attack()))
    publish(state)
    take(state, fact("b", attack(place="erbil"), totals=(TOTAL,)))
    changes = [
        TallyChange.model_validate_json(one.value or b"")
        for one in publish(state).tallies
        if one.topic == "tally-changes"
    ]
    assert [(one.number, one.what, one.before, one.after) for one in changes] == [
        (2, "observed", 1, 2),
        (3, "reported", None, 66),
    ]
    assert all(one.why for one in changes)


def restored(settled: Settlement) -> TallyState:
    state = TallyState(DEFINITIONS, GROUPS)
    for row, value in settled.put.items():
        state.restore_fact(0, row, value)
    state.settle(0)
    return state


def test_state_read_again_from_its_rows_publishes_nothing_more() -> None:
    state = TallyState(DEFINITIONS, GROUPS)
    settled = take(state, fact("a", attack()))
    publication = publish(state)

    recovered = restored(settled)
    for name, value in publication.rows.items():
        recovered.restore_published(0, name, value)
    assert publish(recovered) == Publication(GROUP)


def test_what_is_published_and_no_longer_told_is_taken_back_after_recovery() -> None:
    state = TallyState(DEFINITIONS, GROUPS)
    take(state, fact("a", attack()))
    published = publish(state)
    (sent,) = published.incidents

    recovered = restored(take(TallyState(DEFINITIONS, GROUPS), fact("b", attack(place="erbil"))))
    for name, value in published.rows.items():
        recovered.restore_published(0, name, value or b"")
    after = publish(recovered)
    assert [(one.key == sent.key, one.value is None) for one in after.incidents] == [(False, False), (True, True)]
    assert after.rows[incident_row(GROUP, sent.key.decode())] is None


def test_only_what_changed_is_sent() -> None:
    state = TallyState(DEFINITIONS, GROUPS)
    take(state, fact("a", attack()), fact("b", attack(place="erbil")))
    assert len(publish(state).incidents) == 2
    take(state, fact("c", attack(date(2023, 12, 24), place="harir")))
    (sent,) = publish(state).incidents
    assert b"2023-12-24-harir" in sent.key


def test_the_row_of_a_tally_is_what_it_is_read_as() -> None:
    state = TallyState(DEFINITIONS, GROUPS)
    for name, count in zip("abc", (66, 66, 70), strict=True):
        take(state, fact(name, attack(), totals=(TOTAL.model_copy(update={"count": count}),)))
        publication = publish(state)
        (row,) = publication.remembered
        assert publication.rows[tally_row(GROUP, row.tally.id, row.changes)] == row.to_json()
        assert tally_of(publication) == row.tally
        assert PublishedTally.model_validate_json(row.to_json()) == row
    assert [(one.count, one.stories) for one in row.tally.reported_series] == [(66, 2), (70, 1)]


def test_what_was_to_be_sent_is_not_forgotten_in_silence() -> None:
    state = TallyState(DEFINITIONS, GROUPS)
    take(state, fact("a", attack()))
    state.publication(0, GROUP, lambda: NOW)
    with pytest.raises(RuntimeError):
        state.publication(0, GROUP, lambda: NOW)


def test_facts_kept_but_not_yet_published_are_published_after_recovery() -> None:
    recovered = restored(take(TallyState(DEFINITIONS, GROUPS), fact("a", attack())))
    assert tally_of(publish(recovered)).observed.count == 1


def test_a_tally_without_facts_is_published_as_zero() -> None:
    state = TallyState(DEFINITIONS, GROUPS)
    assert list(state.watched) == [GROUP]
    publication = publish(state)
    assert (tally_of(publication).observed.count, publication.incidents) == (0, [])


def test_partitions_are_kept_save_those_in_the_middle_of_a_batch() -> None:
    state = TallyState(DEFINITIONS, GROUPS)
    for partition in (0, 1, 2):
        state.take(partition, GROUP, fact("a", attack()), 0.0)
        state.settle(partition)
    with state.working_on([0]):
        pass
    with pytest.raises(asyncio.CancelledError), state.working_on([1]):
        raise asyncio.CancelledError
    assert state.keep({0, 1, 3}) == {0}
    assert state.held == [(0, GROUP)]
    assert state.keep({0, 1}) == {0}
