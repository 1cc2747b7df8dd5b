"""What a number would state, if it states a total: what it counts, on whom, and over which stretch."""

from typing import NamedTuple

from streams.stages.tag.totals.counted import Counted
from streams.stages.tag.totals.cues import NO_FRAME, frame_of
from streams.stages.tag.totals.own_forces import own_side
from streams.stages.tag.totals.reading import Number
from streams.stages.tag.totals.sides import Side, side_of
from streams.stages.tag.totals.stated import compared_day
from streams.stages.tag.totals.story import Sentence
from streams.stages.tag.totals.stretches import Frame


class Candidate(NamedTuple):
    """What a number would count, on whom, and over which stretch."""

    counted: Counted
    side: Side
    frame: Frame


def as_told(sentence: Sentence, number: Number, counted: Counted) -> Candidate:
    """A number with the side and the stretch that its sentence tells, or leaves to what stands before it."""
    story = sentence.story
    known = story.watched, story.target, story.subject, story.kin
    side = side_of(sentence.reading, number, counted.head, *known)
    frame = _frame(sentence, number, counted, frame_of(sentence.reading, number, story.calendar(side.target)))
    if side.how == "none" and (own := own_side(sentence, number)):
        side = Side(own, "named")
    return Candidate(counted, side, frame)


def _frame(sentence: Sentence, number: Number, counted: Counted, frame: Frame) -> Frame:
    if frame.strength != "day":
        return frame
    story = sentence.story
    stands = counted.elliptic and counted.head.kind == "bare" and story.standing(sentence.passage) == counted.of
    if stands and story.ledger is not None:
        # "It was 39 on Tuesday": where the count stood that day.
        return Frame("cumulative", story.ledger.since, story.ledger.precision)
    if counted.moved or compared_day(sentence.reading, number, story.today) is not None:
        # "raised the count to 127 on Tuesday": the day is when it was said.
        return NO_FRAME
    return frame
