"""How many attacks a clause tells of, and how many projectiles: two numbers that are easily mixed up."""

from typing import NamedTuple

from streams.stages.tag.attacks.forces import Force
from streams.stages.tag.attacks.lines import Unit, View
from streams.stages.tag.attacks.words import grammar

_UNCOUNTED = frozenset(("land", "explode", "damage", "hit", "launch", "board"))


class Count(NamedTuple):
    """Attacks (1 where no number is told), whether a number was told, and projectiles."""

    attacks: int
    told: bool
    munitions: int | None


def count_of(view: View, forces: tuple[Force, ...]) -> Count:
    """Count from the numbers beside the nouns of attack ("two rocket attacks", "hit twice") and of weapons."""
    attacks, told = 1, False
    nouns = [force for force in forces if force.voice == "noun" and force.unit.id not in _UNCOUNTED]
    for force in [force for force in nouns if not force.weak] or nouns:
        if force:
            number = before(view, force.first)
            if (
                number
                and not ordinal(number)
                and number.text.lower() != "both"
                and not _of_weapons(view, number, force)
            ):
                attacks, told = max(attacks, value(number)), True
    if not told:
        attacks, told = _times(view)
    return Count(attacks, told, munitions_of(view))


def _of_weapons(view: View, number: Unit, force: Force) -> bool:
    """ "Three drones bombing X": the number is that of the drones."""
    return any(
        number.last <= unit.first and unit.last <= force.first and unit.text.lower().endswith("s")
        for unit in view.units("weapon")
        if "munition" in unit.flags
    )


def munitions_of(view: View) -> int | None:
    """The projectiles of a clause, all kinds together."""
    values = []
    for unit in view.units("weapon"):
        number = before(view, unit.first) if "munition" in unit.flags else None
        if number and not ordinal(number):
            values.append(value(number))
        elif values and view.low(unit.first - 1) in ("a", "an"):
            values.append(1)
    return sum(values) if values else None


def before(view: View, at: int) -> Unit | None:
    """The number that counts the noun at a word: "two [multi-rocket] attacks", "a pair of drones"."""
    known = grammar()
    numbers = {unit.last: unit for unit in view.units("number")}
    taken = {unit.last: unit for unit in view.units() if unit.type in ("place", "group", "target")}
    for index in range(at, max(view.first, at - 5), -1):
        if index in numbers:
            return numbers[index]
        if index in taken and index != at:
            return None
        word = view.low(index - 1)
        if known.has("preposition", word) or known.has("connective", word) or word in (",", ";", ":", "the"):
            return None
    return None


def value(number: Unit) -> int:
    """The value of a number unit."""
    return int(number.id)


def ordinal(number: Unit) -> bool:
    """Is it an ordinal: "the third"?"""
    return "ordinal" in number.flags


def _times(view: View) -> tuple[int, bool]:
    for number in view.units("number"):
        if ordinal(number):
            continue
        after = view.low(number.last)
        if "times" in number.flags or after in ("times", "occasions"):
            return (value(number), True) if value(number) > 1 else (1, False)
    return 1, False
