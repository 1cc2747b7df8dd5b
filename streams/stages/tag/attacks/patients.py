"""Which of the things named in a clause are struck in it."""

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.anchors import Anchor
from streams.stages.tag.attacks.forces import Force
from streams.stages.tag.attacks.lines import View
from streams.stages.tag.attacks.roles import striker_of
from streams.stages.tag.attacks.state import State
from streams.stages.tag.attacks.where import is_bearing, is_origin


def choose(view: View, forces: list[Force], anchors: list[Anchor], lexicon: Lexicon, state: State) -> list[Anchor]:
    """The anchors that are struck: several only where they are several places or ships of one class."""
    agents = {
        striker.first
        for force in forces
        if force.voice != "passive" and (striker := striker_of(view, force)) and striker.type == "target"
    }
    left = [anchor for anchor in anchors if anchor.first not in agents and not _aside(view, anchor)]
    if not left:
        return []
    best = max(left, key=lambda anchor: _worth(anchor, lexicon, state))
    if best.place or best.vessel:
        places = _several(
            view,
            [anchor for anchor in left if anchor.target == best.target and (anchor.place or anchor.vessel)],
            lexicon,
        )
        if len(places) > 1:
            return places
    return [best]


def _aside(view: View, anchor: Anchor) -> bool:
    units = [unit for unit in view.units("place") if unit.first == anchor.first]
    return any(is_origin(view, unit) or is_bearing(view, unit) for unit in units)


def _worth(anchor: Anchor, lexicon: Lexicon, state: State) -> tuple[int, int, int]:
    entry = lexicon.targets.get(anchor.target)
    subject = int(
        anchor.target == state.subject or bool(state.subject and state.subject in lexicon.target_chain(anchor.target))
    )
    return subject, int(bool(anchor.place or anchor.vessel)), int(bool(entry and entry.kind != "person"))


def _several(view: View, anchors: list[Anchor], lexicon: Lexicon) -> list[Anchor]:
    """Places or ships that stand side by side, each once; one that only says where another lies is left out."""
    kept: list[Anchor] = []
    for anchor in anchors:
        name = anchor.place or anchor.vessel
        known = [other.place or other.vessel for other in kept]
        if name in known:
            continue
        if kept and anchor.place and _beside(view, kept[-1], anchor):
            continue
        kept.append(anchor)
    return kept


def _beside(view: View, one: Anchor, two: Anchor) -> bool:
    between = [view.low(index) for index in range(one.last, two.first)]
    return (
        len(between) <= 4
        and any(word in ("around", "near", "beside", "in", "at", "inside", "outside", "off") for word in between)
        and "and" not in between
    )
