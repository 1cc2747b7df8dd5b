"""Why a clause that looks like an attack is none: each filter gives its reason."""

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.anchor import Anchor
from streams.stages.tag.attacks.forces import Force
from streams.stages.tag.attacks.lines import View
from streams.stages.tag.attacks.roles import is_own, owner_of, striker_of
from streams.stages.tag.attacks.state import State
from streams.stages.tag.attacks.words import grammar

_NOTHING = frozenset(("no", "none", "nothing", "nobody", "neither"))
_SUBJECT = 9
"""Words before a verb among which its subject is sought."""
OWN_STRIKE = "strike by the target's own side"


def refusal(view: View, forces: tuple[Force, ...], anchor: Anchor, lexicon: Lexicon, state: State) -> str | None:
    """The reason why the clause tells of no attack on the anchor, or None."""
    if view.has("denial"):
        return "denied"
    if view.line.view().has("accident"):
        return "accident or drill"
    if view.line.view().has("history") and not any(
        day.role == "event" and day.basis == "explicit" for day in view.days()
    ):
        return "history"
    if view.has("sanctions"):
        return "not an armed attack"
    if view.has("nature") and not view.units("weapon"):
        return "not an armed attack"
    if reason := _police_matter(view, forces, anchor):
        return reason
    if _unreal(view, forces, anchor, state):
        return "hypothetical, threatened or planned"
    if _negated(view, forces):
        return "said not to have happened"
    if _own_strike(view, forces, anchor, lexicon, state):
        return OWN_STRIKE
    if _running(view):
        return "running total"
    return None


def _police_matter(view: View, forces: tuple[Force, ...], anchor: Anchor) -> str | None:
    if any(cue.last <= _point(view, forces, anchor) for cue in view.cues("justice")):
        return "court case or arrest"
    if _search(view, forces):
        return "police raid"
    return "strike on armed men" if _on_strikers(view, forces) else None


def _search(view: View, forces: tuple[Force, ...]) -> bool:
    """ "Police raided": no attack on what they search."""
    strikers = [striker_of(view, force) for force in forces if force.unit.id == "raid"]
    return any(unit is not None and unit.type == "target" and unit.id == "police" for unit in strikers)


def _on_strikers(view: View, forces: tuple[Force, ...]) -> bool:
    """ "Drones killed eleven fighters in the village": those who attack elsewhere are struck."""
    known = grammar()
    for unit in [*(force.unit for force in forces if force.voice == "active"), *view.units("casualty")]:
        if unit.text.lower().endswith("ing") or "noun" in unit.flags:
            continue
        at = unit.last
        numbers = {number.first: number.last for number in view.units("number")}
        while at in numbers or known.has("determiner", view.low(at)) or view.low(at) in ("suspected", "at", "least"):
            at = numbers.get(at, at + 1)
        struck = any(striker.first == at for striker in view.units("striker"))
        if struck and not any(other.first == at for other in view.units("target", "ship")):
            return True
    return _strikers_suffer(view, forces)


def _strikers_suffer(view: View, forces: tuple[Force, ...]) -> bool:
    """ "A bandit was shot dead by soldiers in the village"."""
    known = grammar()
    downed = [unit.first for unit in view.units("casualty")] + [f.first for f in forces if f.voice == "passive"]
    for at in downed:
        before = at - 1
        while known.has("be", view.low(before)) or known.has("auxiliary", view.low(before)):
            before -= 1
        if before < at - 1 and any(unit.last == before + 1 for unit in view.units("striker")):
            return True
    return False


def _point(view: View, forces: tuple[Force, ...], anchor: Anchor) -> int:
    strong = [force.first for force in forces if not force.weak] or [force.first for force in forces]
    weapons = [unit.first for unit in view.units("weapon")]
    return max([*strong[:1], *weapons[:1], anchor.first if not strong else 0], default=view.last)


def _unreal(view: View, forces: tuple[Force, ...], anchor: Anchor, state: State) -> bool:
    point = _point(view, forces, anchor)
    if any(cue.last <= point for cue in view.cues("implicative")):
        return False
    if view.cues("conditional") and view.cues("conditional")[0].first <= view.first + 1:
        return True
    # "Without warning": it happened.
    threats = [cue for cue in view.cues("unreal") if view.low(cue.first - 1) not in ("without", "no")]
    # "3 May: gunmen storm X": in an entry it is told, not a habit.
    told = state.label.known or any(day.role == "event" and day.first == view.first for day in view.days())
    return any(cue.first <= point for cue in threats) or (not told and _present_plural(view, forces))


def _present_plural(view: View, forces: tuple[Force, ...]) -> bool:
    # "They go on firing at ships": a habit.
    return any(
        force.voice == "active" and "base" in force.unit.flags and "past" not in force.unit.flags and not force.weak
        and view.line.role != "title" and view.low(force.first - 1) != "to"
        for force in forces
    )  # fmt: skip


def _negated(view: View, forces: tuple[Force, ...]) -> bool:
    known = grammar()
    for force in forces:
        if force.voice == "noun":
            if view.low(force.first - 1) in ("no", "without"):
                return True
            continue
        if _none_before(view, force.first) and force.unit.type != "intercept":
            return True
        at = force.first - 1
        for _ in range(4):
            word = view.low(at)
            if word in ("not", "never", "wasn't", "weren't", "hasn't", "hadn't", "didn't"):
                return True
            if not (known.has("auxiliary", word) or known.has("adverb", word)):
                break
            at -= 1
    return False


def _none_before(view: View, at: int) -> bool:
    """Is the subject of a verb nobody or nothing: "no drone had come", "none of them was hit"?"""
    known = grammar()
    for index in range(at - 1, max(view.first, at - _SUBJECT) - 1, -1):
        word, before = view.low(index), view.low(index - 1)
        if word in _NOTHING:
            return not known.has("preposition", before) and not view.low(index + 1).startswith(("doubt", "matter"))
        if known.has("connective", word) or not (word[0].isalnum() or word[0] == "'"):
            return False
        if known.has("preposition", word) and word != "of" and word not in ("in", "at", "on"):
            return False
    return False


def _own_strike(view: View, forces: tuple[Force, ...], anchor: Anchor, lexicon: Lexicon, state: State) -> bool:
    own = state.own(anchor.target)
    for unit in view.units("casualty"):
        killing = unit.text.lower() in ("killing", "killed", "kills")
        if (
            killing
            and is_own(owner_of(view, unit), anchor.target, own, lexicon)
            and view.low(unit.last) in ("of", "a", "the")
        ):
            return True
    for force in forces:
        if force.unit.type == "intercept":
            continue
        striker = striker_of(view, force)
        if is_own(striker, anchor.target, own, lexicon) and not _is_struck(view, force, anchor):
            return True
    if not any(force.unit.type == "intercept" for force in forces):
        return any(is_own(owner_of(view, unit), anchor.target, own, lexicon) for unit in view.units("weapon"))
    return False


def strikes_out(view: View, forces: tuple[Force, ...], target: str, lexicon: Lexicon, state: State) -> bool:
    """Does the target's own side strike somebody in the clause, whoever that is?"""
    own = state.own(target)
    strikes = [force for force in forces if force.unit.type != "intercept"]
    return any(is_own(striker_of(view, force), target, own, lexicon) for force in strikes)


def _is_struck(view: View, force: Force, anchor: Anchor) -> bool:
    # "troops were injured in an attack": the word before the noun is no striker when a preposition parts them.
    return (
        force.voice == "noun"
        and 0 <= anchor.first - force.unit.last <= 4
        and view.low(anchor.first - 1) in ("on", "against")
    )


def _running(view: View) -> bool:
    big = [
        unit
        for unit in view.units("number")
        if int(unit.id) > 1
        and (
            view.low(unit.last) in ("times", "occasions", "attacks", "strikes", "incidents") or "ordinal" in unit.flags
        )
    ]
    if not big:
        return False
    since = any(day.role in ("since", "window", "until") for day in view.line.days)
    return since or bool(view.units("cumulative"))
