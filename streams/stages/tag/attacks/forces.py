"""What strikes in a clause: verbs with their voice, nouns of attack, weapons, interceptions."""

from typing import Literal, NamedTuple

from streams.stages.tag.attacks.assaults import assaults_of
from streams.stages.tag.attacks.lines import Unit, View
from streams.stages.tag.attacks.words import grammar

Voice = Literal["active", "passive", "noun"]
_NONE: frozenset[str] = frozenset()
_TENSES = frozenset(("past", "s", "ing", "base"))
_MODIFIERS = frozenset(
    [
        "drone",
        "rocket",
        "missile",
        "mortar",
        "air",
        "sea",
        "ground",
        "terror",
        "militia",
        "bomb",
        "gun",
        "suicide",
        "arson",
    ]
)


class Force(NamedTuple):
    """A word that tells of a strike. `weak` words (fell, damaged, incident) need a weapon or a target beside them."""

    unit: Unit
    voice: Voice
    weak: bool = False

    @property
    def first(self) -> int:
        """The first word."""
        return self.unit.first


def forces_of(view: View) -> tuple[Force, ...]:
    """The strikes, interceptions and ways of attacking in a clause, from left to right. Munitions are none."""
    key = (view.first, view.last)
    found: tuple[Force, ...] | None = view.line.forces.get(key)
    if found is None:
        found = view.line.forces[key] = _forces_of(view)
    return found


def _forces_of(view: View) -> tuple[Force, ...]:
    found: list[Force] = []
    for unit in view.units("fire", "intercept", "weapon"):
        if unit.type == "weapon":
            if "munition" not in unit.flags:
                found.append(Force(unit, "noun"))
        elif not _idle(view, unit) and (force := _force(view, unit)) is not None:
            found.append(force)
    found += (Force(Unit("fire", "struck", cue.first, cue.last, "", _NONE), "passive") for cue in view.cues("struck"))
    found += (Force(Unit("fire", "launch", at, at + 1, "shot", _NONE), "active") for at in _shots(view))
    found += (
        Force(Unit("intercept", "downed", cue.first, cue.last, "downed", _NONE), "passive", weak=True)
        for cue in view.cues("downed")
    )
    taken = {index for force in found if not force.weak for index in range(force.first, force.unit.last)}
    found += (Force(unit, voice) for unit, voice in assaults_of(view) if unit.first not in taken)
    return tuple(sorted(found, key=lambda force: force.first))


def _shots(view: View) -> list[int]:
    """ "shot repeatedly at": a verb that the word list knows only with its preposition beside it."""
    return [
        index
        for index in range(view.first, view.last - 2)
        if view.low(index) == "shot" and view.low(index + 1).endswith("ly") and view.low(index + 2) == "at"
    ]


def _idle(view: View, unit: Unit) -> bool:
    """ "Gone down", "down to": not the verb that downs something."""
    if unit.text.lower() != "down":
        return False
    after = unit.last
    return not any(other.first == after for other in view.units("number", "weapon"))


def _force(view: View, unit: Unit) -> Force | None:
    weak = bool(unit.flags & {"effect", "vague", "aim", "launch"}) and not _at_something(view, unit)
    if unit.type == "intercept":
        return Force(unit, voice_of(view, unit), weak=True)
    if "passive" in unit.flags:
        return Force(unit, "passive")
    if _is_noun(view, unit):
        return Force(unit, "noun", weak) if unit.flags & {"noun", "plural"} or not unit.flags & _TENSES else None
    voice = voice_of(view, unit)
    if "wilful" in unit.flags and voice == "passive" and view.low(unit.last) != "by":
        # Houses burn by themselves, too.
        return None
    return Force(unit, voice, weak and not (unit.id in ("hit", "target") and voice == "passive"))


def _at_something(view: View, unit: Unit) -> bool:
    """ "fired on a post", "opened fire at": a launch with an aim needs no weapon named."""
    if unit.text.lower().endswith((" at", " on")):
        return "launch" in unit.flags
    if "launch" not in unit.flags or "noun" in unit.flags or view.low(unit.last) not in ("on", "at", "upon"):
        return unit.text.lower().startswith("opened fire")
    return not any(day.first in (unit.last + 1, unit.last + 2) for day in view.line.days)


def _is_noun(view: View, unit: Unit) -> bool:
    if unit.flags & {"noun", "plural"} and not unit.flags & _TENSES:
        return True
    if not unit.flags & _TENSES:
        return True
    if "past" in unit.flags and unit.id != "hit":
        return False
    before = view.low(unit.first - 1)
    known = grammar()
    if known.has("auxiliary", before) or known.has("pronoun", before) or before == "to":
        return False
    if "ing" in unit.flags:
        return known.has("determiner", before) and view.low(unit.last) in ("", "of", "on", ",", ".")
    if before.isdigit() or known.has("determiner", before) or known.has("preposition", before):
        return True
    return not _governs(view, unit, before)


def _governs(view: View, unit: Unit, before: str) -> bool:
    """Is a form that may be noun or verb ("strikes", "attack", "hit") a verb: subject before it, object behind?"""
    if not _has_object(view, unit.last):
        return unit.id == "hit" and "past" in unit.flags
    if before in _MODIFIERS and "s" not in unit.flags:
        return False
    named = any(other.last == unit.first for other in view.units("weapon", "group", "striker", "place", "target"))
    return named or before.endswith("s") or (unit.id == "hit" and "past" in unit.flags)


def voice_of(view: View, unit: Unit) -> Voice:
    """Is the word before the verb what is struck (passive), or what strikes?"""
    known = grammar()
    at = unit.first - 1
    for _ in range(4):
        if known.has("be", view.low(at)):
            return "passive"
        if not known.has("adverb", view.low(at)):
            break
        at -= 1
    if "ing" in unit.flags or "s" in unit.flags or "base" in unit.flags:
        return "active"
    after = view.low(unit.last)
    aims = "launch" in unit.flags and after in ("on", "at", "upon", "towards", "toward", "into")
    if aims or unit.id in ("land", "explode"):
        return "active"
    if after == "by":
        return "passive"
    if not _has_object(view, unit.last) and not _weapon_before(view, unit.first):
        return "passive"
    return "active"


def _has_object(view: View, at: int) -> bool:
    known = grammar()
    word = view.low(at)
    while word and known.has("adverb", word):
        at += 1
        word = view.low(at)
    if not word or not (word[0].isalnum() or word in ("“", '"', "'", "‘")):
        return False
    if known.has("connective", word) or known.has("auxiliary", word) or known.has("irregular_past", word):
        return False
    if word.endswith("ed") and not known.has("no_verb", word):
        return False
    return word == "to" or not known.has("preposition", word)


def _weapon_before(view: View, at: int) -> bool:
    return any(unit.last <= at for unit in view.units("weapon"))
