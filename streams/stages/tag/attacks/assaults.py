"""Armed men who do something to a target: a strike, whatever the verb."""

from typing import Literal

from streams.stages.tag.attacks.clauses import is_finite
from streams.stages.tag.attacks.lines import Unit, View
from streams.stages.tag.attacks.words import grammar

Assault = tuple[Unit, Literal["active", "passive"]]
_FLAGS = frozenset(("assault", "past"))
_REACH = 7
_SUBJECT = 12


def assaults_of(view: View) -> list[Assault]:
    """The verbs of a clause by which armed men come upon a target, and the killings that name who killed."""
    strikers, armies = view.units("striker"), _armies(view)
    if not strikers and not armies:
        return []
    return [*_killings(view, strikers), *_deeds(view, strikers, armies), *_suffered(view, strikers, armies)]


def _armies(view: View) -> list[Unit]:
    """Groups, soldiers and police: they strike only where the verb says so. A state by its name is none."""
    states = {unit.first for unit in view.units("place")}
    groups = [unit for unit in view.units("group") if unit.first not in states and "demonym" not in unit.flags]
    known = grammar()
    return groups + [unit for unit in view.units("target") if known.has("uniformed", unit.text.lower())]


def _killings(view: View, strikers: list[Unit]) -> list[Assault]:
    """ "Killed by gunmen", "gunmen killed": who was killed was attacked."""
    found: list[Assault] = []
    for unit in view.units("casualty"):
        if unit.id not in ("killed", "injured") or "noun" in unit.flags or unit.text.lower().endswith("ing"):
            continue
        verb = Unit("fire", "assault", unit.first, unit.last, unit.text, _FLAGS)
        near = [index for index in range(unit.last, unit.last + 4) if view.low(index) == "by"]
        if near and any(near[0] < striker.first <= near[0] + 4 for striker in strikers):
            found.append((verb, "passive"))
        elif _subject(view, unit.first, strikers) and not _is_passive(view, unit.first):
            found.append((verb, "active"))
    return found


def _deeds(view: View, strikers: list[Unit], armies: list[Unit]) -> list[Assault]:
    """ "Raiders came alongside a barge", "gunmen rode into a village": a verb between armed men and a target."""
    things, places = view.units("target", "ship"), view.units("target", "ship", "place")
    found: list[Assault] = []
    for index in range(view.first, view.last):
        verb = view.low(index)
        told = is_finite(view.line.words, index) or verb == "beat"
        if not told or _idle(verb) or _is_passive(view, index):
            continue
        at = places if grammar().has("assail", verb) else things
        struck = [thing for thing in at if 0 < thing.first - index <= _REACH]
        agents = strikers + armies if grammar().has("violent", verb) else strikers
        if (
            struck
            and _subject(view, index, agents)
            and struck[0] not in agents
            and not _breaks(view, index, struck[0].first)
        ):
            found.append((Unit("fire", "assault", index, index + 1, verb, _FLAGS), "active"))
    return found


def _suffered(view: View, strikers: list[Unit], armies: list[Unit]) -> list[Assault]:
    """ "Was blown up by unidentified men", "was taken away by militiamen"."""
    found: list[Assault] = []
    for by in (index for index in range(view.first, view.last) if view.low(index) == "by"):
        armed = any(by < striker.first <= by + 4 for striker in strikers)
        if not armed and not any(by < army.first <= by + 4 for army in armies):
            continue
        for index in range(by - 1, max(by - 4, view.first), -1):
            verb = view.low(index)
            meant = armed or grammar().has("violent", verb)
            if (
                meant
                and _is_passive(view, index)
                and not _idle(verb)
                and (verb[-2:] in ("ed", "en", "wn") or len(verb) > 4)
            ):
                found.append((Unit("fire", "assault", index, index + 1, verb, _FLAGS), "passive"))
                break
    return found


def _idle(verb: str) -> bool:
    known = grammar()
    return known.has("auxiliary", verb) or known.has("harmless", verb) or known.has("no_verb", verb)


def _breaks(view: View, first: int, last: int) -> bool:
    known = grammar()
    words = [view.low(index) for index in range(first + 1, last)]
    return any(word in ("from", "by", "of", "that", ";", ":") or known.has("auxiliary", word) for word in words)


def _subject(view: View, at: int, strikers: list[Unit]) -> bool:
    """Do armed men stand where the subject of the verb stands?"""
    known = grammar()
    for striker in strikers:
        if not 0 <= at - striker.last <= _SUBJECT:
            continue
        before = view.low(striker.first - 1)
        if before in ("the", "a", "an", "some", "of") or before.isdigit():
            before = view.low(striker.first - 2)
        if not known.has("preposition", before) or known.has("connective", before):
            return True
    return False


def _is_passive(view: View, at: int) -> bool:
    known = grammar()
    before = at - 1
    while known.has("adverb", view.low(before)) and view.low(before) not in ("been", "being"):
        before -= 1
    return known.has("be", view.low(before)) or view.low(before) in ("been", "being")
