"""Who keeps a count: "by the Observatory's reckoning", "logged by the watchdog", "the Pentagon's list", "X had 77"."""

from streams.stages.tag.totals.reading import Reading
from streams.stages.tag.totals.speaker_names import (
    BREAKS,
    LONGEST,
    before_helpers,
    begin_of,
    bounds,
    forward,
    names_somebody,
    phrase_before,
    text_of,
)
from streams.stages.tag.totals.vocabulary import word_set

FIRST_PERSON = frozenset({"we", "our", "i", "my"})
_BEFORE_COUNT = frozenset(["by", "on"])
_COUNTS = word_set("speakers_counts")
_LISTS = word_set("speakers_lists")
_RECORDED = word_set("speakers_recorded")
_KEPT = _RECORDED | {"kept", "file", "known", "given"}
_ACTIVE = _RECORDED | {"listed", "acknowledged", "confirmed", "entered", "tracked", "identified"}
"""Verbs of counting, and of what else states a number as its object."""
_HOLDS = word_set("speakers_holds")
_PASSIVE = frozenset({"been", "was", "were", "being", "are", "is"})
_NEAR = frozenset({"in", "and", "on"})
_ITS = frozenset({"its", "their", "his", "her"})
_POSSESSIVES = frozenset({"'s", "'"})
_BACK = 9
"""Words from "by" back to the verb of counting: "recorded in the two countries by"."""
_OBJECT = 12
"""Words between a verb of counting and the number that is its object."""
_ARRIVES = 4
"""Words from the verb of who holds a number back to it: "stands [at about] 77"."""


def named_keeper(reading: Reading) -> str | None:
    """Who is said to keep the count, in words that say nothing else."""
    for at, word in enumerate(reading.words):
        if (word.low == "to" and reading.low(at - 1) == "according") or (word.low == "per" and not _rate(reading, at)):
            return forward(reading, at + 1)
        if word.low in _BEFORE_COUNT and (found := _by_count(reading, at)):
            return found
    for at, word in enumerate(reading.words):
        if word.low in ("by", "with") and (found := _recorder(reading, at)):
            return found
    return None


def keeper_of(reading: Reading) -> str | None:
    """Whose count it is where nobody is said to speak; a first person is given as it stands."""
    return _owner(reading) or _counts(reading) or _holder(reading)


def tells_of_count(reading: Reading) -> bool:
    """Does the sentence speak of a count or of counting?"""
    return any(word.low in _LISTS or word.low in _KEPT for word in reading.words)


def _rate(reading: Reading, at: int) -> bool:
    """ "12 per cent", "three per week"."""
    return reading.is_a(at + 1, "measure") or reading.low(at + 1) == "capita"


def _by_count(reading: Reading, at: int) -> str | None:
    """ "by the Observatory's reckoning", "by an American tally", "by the tally of Example Watch"."""
    for end in range(at + 2, min(at + 7, len(reading.words))):
        if reading.low(end) in _COUNTS:
            if reading.low(end + 1) == "of":
                return forward(reading, end + 2)
            last = end - 1 if reading.low(end - 1) in _POSSESSIVES else end
            own = [first for first in range(at + 1, last) if reading.low(first) == "the"]
            return text_of(reading, own[-1] if own else at + 1, last)
        if reading.low(end) in BREAKS:
            return None
    return None


def _recorder(reading: Reading, at: int) -> str | None:
    """ "logged by the watchdog X since May", "on file with the prosecutor": who keeps the count."""
    kept = range(max(at - _BACK, 0), at)
    verb = next((near for near in reversed(kept) if reading.low(near) in _KEPT), None)
    if verb is None or any(reading.low(near) in BREAKS - _NEAR for near in kept):
        return None
    if any(verb < number.first < at for number in reading.numbers):
        # "counted 143 hits by drones": who hit.
        return None
    end = at + 1
    while end < min(at + 1 + LONGEST, len(reading.words)) and not bounds(reading, end):
        end += 1
    return text_of(reading, at + 1, end) if names_somebody(reading, at + 1, end) else None


def _owner(reading: Reading) -> str | None:
    """ "The brokerage's own tally passed 2,800", "our database stands at", "on the Pentagon's list": whose it is."""
    for at in range(1, len(reading.words)):
        if reading.low(at) not in _LISTS:
            continue
        for mark in range(at - 1, max(at - 4, -1), -1):
            if reading.low(mark) in FIRST_PERSON:
                return reading.low(mark)
            if reading.low(mark) in _ITS:
                return _topic(reading, mark) or reading.low(mark)
            if reading.low(mark) in _POSSESSIVES:
                first = begin_of(reading, mark)
                return text_of(reading, first, mark)
            if reading.low(mark) in BREAKS or reading.number_at(mark) is not None:
                break
    return None


def _topic(reading: Reading, last: int) -> str | None:
    """The name that the sentence begins with: "Sanctuary Watch, whose list also covers Nigeria, moved its count"."""
    end = next((at for at in range(last) if reading.low(at) in BREAKS or reading.is_a(at, "speech")), 0)
    return phrase_before(reading, end)


def _counts(reading: Reading) -> str | None:
    """ "partners recorded 19 attacks", "engineers had logged more than 270": who keeps count, whatever it is called."""
    for at in range(1, len(reading.words)):
        if reading.low(at) not in _ACTIVE or reading.low(at - 1) in _PASSIVE:
            continue
        if not any(at < number.first <= at + _OBJECT for number in reading.numbers):
            continue
        end = before_helpers(reading, at)
        first = begin_of(reading, end)
        if first < end and not any(_is_counted(reading, near) for near in range(first, end)):
            return text_of(reading, first, end)
    return None


def _is_counted(reading: Reading, at: int) -> bool:
    classes = ("attack", "killed", "injured", "count_noun")
    return reading.number_at(at) is not None or any(reading.is_a(at, kind) for kind in classes)


def _holder(reading: Reading) -> str | None:
    """ "The Safety Database had 214 attacks", "the Monitor arrives at 77": whose the number is."""
    for number in reading.numbers:
        for at in range(number.first - 1, max(number.first - _ARRIVES, 0), -1):
            if reading.low(at) not in _HOLDS:
                continue
            found = phrase_before(reading, before_helpers(reading, at))
            if found is not None:
                return found
    return None
