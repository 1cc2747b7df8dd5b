"""Signs that a number runs over time, and that people belong to a count rather than to one event."""

from streams.stages.tag.totals.counted import Counted
from streams.stages.tag.totals.draft import Draft
from streams.stages.tag.totals.reading import Number, Reading
from streams.stages.tag.totals.stretches import Frame

_MANY = 10
"""Attacks from which on the perfect tense alone says that they are counted over time."""
_LONG = 60
"""Days from which the dead of a stretch are a count."""


def lacks_sign(
    reading: Reading, number: Number, counted: Counted, frame: Frame, country: str | None, last: Draft | None
) -> bool:
    """Is there no sign that the number runs over time? `last` is the total said just before, if one was."""
    if frame.strength in ("since", "period", "cumulative") or counted.moved:
        return False
    if number.ordinal:
        return True
    if _has_happened(reading, number, counted):
        return False
    if last is None:
        return not _is_days_count(reading, number, counted, frame)
    if counted.head.kind == "subset" or (counted.elliptic and country is not None):
        return False
    if counted.elliptic and number.value < 2 and counted.of in ("attacks", "killed", "injured"):
        return True
    if counted.of in ("killed", "injured") or counted.head.kind == "thing":
        return not _perfect(reading)
    return not (reading.has("tallied") or _is_days_count(reading, number, counted, frame))


def _has_happened(reading: Reading, number: Number, counted: Counted) -> bool:
    """ "they have launched at least 45 attacks on ships": many, and true by now."""
    many = number.value >= _MANY and counted.of == "attacks" and counted.head.kind in ("attack", "occasion")
    before = [reading.low(at) for at in range(max(number.first - 4, 0), number.first)]
    return many and bool({"have", "has"}.intersection(before))


def _is_days_count(reading: Reading, number: Number, counted: Counted, frame: Frame) -> bool:
    """ "four attacks on Thursday": a count of one day, of attacks on more than one place."""
    bases = any(name.type == "place" and name.hosts for name in reading.names)
    told = number.form in ("digits", "words") and counted.of == "attacks" and number.value > 2
    return frame.strength == "day" and told and not bases


def is_of_series(reading: Reading, target: str | None, last: Draft | None) -> bool:
    """Do people belong to a count that was just given, or to "the attacks" as a whole?"""
    if last is not None and last.target == target:
        return True
    return any(
        reading.low(at) == "attacks" and reading.low(at - 1) in ("the", "these", "those", "such")
        for at in range(len(reading.words))
    )


def is_of_one_event(reading: Reading) -> bool:
    """ "as a result of the attack": people hurt in one attack are no count."""
    return any(
        reading.low(at) in ("attack", "strike", "blast", "raid", "incident")
        and reading.low(at - 1) in ("the", "that", "this")
        and reading.low(at - 2) in ("in", "of", "from", "after", "by")
        for at in range(2, len(reading.words))
    )


def is_long(frame: Frame) -> bool:
    """A year's dead are a count; those of a day or a month may be of one event."""
    return frame.since is not None and frame.as_of is not None and (frame.as_of - frame.since).days > _LONG


def _perfect(reading: Reading) -> bool:
    """ "have been", "has had": what is true by now, not on one day."""
    return any(word.low in ("have", "has", "had") for word in reading.words)
