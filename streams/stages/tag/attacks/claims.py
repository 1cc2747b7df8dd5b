"""Who claims an attack, and whether anybody else tells of it."""

from typing import NamedTuple

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.lines import Unit, View

_SELF = frozenset(["it", "they", "its", "their", "we", "our", "he"])
_PAPERS = frozenset(
    ["statement", "statements", "communique", "message", "messages", "telegram", "post", "posts", "video", "footage"]
)
_DID = frozenset(["had", "has", "have", "carried", "launched", "flew", "sent", "used"])
_SOME = frozenset(["most", "many", "some", "few"])
_REACH = 9


class Claim(NamedTuple):
    """The group that claims.

    `only` where the sentence rests on nobody else's word, `plain` where the word "claim" or its like falls.
    """

    group: str
    only: bool
    plain: bool = True


def claim_of(view: View, own: frozenset[str], lexicon: Lexicon, claimant: str | None = None) -> Claim | None:
    """The claim that a sentence makes: "X said it had ...", "claimed by X", "according to a statement from X".

    `claimant` is who claimed last: "it", "the group".
    """
    if any(word.low in _SOME for word in view.line.words):
        return None
    for verb in view.units("claim"):
        for group in _near(view, verb, own, lexicon):
            return Claim(group.id, _own_words(view, verb) and not _others(view, group))
    for verb in view.units("report"):
        speaker = _speaker(view, verb, own, lexicon)
        if speaker and (_own_words(view, verb) or _paper(view, verb, speaker)):
            return Claim(speaker.id, not _others(view, speaker), plain=False)
    for cue in view.cues("claim_phrase"):
        for group in _near(view, Unit("claim", "claim", cue.first, cue.last, ""), own, lexicon):
            return Claim(group.id, False)
    if (
        claimant
        and view.units("claim")
        and _SELF.union({"group"}).intersection(word.low for word in view.line.words[:8])
    ):
        return Claim(claimant, True)
    return None


def _militant(view: View, unit: Unit, own: frozenset[str], lexicon: Lexicon) -> bool:
    chain = (unit.id, *lexicon.group_chain(unit.id))
    return "demonym" not in unit.flags and not own.intersection(chain) and unit.id not in lexicon.places


def _near(view: View, verb: Unit, own: frozenset[str], lexicon: Lexicon) -> list[Unit]:
    groups = [unit for unit in view.units("group") if _militant(view, unit, own, lexicon)]
    close = [unit for unit in groups if -12 <= unit.first - verb.last <= _REACH]
    return sorted(close, key=lambda unit: abs(unit.first - verb.first))


def _speaker(view: View, verb: Unit, own: frozenset[str], lexicon: Lexicon) -> Unit | None:
    after = verb.text.lower() == "according to"
    for unit in view.units("group"):
        if not _militant(view, unit, own, lexicon):
            continue
        if (after and 0 <= unit.first - verb.last <= _REACH) or (not after and 0 <= verb.first - unit.last <= 3):
            return unit
    return None


def _own_words(view: View, verb: Unit) -> bool:
    """ "... said it had": the speaker tells of its own deed."""
    if "claim" in verb.text.lower():
        return True
    for index in range(verb.last, verb.last + 4):
        if view.low(index) in _SELF:
            after = {view.low(index + 1), view.low(index + 2)}
            struck = any(index < unit.first <= index + 3 for unit in view.units("fire"))
            return struck or bool(after & _DID)
    return False


def _paper(view: View, verb: Unit, group: Unit) -> bool:
    return any(view.low(index) in _PAPERS for index in range(verb.last, group.first))


def _others(view: View, group: Unit) -> bool:
    """Does somebody else speak in the sentence, too?"""
    for verb in view.units("report"):
        same = view.low(verb.first - 1) == "and"
        if abs(verb.first - group.first) > _REACH + 3 and not same and not _own_words(view, verb):
            return True
    return False
