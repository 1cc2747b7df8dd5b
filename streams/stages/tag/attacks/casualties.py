"""Killed and injured: read sentence by sentence, apart from the events they are of."""

from typing import NamedTuple

from streams.stages.tag.attacks.lines import Unit, View
from streams.stages.tag.attacks.people_counted import more_objects, subjects_of
from streams.stages.tag.attacks.words import grammar

_ZERO = frozenset(["no", "nil", "nobody", "none", "neither", "without", "nothing", "zero"])
_DOUBTFUL = frozenset(("bodies", "body", "lives", "life", "burned", "burns"))
"""Words that count people only now and then."""
_ABOUT = frozenset(
    ("at", "least", "about", "some", "up", "to", "more", "than", "over", "nearly", "almost", "around", "as", "many")
)
_STOPS = frozenset((",", ".", ";", "of"))
_REACH = 10
_FAR = 14
"""How far before a verb the number of those who were killed may stand."""
_NEXT = 5
"""How many words behind a verb the number of those who were hurt may stand."""
_HARMS = frozenset(("deadly", "maim"))
_ONE = frozenset(("lost his life", "lost her life"))
_ARTICLES = frozenset(("a", "an", "one", "another"))
_THE = frozenset(("the", "his", "her", "its"))
_SEVERAL = frozenset(("crew", "family", "people", "staff", "men", "women", "children", "police", "personnel", "team"))
"""Singular in form, many in number."""


class Toll(NamedTuple):
    """People killed and injured; None where a sentence does not say."""

    killed: int | None = None
    injured: int | None = None

    def __bool__(self) -> bool:
        """Does it say anything?"""
        return self.killed is not None or self.injured is not None


def toll_of(view: View) -> Toll:
    """The toll that a sentence or clause tells."""
    units = [
        *(Unit("casualty", "injured", cue.first, cue.last, "") for cue in view.cues("injured_phrase")),
        *(Unit("casualty", "casualty", cue.first, cue.last, "") for cue in view.cues("harm")),
    ]
    units += [unit for unit in view.units("casualty") if unit.text.lower() not in _DOUBTFUL]
    units += [unit for unit in view.units("fire") if unit.flags & _HARMS and "past" in unit.flags]
    units += _losses(view)
    if not units:
        return Toll()
    killed: int | None = None
    injured: int | None = None
    for unit in units:
        number = 0 if _none(view, unit) else _number(view, unit)
        if number is None:
            continue
        if unit.id in ("casualty", "unharmed") and number == 0:
            killed, injured = killed or 0, injured or 0
        elif unit.id == "killed" or "deadly" in unit.flags:
            killed = number if killed is None else killed
        elif unit.id == "injured" or "maim" in unit.flags:
            injured = number if injured is None else injured
            if number == 0 and killed is None and view.low(unit.first) == "hurt":
                killed = 0
    return Toll(killed, injured)


def _none(view: View, unit: Unit) -> bool:
    if unit.id == "unharmed":
        return not view.low(unit.first).startswith("safe")
    for index in range(unit.first - 1, max(view.first - 1, unit.first - _REACH), -1):
        word = view.low(index)
        if word in _ZERO:
            return True
        if word in (";", ":", ".", "but") or (word == "and" and unit.text.lower().endswith("ing")):
            # "Leaving thousands without heat and killing one".
            break
    # "Casualties: none."
    last = unit.last + 1 if view.low(unit.last) == ":" else unit.last
    after = [view.low(index) for index in range(last, last + 2)]
    return bool(after) and (after[0] in ("nobody", "none") or after == ["no", "one"])


def _number(view: View, unit: Unit) -> int | None:
    if unit.id in ("casualty", "unharmed"):
        return None
    following = _after(view, unit)
    if following is not None:
        return following
    if "noun" not in unit.flags and (told := subjects_of(view, unit)) is not None:
        return told
    known = grammar()
    taken = {index for weapon in view.units("weapon", "fire") for index in range(weapon.first, weapon.last)}
    numbers = {
        number.last: number
        for number in view.units("number")
        if "ordinal" not in number.flags and "times" not in number.flags
    }
    taken.difference_update(range(unit.first, unit.last))
    for index in range(unit.first, max(view.first, unit.first - _FAR), -1):
        if index in numbers and not _is_age(view, numbers[index]):
            return int(numbers[index].id)
        word = view.low(index - 1)
        if index - 1 in taken or word in (";", ":") or known.has("irregular_past", word):
            break
    return 1 if _single(view, unit) else None


def _is_age(view: View, number: Unit) -> bool:
    """ "Smith, 34, was killed"."""
    return view.low(number.first - 1) == "," and view.low(number.last) == ","


def _single(view: View, unit: Unit) -> bool:
    """ "Was killed", "lost her life", "he died": one."""
    if "noun" in unit.flags or unit.text.lower() in ("dead", "deadly", "fatal"):
        return False
    before = unit.first - 1
    while grammar().has("adverb", view.low(before)):
        before -= 1
    return view.low(before) in ("was", "he", "she") or unit.text.lower() in _ONE


def _losses(view: View) -> list[Unit]:
    """ "Lost seven of its workers", "the loss of 34 soldiers": people who were killed."""
    numbers = {number.first: number for number in view.units("number") if "ordinal" not in number.flags}
    found: list[Unit] = []
    for index in range(view.first, view.last - 1):
        if view.low(index) == "lost" or (view.low(index) == "loss" and view.low(index + 1) == "of"):
            at = index + (1 if view.low(index) == "lost" else 2)
            number = numbers.get(at)
            people = view.units("target", "force", "role")
            named = any(number and number.last <= one.first <= number.last + 3 for one in people)
            if number and (named or view.low(number.last) in ("lives", "people", "men", "women", "children")):
                found.append(Unit("casualty", "killed", index, at, "lost"))
    return found


def _after(view: View, unit: Unit) -> int | None:
    """The people after the verb: "killed three", "wounding a guard", "killed a soldier, a contractor and a medic"."""
    if view.low(unit.last) == "of" and ("noun" in unit.flags or view.low(unit.first - 1) == "the"):
        return _of_whom(view, unit)
    if "noun" in unit.flags or (
        view.low(unit.first) in ("dead", "died", "dies", "hurt") and view.low(unit.first - 1) in ("were", "was")
    ):
        return None
    known = grammar()
    least = view.low(unit.last + 1) in ("least", "most")
    if not least and view.low(unit.last) in ("at", "to") and view.low(unit.first - 1) in ("the", "of", "and"):
        put = [number for number in view.units("number") if number.first == unit.last + 1]
        return int(put[0].id) if put else None
    for number in view.units("number"):
        if not unit.last <= number.first <= unit.last + _NEXT:
            continue
        between = [view.low(index) for index in range(unit.last, number.first)]
        told = [word for word in between if word not in _ABOUT]
        parted = any(word in _STOPS or known.has("connective", word) or known.has("preposition", word) for word in told)
        if len(told) <= 2 and not parted and "ordinal" not in number.flags:
            return int(number.id) + more_objects(view, number.last)
    if view.low(unit.last) in _ARTICLES or (view.low(unit.last) in _THE and _is_one(view, unit)):
        return 1 + more_objects(view, unit.last + 1)
    return None


def _of_whom(view: View, unit: Unit) -> int | None:
    """ "The killing of four persons", "the death of a guard"."""
    for number in view.units("number"):
        if unit.last < number.first <= unit.last + 3 and not number.flags & {"ordinal", "times"}:
            between = {view.low(index) for index in range(unit.last + 1, number.first)}
            return int(number.id) if between <= _ABOUT | {"the"} else None
    return 1 if view.low(unit.last + 1) in ("a", "an", "another") else None


def _is_one(view: View, unit: Unit) -> bool:
    """ "Killing its driver", "wounded the imam": one of a class of people, or whoever is killed "and two others"."""
    for at in range(unit.last + 1, unit.last + 4):
        word, following = view.low(at), view.low(at + 1)
        if not word.isalpha() or grammar().has("preposition", word) or grammar().has("connective", word):
            break
        ends = not following.isalpha() or grammar().has("preposition", following) or following == "and"
        if ends and "noun" not in unit.flags:
            return not word.endswith("s") and word not in _SEVERAL
    people = view.units("target", "role")
    if any(unit.last < one.first <= unit.last + 3 and "plural" not in one.flags for one in people):
        return True
    singular = view.low(unit.last + 1).isalpha() and not view.low(unit.last + 1).endswith("s")
    return singular and unit.text.lower().endswith("ing") and view.low(unit.last + 2) == "and"
