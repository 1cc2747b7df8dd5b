"""People of the target's class by their names, in stories on attacks on people."""

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.anchor import Anchor
from streams.stages.tag.attacks.lines import Line, View
from streams.stages.tag.attacks.words import grammar

_VIOLENT = frozenset(("shoot", "murder", "maim", "abduct", "board", "launch", "assault"))
_DEATHS = frozenset(
    ("murder", "murders", "killing", "killings", "death", "deaths", "abduction", "kidnapping", "shooting")
)
_LONGEST = 4


def victims_of(lines: tuple[Line, ...], subject: str | None, lexicon: Lexicon) -> frozenset[str]:
    """The surnames, in lower case, of those of a class of people whom a story names as its victims."""
    entry = lexicon.targets.get(subject or "")
    if entry is None or entry.kind != "person":
        return frozenset()
    found: set[str] = set()
    for line in lines:
        if line.role != "title":
            view = line.view()
            found.update(
                view.low(last - 1) for first, last in _names(line) if _is_victim(view, first, last, subject or "")
            )
    return frozenset(found)


def _names(line: Line) -> list[tuple[int, int]]:
    """Runs of two to four capitalised words that are nothing else that is known."""
    taken = {index for unit in line.units if unit.type in _KNOWN for index in range(unit.first, unit.last)}
    taken |= {index for day in line.days for index in range(day.first, day.last)}
    found, at = [], 0
    while at < len(line.words):
        end = at
        while end < len(line.words) and line.words[end].capital and end not in taken and line.words[end].low.isalpha():
            end += 1
        if 2 <= end - at <= _LONGEST and not grammar().has("determiner", line.words[at].low):
            found.append((at, end))
        at = max(end, at + 1)
    return found


_KNOWN = frozenset(("place", "group", "ship", "weapon", "target", "campaign"))


def _is_victim(view: View, first: int, last: int, subject: str) -> bool:
    """Is the name that of one of the class, or of somebody shot, killed or taken?"""
    targets = [unit for unit in view.units("target") if unit.id == subject]
    if any(unit.last == first and "plural" not in unit.flags for unit in targets):
        return True
    if view.low(last) == "," and any(last < unit.first <= last + 5 for unit in targets):
        return True
    before = view.low(first - 1)
    if before == "of" and view.low(first - 2) in _DEATHS:
        return True
    opens = first == 0 or before in ("–", "—", "-", ":")
    if not opens or view.low(last) not in (",", "was"):
        return False
    return any(unit.id in _VIOLENT or unit.id == "killed" for unit in view.units("fire", "casualty"))


def named_victims(view: View, victims: frozenset[str], subject: str) -> list[Anchor]:
    """The victims that a clause names, in full or by surname."""
    taken = {index for unit in view.units("target", "place") for index in range(unit.first, unit.last)}
    words, found = view.line.words, []
    for index in range(view.first, view.last):
        if words[index].low not in victims or not words[index].capital or index in taken:
            continue
        first = index
        while first > view.first and words[first - 1].capital and first - 1 not in taken:
            first -= 1
        text = view.line.passage.text[words[first].start : words[index].end]
        reports = {unit.first for unit in view.units("report")}
        if index + 1 not in reports:
            found.append(Anchor(subject, text, first, index + 1, definite=True))
    return found
