"""Which of the things named in a clause are struck in it."""

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.anchor import Anchor
from streams.stages.tag.attacks.forces import Force
from streams.stages.tag.attacks.lines import View
from streams.stages.tag.attacks.roles import striker_of
from streams.stages.tag.attacks.state import State
from streams.stages.tag.attacks.where import is_bearing, is_origin
from streams.stages.tag.attacks.words import grammar

_ONTO = frozenset(["on", "against", "at", "over", "near", "towards", "toward", "into", "onto", "beside"])
_NEXT = frozenset(["opposite", "beside", "behind", "near", "adjoining", "facing"])
_PLACING = frozenset(["around", "near", "beside", "in", "at", "inside", "outside", "off"])


def choose(
    view: View, forces: tuple[Force, ...], anchors: list[Anchor], lexicon: Lexicon, state: State
) -> list[Anchor]:
    """The anchors that are struck: several only where they are several places or ships of one class."""
    agents = _agents(view, forces)
    able = [anchor for anchor in anchors if anchor.first not in agents and not _idle(view, forces, anchor)]
    able = [anchor for anchor in able if not _put_right(view, anchor)]
    downed = any(force.unit.type == "intercept" for force in forces)
    left = [anchor for anchor in able if not _aside(view, anchor)] or [
        anchor for anchor in able if downed and anchor.place
    ]
    left = _aimed(view, forces, left)
    if not left:
        return []
    if any(anchor.explicit and is_patient(view, forces, anchor) for anchor in left):
        left = [anchor for anchor in left if anchor.explicit or anchor.definite or _alike(view, anchor)]
    left = _not_beside(view, forces, left)
    best = max(left, key=lambda anchor: (*_worth(view, forces, anchor, lexicon, state), -anchor.first))
    rivals = [anchor for anchor in left if anchor.target == best.target and (anchor.place or anchor.vessel)]
    places = _several(view, [anchor for anchor in rivals if anchor.explicit])
    return places if best.explicit and len(places) > 1 else [best]


def _not_beside(view: View, forces: tuple[Force, ...], anchors: list[Anchor]) -> list[Anchor]:
    """ "Fired on a police post opposite the mosque": what only says where the thing struck stands is left out."""
    struck = [unit for unit in view.units("target") if any(_follows(view, force, unit.first) for force in forces)]
    beside = [anchor for anchor in anchors if not anchor.place and _is_beside(view, anchor)]
    if not any(unit.first < anchor.first for unit in struck for anchor in beside):
        return anchors
    return [anchor for anchor in anchors if anchor not in beside] or anchors


def _follows(view: View, force: Force, at: int) -> bool:
    return 0 <= at - force.unit.last <= 3 or (view.low(force.unit.last) in _ONTO and 0 <= at - force.unit.last <= 4)


def _is_beside(view: View, anchor: Anchor) -> bool:
    words = [view.low(index) for index in range(anchor.first - 4, anchor.first)]
    return bool(_NEXT.intersection(words)) or words[-3:-1] == ["next", "to"] or words[-2:] == ["next", "to"]


def _aimed(view: View, forces: tuple[Force, ...], anchors: list[Anchor]) -> list[Anchor]:
    """An attack "on" something is on that; what else stands in the clause is not struck."""
    if any(force.voice != "noun" and force.unit.type != "intercept" for force in forces):
        return anchors
    aimed, found = False, []
    for force in forces:
        at = force.unit.last
        if view.low(at) in ("on", "against") and force.voice == "noun" and not _is_day(view, at + 1):
            stop = next((index for index in range(at, view.last) if view.low(index) in (",", ";", "—")), view.last)
            struck = [anchor for anchor in anchors if at < anchor.first <= min(at + 12, stop)]
            aimed = True
            found += struck or [anchor for anchor in anchors if anchor.explicit and anchor.place and anchor.first > at]
    return [anchor for anchor in anchors if anchor in found] if aimed else anchors


def _is_day(view: View, at: int) -> bool:
    return any(day.first in (at, at + 1) for day in view.line.days)


def _agents(view: View, forces: tuple[Force, ...]) -> set[int]:
    found = set()
    for force in forces:
        striker = striker_of(view, force) if force.voice != "passive" else None
        if striker and striker.type in ("target", "group"):
            found.add(striker.first)
    return found


def _idle(view: View, forces: tuple[Force, ...], anchor: Anchor) -> bool:
    """A force by its name ("Central Command") is struck only where the words put it there."""
    named = any(unit.first == anchor.first for unit in view.units("group"))
    composed = any(unit.first == anchor.first for unit in view.units("target"))
    return named and not composed and not is_patient(view, forces, anchor)


def _put_right(view: View, anchor: Anchor) -> bool:
    """ "X, not Y", "X rather than Y": Y was named by mistake."""
    at = anchor.first - 1
    while view.low(at) in ("the", "at", "on", "in", "near"):
        at -= 1
    return (view.low(at) == "not" and view.low(at - 1) in (",", "and")) or (
        (view.low(at - 1), view.low(at)) in (("rather", "than"), ("instead", "of"))
    )


def _alike(view: View, anchor: Anchor) -> bool:
    """Is the noun part of a named target of a broad class: "army base" in a story on the army's guests?"""
    return any(unit.first <= anchor.first < unit.last for unit in view.units("target"))


def _aside(view: View, anchor: Anchor) -> bool:
    units = [unit for unit in view.units("place") if unit.first == anchor.first]
    return any(is_origin(view, unit) or is_bearing(view, unit) for unit in units)


def _worth(view: View, forces: tuple[Force, ...], anchor: Anchor, lexicon: Lexicon, state: State) -> tuple[int, ...]:
    entry = lexicon.targets.get(anchor.target)
    related = {anchor.target, *lexicon.target_chain(anchor.target)}
    subject = state.subject in related
    broad = grammar().has("broad_target", anchor.target) and anchor.target not in lexicon.watched
    hosted = bool(anchor.explicit and (anchor.place or anchor.vessel))
    thing = bool(entry and entry.kind != "person")
    score = 3 * subject + 2 * is_patient(view, forces, anchor) + 2 * hosted + thing + anchor.explicit - 2 * broad
    score -= grammar().has("inhabited", anchor.target)
    return (score,)


def is_patient(view: View, forces: tuple[Force, ...], anchor: Anchor) -> bool:
    """Does it stand where what is struck stands: before a passive, after an active verb, after "on" or "at"?"""
    before = view.low(anchor.first - 1)
    if before in ("the", "a", "an", "two", "three", "its", "their"):
        before = view.low(anchor.first - 2)
    if before in _ONTO:
        return True
    for force in forces:
        if force.voice == "passive" and 0 <= force.first - anchor.last <= 8:
            return True
        if force.voice == "active" and 0 <= anchor.first - force.unit.last <= 3:
            return True
    return False


def _several(view: View, anchors: list[Anchor]) -> list[Anchor]:
    """Places or ships that stand side by side, each once; one that only says where another lies is left out."""
    kept: list[Anchor] = []
    for anchor in anchors:
        name = anchor.place or anchor.vessel
        if name in [other.place or other.vessel for other in kept]:
            continue
        if not (kept and anchor.place and _beside(view, kept[-1], anchor)):
            kept.append(anchor)
    return kept


def _beside(view: View, one: Anchor, two: Anchor) -> bool:
    between = [view.low(index) for index in range(one.last, two.first)]
    if any(one.last <= unit.first < two.first for unit in view.units("weapon")):
        return False
    return len(between) <= 4 and bool(_PLACING.intersection(between)) and "and" not in between
