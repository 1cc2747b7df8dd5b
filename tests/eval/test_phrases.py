"""The phrases that say dates: their gold is sound, and they are read no worse than before."""

import json

import pytest

from streams.stages.dates.names import WEEKDAYS
from streams.stages.lexicon import Lexicon, load_lexicon
from tests.eval.gold import set_aside
from tests.eval.phrases import FIGURES, PARTS, Phrase, figures, phrases_of, read_phrase


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.mark.parametrize("part", PARTS)
def test_what_is_set_aside_follows_from_its_id(part: str) -> None:
    found = phrases_of(part)
    assert found and all(set_aside(one.id) is (part == "set_aside") for one in found)


@pytest.mark.parametrize("part", PARTS)
def test_the_gold_is_sound(part: str) -> None:
    for one in phrases_of(part):
        _, words, _ = one.parts
        first, last = one.holds or one.within or (None, None)
        assert not one.holds or (one.within and one.within[0] <= one.holds[0] <= one.holds[1] <= one.within[1]), one.id
        named = [number for name, number in WEEKDAYS.items() if words.lower() in (name, f"on {name}", f"last {name}")]
        assert not named or first is None or (first == last and first.weekday() == named[0]), one.id


def test_an_answer_lies_within_and_holds_what_it_must(lexicon: Lexicon) -> None:
    told = {"id": "a", "published": "2024-05-14", "text": "A drone hit it [[in late April]], he said.", "role": "event"}
    days = {"within": ("2024-04-16", "2024-04-30"), "holds": ("2024-04-22", "2024-04-30")}
    assert read_phrase(Phrase.model_validate({**told, **days}), lexicon).right
    for wrong in (
        {**days, "within": ("2024-04-24", "2024-04-30")},
        {**days, "holds": ("2024-04-16", "2024-04-30")},
        {"within": None, "holds": None},
        {**days, "role": "none"},
    ):
        assert not read_phrase(Phrase.model_validate({**told, **wrong}), lexicon).right


@pytest.mark.parametrize("part", PARTS)
def test_no_figure_is_below_the_committed_one(part: str, lexicon: Lexicon) -> None:
    committed, now = (
        json.loads(FIGURES.read_text())[part],
        figures([read_phrase(one, lexicon) for one in phrases_of(part)]),
    )
    assert set(now) == set(committed), "a figure is missing: python -m tests.eval.phrases --write"
    assert not {name: (was, now[name]) for name, was in committed.items() if now[name] < was}
