"""Why a number that counts something is no running count."""

from streams.stages.tag.totals.candidate import Candidate
from streams.stages.tag.totals.counted import Counted
from streams.stages.tag.totals.doubts import is_quoted_away, is_supposed
from streams.stages.tag.totals.reading import Number
from streams.stages.tag.totals.sides import Side
from streams.stages.tag.totals.signs import is_long, is_of_one_event, is_of_series
from streams.stages.tag.totals.story import Sentence
from streams.stages.tag.totals.stretches import Frame

_HURT = ("killed", "injured")
_ONE_EVENT = "people hurt in one event"
_UNBOUND = "people hurt, and nothing says that they belong to the count"
_DOUBTED = frozenset({_ONE_EVENT, _UNBOUND})
"""Reasons by which people hurt are refused that name something missing, and nothing that speaks against them."""


def reason_against(sentence: Sentence, number: Number, told: Candidate) -> str | None:
    """The first reason that speaks against a number, in the words of `NotCounted`; None where none does."""
    counted, side, frame = told
    if is_quoted_away(sentence.reading, number) or sentence.reading.has("withdrawn"):
        return "a figure that is withdrawn or denied"
    if is_supposed(sentence.reading, number, frame):
        return "supposed, threatened or planned"
    if side.how == "striker":
        return "what the other side does, not what it suffers"
    return _of_one_event(sentence, counted, frame) or _of_nobody_named(sentence, counted, side)


def is_doubted(reason: str, told: Candidate) -> bool:
    """Are people on a known side refused only because nothing says that they belong to the count?"""
    return told.counted.of in _HURT and reason in _DOUBTED and told.side.target is not None


def _of_one_event(sentence: Sentence, counted: Counted, frame: Frame) -> str | None:
    brief = frame.strength in ("period", "day") and frame.scope == "window" and not is_long(frame)
    alone = brief and sentence.open_total() is None
    if counted.of in _HURT and alone:
        return _ONE_EVENT
    if counted.head.kind == "thing" and alone:
        return "things hit in one event"
    if counted.of in _HURT and frame.strength != "since" and is_of_one_event(sentence.reading):
        return _ONE_EVENT
    return None


def _of_nobody_named(sentence: Sentence, counted: Counted, side: Side) -> str | None:
    reading = sentence.reading
    if side.how == "carried":
        if counted.of in _HURT and not is_of_series(reading, side.target, sentence.open_total()):
            return _UNBOUND
        if reading.low(counted.head.first).startswith("raid") and sentence.story.last is None:
            return "raids, and nobody named whom they were on"
    if side.target is None:
        return "attacks on somebody else" if side.how == "foreign" else "no target named"
    return None
