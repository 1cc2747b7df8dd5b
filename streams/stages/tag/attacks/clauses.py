"""Cut a sentence into clauses: pieces that have a finite verb of their own."""

from itertools import pairwise

from streams.stages.tag.attacks.words import Word, grammar

Clause = tuple[int, int]
"""Words [first, last) of a sentence."""

_BREAKS = frozenset(";:—–…")


def clauses_of(words: tuple[Word, ...]) -> tuple[Clause, ...]:
    """The clauses of a sentence, left to right, without gaps.

    A connective cuts only where both sides have a finite verb: "drones and rockets" is one thing.
    """
    cuts = [0, *(index for index in range(1, len(words)) if _may_cut(words, index)), len(words)]
    found: list[Clause] = []
    told = False
    for first, last in pairwise(cuts):
        finite = has_finite(words, first, last)
        if found and not (told and finite):
            found[-1] = (found[-1][0], last)
            told = told or finite
        elif last > first:
            found.append((first, last))
            told = finite
    return tuple(found)


def has_finite(words: tuple[Word, ...], first: int, last: int) -> bool:
    """Is there a finite verb among the words?"""
    return any(is_finite(words, index) for index in range(first, last))


def is_finite(words: tuple[Word, ...], index: int) -> bool:
    """Is the word a finite verb, as far as its form and its neighbours tell?"""
    known, word = grammar(), words[index].low
    if known.has("auxiliary", word):
        return True
    before = words[index - 1].low if index else ""
    if known.has("determiner", before):
        return False
    if known.has("irregular_past", word):
        return True
    if not word.endswith("ed") or len(word) < 5 or known.has("no_verb", word):
        return False
    # "a rocket fired by": a participle, unless an auxiliary made it finite already.
    after = words[index + 1].low if index + 1 < len(words) else ""
    return after != "by" and not words[index].capital


def _may_cut(words: tuple[Word, ...], index: int) -> bool:
    word, before = words[index].low, words[index - 1].low
    if before in _BREAKS:
        return True
    if before == "-" and words[index - 1].start > words[index - 2].end:
        return True
    if before == "," and not grammar().has("connective", word):
        # "After X was hit, two rockets fell on Y": the comma ends the clause that came first.
        return any(grammar().has("connective", words[at].low) for at in range(min(4, index - 1)))
    return grammar().has("connective", word)
