"""The classes of words by which a story counts over time."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import yaml

from streams.stages.tag.attacks.words import Grammar, Word

Marks = tuple[frozenset[str], ...]
"""For each word of a sentence the classes it belongs to, alone or as part of a phrase."""

_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def vocabulary() -> Grammar:
    """The built-in word classes for totals."""
    text = files("streams.stages.lexicon").joinpath("totals.yaml").read_text("utf-8")
    return Grammar({kind: list(map(str, members)) for kind, members in yaml.safe_load(text).items()})


@lru_cache(maxsize=1)
def _word_sets() -> Mapping[str, frozenset[str]]:
    text = files("streams.stages.lexicon").joinpath("totals_syntax.yaml").read_text("utf-8")
    return {kind: frozenset(words) for kind, words in yaml.safe_load(text).items()}


def word_set(kind: str) -> frozenset[str]:
    """A set of small words, looked up as they stand in lower case."""
    return _word_sets()[kind]


def word_set_if_any(kind: str) -> frozenset[str]:
    """The same; empty where there is no such set."""
    return _word_sets().get(kind, _NONE)


def marks_of(words: tuple[Word, ...]) -> Marks:
    """The classes of each word; a phrase gives its class to all its words."""
    marks = [_NONE] * len(words)
    for cue in vocabulary().cues(words):
        for index in range(cue.first, min(cue.last, len(words))):
            marks[index] = marks[index] | {cue.kind}
    return tuple(marks)
