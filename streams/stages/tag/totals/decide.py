"""Decide for one number of a sentence whether it states a total, and what it counts."""

from streams.stages.tag.totals.counted import Counted, Refusal
from streams.stages.tag.totals.heads import Head, as_person, head_of
from streams.stages.tag.totals.movement import moved_head
from streams.stages.tag.totals.no_counts import is_pronoun, no_count
from streams.stages.tag.totals.omitted import LEAST_ORDINAL, left_out, nth_killed
from streams.stages.tag.totals.reading import Number, Reading

_PEOPLE = frozenset({"person", "killed", "injured", "casualties"})
_HURT = 9
"""Words around a number of people in which the word for what befell them stands."""


def counted_by(
    reading: Reading,
    number: Number,
    open_of: str | None,
    open_count: int = 0,
    beside: str | None = None,
    standing: str | None = None,
) -> Counted | Refusal | None:
    """What the number counts; None where it counts nothing that matters here.

    `open_of` is what the last total counted, for numbers that leave it out ("sixteen of them in Iraq"), `open_count`
    how many they were; `beside` what the number before it in the sentence counts; `standing` what the story keeps
    count of, for "the tally now stands at 101".
    """
    if no_count(reading, number) or (number.value < 2 and beside is None and is_pronoun(reading, number)):
        return None
    head = as_person(reading, head_of(reading, number))
    moved = moved_head(reading, number) if not number.ordinal or _is_verb(reading, number) else None
    if head.kind in ("bare", "other") and moved is not None:
        # "raised to 127", "stands at a minimum of 56": the noun stands before the verb.
        return _from_moved(reading, number, moved, beside or open_of or _kept(reading, moved, standing))
    if head.kind in ("munition", "other"):
        return None
    if head.kind in _PEOPLE and not number.ordinal and reading.low(number.first - 1) in ("the", "those", "these"):
        # "the four who died in Benghazi": people of an event that is known, not a count.
        return None
    if head.kind in ("attack", "occasion"):
        return _attacks(reading, number, head, moved is not None)
    if number.value < 2 and not number.ordinal and head.kind not in ("bare", "thing", "subset"):
        return None
    if number.ordinal and number.value >= LEAST_ORDINAL and (nth := nth_killed(reading, number, head)) is not None:
        return nth
    if head.kind in ("killed", "injured", "casualties"):
        return None if number.ordinal else Counted(_casualty(head.kind), head, moved is not None)
    if head.kind == "person":
        return None if number.ordinal else _people(reading, number, head)
    if head.kind == "thing":
        return None if number.ordinal else _things(reading, number, head)
    return left_out(reading, number, head, open_of, open_count)


def _kept(reading: Reading, moved: Head, standing: str | None) -> str | None:
    """What the story keeps count of, where the sentence speaks of that count and of nothing else."""
    spoken_of = moved.kind == "bare" and moved.last > moved.first and reading.is_a(moved.first, "count_noun")
    return standing if spoken_of else None


def _is_verb(reading: Reading, number: Number) -> bool:
    """ "reporters killed now number 97": no ordinal like "attack number 97"."""
    at = number.inner - 1
    return reading.low(at) == "number" and reading.low(at - 1) in ("now", "already", "currently")


def _casualty(kind: str) -> str:
    return "killed" if kind == "killed" else "injured"


def _from_moved(reading: Reading, number: Number, moved: Head, open_of: str | None) -> Counted | None:
    if moved.kind in ("killed", "injured", "casualties"):
        return Counted(_casualty(moved.kind), moved, True)
    if moved.kind in ("attack", "occasion"):
        return Counted("attacks", moved, True)
    if moved.kind == "person":
        return None
    if moved.kind == "thing":
        return _things(reading, number, moved)
    if number.value < 2 or (reading.low(moved.first) == "toll" and open_of in ("attacks", None)):
        # A toll is one of lives, and mostly of one event.
        return None
    if open_of or reading.has("attack") or reading.has("done") or reading.kind == "title":
        return Counted(open_of or "attacks", moved, True, True)
    return None


def _attacks(reading: Reading, number: Number, head: Head, moved: bool) -> Counted | Refusal | None:
    if head.kind == "occasion":
        if not (reading.has("done") or reading.has("attack") or _strikes_named(reading)) or reading.has("figurative"):
            return None
        if not number.ordinal and reading.low(head.first) in ("time", "occasion", "instance") and number.value != 1:
            return None
    if number.ordinal and number.value < LEAST_ORDINAL:
        return Refusal("an ordinal too small for a running count")
    return Counted("attacks", head, moved)


def _strikes_named(reading: Reading) -> bool:
    return any(name.type == "weapon" for name in reading.names)


def _people(reading: Reading, number: Number, head: Head) -> Counted | None:
    """People count where the sentence says what befell them, near the number."""
    for at in range(head.first, min(head.last + _HURT, len(reading.words))):
        if (at > head.last and reading.number_at(at) is not None) or reading.low(at) in (";",):
            break
        for kind in ("killed", "injured"):
            if reading.is_a(at, kind):
                return Counted(kind, head)
    for at in range(number.first - 1, max(number.first - 5, -1), -1):
        if reading.low(at) in ("lost", "lose", "losing", "claimed"):
            return Counted("killed", head)
        if reading.low(at) in (",", ";", ".") or reading.number_at(at) is not None:
            break
        for kind in ("killed", "injured"):
            if reading.is_a(at, kind):
                return Counted(kind, head)
    return None


def _things(reading: Reading, number: Number, head: Head) -> Counted | None:
    """Ships or plants count where the sentence says that they were hit."""
    if reading.low(number.first - 1) in ("the", "those", "these") and not reading.has("back"):
        # "recalling the four barges burnt in May": known ones.
        return None
    if not (reading.has("done") or reading.has("lost") or reading.has("attack")):
        return None
    return Counted(reading.low(head.last - 1) or "targets", head)
