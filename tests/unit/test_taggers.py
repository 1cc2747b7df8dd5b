"""Plug-in taggers: which are used, what becomes of a story when one is away, fails or never answers."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schemas import Article, RawArticle, TaggedArticle
from schemas.taggers import Mention, Unavailable, passages_of
from streams import taggers
from streams.cli import main
from streams.errors import ConfigError, InvalidMessage
from streams.generations import fingerprint_of
from streams.offline import extract
from streams.settings import Settings
from streams.stages.lexicon import load_lexicon
from streams.taggers import ask, load_taggers
from tests.unit.plug_ins import Fake, install, module
from tests.unit.tag.stories import story
from tests.unit.test_publishing import DEFINITIONS
from tests.unit.test_tenure import SECOND, Stream, World, acknowledged, event_of

OUTPOST = "A drone hit a US outpost, Kesra residents in northern Iraq said on Monday."
ARTICLE = story("News of the day", OUTPOST, published=date(2023, 11, 21))


def kesra(article: Article) -> Iterator[Mention]:
    """The village of this name, wherever it stands."""
    for passage in passages_of(article):
        if (at := passage.text.find("Kesra")) >= 0:
            yield Mention.at(passage, at, at + 5, "place")


def places(tagged: TaggedArticle) -> list[str | None]:
    return [attack.place and attack.place.id for attack in tagged.attacks]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Plug-ins that can be named in the setting: two that work, some that do not."""

    def broken() -> Fake:
        raise OSError("no model in /models")

    module(
        monkeypatch,
        "some_taggers",
        one=lambda: Fake(name="one"),
        two=lambda: Fake(kesra, name="two"),
        newer=lambda: Fake(name="one", version="2"),
        broken=broken,
        nameless=lambda: Fake(name=""),
        nothing=lambda: None,
    )
    names = ("one", "two", "newer", "broken", "nameless", "nothing", "absent")
    install(monkeypatch, tmp_path / "a", "some", "\n".join(f"{name} = some_taggers:{name}" for name in names))
    install(monkeypatch, tmp_path / "b", "more", "twin = some_taggers:one")
    install(monkeypatch, tmp_path / "c", "others", "twin = some_taggers:two")


@pytest.mark.usefixtures("installed")
def test_the_plug_ins_of_the_setting_are_loaded_in_its_order() -> None:
    assert load_taggers("") == ()
    assert [one.name for one in load_taggers("two, one")] == ["two", "one"]


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ("unheard-of", "no plug-ins are named 'unheard-of'"),
        ("one,", "no plug-ins are named ''"),
        ("one,one", "names a plug-in twice"),
        ("twin", "2 plug-ins are named 'twin'"),
        ("broken", "no model in /models"),
        ("nameless", "name and version are to be texts"),
        ("nothing", "'NoneType' object has no attribute 'name'"),
        ("absent", "has no attribute 'absent'"),
    ],
)
def test_a_plug_in_that_cannot_be_used_is_named_with_those_that_are_installed(names: str, reason: str) -> None:
    with pytest.raises(ConfigError) as error:
        load_taggers(names)
    assert str(error.value).startswith("TALLYWIRE_TAGGERS: ") and reason in str(error.value)
    if "twice" not in reason:
        assert "absent, broken, nameless, newer, nothing, one, " in str(error.value)


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("command", [["tally", "-"], ["worker"], ["up"]])
def test_commands_end_with_code_2_where_a_plug_in_is_unknown(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("TALLYWIRE_TAGGERS", "unheard-of")
    monkeypatch.setenv("TALLYWIRE_BOOTSTRAP_SERVERS", "127.0.0.1:1")
    monkeypatch.setenv("TALLYWIRE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["tallywire", *command])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert "TALLYWIRE_TAGGERS: no plug-ins are named 'unheard-of'; installed are: " in capsys.readouterr().err


@pytest.mark.usefixtures("installed")
def test_other_plug_ins_versions_or_another_order_are_another_generation() -> None:
    marks = [fingerprint_of(DEFINITIONS, Settings(taggers=one)) for one in ("", "one", "newer", "one,two", "two,one")]
    assert len({mark.rules for mark in marks}) == len(marks) and len({mark.definitions for mark in marks}) == 1
    assert fingerprint_of(DEFINITIONS, Settings(taggers="one")) == marks[1]


def test_a_plug_in_that_is_unavailable_is_asked_again_after_longer_and_longer_pauses() -> None:
    pauses: list[float] = []

    def away(article: Article) -> Iterator[Mention]:
        if len(pauses) < 9:
            raise Unavailable("connection refused")
        return kesra(article)

    (given,) = ask(ARTICLE, [Fake(away)], lambda tagger, error, seconds: pauses.append(seconds))
    assert [one.text for one in given.mentions] == ["Kesra"]
    assert pauses == sorted(pauses) and pauses[0] == 1 and pauses[-2:] == [60, 60]


def test_while_one_plug_in_is_away_the_one_before_it_is_not_asked_again() -> None:
    asked: list[str] = []

    def first(_: Article) -> list[Mention]:
        asked.append("first")
        return []

    def second(_: Article) -> list[Mention]:
        asked.append("second")
        if len(asked) < 4:
            raise Unavailable
        return []

    ask(ARTICLE, [Fake(first), Fake(second)], lambda *_: None)
    assert asked == ["first", "second", "second", "second"]


@pytest.mark.parametrize(
    ("annotate", "reason"),
    [
        (lambda _: 1 / 0, "tagger fake: ZeroDivisionError: division by zero"),
        (lambda _: [{"type": "place"}], "tagger fake: gave dict, where a Mention is expected"),
        (lambda _: None, "tagger fake: TypeError: 'NoneType' object is not iterable"),
        (lambda _: [Mention.model_validate({"type": "place"})], "tagger fake: ValidationError: "),
    ],
)
def test_a_plug_in_that_fails_on_a_story_refuses_it_by_name(annotate: Any, reason: str) -> None:
    with pytest.raises(InvalidMessage) as error:
        ask(ARTICLE, [Fake(annotate)])
    assert str(error.value).startswith(reason)


def test_nobody_is_asked_about_a_story_that_was_withdrawn() -> None:
    assert ask(ARTICLE.model_copy(update={"withdrawn": True}), [Fake(lambda _: 1 / 0)]) == ()


def test_offline_a_plug_in_finds_places_and_a_story_that_it_fails_on_is_named() -> None:
    def fails_on_the_second(article: Article) -> Iterator[Mention]:
        if "again" in passages_of(article)[-1].text:
            raise ValueError("garbage")
        return kesra(article)

    refused: list[str] = []
    pages = [
        RawArticle(id=name, published_at=date(2023, 11, 21), body=f"{OUTPOST}\n\nIt was quiet {end}.")
        for name, end in (("first", "then"), ("second", "again"))
    ]
    tagged = extract(
        pages,
        load_lexicon(),
        10_000,
        lambda article, error: refused.append(f"{article.raw_id}: {error}"),
        taggers=[Fake(fails_on_the_second)],
    )
    assert [places(one) for one in tagged] == [["kesra"]]
    assert refused == ["second: tagger fake: ValueError: garbage"]


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses of a hundredth of a second."""
    monkeypatch.setattr(taggers, "PAUSES", (0.01,))


def sent_by(world: World) -> list[str]:
    return [one.topic for one in world.sent]


def count(world: World, metric: str) -> float | None:
    return world.parts.metrics.registry.get_sample_value(metric, {"tagger": "fake"})


@pytest.mark.usefixtures("soon")
async def test_a_worker_waits_for_a_plug_in_that_is_away_and_loses_nothing() -> None:
    asked = 0

    def away(article: Article) -> Iterator[Mention]:
        nonlocal asked
        asked += 1
        if asked < 4:
            raise Unavailable("connection refused")
        return kesra(article)

    world, stream = World((Fake(away),)), Stream(event_of(ARTICLE.to_json()))
    running = asyncio.create_task(world.run("tag", stream))
    await acknowledged(stream)
    running.cancel()
    tagged = next(one for one in world.sent if one.topic == "articles-tagged")
    assert places(TaggedArticle.model_validate_json(tagged.value or b"")) == ["kesra"]
    assert "dead-letters" not in sent_by(world)
    assert count(world, "tallywire_tagger_unavailable_total") == 3


async def test_a_story_that_a_plug_in_fails_on_goes_to_dead_letters_and_the_next_one_on() -> None:
    def fails_once(article: Article) -> Iterator[Mention]:
        if article.article_id == "a":
            raise ValueError("garbage")
        return iter([next(kesra(article)).model_copy(update={"type": "event"})])

    other = ARTICLE.model_copy(update={"article_id": "b"})
    stream = Stream(event_of(ARTICLE.to_json()), event_of(other.to_json()))
    world = World((Fake(fails_once),))
    running = asyncio.create_task(world.run("tag", stream))
    await acknowledged(stream)
    running.cancel()
    letter = next(one for one in world.sent if one.topic == "dead-letters")
    assert letter.value == ARTICLE.to_json()
    assert dict(letter.headers)["__connect.errors.exception.message"] == b"tagger fake: ValueError: garbage"
    assert [one.key for one in world.sent if one.topic == "articles-tagged"] == [b"b"]
    assert count(world, "tallywire_mentions_refused_total") == 1


async def test_waiting_ends_when_the_partitions_are_taken_away_and_nothing_of_it_is_sent() -> None:
    away = threading.Event()

    def never(_: Article) -> Iterator[Mention]:
        away.set()
        raise Unavailable("connection refused")

    world, stream = World((Fake(never),)), Stream(event_of(ARTICLE.to_json()))
    running = asyncio.create_task(world.run("tag", stream))
    await asyncio.to_thread(away.wait, 5)
    world.parts.tenure.end()
    await asyncio.wait_for(world.parts.tenure.idle(), 5)
    assert (world.sent, stream.acked) == ([], [])
    asking = [one for one in threading.enumerate() if one.name == "tagger"]
    for one in asking:
        await asyncio.to_thread(one.join, 5)
    assert not any(one.is_alive() for one in asking), "nobody asks for what nobody waits for"
    running.cancel()


async def test_a_plug_in_that_never_answers_holds_up_neither_heartbeats_nor_the_next_tenure() -> None:
    asked, end = threading.Event(), threading.Event()

    def stuck_at_first(article: Article) -> Iterator[Mention]:
        if not asked.is_set():
            asked.set()
            end.wait(20)
        return kesra(article)

    world, stream = World((Fake(stuck_at_first),)), Stream(event_of(ARTICLE.to_json()))
    running = asyncio.create_task(world.run("tag", stream))
    await asyncio.to_thread(asked.wait, 5)  # The event loop goes on meanwhile, or this would not come back.
    world.parts.tenure.end()
    await asyncio.wait_for(world.parts.tenure.idle(), 5)
    assert world.sent == []

    world.parts.tenure.begin(SECOND)
    again = event_of(ARTICLE.to_json(), generation=SECOND)
    stream.queue.put_nowait(again)
    await acknowledged(stream)
    assert stream.acked == [again] and sent_by(world).count("articles-tagged") == 1
    end.set()
    running.cancel()
