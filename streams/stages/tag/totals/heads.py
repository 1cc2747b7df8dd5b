"""What a number counts: attacks, people hurt, things hit, or nothing of the kind."""

from typing import NamedTuple

from streams.stages.tag.attacks.clauses import is_finite
from streams.stages.tag.totals.reading import Number, Reading
from streams.stages.tag.totals.vocabulary import word_set

_STOPS = word_set("heads_stops")
_QUOTES = frozenset("“”\"'‘’")
_OWNERS = frozenset({"the", "its", "our", "their", "his", "her"})
_DIES = frozenset({"killed", "died", "dead", "murdered", "slain", "injured", "wounded", "hurt"})
_BETWEEN = frozenset(
    {"have", "has", "had", "been", "were", "was", "to", "be", "also", "now", "so", "far", "who", "confirmed"}
)
_REACH = 6
"""Words that may stand between a number and what it counts."""


class Head(NamedTuple):
    """What is counted.

    `kind`: attack, occasion, person, killed, injured, casualties, thing, munition, subset, bare or other.
    [first, last) are the words that say so; `thing` has the target's id in `id`.
    """

    kind: str
    first: int
    last: int
    id: str = ""


def head_of(reading: Reading, number: Number) -> Head:
    """The head of a number: the noun after it, or the class of what is left out."""
    at = _after_quote(reading, number.last)
    if _is_whole_of_share(reading, number):
        return Head("other", at, at)
    if reading.is_a(at, "subset"):
        if reading.low(at + 1) in ("those", "the") and reading.is_a(at + 2, "done"):
            # "31 of those attacked": people, of whom nothing more is said.
            return Head("other", at, at)
        return Head("subset", at, at + 2)
    if reading.low(at) in (":", "–", "—", "-") and number.first <= 1 and not number.ordinal:
        at += 1
    if reading.low(at) == "of" and reading.low(at + 1) in _OWNERS:
        return _share(reading, at + 2)
    return _noun_phrase(reading, at)


def as_person(reading: Reading, head: Head) -> Head:
    """A class of sites may name people too: "nine midwives have been killed". What dies or is hurt is a person."""
    if head.kind != "thing":
        return head
    for at in range(head.last, head.last + _REACH):
        if reading.low(at) in _DIES:
            return head._replace(kind="person")
        if reading.low(at) not in _BETWEEN:
            return head
    return head


def _is_whole_of_share(reading: Reading, number: Number) -> bool:
    """The 38 in "21 of the country's 38 large refineries"."""
    for at in range(number.first - 1, max(number.first - 6, -1), -1):
        if reading.low(at) == "of":
            return reading.number_at(at - 1) is not None and reading.low(at + 1) in _OWNERS
    return False


def _after_quote(reading: Reading, at: int) -> int:
    return at + 1 if reading.low(at) in _QUOTES else at


def _noun_phrase(reading: Reading, start: int) -> Head:
    munition = False
    for at in range(start, min(start + _REACH + 1, len(reading.words))):
        if at == start and _measured(reading, at):
            return Head("other", at, at)
        head = _head_at(reading, at)
        if head is not None:
            return head if not _other_noun_before(reading, start, at, head) else Head("other", at, at)
        munition = munition or _is_munition(reading, at)
        if reading.low(at) in ("and", "or", ",", "/", "&") and _goes_on(reading, at, munition):
            continue
        if at == start and (_is_rest(reading, at) or is_finite(reading.words, at)):
            return Head("bare", at, at)
        if _stops(reading, at):
            return Head("munition" if munition else "bare" if at == start else "other", start, at)
    return Head("munition" if munition else "bare" if start >= len(reading.words) else "other", start, start)


def _other_noun_before(reading: Reading, start: int, at: int, head: Head) -> bool:
    """ "from 33 countries killed": the number counts the noun, which is none of persons."""
    return head.kind in ("killed", "injured") and at > start and reading.low(at - 1).endswith("s")


def _is_rest(reading: Reading, at: int) -> bool:
    """ "16 more as injured", "four others": the noun is left out."""
    rest = reading.low(at) in ("more", "others") and at + 1 < len(reading.words)
    return rest and _head_at(reading, at + 1) is None and _stops(reading, at + 1)


def _share(reading: Reading, start: int) -> Head:
    """ "21 of the country's 38 large refineries": a share of things."""
    for at in range(start, min(start + _REACH + 2, len(reading.words))):
        if head := _head_at(reading, at):
            return head if head.kind != "attack" else Head("subset", head.first, head.last)
    return Head("other", start, start)


def _head_at(reading: Reading, at: int) -> Head | None:
    if reading.is_a(at, "figurative"):
        return Head("other", at, at + 1)
    if reading.is_a(at, "attack_thing"):
        return Head("munition", at, at + 1)
    if reading.is_a(at, "attack"):
        return Head("attack", at, at + 1)
    if reading.is_a(at, "operation"):
        aimed = any(reading.low(after) in ("against", "on", "targeting") for after in range(at + 1, at + 3))
        return Head("attack" if aimed else "other", at, at + 1)
    if reading.is_a(at, "occasion") and reading.low(at) not in ("and",):
        return Head("occasion", at, at + 1)
    if _is_attack_next(reading, at):
        return None
    name = reading.name_at(at)
    if name is not None and name.type == "target":
        people = name.kind == "person" or reading.is_a(name.last - 1, "person")
        return Head("person" if people else "thing", name.first, name.last, name.id)
    for kind in ("killed", "injured", "casualties", "person"):
        if reading.is_a(at, kind):
            return Head(kind, at, at + 1)
    return None


def _is_attack_next(reading: Reading, at: int) -> bool:
    """ "ship attacks": the noun only says what kind."""
    name = reading.name_at(at)
    return reading.is_a(name.last if name else at + 1, "attack")


def _measured(reading: Reading, at: int) -> bool:
    return reading.is_a(at, "measure") or reading.low(at) in ("%", "°", "$", "€", "£")


def _is_munition(reading: Reading, at: int) -> bool:
    name = reading.name_at(at)
    return reading.is_a(at, "munition") or (name is not None and name.type == "weapon")


def _goes_on(reading: Reading, at: int, munition: bool) -> bool:
    """ "drone and rocket attacks", "rescue and health workers"."""
    if munition:
        after = at + 1
        while (
            after < at + 7
            and not reading.is_a(after, "attack")
            and (_is_munition(reading, after) or reading.low(after) in ("and", "or", ","))
        ):
            after += 1
        return any(reading.is_a(near, "attack") for near in range(after, after + 3))
    return reading.low(at) == "and" and any(_is_person(reading, after) for after in range(at + 1, at + 3))


def _is_person(reading: Reading, at: int) -> bool:
    name = reading.name_at(at)
    return reading.is_a(at, "person") or (name is not None and name.type == "target" and name.kind == "person")


def _stops(reading: Reading, at: int) -> bool:
    return reading.low(at) in _STOPS or reading.low(at) in (",", "and", "of") or reading.number_at(at) is not None
