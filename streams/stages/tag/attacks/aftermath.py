"""What a sentence tells of events told before: which of them it means, and whether it is worth reading."""

from streams.stages.tag.attacks.casualties import Toll
from streams.stages.tag.attacks.draft import Draft
from streams.stages.tag.attacks.forces import forces_of
from streams.stages.tag.attacks.lines import Line, View
from streams.stages.tag.attacks.state import State

_TELLING = frozenset(("weapon", "fire", "intercept", "casualty", "claim", "striker", "ship"))
_STRUCK = frozenset(("target", "ship", "place"))
_HINTS = frozenset(("struck", "downed", "injured_phrase", "harm", "claim_phrase", "violent"))


def events_meant(view: View, toll: Toll, state: State, number: int) -> list[Draft]:
    """The events that a sentence without one of its own speaks of."""
    whole = (view.first, view.last) == (0, len(view.line.words))
    if any(force.voice == "noun" and view.low(force.first - 1) in ("a", "an") for force in forces_of(view)):
        return []
    if state.event is None or not whole or state.own_strike > state.event.sentence:
        return []
    apart = view.line.paragraph - state.paragraph
    none = not (toll.killed or toll.injured)
    if apart > 2 or (not none and number - state.sentence > 2):
        return []
    every = {word.low for word in view.line.words[:4]} & {"neither", "none", "both", "all", "either"}
    return state.told if every else [state.event]


def better(old: int | None, new: int | None) -> int | None:
    """The first figure stands, but people hurt stand against "nobody was"."""
    return new if old is None or (old == 0 and new) else old


def worth_reading(line: Line, state: State) -> bool:
    """The cheap gate: most sentences of the news hold no attack, no weapon and nobody hurt.

    A day is enough where it goes with a target or a place, or with events told before: "on Monday it was X's turn".
    """
    if any(unit.type in _TELLING for unit in line.units) or any(cue.kind in _HINTS for cue in line.cues):
        return True
    return state.event is not None and (
        state.label.known
        or (any(day.role == "event" for day in line.days) and any(unit.type in _STRUCK for unit in line.units))
    )


def tells_effects(view: View) -> bool:
    """Does a clause tell of people hurt or of weapons shot down?"""
    return bool(view.units("casualty", "intercept"))
