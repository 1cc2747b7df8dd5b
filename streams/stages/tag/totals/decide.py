"""Decide for one number of a sentence whether it states a total, and what it counts."""

from typing import NamedTuple

from streams.stages.tag.totals.heads import Head, head_of
from streams.stages.tag.totals.movement import moved_head
from streams.stages.tag.totals.reading import Number, Reading
from streams.stages.tag.totals.stretches import Frame

_LEAST_ORDINAL = 3
_BEFALLING = frozenset({"have", "has", "had", "were", "was", "are", "more", "others"})
_GOING_ON = frozenset({"in", "to", "by", "from", "during", "at", "on"})
_THERE = frozenset({"been", "were", "are", "was"})
_PEOPLE = frozenset({"person", "killed", "injured", "casualties"})
_DYING = 6
"""Words around the ordinal of a victim in which the word for the death stands."""
_HURT = 9
"""Words around a number of people in which the word for what befell them stands."""


class Counted(NamedTuple):
    """What a number counts: `of` (attacks, killed, injured, or a noun), the head, and whether a count moves to it."""

    of: str
    head: Head
    moved: bool = False
    elliptic: bool = False


class Refusal(NamedTuple):
    """A number that looked like a total and is none."""

    reason: str


def counted_by(
    reading: Reading, number: Number, open_of: str | None, open_count: int = 0, beside: str | None = None
) -> Counted | Refusal | None:
    """What the number counts; None where it counts nothing that matters here.

    `open_of` is what the last total counted, for numbers that leave it out ("sixteen of them in Iraq"), `open_count`
    how many they were; `beside` what the number before it in the sentence counts.
    """
    small = number.value < open_count
    head = head_of(reading, number)
    moved = moved_head(reading, number) if not number.ordinal or _is_verb(reading, number) else None
    if head.kind in ("bare", "other") and moved is not None:
        # "raised to 127", "stands at a minimum of 56": the noun stands before the verb.
        return _from_moved(reading, number, moved, beside or open_of)
    if head.kind in ("munition", "other"):
        return None
    if head.kind in _PEOPLE and not number.ordinal and reading.low(number.first - 1) in ("the", "those", "these"):
        # "the four who died in Benghazi": people of an event that is known, not a count.
        return None
    if head.kind in ("attack", "occasion"):
        return _attacks(reading, number, head, moved is not None)
    if number.value < 2 and not number.ordinal and head.kind not in ("bare", "thing", "subset"):
        return None
    if number.ordinal and number.value >= _LEAST_ORDINAL and (nth := _nth_killed(reading, number, head)) is not None:
        return nth
    if head.kind in ("killed", "injured", "casualties"):
        return None if number.ordinal else Counted(_casualty(head.kind), head, moved is not None)
    if head.kind == "person":
        return None if number.ordinal else _people(reading, number, head)
    if head.kind == "thing":
        return None if number.ordinal else _things(reading, number, head)
    return _left_out(reading, number, head, open_of, small)


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
    if number.value < 2:
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
    if number.ordinal and number.value < _LEAST_ORDINAL:
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


def _left_out(
    reading: Reading, number: Number, head: Head, open_of: str | None, small: bool
) -> Counted | Refusal | None:
    """ "sixteen of them in Iraq", "no fewer than 60 since November 19", "the 108th on US bases", "three have died"."""
    if number.ordinal:
        return _numbered(reading, number, head, open_of)
    for kind in ("killed", "injured"):
        # "wounding about 70, most of whom"
        if reading.is_a(number.first - 1, kind) and reading.low(number.first - 1).endswith("ing"):
            return Counted(kind, head)
    after = _verb_after(reading, head.last if head.kind == "subset" else number.last)
    if after in ("killed", "injured"):
        return Counted(after, head)
    if (
        number.value > 1
        and head.kind == "subset"
        and any(reading.is_a(at, "attack") for at in range(head.first, head.last + 2))
    ):
        return Counted("attacks", head)
    if open_of is None or number.form == "times" or (head.kind == "subset" and number.value < 2):
        return None
    if head.kind == "subset":
        if open_of in ("killed", "injured") and not _goes_on(reading, head):
            return None
        return Counted(open_of, head, False, True)
    return Counted(open_of, _as_subset(reading, number, head, small), False, True)


def _numbered(reading: Reading, number: Number, head: Head, open_of: str | None) -> Counted | Refusal | None:
    """An ordinal without its noun: "it is the 108th on US bases since mid-October", "number ten on us"."""
    if number.value < _LEAST_ORDINAL or reading.low(number.last) not in ("on", "since", "against", "in", "so"):
        return None
    if reading.low(number.first - 1) in ("a", "one", "two"):
        # "by a third since": a share.
        return None
    if (
        reading.has("attack")
        or open_of == "attacks"
        or any(reading.is_a(at, "back") for at in range(number.last, number.last + 9))
    ):
        return Counted("attacks", head)
    return None


def _nth_killed(reading: Reading, number: Number, head: Head) -> Counted | None:
    """ "the fifth medic killed since", "her murder is the ninth of a nurse this year": the dead, counted one by one."""
    if head.kind in ("killed", "person"):
        around = range(number.first, min(head.last + _DYING, len(reading.words)))
    elif reading.low(number.last) in ("of", "since", "this", "in"):
        # The noun is left out, so it stands before: "the murder was the sixth since May".
        around = range(max(number.first - _DYING, 0), number.first)
    else:
        return None
    dies = any(reading.is_a(at, "killed") or reading.is_a(at, "killing") for at in around)
    return Counted("killed", head) if dies else None


def _verb_after(reading: Reading, start: int) -> str | None:
    """What befell the number's people, where the verb follows at once: "three have lost their lives"."""
    befallen = reading.is_a(start, "killed") or reading.is_a(start, "injured")
    if reading.low(start) not in _BEFALLING and not befallen:
        return None
    for at in range(start, min(start + 5, len(reading.words))):
        if reading.number_at(at) is not None or reading.low(at) in (",", ";"):
            return None
        for kind in ("killed", "injured"):
            if reading.is_a(at, kind):
                return kind
    return None


def _goes_on(reading: Reading, head: Head) -> bool:
    """ "30 of them in the line of duty", "82 of them Palestinians", not "five of whom now wear"."""
    name = reading.name_at(head.last)
    if (
        reading.when_at(head.last) is not None
        or reading.low(head.last) in _GOING_ON
        or (name is not None and name.type == "group")
    ):
        return True
    return any(reading.is_a(at, kind) for at in range(head.last, head.last + 7) for kind in ("killed", "injured"))


def _stands_alone(reading: Reading, number: Number) -> bool:
    return number.first == 0 or reading.low(number.first - 1) in ("for", ",")


def _as_subset(reading: Reading, number: Number, head: Head, small: bool) -> Head:
    """ "Of those, seven were", "Six came after", "For twelve nobody could say": a share of the last total."""
    before = range(max(number.first - 4, 0), number.first)
    if any(reading.is_a(at, "subset") for at in before) or (small and _stands_alone(reading, number)):
        return Head("subset", number.last, number.last)
    return head


def is_quoted_away(reading: Reading, number: Number) -> bool:
    """ "not eight", "rather than twelve", "it is 30, not more than 40": a figure that is named to be denied."""
    if reading.low(number.first) == "not" and reading.low(number.first - 1) in (",", "and", "–", "—", "("):
        return any(other.last <= number.first for other in reading.numbers)
    before = [reading.low(at) for at in range(max(number.first - 3, 0), number.first)]
    return bool(before) and (
        before[-1] == "not" or before[-2:] in (["rather", "than"], ["instead", "of"], ["not", "the"])
    )


def is_supposed(reading: Reading, number: Number, frame: Frame) -> bool:
    """Is the number part of a plan, a threat or a supposition rather than told?"""
    for at in range(max(number.first - 8, 0), number.first):
        if (
            reading.when_at(at) is None
            and reading.is_a(at, "hypothetical")
            and not any(reading.low(mid) in (",", ";", ".", "“") for mid in range(at + 1, number.first))
        ):
            return not (frame.strength == "since" and reading.low(at) == "would")
    return False
