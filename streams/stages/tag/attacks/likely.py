"""With what it was struck, where a story names no weapon to the end: the verb alone tells it."""

from streams.stages.tag.attacks.forces import Force
from streams.stages.tag.attacks.lines import View

_SHOT = ("shot", "fired on", "fired upon", "fired at", "fires on", "fires at", "opened fire", "opens fire", "gunned")
_AIRCRAFT = frozenset(("jet", "jets", "warplane", "warplanes", "aircraft", "bombers", "planes", "paramotors"))
_SET_OFF = frozenset(("detonated", "exploded", "off", "planted", "laid", "placed", "buried", "detonating", "explode"))
_CHARGES = frozenset(("device", "devices", "charge", "charges", "explosives"))
_NEAR = 4
"""Words between an aircraft and what it does, or a charge and what becomes of it."""


def likely_of(view: View, forces: tuple[Force, ...]) -> str | None:
    """The class of weapon that a clause without one points at: "bombed", "shot at", "a device went off"."""
    verbs = [force for force in forces if force.unit.type == "fire" and force.voice != "noun"]
    for force in verbs:
        text = force.unit.text.lower()
        if text.startswith("bombed") or _flies(view, force):
            return "airstrike"
        if text.startswith("rocketed"):
            return "rocket"
    if any(force.unit.text.lower().startswith(_SHOT) for force in verbs) or _under_fire(view):
        return "small_arms"
    charges = [index for index in range(view.first, view.last) if view.low(index) in _CHARGES]
    if any(view.low(index + near) in _SET_OFF for index in charges for near in (-2, -1, 1, 2)):
        return "ied"
    return None


def _flies(view: View, force: Force) -> bool:
    """Does an aircraft strike: "Israeli jets fired on X"?"""
    before = {view.low(index) for index in range(force.first - _NEAR, force.first)}
    return force.voice == "active" and bool(before & _AIRCRAFT)


def _under_fire(view: View) -> bool:
    return any(
        view.low(index) == "fire" and "under" in (view.low(index - 1), view.low(index - 2))
        for index in range(view.first, view.last)
    )
