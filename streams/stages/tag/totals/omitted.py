"""What a number that leaves out its noun counts: "sixteen of them", "the 108th since May", "three have died"."""

from streams.stages.tag.totals.counted import Counted, Refusal
from streams.stages.tag.totals.heads import Head
from streams.stages.tag.totals.reading import Number, Reading

_SMALL = 10
"""Ordinals up to it may tell of people or of anything else ("the third had a scratch")."""
LEAST_ORDINAL = 3
"""Ordinals below it tell of one event after another rather than of a count."""
_BEFALLING = frozenset({"have", "has", "had", "were", "was", "are", "more", "others"})
_GOING_ON = frozenset({"in", "to", "by", "from", "during", "at", "on"})
_DYING = 6
"""Words around the ordinal of a victim in which the word for the death stands."""


def left_out(
    reading: Reading, number: Number, head: Head, open_of: str | None, before: int
) -> Counted | Refusal | None:
    """ "sixteen of them in Iraq", "no fewer than 60 since November 19", "the 108th on US bases", "three have died"."""
    if number.ordinal:
        if open_of == "attacks" and number.value > _SMALL and before == number.value - 1:
            # "the 84th attack since ... An 85th came within hours."
            return Counted("attacks", head, True, True)
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
    if head.kind == "bare" and reading.low(number.first - 1) in ("the", "those", "these"):
        # "None of the eleven has been claimed": a count that is known.
        return None
    if open_of is None or number.form == "times" or (head.kind == "subset" and number.value < 2):
        return None
    if head.kind == "subset":
        if open_of in ("killed", "injured") and not _goes_on(reading, head):
            return None
        return Counted(open_of, head, False, True)
    return Counted(open_of, _as_subset(reading, number, head, number.value < before), False, True)


def _numbered(reading: Reading, number: Number, head: Head, open_of: str | None) -> Counted | Refusal | None:
    """An ordinal without its noun: "it is the 108th on US bases since mid-October", "number ten on us"."""
    if number.value < LEAST_ORDINAL or reading.low(number.last) not in ("on", "since", "against", "in", "so"):
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


def nth_killed(reading: Reading, number: Number, head: Head) -> Counted | None:
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
