"""Words that stand for a target in a count though its terms lack them: "attacks on the press" in a tally of reporters.

A tallies file names a class of things by some words. Where these are words of a built-in class as well, the other words
of that class mean it too, as far as counts are concerned, and so do the loose words for the whole trade.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from streams.stages.lexicon import Lexicon
from streams.stages.lexicon.entries import Target
from streams.stages.lexicon.folding import fold_key
from streams.stages.tag.totals.vocabulary import word_set_if_any

_SHARED = 2
"""Terms that a class must share with the target."""
_BUILT_IN = frozenset({"us-forces", "us-diplomats"})
_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Kin:
    """`classes`: the target that a class of the lexicon stands for; `words`: loose words for each target.

    `heads` are the nouns at the end of a target's terms, which stand for it in a story about it: "a field".
    """

    classes: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    heads: Mapping[str, frozenset[str]]

    def meant_by(self, words: frozenset[str], subject: str | None) -> str | None:
        """The target that one of the words stands for, the story's own subject first."""
        for target in (subject, *self.words):
            if target is not None and self.words.get(target, _NOBODY) & words:
                return target
        return None

    def stands_for(self, words: frozenset[str], subject: str | None) -> bool:
        """Is one of the words the noun of the subject's terms?"""
        return bool(self.heads.get(subject or "", _NOBODY) & words)


@dataclass(frozen=True, slots=True)
class _Targets:
    """The targets of a lexicon, which are the same where its fingerprint is."""

    fingerprint: str
    by_id: Mapping[str, Target] = field(compare=False, repr=False)


def kin_of(lexicon: Lexicon, wanted: frozenset[str]) -> Kin:
    """The kin of the targets that a tallies file adds."""
    return _kin_of(_Targets(lexicon.fingerprint, lexicon.targets), wanted)


@lru_cache(maxsize=16)
def _kin_of(targets: _Targets, wanted: frozenset[str]) -> Kin:
    known = targets.by_id
    classes: dict[str, str] = {}
    words: dict[str, frozenset[str]] = {}
    added = sorted(target for target in wanted - _BUILT_IN if target in known and known[target].terms)
    for target in added:
        terms = _folded(known[target].terms)
        near = [
            other.id
            for other in known.values()
            if other.id not in wanted and len(_folded(other.terms) & terms) >= _SHARED
        ]
        classes |= {other: target for other in near if other not in classes}
        if loose := frozenset().union(*(word_set_if_any(f"kin_{key}") for key in (target, *near))):
            words[target] = loose
    return Kin(classes, words, {target: _heads(known[target].terms) for target in added})


@lru_cache(maxsize=4096)
def _folded(terms: tuple[str, ...]) -> frozenset[str]:
    """The terms of a class as they are looked up: the same for all stories."""
    return frozenset(fold_key(term) for term in terms)


@lru_cache(maxsize=4096)
def _heads(terms: tuple[str, ...]) -> frozenset[str]:
    """The last words of terms of several words, and their plurals."""
    last = {words[-1] for term in _folded(terms) if len(words := term.split()) > 1}
    return frozenset(last | {f"{word}s" for word in last} | {f"{word[:-1]}ies" for word in last if word.endswith("y")})
