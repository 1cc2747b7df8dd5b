"""What a sentence tells of events told before: which of them it means, and whether it is worth reading."""

from datetime import date, timedelta

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.casualties import Toll
from streams.stages.tag.attacks.draft import Draft
from streams.stages.tag.attacks.forces import forces_of
from streams.stages.tag.attacks.lines import Day, Line, View
from streams.stages.tag.attacks.merge import places_agree
from streams.stages.tag.attacks.state import State
from streams.stages.tag.attacks.whens import event_days
from streams.stages.tag.attacks.where import known_place, spot_of

_A_WEEK = timedelta(days=7)
"""Within it somebody may die of what happened."""

_TELLING = frozenset(("weapon", "fire", "intercept", "casualty", "claim", "striker", "ship"))
_STRUCK = frozenset(("target", "ship", "place"))
_HINTS = frozenset(("struck", "downed", "injured_phrase", "harm", "claim_phrase", "violent"))


def events_meant(view: View, toll: Toll, state: State, number: int, lexicon: Lexicon) -> list[Draft]:
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
    if _elsewhere(view, state.event, lexicon) or _another_time(view, state.event):
        return []
    every = {word.low for word in view.line.words[:4]} & {"neither", "none", "both", "all", "either"}
    if every:
        return state.told
    if none and apart > 0:
        # "No casualties were recorded", in a paragraph of its own: of all that the one before tells.
        return [known for known in state.telling if known.when.start == state.event.when.start] or [state.event]
    return [state.event]


def _elsewhere(view: View, event: Draft, lexicon: Lexicon) -> bool:
    """Does the sentence name a place where the event was not?"""
    spot = spot_of(view, lexicon)
    return bool(spot and event.where) and places_agree(known_place(spot or "", lexicon), event.where, lexicon) is False


def _another_time(view: View, event: Draft) -> bool:
    """Does the sentence tell of a day on which the event was not, or count since one?"""
    if any(day.role in ("since", "window") for day in view.days()):
        return True
    days = [day for day in event_days(view) if day.start and day.end]
    start, end = event.when.start, event.when.end
    return bool(days and start and end) and all(_apart(day, start, end) for day in days)


def _apart(day: Day, start: date | None, end: date | None) -> bool:
    return bool(day.end and start and day.end < start) or bool(day.start and end and day.start > end + _A_WEEK)


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
