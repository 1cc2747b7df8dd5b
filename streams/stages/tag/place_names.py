"""Is the name of a small city a place where it stands, or part of a person's name?"""

import re

from streams.stages.lexicon.wordlists import word_list

_NAME_BEFORE = re.compile(r"\b([A-ZÀ-Þ][\w'’.-]*|bin|abu) (?:(?:al|el)[- ])?$")
_NAME_BEHIND = re.compile(r" ([A-ZÀ-Þ][\w'’-]*|(?:al|el|bin)[- ][A-Z]\w*)")
_SPEECH_BEHIND = re.compile(r",? (\w+)")
_COMPOUND = re.compile(r"[-‐‑](?=[a-z])")
_LISTS = word_list("name_neighbours")
_OPENERS, _CLOSERS = frozenset(_LISTS["before"]), frozenset(_LISTS["behind"])
_PREPOSITIONS = frozenset(_LISTS["place_prepositions"])
_SPEECH = frozenset(_LISTS["speech"])


def in_compound(text: str, end: int) -> bool:
    """Is a name that ends here the first part of a compound ("Liberia-flagged", "Gaza-bound")?"""
    return bool(_COMPOUND.match(text, end))


def in_longer_name(text: str, start: int, end: int) -> bool:
    """Do the words stand beside another word with a capital ("Karam Tikrit", "Karam al-Tikrit"), or speak?"""
    before, behind = _NAME_BEFORE.search(text, max(0, start - 24), start), _NAME_BEHIND.match(text, end)
    if (before and before[1].lower() not in _OPENERS) or (behind and behind[1].lower() not in _CLOSERS):
        return True
    verb = _SPEECH_BEHIND.match(text, end)
    if verb is None or verb[1].lower() not in _SPEECH:
        return False
    words = text[max(0, start - 12) : start].split()
    return not words or words[-1].lower() not in _PREPOSITIONS
