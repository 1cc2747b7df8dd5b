"""Whom a counted attack was on: the watched target, somebody else, or the other side's own doing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from streams.stages.tag.totals.acting import acts, is_strikers, target_named
from streams.stages.tag.totals.heads import Head
from streams.stages.tag.totals.kin import Kin
from streams.stages.tag.totals.reading import Name, Number, Reading
from streams.stages.tag.totals.vocabulary import word_set

_ON = word_set("sides_on")
_ENDS = word_set("sides_ends")
_PRONOUNS = word_set("sides_pronouns")
_GENERIC = word_set("sides_generic")


_OWNERS = frozenset({"its", "our", "their", "own", "local"})
_POSSESSIVE = frozenset({"its", "our", "their", "his", "her"})
_STAFF = frozenset(
    {"staff", "workers", "employees", "members", "colleagues", "volunteers", "personnel", "people", "drivers"}
)
_PEOPLE = frozenset({"person", "killed", "injured", "casualties"})


@dataclass(frozen=True, slots=True)
class Side:
    """The target of a counted attack.

    `how`: named, carried (from earlier in the story), subject (of the story), foreign, striker, none.
    """

    target: str | None
    how: str
    text: str = ""


def side_of(
    reading: Reading,
    number: Number,
    head: Head,
    watched: frozenset[str],
    carried: str | None,
    subject: str | None,
    kin: Kin,
) -> Side:
    """Decide whom the counted attacks were on.

    `carried` is the target of the last attack told, `subject` the one that the story names most: what is meant where
    a sentence names none and nobody else either.
    """
    if head.id and not (head.kind == "person" and _is_generic(reading, head)):
        return _named(head.id, watched)
    if head.kind == "subset" and carried is not None:
        return Side(carried, "carried")
    if is_strikers(reading, number, head, watched):
        return Side(None, "striker")
    if head.kind == "attack" and (side := _complement(reading, head, watched, carried or subject, kin)):
        return side
    target = _nearest_target(reading, number, watched)
    if target is not None:
        return Side(target_named(target), "named", target.text)
    if _is_foreign(reading, number, head, watched):
        return Side(None, "foreign")
    if subject in kin.words and _own_staff(reading, head):
        return Side(subject, "named")
    if carried is None and head.kind not in _PEOPLE and _may_mean(reading, head, watched):
        carried = subject
    return Side(carried, "carried" if carried else "none")


def _own_staff(reading: Reading, head: Head) -> bool:
    """ "17 of its staff": the people of a body that speaks in a story about such people."""
    return head.kind == "person" and reading.low(head.first) in _STAFF and reading.low(head.first - 1) in _OWNERS


def _is_generic(reading: Reading, head: Head) -> bool:
    """ "soldiers", "people": persons of any side."""
    return reading.is_a(head.last - 1, "person")


def _named(target: str, watched: frozenset[str]) -> Side:
    return Side(target, "named") if target in watched else Side(None, "foreign")


def _complement(reading: Reading, head: Head, watched: frozenset[str], carried: str | None, kin: Kin) -> Side | None:
    """ "attacks on X": X is watched, or stands for what was, or is somebody else."""
    start = next(
        (
            at
            for at in range(head.last, min(head.last + 4, len(reading.words)))
            if reading.low(at) in _ON and reading.when_at(at + 1) is None
        ),
        None,
    )
    if start is None or any(reading.low(at) in _ENDS or reading.low(at) == "," for at in range(head.last, start)):
        return None
    last = start + 1
    while last < len(reading.words) and last < start + 14 and not _ends_complement(reading, last):
        last += 1
    if reading.low(start) == "of":
        return None
    for name in reading.names:
        if start < name.first < last and (target := target_named(name)) in watched:
            return Side(target, "named", name.text)
    words = {reading.low(at) for at in range(start + 1, last)}
    others = [
        name
        for name in reading.names
        if start < name.first < last and name.type in ("target", "group", "vessel") and not _is_own(reading, name)
    ]
    if kin.stands_for(frozenset(words), carried) and not any(name.type == "group" for name in others):
        return Side(carried, "carried")
    if not others and (meant := kin.meant_by(frozenset(words), carried)):
        return Side(meant, "named")
    if carried and not others and words & (_PRONOUNS | _GENERIC):
        return Side(carried, "carried")
    return Side(None, "foreign")


def _is_own(reading: Reading, name: Name) -> bool:
    """ "its personnel", "our people": of whoever speaks, or of whom the sentence speaks."""
    return name.type == "target" and name.last - name.first == 1 and reading.low(name.first - 1) in _POSSESSIVE


def _ends_complement(reading: Reading, at: int) -> bool:
    # A comma ends it, save in a list of places and targets.
    listed = reading.low(at) == "," and reading.name_at(at + 1) is not None
    return reading.low(at) in _ENDS or (reading.low(at) == "," and not listed)


def _may_mean(reading: Reading, head: Head, watched: frozenset[str]) -> bool:
    """May the sentence mean the story's subject without naming it: "there had been 12 attacks"?

    Not where it names somebody who attacks (it may tell of another war), or speaks of raids and strikes.
    """
    if any(word.low in _GENERIC and _is_free(reading, at) for at, word in enumerate(reading.words)):
        return True
    plain = reading.low(head.first).startswith(("attack", "time", "occasion", "incident")) or head.kind == "bare"
    return plain and not any(name.type == "group" and name.target not in watched for name in reading.names)


def _is_free(reading: Reading, at: int) -> bool:
    """Is the word no part of a name, save of the class of persons it means itself?"""
    name = reading.name_at(at)
    return name is None or (name.type == "target" and name.last - name.first == 1 and reading.is_a(at, "person"))


def _nearest_target(reading: Reading, number: Number, watched: frozenset[str]) -> Name | None:
    names = [name for name in reading.names if target_named(name) in watched and not acts(reading, name)]
    # A name of the target itself says more than a base.
    return min(names, key=lambda name: (name.type != "target", abs(name.first - number.first)), default=None)


def _is_foreign(reading: Reading, number: Number, head: Head, watched: frozenset[str]) -> bool:
    """No watched target in the sentence, but another one, or people of another country, as those attacked."""
    for name in reading.names:
        thing = name.type == "target" and not reading.is_a(name.last - 1, "person")
        near = name.first >= number.first - 8 and not any(
            reading.low(at) == "," for at in range(number.last, name.first)
        )
        if thing and near and not acts(reading, name):
            return True
        people = name.kind == "demonym" and name.target not in watched and head.kind in _PEOPLE
        if people and number.first <= name.first and name.last <= head.last + 2:
            return True
    return False


def names_target(reading: Reading, watched: frozenset[str]) -> str | None:
    """The watched target that the sentence tells an attack on, if it does."""
    if not (reading.has("attack") or reading.has("done")):
        return None
    for name in reading.names:
        target = target_named(name)
        if target in watched and not acts(reading, name):
            return target
    return None


def subject_of(readings: Iterable[Reading], watched: frozenset[str]) -> str | None:
    """The watched target that a story names most, its spokesmen and bases included."""
    seen = Counter(
        target
        for reading in readings
        for name in reading.names
        if (target := target_named(name) or name.target) is not None and target in watched
    )
    return min(seen, key=lambda target: (-seen[target], target), default=None)
