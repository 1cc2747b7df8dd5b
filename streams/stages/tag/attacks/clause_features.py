"""What a clause looks like to the model that decides whether it tells of an attack: names of its features.

Names, numbers, weapons and days stand as their types, so that what is learnt of one subject holds for another; other
words stand as they are. A feature is there or not.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.anchors import anchors_of
from streams.stages.tag.attacks.forces import Force
from streams.stages.tag.attacks.lines import Line, Unit, View
from streams.stages.tag.attacks.state import State
from streams.stages.tag.attacks.surroundings import TYPES
from streams.stages.tag.attacks.words import grammar

_RANK = {kind: rank for rank, kind in enumerate(TYPES)}
_CUES = ("conditional", "unreal", "denial", "accident", "nature", "sanctions", "history", "justice", "running", "vague",
         "another", "same", "sequence", "claim_phrase", "harm", "struck", "downed", "implicative", "uniformed",
         "definite", "light_verb", "aloft")  # fmt: skip
_OTHER_MATTERS = frozenset(("denial", "accident", "nature", "sanctions", "history", "justice"))
_WIDE = frozenset(("country", "province", "region", "sea"))
_LENGTHS = (6, 14, 25)
_FAR = 3
_OLD = 3
"""Years before the newest day of a story from which on a day is that of another time."""


def features_of(
    view: View, forces: tuple[Force, ...], outcome: str, lexicon: Lexicon, state: State, number: int
) -> frozenset[str]:
    """The features of a clause. `outcome`: what the rules make of it; `number`: that of its sentence."""
    words = list(_typed(view, forces, lexicon, state))
    types = [word for word in words if word[0].isupper() and word != "Name"]
    found = {f"w:{word}" for word in words}
    found |= {f"w:{one} {two}" for one, two in pairwise(words)}
    found |= {f"t:{one} {two}" for one, two in pairwise(types)}
    found |= {f"fire:{force.unit.id} {force.voice}" for force in forces}
    first, last = view.first, view.last
    found |= {f"cue:{cue.kind}" for cue in view.line.cues_of(_CUES) if first <= cue.first and cue.last <= last}
    found |= {f"line:{cue.kind}" for cue in view.line.cues_of(_CUES)}
    found |= {f"line:{unit.type}" for unit in view.line.units if unit.type in _RANK}
    found |= set(_company(types, words, outcome))
    found |= set(_context(view, outcome, lexicon, state, number))
    found |= state.story
    found |= set(state.around.features(number, outcome))
    return frozenset(found)


def story_features(lines: Iterable[Line], lexicon: Lexicon) -> frozenset[str]:
    """The features that all clauses of a story share: who strikes in it and with what, and words of other matters."""
    found: set[str] = set()
    armed = acted = hurt = False
    for line in lines:
        found |= {f"story:{cue.kind}" for cue in line.cues if cue.kind in _OTHER_MATTERS}
        if line.role == "title":
            found |= {f"title:{word.low}" for word in line.words if word.low[0].isalpha()}
            found |= {f"title:{unit.type.capitalize()}" for unit in line.units if unit.type in _RANK}
        armed = armed or any(unit.type == "weapon" for unit in line.units)
        hurt = hurt or any(unit.type == "casualty" for unit in line.units)
        acted = acted or any(
            unit.type == "striker" or (unit.type == "group" and unit.id in lexicon.actors) for unit in line.units
        )
    return frozenset(
        (
            *found,
            f"story:armed {armed}",
            f"story:acted {acted}",
            f"story:armed {armed} acted {acted}",
            f"story:hurt {hurt}",
        )
    )


def _company(types: list[str], words: list[str], outcome: str) -> Iterator[str]:
    heads = {word.split(".")[0] for word in types}
    told = {
        "T": bool(heads & {"Target", "Host", "Ship"}),
        "F": "Fire" in heads,
        "W": "Weapon" in heads,
        "C": "Casualty" in heads,
        "S": bool(heads & {"Striker", "Actor"}),
        "P": "Place" in heads or "Name" in words,
        "D": "Day.event" in types,
    }
    yield "all:" + "".join(name for name, there in told.items() if there)
    yield "few:" + "".join(name for name in "TFWC" if told[name]) + " " + outcome
    for name, there in told.items():
        yield f"has:{name}" if there else f"no:{name}"


def _context(view: View, outcome: str, lexicon: Lexicon, state: State, number: int) -> Iterator[str]:
    line = view.line
    yield f"rules:{outcome}"
    yield f"role:{line.role}" if line.paragraph else "role:lead"
    yield "length:" + str(sum(view.last - view.first >= length for length in _LENGTHS))
    told = max(state.sentence, state.event.sentence) if state.event else None
    yield "told:nothing" if told is None else f"told:{min(_FAR, number - told)}"
    known = "watched" if state.subject in lexicon.watched else "another"
    entry = lexicon.targets.get(state.subject or "")
    kind = entry.kind if entry else "none"
    yield f"subject:{known} {state.titled}"
    yield f"subject:{kind}"
    struck = _struck(view, lexicon, state)
    yield f"struck:{struck}"
    yield f"struck:{struck} {kind}"
    yield f"struck:{struck} {outcome}"
    yield f"struck:{struck} {outcome} {kind}"
    listed = state.label.known or state.entry == line.paragraph
    yield f"entry:{listed}"
    yield f"entry:{listed} {struck}"
    yield f"entry:{listed} {outcome}"
    near = "near" if number - state.named <= 1 else "far"
    yield f"named:{near} {struck}"


def _struck(view: View, lexicon: Lexicon, state: State) -> str:
    """Does the clause name what the story is about, stand something for it, or is another thing named?"""
    anchors = anchors_of(view, lexicon, state)
    own = [anchor for anchor in anchors if state.subject in lexicon.target_chain(anchor.target)]
    if any(anchor.explicit for anchor in own):
        return "named and another" if len(own) < len(anchors) else "named"
    if anchors and not own:
        return "another"
    if own:
        return "definite" if any(anchor.definite for anchor in own) else "implied"
    return "nothing"


def _typed(view: View, forces: tuple[Force, ...], lexicon: Lexicon, state: State) -> Iterator[str]:
    """The words of a clause from left to right, those with a type as that."""
    units: dict[int, Unit] = {}
    for unit in view.units(*TYPES):
        other = units.get(unit.first)
        if other is None or (_RANK[unit.type], -unit.last) < (_RANK[other.type], -other.last):
            units[unit.first] = unit
    days = {day.first: day for day in view.days()}
    voices = {force.first: force.voice for force in forces}
    index, named = view.first, False
    while index < view.last:
        if day := days.get(index):
            old = day.end and state.newest and day.end.year <= state.newest.year - _OLD
            yield f"Day.{'old' if old else day.role}"
            index, named = max(day.last, index + 1), False
        elif known := units.get(index):
            yield _type(known, voices, lexicon, state)
            index, named = max(known.last, index + 1), False
        else:
            word = _word(view, index)
            if word and not (named and word == "Name"):
                yield word
            index, named = index + 1, word == "Name"


def _word(view: View, index: int) -> str:
    known, word = grammar(), view.line.words[index]
    if word.capital and index > 0 and view.line.role != "title":
        return "Name"
    if not word.low.isalpha() and any(letter.isdigit() for letter in word.low):
        return "0"
    if known.has("site", word.low):
        return "a site"
    return "a crew" if known.has("mobile", word.low) else word.low


def _type(unit: Unit, voices: Mapping[int, str], lexicon: Lexicon, state: State) -> str:
    if unit.type == "target":
        return _target(unit, lexicon, state) + (".s" if "plural" in unit.flags else "")
    if unit.type == "place":
        place = lexicon.places.get(unit.id)
        if place and place.hosts and place.hosts == state.subject:
            return "Host"
        return f"Place.{place.kind}" if place and place.kind in _WIDE else "Place"
    if unit.type == "group":
        if unit.id in state.own(state.subject or ""):
            return "Own"
        kind = "Actor" if unit.id in lexicon.actors else "Group"
        return kind + (".adjective" if "demonym" in unit.flags else "")
    if unit.type == "weapon":
        return "Weapon" if "munition" in unit.flags else "Weapon.way"
    if unit.type in ("fire", "intercept"):
        return f"{unit.type.capitalize()}.{voices.get(unit.first, 'idle')}"
    if unit.type == "casualty":
        return f"Casualty.{unit.id}"
    if unit.type == "number":
        return "Number.nth" if "ordinal" in unit.flags else ("Number.1" if unit.id == "1" else "Number")
    return unit.type.capitalize()


def _target(unit: Unit, lexicon: Lexicon, state: State) -> str:
    if state.subject in lexicon.target_chain(unit.id):
        return "Target"
    return "Watched" if unit.id in lexicon.watched else "Other"
