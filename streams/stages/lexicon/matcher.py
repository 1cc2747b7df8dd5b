"""Find all terms of a lexicon in a text in one pass: an automaton over folded text, whole words, longest first."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import ahocorasick

from streams.stages.lexicon.folding import fold


class Term(NamedTuple):
    """What a matched form stands for.

    `case` is `any`; `name`: the words as written have a capital letter; `upper`: they have no small one ("US", not
    "us").
    """

    type: str
    id: str
    flags: frozenset[str] = frozenset()
    case: str = "any"


class Match(NamedTuple):
    """A form found in a text, with all it may stand for. Offsets count characters of the text as given."""

    start: int
    end: int
    terms: tuple[Term, ...]


class Matcher:
    """The automaton. Built once, then only read."""

    def __init__(self, terms: Mapping[str, Iterable[Term]]) -> None:
        """Build from folded form -> terms."""
        self._automaton: Any = ahocorasick.Automaton()
        for form, stands_for in terms.items():
            # The leading space makes the automaton match at the start of words only.
            self._automaton.add_word(" " + form, (len(form), tuple(dict.fromkeys(stands_for))))
        self._automaton.make_automaton()

    def find(self, text: str) -> list[Match]:
        """All matches that do not overlap, from left to right, the longest where several begin."""
        folded = fold(text)
        haystack = f" {folded.text} "
        candidates = [
            (end - length, -end, terms)
            for end, (length, terms) in self._automaton.iter(haystack)
            if not haystack[end + 1].isalnum()
        ]
        candidates.sort(key=_by_place)
        found: list[Match] = []
        free = 0
        # Position p of the haystack is p - 1 of the text; a form starts one after its leading space.
        for start, negative_end, terms in candidates:
            if start < free:
                continue
            first, last = folded.original(start), folded.original(-negative_end - 1) + 1
            words = text[first:last]
            fitting = tuple(term for term in terms if _case_fits(term.case, words))
            if fitting:
                found.append(Match(first, last, fitting))
                free = -negative_end
        return found


def _by_place(candidate: tuple[int, int, tuple[Term, ...]]) -> tuple[int, int]:
    return candidate[0], candidate[1]


def _case_fits(case: str, words: str) -> bool:
    if case == "any":
        return True
    if case == "upper":
        return not any(character.islower() for character in words)
    return any(character.isupper() for character in words)
