"""Numbers that the rules overlook, as what they might state: a candidate for the model to judge.

The rules need their words; what a story has counted, and what stands beside the number, say what it would count.
"""

from streams.stages.tag.totals.candidate import Candidate
from streams.stages.tag.totals.counted import Counted
from streams.stages.tag.totals.cues import NO_FRAME, frame_of
from streams.stages.tag.totals.doubts import is_quoted_away
from streams.stages.tag.totals.heads import as_person, head_of
from streams.stages.tag.totals.ledger import Ledger
from streams.stages.tag.totals.no_counts import no_count
from streams.stages.tag.totals.reading import Number, Reading
from streams.stages.tag.totals.sides import Side, names_target
from streams.stages.tag.totals.story import Sentence
from streams.stages.tag.totals.stretches import Frame

LEAST = 5
"""Of smaller numbers, and of ordinals, the model was right one time in four on subjects left out."""
_BEFORE, _BEHIND = 4, 8
"""Words around a number among which the word for what befell people stands."""
_NO_ATTACKS = frozenset({"munition", "person", "killed", "injured", "casualties"})
_ENDS = frozenset({";", ".", ":"})


def candidate_of(sentence: Sentence, number: Number) -> Candidate | None:
    """What a number would state of what the story counts; None where it can state nothing.

    On whom: the target that the sentence names, or that the story counts attacks on, or that it is about.
    """
    story, reading, ledger = sentence.story, sentence.reading, sentence.story.ledger
    if reading.kind == "title" or number.value < LEAST or number.ordinal:
        return None
    side = _side(reading, story.watched, story.subject, ledger)
    if side.target is None or no_count(reading, number):
        return None
    if reading.low(number.first - 1) == "not" or is_quoted_away(reading, number):
        return None
    head = as_person(reading, head_of(reading, number))
    if head.kind in _NO_ATTACKS or _of_people(reading, number):
        return None
    if head.kind == "bare" and _behind_people(reading, number):
        return None
    frame = frame_of(reading, number, story.calendar(side.target))
    if frame.since is None and frame.scope == "running":
        frame = Frame("cumulative", ledger.since, ledger.precision) if ledger and ledger.since else NO_FRAME
    return Candidate(Counted("attacks", head), side, frame)


def _side(reading: Reading, watched: frozenset[str], subject: str | None, ledger: Ledger | None) -> Side:
    if named := names_target(reading, watched):
        return Side(named, "named")
    return Side(ledger.target, "carried") if ledger else Side(subject, "subject")


def _behind_people(reading: Reading, number: Number) -> bool:
    """ "2,500 soldiers in Iraq and 900 in Syria": what is left out is what the number before counts."""
    before = [one for one in reading.numbers if one.last <= number.first]
    return bool(before) and as_person(reading, head_of(reading, before[-1])).kind == "person"


def _of_people(reading: Reading, number: Number) -> bool:
    """Are people counted: beside a word for what befell them, or in a sentence that tells of nothing else?"""
    for near in (range(number.last, number.last + _BEHIND), range(number.first - 1, number.first - 1 - _BEFORE, -1)):
        for at in near:
            if reading.low(at) in _ENDS or not reading.low(at) or reading.number_at(at) is not None:
                break
            if reading.is_a(at, "killed") or reading.is_a(at, "injured"):
                return True
    hurt = reading.has("killed") or reading.has("injured")
    return hurt and not (reading.has("attack") or reading.has("done"))
