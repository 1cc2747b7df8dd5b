"""What strikes in a clause: verbs with their voice, nouns of attack, weapons, interceptions."""

from typing import Literal, NamedTuple

from streams.stages.tag.attacks.lines import Unit, View
from streams.stages.tag.attacks.words import grammar

Voice = Literal["active", "passive", "noun"]
_TENSES = frozenset(("past", "s", "ing", "base"))
_MODIFIERS = frozenset("drone rocket missile mortar air sea ground terror militia bomb gun suicide arson".split())


class Force(NamedTuple):
    """A word that tells of a strike. `weak` words (fell, damaged, incident) need a weapon or a target beside them."""

    unit: Unit
    voice: Voice
    weak: bool = False

    @property
    def first(self) -> int:
        """The first word."""
        return self.unit.first


def forces_of(view: View) -> list[Force]:
    """The strikes, interceptions and ways of attacking in a clause, from left to right. Munitions are none."""
    found: list[Force] = []
    for unit in view.units("fire", "intercept", "weapon"):
        if unit.type == "weapon":
            if "munition" not in unit.flags:
                found.append(Force(unit, "noun"))
        elif (force := _force(view, unit)) is not None:
            found.append(force)
    return found


def _force(view: View, unit: Unit) -> Force | None:
    weak = bool(unit.flags & {"effect", "vague", "aim", "launch"})
    if unit.type == "intercept":
        return Force(unit, voice_of(view, unit), weak=True)
    if "passive" in unit.flags:
        return Force(unit, "passive")
    if _is_noun(view, unit):
        return Force(unit, "noun", weak)
    return Force(unit, voice_of(view, unit), weak)


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
    after = view.low(unit.last)
    if before in _MODIFIERS or before.isdigit() or known.has("determiner", before):
        return not ("ing" in unit.flags and after not in ("", "of", "on"))
    if "ing" in unit.flags:
        return False
    # "attack on", "strikes against", "raid by" against "drones attack the base"
    return after in (
        "on",
        "against",
        "by",
        "in",
        "at",
        "near",
        "from",
        "that",
        "which",
        "were",
        "was",
        "have",
        "had",
        "",
        ",",
        ".",
    )


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
    if known.has("connective", word):
        return False
    return word == "to" or not known.has("preposition", word)


def _weapon_before(view: View, at: int) -> bool:
    return any(unit.last <= at for unit in view.units("weapon"))
