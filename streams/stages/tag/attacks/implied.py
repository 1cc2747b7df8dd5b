"""Attacks on what is not named in the clause: a wave told of before, a missile of the sentence before."""

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.anchor import Anchor
from streams.stages.tag.attacks.anchors import named_anchors
from streams.stages.tag.attacks.clauses import has_finite
from streams.stages.tag.attacks.counts import before, ordinal
from streams.stages.tag.attacks.forces import Force
from streams.stages.tag.attacks.lines import Unit, View
from streams.stages.tag.attacks.state import State
from streams.stages.tag.attacks.where import no_place
from streams.stages.tag.attacks.words import grammar

_DOWN_AT = ("site", "city", "airport", "base")
_ONES = frozenset(["one", "another", "others", "two", "three", "second", "third", "fourth"])


def one_of_them(view: View, lexicon: Lexicon, state: State) -> bool:
    """ "One found the ship X on Monday": a missile of the sentence before, and a named thing with a day."""
    start = view.first
    while view.low(start) in ("and", "but", "while", "a", "the"):
        start += 1
    if not state.weapons or view.low(start) not in _ONES or view.line.paragraph != state.told_of:
        return False
    named = [anchor for anchor in named_anchors(view, lexicon) if anchor.place or anchor.vessel]
    return bool(named or _put(view, lexicon)) and has_finite(view.line.words, view.first, view.last)


def _put(view: View, lexicon: Lexicon) -> list[Unit]:
    """Sites at which something came down: "another fell at X"."""
    places = [unit for unit in view.units("place") if view.low(unit.first - 1) in ("at", "on", "near")]
    return [unit for unit in places if (place := lexicon.places.get(unit.id)) and place.kind in _DOWN_AT]


def implied_anchors(view: View, forces: tuple[Force, ...], lexicon: Lexicon, state: State) -> list[Anchor]:
    """ "The first wave, on 3 May, ...": a definite attack with a day of its own is one on what the story is about."""
    if state.subject is None:
        return []
    if (put := _put(view, lexicon)) and one_of_them(view, lexicon, state):
        return [Anchor(state.subject, unit.text, unit.first, unit.last, place=unit.id) for unit in put]
    if not any(day.role == "event" for day in view.days()):
        return _again(view, forces, state)
    nouns = [force.unit for force in forces if force.voice == "noun" and not force.weak]
    if downed := _downed_at_sea(view, forces, lexicon, state.subject):
        return [_stands_for(state.subject, downed, definite=True)]
    for unit in nouns:
        if (number := before(view, unit.first)) and not ordinal(number):
            return [_stands_for(state.subject, unit, definite=False)]
    waves = [cue for cue in view.cues("wave_noun") if view.low(cue.last) != "of"] if view.units("weapon") else []
    nouns += [Unit("fire", "wave", cue.first, cue.last, view.low(cue.first)) for cue in waves]
    for unit in nouns:
        if grammar().has("definite", view.low(unit.first - 1)):
            return [_stands_for(state.subject, unit, definite=True)]
    return []


def _stands_for(target: str, unit: Unit, *, definite: bool, retold: bool = False) -> Anchor:
    return Anchor(target, unit.text, unit.first, unit.last, explicit=False, definite=definite, retold=retold)


def _downed_at_sea(view: View, forces: tuple[Force, ...], lexicon: Lexicon, subject: str) -> Unit | None:
    """In a story about ships, weapons shot down over a sea were meant for them."""
    entry = lexicon.targets.get(subject)
    downed = [force.unit for force in forces if force.unit.type == "intercept"]
    if entry and entry.kind == "ship" and downed and view.units("weapon") and view.units("target", "place"):
        return downed[0]
    return None


def _again(view: View, forces: tuple[Force, ...], state: State) -> list[Anchor]:
    """ "The explosion, close to ...": a definite attack without a day is the one told just before."""
    event = state.event
    if event is None or view.line.paragraph - state.paragraph > 2:
        return []
    fired = any(force.unit.id == "launch" or force.unit.type == "intercept" for force in forces)
    munitions = [unit for unit in view.units("weapon") if "munition" in unit.flags]
    named = [unit for unit in view.units("place", "ship", "target") if unit.type != "place" or not no_place(view, unit)]
    if fired and munitions and not named:
        return [_stands_for(event.target, munitions[0], definite=True, retold=True)]
    for force in forces:
        single = force.voice == "noun" and not force.weak and "plural" not in force.unit.flags
        if single and view.low(force.first - 1) in ("the", "this", "that"):
            return [_stands_for(event.target, force.unit, definite=True, retold=True)]
    return []
