"""How many people a verb of killing or hurting is told of: lists before it ("a guard and two drivers were killed") and
behind it ("injuring four soldiers and a contractor").
"""

from streams.stages.tag.attacks.clauses import is_finite
from streams.stages.tag.attacks.lines import Unit, View
from streams.stages.tag.attacks.words import grammar

_ONE = frozenset(("a", "an", "another", "one"))
_KNOWN = frozenset(("the", "his", "her", "its", "their"))
_BESIDE = frozenset(("be", "is", "are", "was", "were", "been", "being", "got", "has", "have", "had"))
_DIES = frozenset(
    ("died", "dies", "die", "succumbed", "perished", "lost their lives", "lost his life", "lost her life")
)
_LONGEST = 8
"""Words of one item of a list."""
_ITEMS = 5


def subjects_of(view: View, unit: Unit) -> int | None:
    """The people before a passive or a verb of dying; None where it has no such subject, or one without a number."""
    at = unit.first - 1
    beside = False
    while view.low(at) in _BESIDE or grammar().has("adverb", view.low(at)):
        beside = beside or view.low(at) in _BESIDE
        at -= 1
    if not beside and unit.text.lower() not in _DIES:
        return None
    at = _before_aside(view, at)
    total, joined = 0, False
    for _ in range(_ITEMS):
        found = _item_before(view, at)
        if found is None:
            break
        value, first = found
        total += value
        before = view.low(first - 1)
        if before != "and" and not (before == "," and joined):
            break
        at, joined = first - 2, True
    return total or None


def _before_aside(view: View, at: int) -> int:
    """The last word before ", aged 34," or ", among them two children,"."""
    if view.low(at) != ",":
        return at
    opening = next((index for index in range(at - 1, max(at - 12, view.first), -1) if view.low(index) == ","), None)
    return opening - 1 if opening is not None else at - 1


def _item_before(view: View, last: int) -> tuple[int, int] | None:
    """The number of people of the noun phrase that ends at a word, and its first word."""
    numbers = {number.first: number for number in view.units("number") if "ordinal" not in number.flags}
    known = grammar()
    told = {unit.first for unit in view.units("casualty", "fire")}
    for at in range(last, max(last - _LONGEST, view.first - 1), -1):
        word = view.low(at)
        if at in told or word in _BESIDE or is_finite(view.line.words, at):
            return None
        number = numbers.get(at)
        if number is not None and view.low(at - 1) not in ("of", "aged"):
            return int(number.id), at
        if word in _ONE or word in _KNOWN:
            # "four of his colleagues"
            outer = next((one for one in numbers.values() if one.last == at - 1 and view.low(at - 1) == "of"), None)
            if outer is not None:
                return int(outer.id), outer.first
            if view.low(at - 1) == "of":
                continue
            # "the soldiers were killed": how many, an earlier sentence has said.
            several = word in _KNOWN and view.low(last).endswith("s")
            return None if several else (1, at)
        stops = word in (";", ":", ".", ",", "and") or known.has("connective", word)
        if stops or (known.has("preposition", word) and word not in ("of", "from", "in", "at")):
            return None
    return None


def more_objects(view: View, at: int) -> int:
    """The people of further items of a list behind a word: "[four troops] and a contractor"."""
    numbers = {number.first: number for number in view.units("number") if "ordinal" not in number.flags}
    casualties = {unit.first for unit in view.units("casualty", "fire")}
    total, since = 0, 0
    for index in range(at, view.last - 1):
        word, following = view.low(index), view.low(index + 1)
        if word in (".", ";", ":", "including", "among", "when", "while", "who", "which") or since > _LONGEST:
            break
        if index > at and (index in casualties or grammar().has("preposition", word)):
            break
        since += 1
        if word not in ("and", ","):
            continue
        number = numbers.get(index + 1)
        # "two of them seriously": some of those told already.
        share = number is not None and view.low(number.last) == "of"
        told = number is not None and not share and not any(number.last + near in casualties for near in range(4))
        if told and number is not None:
            total, since = total + int(number.id), 0
        elif (following in _ONE or (word == "and" and following in _KNOWN)) and index + 2 < view.last:
            total, since = total + 1, 0
    return total
