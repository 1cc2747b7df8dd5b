"""The word lists of `words.yaml`, folded for whole-word look-ups."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import Any

import ahocorasick
import yaml

_QUOTES = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
)
_KEPT = re.compile(r"[^\W_]+")
_EDGE = "\"'()[]{}.,:;!?-*#>< \u2026\u00ab\u00bb\u2022\u2190\u2192\u00b7|"


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    raw = resources.files(__package__).joinpath("words.yaml").read_text(encoding="utf-8")
    return {name: frozenset(fold(str(word)) for word in words) for name, words in yaml.safe_load(raw).items()}


@lru_cache(maxsize=1)
def _automata() -> dict[str, Any]:
    return {name: _automaton(words) for name, words in _lists().items()}


def _automaton(words: Iterable[str]) -> Any:
    automaton: Any = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, word)
    automaton.make_automaton()
    return automaton


@lru_cache(maxsize=1)
def _phrases() -> dict[str, re.Pattern[str]]:
    return {name: _pattern(words) for name, words in _lists().items()}


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in longest_first) + r")(?!\w)")


def fold(text: str) -> str:
    """Lower case, straight quotes and hyphens, single spaces."""
    return " ".join(_with_plain_quotes(text).casefold().split())


def _with_plain_quotes(text: str) -> str:
    return text if text.isascii() else text.translate(_QUOTES)


def key(text: str) -> str:
    """What two prints of the same line have in common: words without case, quote style, numbering and marks around.

    Letters count as what they are read as: accents composed or not, ligatures, wide forms.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(_KEPT.findall(_with_plain_quotes(text).replace("'", "").casefold()))


def bare(text: str) -> str:
    """A label without the marks, digits and brackets around it: `Comments (3)` -> `comments`."""
    return fold(re.sub(r"[(\[]?\d[\d,.]*[)\]]?", " ", text)).strip(_EDGE)


def is_in(name: str, text: str) -> bool:
    """Is the folded text one of the list `name`?"""
    return text in _lists()[name]


def mentions(name: str, folded: str) -> set[str]:
    """Which phrases of the list `name` the folded text holds."""
    # Few lines hold one; to see that none does costs a tenth of looking for each as a whole word.
    if next(_automata()[name].iter(folded), None) is None:
        return set()
    return set(_phrases()[name].findall(folded))


def holds_any(folded: str, words: Iterable[str]) -> bool:
    """Does one of the words, given in small letters, stand anywhere in the folded text?

    A gate for patterns that do not care for capitals and need one of the words: they take a dotless "i" for one.
    """
    plain = folded.replace("ı", "i")
    return any(word in plain for word in words)
