"""Who strikes and who is struck, from the order of the words."""

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.forces import Force
from streams.stages.tag.attacks.lines import Unit, View
from streams.stages.tag.attacks.words import grammar

_ACTORS = ("group", "striker", "target", "weapon")


def striker_of(view: View, force: Force) -> Unit | None:
    """The unit that strikes: before an active verb, after "by", or the name beside a noun ("the group's attack on")."""
    if force.voice == "passive":
        return _after_by(view, force.unit.last, 10)
    if force.voice == "active":
        return _subject(view, force.first)
    return _modifier(view, force.first) or _carried_out(view, force.first) or _after_by(view, force.unit.last, 14)


def _carried_out(view: View, at: int) -> Unit | None:
    """ "X conducted several strikes": the subject of a verb that only says that it was done."""
    for cue in view.cues("light_verb"):
        if 0 <= at - cue.last <= 4 and "by" not in [view.low(index) for index in range(cue.last, at)]:
            return _subject(view, cue.first)
    return None


def owner_of(view: View, unit: Unit) -> Unit | None:
    """The group whose weapon it is: "an American drone", "Turkish drones"."""
    found = _modifier(view, unit.first)
    return found if found and found.type == "group" else None


def _subject(view: View, at: int) -> Unit | None:
    found: Unit | None = None
    for unit in view.units(*_ACTORS):
        if unit.last <= at and not _after_preposition(view, unit):
            found = unit
    return found


def _after_preposition(view: View, unit: Unit) -> bool:
    before = view.low(unit.first - 1)
    if before in ("the", "a", "an", "'s"):
        before = view.low(unit.first - 2)
    known = grammar()
    if before == "and" and (one := [other for other in view.units(*_ACTORS) if other.last == unit.first - 1]):
        return _after_preposition(view, one[0])
    return before == "of" or (known.has("preposition", before) and not known.has("connective", before))


def _after_by(view: View, at: int, reach: int) -> Unit | None:
    for index in range(at, min(at + reach, view.last)):
        if view.low(index) == "by":
            following = [unit for unit in view.units(*_ACTORS) if index < unit.first <= index + 5]
            named = [unit for unit in following if unit.type == "group" and "demonym" not in unit.flags]
            return next(iter(named or following), None)
    return None


def _modifier(view: View, at: int) -> Unit | None:
    known = grammar()
    start = at
    while start > view.first and start > at - 4:
        word = view.low(start - 1)
        if known.has("preposition", word) or known.has("connective", word) or word in (",", ";", ":", "of", ")"):
            break
        start -= 1
    groups = [unit for unit in view.units("group", "target") if start <= unit.first and unit.last <= at]
    return groups[-1] if groups else None


def sides_of(target: str, lexicon: Lexicon) -> frozenset[str]:
    """The groups that are the target's own side: those that are the target, what they belong to, and the name's own."""
    chain = set(lexicon.target_chain(target))
    own = {group.id for group in lexicon.groups.values() if group.target in chain}
    entry = lexicon.targets.get(target)
    for match in lexicon.find(entry.name) if entry else ():
        own |= {term.id for term in match.terms if term.type == "group"}
    return frozenset(own.union(*(lexicon.group_chain(group) for group in own)) if own else own)


def is_own(unit: Unit | None, target: str, own: frozenset[str], lexicon: Lexicon) -> bool:
    """Is the unit the target itself or one of its side?"""
    if unit is None:
        return False
    if unit.type == "target":
        entry = lexicon.targets.get(unit.id)
        if entry and entry.kind not in ("force", "person"):
            return False
        return unit.id == target or target in lexicon.target_chain(unit.id)
    return unit.type == "group" and bool(own.intersection((unit.id, *lexicon.group_chain(unit.id))))
