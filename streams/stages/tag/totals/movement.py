"""Counts that move or stand: "the number of attacks has climbed to 102", "attacks on US bases reach 92", "tops 100"."""

from streams.stages.tag.totals.heads import Head
from streams.stages.tag.totals.reading import Number, Reading, When
from streams.stages.tag.totals.vocabulary import word_set

_WEAK = word_set("movement_weak")
_SKIPPED = word_set("movement_skipped")
_MOVES_FROM = frozenset(
    {"went", "goes", "rose", "climbed", "moved", "grew", "jumped", "crept", "increased", "gone", "up", "risen"}
)
_STEP = 14
"""Words from the one figure to the other."""
_REACH = 34
"""Words between the noun for the count and the number."""


def moved_head(reading: Reading, number: Number) -> Head | None:
    """What is counted by a number that a count "reaches"; None where no count moves to it."""
    if reading.low(number.first - 1) == "of" and reading.is_a(number.first - 2, "count_noun"):
        # "gives a figure of 188"
        return _counted(reading, number.first - 2, number)
    verb = _verb_before(reading, number)
    if verb is None:
        return None
    if reading.low(verb) == "to" and (begun := _moves_from(reading, verb)) is not None:
        verb = begun
    onto = reading.low(verb) in ("to", "at", "past", "above", "beyond", "over")
    if onto and reading.is_a(verb - 1, "bring") and (behind := _behind(reading, number)):
        return behind
    if reading.low(verb) in ("to", "at", "past") and (brought := _brought(reading, verb)) is not None:
        return brought
    noun = _count_noun(reading, verb)
    if noun is not None:
        return _counted(reading, noun, number)
    if _is_weak(reading, verb):
        return None
    if (befell := _befallen(reading, verb)) is not None:
        return befell
    for at in range(verb - 1, max(verb - _REACH, -1), -1):
        if reading.low(at) in (";", ":"):
            return None
        if reading.is_a(at, "attack"):
            return Head("attack", at, at + 1)
    return None


def _brought(reading: Reading, particle: int) -> Head | None:
    """ "took the raids on farms since May past 80": what is counted stands before the particle."""
    for at in range(particle - 1, max(particle - _REACH, -1), -1):
        if reading.low(at) in (";", ":"):
            return None
        if reading.is_a(at, "bring"):
            return _first_counted(reading, at + 1, particle)
    return None


def _befallen(reading: Reading, verb: int) -> Head | None:
    """ "Injured: 56", "reporters killed in the war now number 97"."""
    for at in range(verb - 1, max(verb - 9, -1), -1):
        if reading.low(at) in (",", ";") or reading.is_a(at, "attack"):
            return None
        for kind in ("killed", "injured"):
            if reading.is_a(at, kind):
                name = reading.name_at(at - 1)
                return Head(kind, at, at + 1, name.id if name and name.type == "target" else "")
    return None


def _behind(reading: Reading, number: Number) -> Head | None:
    """ "brings to 34 the number of attacks", "puts at 45 the attacks"."""
    if reading.low(number.last) != "the":
        return None
    for at in range(number.last + 1, min(number.last + 5, len(reading.words))):
        if reading.is_a(at, "count_noun"):
            return _counted(reading, at, None)
        if reading.is_a(at, "attack"):
            return Head("attack", at, at + 1)
    return None


def _verb_before(reading: Reading, number: Number) -> int | None:
    """The word that moves the count, right before the number; "to" and "at" belong to a verb further left."""
    if reading.is_a(number.first, "moves") and number.first < number.inner and reading.low(number.first) != "at":
        # "passed 190": the verb is part of the qualifier.
        return number.first
    at = number.first - 1
    for _ in range(5):
        if at < 0:
            return None
        if reading.low(at) == ":" or reading.is_a(at, "moves"):
            return at
        if (when := reading.when_at(at)) is not None:
            at = _before(reading, when)
            continue
        if reading.low(at) not in _SKIPPED:
            return None
        at -= 1
    return None


def _before(reading: Reading, when: When) -> int:
    """The word before a date and its preposition: "stood [on Thursday evening] at 118"."""
    return when.first - (2 if reading.low(when.first - 1) == "on" else 1)


def _moves_from(reading: Reading, to: int) -> int | None:
    """ "went from 63 at the end of May to 68": the verb, where the count is told to move from one figure to another."""
    for at in range(to - 1, max(to - _STEP, 0), -1):
        if reading.low(at) in (";", ":"):
            return None
        if reading.low(at) == "from" and reading.low(at - 1) in _MOVES_FROM:
            return at - 1
    return None


def _is_weak(reading: Reading, verb: int) -> bool:
    return reading.low(verb) in _WEAK and "moves" in reading.marks[verb] and not _in_phrase(reading, verb)


def _in_phrase(reading: Reading, verb: int) -> bool:
    """ "climbed to", "stands at": the particle belongs to a verb of movement."""
    at = verb - 1
    while (when := reading.when_at(at)) is not None:
        at = _before(reading, when)
    stands = reading.low(at) in ("stood", "stands", "stand", "standing")
    return reading.low(verb) in ("to", "at") and (
        stands or (reading.is_a(verb - 1, "moves") and reading.low(verb - 1) not in _WEAK)
    )


def _count_noun(reading: Reading, verb: int) -> int | None:
    for at in range(verb - 1, max(verb - _REACH, -1), -1):
        if reading.low(at) in (".", ";") and reading.when_at(at) is None:
            return None
        if reading.is_a(at, "count_noun") and not _counts_else(reading, at):
            return at
    if reading.is_a(verb, "bring") or reading.low(verb) in ("to", "at"):
        return None
    return None


def _counts_else(reading: Reading, at: int) -> bool:
    # "log", "list", "register" as verbs stand after a subject with "has" or "to".
    return reading.low(at) in (
        "count",
        "counts",
        "number",
        "numbers",
        "total",
        "totals",
        "figure",
        "figures",
        "list",
        "log",
    ) and reading.low(at - 1) in ("to", "who", "that", "will", "not")


def _counted(reading: Reading, noun: int, number: Number | None) -> Head:
    """What the count is of: after "of", or before the noun ("death toll", "attack tally")."""
    if reading.low(noun + 1) in ("of", "for"):
        found = _first_counted(reading, noun + 2, min(noun + 16, number.first if number else len(reading.words)))
        if found is not None:
            return found
    phrase = reading.passage.text[reading.words[noun].start : reading.words[noun].start + 20].lower()
    if phrase.startswith(("death toll", "toll of dead")) or reading.low(noun - 1) == "death":
        return Head("killed", noun, noun + 1)
    if reading.low(noun - 1) in ("injury", "casualty") or phrase.startswith(("injury toll", "casualty toll")):
        return Head("injured", noun, noun + 1)
    for at in range(noun - 1, max(noun - 4, -1), -1):
        if reading.is_a(at, "attack"):
            return Head("attack", at, at + 1)
    return Head("bare", noun, noun + 1)


def _first_counted(reading: Reading, first: int, last: int) -> Head | None:
    person: Head | None = None
    for at in range(first, last):
        name = reading.name_at(at)
        for kind in ("killed", "injured"):
            if reading.is_a(at, kind):
                return Head(kind, at, at + 1, person.id if person else "")
        if reading.is_a(at, "attack"):
            return Head("attack", at, at + 1)
        if reading.is_a(at, "occasion"):
            return Head("occasion", at, at + 1)
        if name is not None and name.type == "target" and not reading.is_a(name.last, "attack"):
            person = person or Head("person" if name.kind == "person" else "thing", name.first, name.last, name.id)
        elif reading.is_a(at, "person"):
            person = person or Head("person", at, at + 1)
    return person
