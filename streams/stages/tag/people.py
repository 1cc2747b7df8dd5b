"""People in a story: names beside what they are or beside a verb of speech, and later by the surname alone."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from streams.stages.lexicon.cities import slug
from streams.stages.lexicon.wordlists import word_list
from streams.stages.tag.prose import Prose
from streams.stages.tag.spans import Token

_LISTS = word_list("name_neighbours")
_SPEECH = "|".join(_LISTS["speech"])
_PART = r"(?:(?:al|el|bin|ibn|ben|van|von|de|der|du|di|ul|ur|Al|El|Abu)[- ]){0,2}[A-ZÀ-ÖØ-Þ][\w'’]*(?:-[A-Z][\w'’]*)?"
_NAME = rf"{_PART}(?: [A-Z]\.)?(?: {_PART}){{0,3}}"
_FULL = rf"{_PART}(?: [A-Z]\.)?(?: {_PART}){{1,3}}"
_AFTER_ROLE = re.compile(rf",? ({_NAME})")
_NAMES = re.compile(rf"\b{_FULL}")
_BEHIND = re.compile(rf", (?:\d\d\b|who\b|an? [a-z]|the [a-z])|(?:, (?:\d\d|[^,.;]{{3,60}}),)? (?:{_SPEECH})\b")
_BEFORE = re.compile(rf"\b(?:{_SPEECH}|according to) $")
_ACTS = re.compile(r",? (?:was|is|has|had|will|would|did|[a-z]+ed|wrote|led|told|who)\b")
_MET = re.compile(
    rf"\b(?:identified as|named|killed|killing|arrested|wounded|led by|son of|met|including|with|by"
    rf"|\w+(?:{'|'.join(_LISTS['calling_ends'])})|{'|'.join(_LISTS['callings'])}) $"
)
_BEFORE_ROLE = re.compile(
    rf"({_FULL}), (?:\d\d, )?(?:an? |the |who is |its |their |[A-Z][\w'’]+['’]s )?[\w' -]{{0,40}}$"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_OPENERS = frozenset((*_LISTS["before"], *_LISTS["behind"]))
_CUES = word_list("place_cues")
_ORGANISATIONS = frozenset(_CUES["other_last"])
_OTHER = frozenset(
    word for part in ("other_last", "other_first", "peoples", "generic", "openers") for word in _CUES[part]
) | {noun for nouns in _CUES["kinds"].values() for noun in nouns}

_OTHERS = frozenset(
    ("place", "group", "target", "role", "date", "weapon", "defence", "vessel", "fire", "campaign", "person", "ship")
)
_BESIDE = 12
"""Tokens before a name that may reach into it."""

Found = tuple[str, int, int]


def people_of(prose: Iterable[Prose]) -> list[tuple[Prose, str, int, int]]:
    """Passage, id, start and end of every mention of a person.

    The id comes from the name as it is told first, in full.
    """
    parts = list(prose)
    named = [(part, *found) for part in parts for found in _introduced(part)]
    surnames: dict[str, str] = {}
    for _, identity, _, _ in named:
        surnames.setdefault(identity.rsplit("-", 1)[-1], identity)
    taken = {(id(part), at) for part, _, start, end in named for at in range(start, end)}
    for part in parts:
        for match in re.finditer(r"\b[A-ZÀ-Þ][\w]+", part.passage.text):
            known = surnames.get(match[0].lower())
            if known and (id(part), match.start()) not in taken and not _is_name_of_other(part, *match.span()):
                named.append((part, known, match.start(), match.end()))
    return [(part, surnames.get(identity, identity), start, end) for part, identity, start, end in named]


def _introduced(part: Prose) -> Iterator[Found]:
    text = part.passage.text
    seen: set[int] = set()
    for match in _candidates(part):
        start, end = match.span(match.lastindex or 0)
        words = _POSSESSIVE.sub("", text[start:end])
        first = words.split()[0].lower()
        if first in _OPENERS or start in seen or _is_name_of_other(part, start, start + len(words)):
            continue
        seen.add(start)
        yield slug(words), start, start + len(words)


def _candidates(part: Prose) -> Iterator[re.Match[str]]:
    text = part.passage.text
    for role in (token for token in part.tokens if token.type == "role"):
        if match := _AFTER_ROLE.match(text, role.end):
            yield match
        if match := _BEFORE_ROLE.search(text, max(0, role.start - 90), role.start):
            yield match
    for match in _NAMES.finditer(text):
        if _is_introduced(text, *match.span()):
            yield match


def _is_introduced(text: str, start: int, end: int) -> bool:
    """Does a full name speak, or is it described; or act, where it is no organisation's?"""
    begin = max(0, start - 24)
    if _BEHIND.match(text, end) or _BEFORE.search(text, begin, start):
        return text[start:end].rsplit(" ", 1)[-1].lower() not in _ORGANISATIONS
    acts = _ACTS.match(text, end) and text[max(0, start - 4) : start].lower() != "the "
    return bool(acts or _MET.search(text, begin, start)) and _may_name_somebody(text[start:end])


def _may_name_somebody(name: str) -> bool:
    """Is it no organisation's, operation's or people's name, and no title in capitals?"""
    words = [_POSSESSIVE.sub("", word).lower() for word in name.split()]
    return not (
        name.isupper()
        or any(word in _OTHER or word in _OPENERS or any(map(str.isdigit, word)) for word in words)
        or any(len(word) > 1 and word.isupper() for word in name.split())
    )


def _is_name_of_other(part: Prose, start: int, end: int) -> bool:
    """Do the words name a place, a group, a ship, a role or somebody known, or begin with one?"""
    first = max(0, bisect_left(part.tokens, start, key=_start) - _BESIDE)
    near = part.tokens[first : bisect_left(part.tokens, end, key=_start)]
    return any(
        token.start <= start < token.end or (token.type == "role" and token.start >= start)
        for token in near
        if token.type in _OTHERS
    )


def _start(token: Token) -> int:
    return token.start
