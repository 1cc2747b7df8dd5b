"""Attacks that are told a second time as one of a row: "It is the second time this month that the plant was hit"."""

from dataclasses import replace
from datetime import date

from streams.stages.tag.totals.acting import is_strikers
from streams.stages.tag.totals.candidate import Candidate
from streams.stages.tag.totals.counted import Counted
from streams.stages.tag.totals.cues import frame_of
from streams.stages.tag.totals.draft import Draft
from streams.stages.tag.totals.drafting import drafted
from streams.stages.tag.totals.heads import Head, head_of
from streams.stages.tag.totals.periods import periods_in
from streams.stages.tag.totals.reading import Number, Reading
from streams.stages.tag.totals.sides import Side, names_target
from streams.stages.tag.totals.story import Sentence

_POINTING = frozenset({"it", "this", "that", "these", "those"})
_BEING = frozenset({"is", "was", "'s", "marks", "marked", "makes", "made", "are", "were"})
_OPENING = 6
"""Words at the beginning of a sentence among which the ordinal stands: "This is at least the third time"."""
_RECENT = 2
"""Sentences before one in which an attack is told that it may point back to."""
_BEFORE = 3
"""Words before the ordinal of an apposition: ", the second time in a month", "for the fourth time"."""


def told_again(sentence: Sentence, number: Number) -> Draft | None:
    """The attack just told as one of a row: a total that feeds no running count."""
    story, reading = sentence.story, sentence.reading
    recent = [before for _, before in story.readings[max(sentence.at - _RECENT, 0) : sentence.at]]
    told = any(before.has("done") or before.has("attack") for before in recent)
    target = names_target(reading, story.watched) or story.target
    head = _nth_of_row(reading, number, told, story.today) if target else None
    if head is None or is_strikers(reading, number, head, story.watched):
        return None
    frame = frame_of(reading, number, story.calendar(target))
    draft = drafted(sentence, number, Candidate(Counted("attacks", head), Side(target, "carried"), frame))
    return draft and replace(draft, weak=False, aside=True, scope="window")


def _nth_of_row(reading: Reading, number: Number, told: bool, today: date | None) -> Head | None:
    """What an ordinal counts that says the how-manieth attack of a stretch of time the one just told is.

    `told`: does a sentence before it tell an attack?
    """
    if not number.ordinal or number.value < 2 or reading.when_at(number.inner) is not None:
        return None
    if reading.kind == "title" or reading.has("figurative"):
        return None
    head = head_of(reading, number)
    if head.kind not in ("occasion", "attack") or not _has_stretch(reading, number, today):
        return None
    if told and number.first < _OPENING and _points_back(reading):
        return head
    return head if _is_apposed(reading, number) else None


def _points_back(reading: Reading) -> bool:
    return reading.low(0) in _POINTING and reading.low(1) in _BEING


def _is_apposed(reading: Reading, number: Number) -> bool:
    before = [reading.low(at) for at in range(max(number.first - _BEFORE, 0), number.first)]
    apart = before[-2:] in ([",", "the"], ["–", "the"], ["for", "the"])
    return apart and (reading.has("done", 0, number.first) or reading.has("attack", 0, number.first))


def _has_stretch(reading: Reading, number: Number, today: date | None) -> bool:
    if reading.has("back", number.last):
        return True
    text = reading.passage.text[reading.start : reading.end]
    behind = reading.words[number.last - 1].end - reading.start
    return any(row.start >= behind for row in periods_in(text, today))
