"""What strikes in a clause, taken together: words of attack, weapons, armed men beside a ship."""

from streams.stages.tag.attacks.clauses import has_finite
from streams.stages.tag.attacks.counts import munitions_of
from streams.stages.tag.attacks.forces import Force, forces_of
from streams.stages.tag.attacks.lines import Unit, View

_NEED_WEAPON = frozenset(("land", "explode", "damage", "incident", "round"))
_ARMED = frozenset(("gunman", "gunmen", "shooter", "shooters", "snipers"))
"""Those who have a gun by their name."""
_HOLDS = frozenset(("cargo", "fuel", "oil", "storage", "gas"))
"""The tanks of a ship or a depot hold cargo."""
_HOLDERS = frozenset(
    ("destroyer", "frigate", "workshop", "factory", "maker", "makers", "wagon", "wagons", "farm", "farms")
)
"""Behind the name of a weapon: something else that is called after it."""
_JOINED = frozenset(("type", "launched", "fired", "dropped", "fire", "strike", "attack", "borne", "style"))
_LET_GO = frozenset(("grenade", "grenades", "bomb", "bombs", "explosive", "explosives", "munition", "munitions"))


def strikes(view: View) -> list[Unit]:
    """What in a view can strike: words of attack that stand alone, and weapons."""
    found = [
        force.unit for force in forces_of(view) if force.unit.id not in _NEED_WEAPON and force.unit.type != "intercept"
    ]
    return found + view.units("weapon")


def seizure(view: View) -> bool:
    """Armed men and a ship in one told clause: a boarding, whatever the verb."""
    things = {unit.first for unit in view.units("target", "weapon", "ship")}
    armed = [unit for unit in view.units("striker") if unit.first not in things]
    return bool(armed and view.units("ship")) and has_finite(view.line.words, view.first, view.last)


def weapons_of(view: View, forces: tuple[Force, ...]) -> list[str]:
    """The weapons of a clause, defences and what is shot with at them left out."""
    downed = any(force.unit.type == "intercept" for force in forces)
    units = [unit for unit in view.units("weapon") if not downed or unit.id != "airstrike"]
    places = {unit.first for unit in view.units("place")}
    units = [unit for unit in units if unit.first not in places]
    units = [unit for unit in units if view.low(unit.first - 1) not in _HOLDS and not _is_part_of_name(view, unit)]
    if downed and any(unit.id != "small_arms" for unit in units):
        # "Brought down by small-arms fire": what it was shot down with.
        units = [unit for unit in units if unit.id != "small_arms"]
    if any(unit.id == "drone" for unit in units):
        # "A drone let go two grenades": what it carries.
        units = [unit for unit in units if unit.id == "drone" or unit.text.lower() not in _LET_GO]
    if any("munition" in unit.flags for unit in units):
        # "Shelled with mortars": the verb says no more than the weapon.
        units = [unit for unit in units if not unit.text.lower().startswith(("shelled", "shelling", "bombing"))]
    shots = [force for force in forces if _is_shot(force)]
    if not units and not _told_how(forces) and seizure(view):
        return ["boarding"]
    if not units and (shots or any(unit.text.lower() in _ARMED for unit in view.units("striker"))):
        return ["small_arms"]
    classes = list(dict.fromkeys(unit.id for unit in units))
    if "ied" in classes and ("airstrike" in classes or _from_the_air(view, units)):
        # What a warplane drops is no planted bomb.
        return ["airstrike" if one == "ied" else one for one in classes if one != "airstrike"]
    return classes


def _is_part_of_name(view: View, unit: Unit) -> bool:
    """ "A mine-action team", "a guided-missile destroyer", "a fuel tank": no weapon, though it sounds like one."""
    text, end = view.line.passage.text, view.line.words[unit.last - 1].end
    behind = view.low(unit.last)
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha() and behind not in _JOINED:
        return True
    if behind in _HOLDERS:
        return True
    return unit.text.lower() in ("tank", "tanks") and not _is_armour(view, unit)


def _is_armour(view: View, unit: Unit) -> bool:
    """Does a tank shoot, or is it somebody's: "from a tank", "Israeli tanks", "a tank fired"?"""
    before = {view.low(unit.first - 1), view.low(unit.first - 2)}
    if before & {"from", "by", "battle", "two", "three"} or any(one.last == unit.first for one in view.units("group")):
        return True
    return any(0 <= one.first - unit.last <= 1 for one in view.units("fire"))


def _is_shot(force: Force) -> bool:
    """ "Opened fire on", "was fired on", "gunned down": with guns, where no other weapon is named."""
    if force.unit.id == "launch":
        # "Has been shot at": with what, the next sentence may tell.
        return not force.weak and (force.voice == "active" or force.unit.text.lower().startswith("fired"))
    return "shot" in force.unit.flags


def _from_the_air(view: View, units: list[Unit]) -> bool:
    """Were the bombs dropped: "dropped two bombs", "bombs from the air"?"""
    if not any(unit.id == "ied" and unit.text.lower() in ("bomb", "bombs") for unit in units):
        return False
    falls = {view.low(unit.last) for unit in units} | {view.low(unit.last + 1) for unit in units}
    if falls & {"fell", "fallen"}:
        return True
    return any(unit.text.lower().startswith("dropp") for unit in view.units("fire")) or view.has("aloft")


def _told_how(forces: tuple[Force, ...]) -> tuple[Force, ...]:
    """Those that say how it was struck."""
    return tuple(force for force in forces if not force.weak and not force.unit.flags & {"boarding", "assault"})


def intercepted_of(view: View, forces: tuple[Force, ...]) -> int | None:
    """How many were shot down; 1 where it is said without a number."""
    for force in forces:
        if force.unit.type == "intercept":
            if force.voice == "active" and (munitions := munitions_of(view)):
                return munitions
            numbers = [
                unit for unit in view.units("number") if "ordinal" not in unit.flags and "times" not in unit.flags
            ]
            near = [unit for unit in numbers if -8 <= unit.first - force.first <= 4]
            return int(near[-1].id) if near else 1
    return None
