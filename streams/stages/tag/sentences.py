"""Cut a text into sentences with offsets."""

import re

from streams.stages.lexicon.wordlists import word_list

_END = re.compile(r"""(?<![.!?…])[.!?…]++["”’'»)\]]*+(?=\s+["“‘'«(\[]*[A-Z0-9À-ÞЀ-Я—–]|\s*$)|\n+""")
_LISTS = word_list("sentences")
_ABBREVIATIONS = frozenset(_LISTS["never_end"])
_MAY_END = frozenset(_LISTS["may_end"])
_WORDS_TOO = frozenset(_LISTS["also_words"])
_STARTERS = frozenset(_LISTS["starters"])
_WORD = re.compile(r"[\w.]+$")


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences as (start, end) pairs, white space at their ends left out; every visible character lies in one."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match[0][0] == "." and not _ends_sentence(text, start, match):
            continue
        _keep(text, start, match.end(), found)
        start = match.end()
    _keep(text, start, len(text), found)
    return tuple(found)


def _keep(text: str, start: int, end: int, found: list[tuple[int, int]]) -> None:
    words = text[start:end]
    left = start + len(words) - len(words.lstrip())
    if stripped := words.strip():
        found.append((left, left + len(stripped)))


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    before = _WORD.search(text, max(start, match.start() - 12), match.start())
    if not before or len(match[0]) > 1:
        return True
    word = before[0].lower()
    after = re.match(r"\s+[\"“‘'«(\[]*(\w+)", text[match.end() :])
    following = after[1] if after else ""
    if word in _MAY_END:
        return following.lower() in _STARTERS
    if word in _WORDS_TOO:
        # "No. 4", "Mar. 3" go on; "he said no. Then" does not.
        return not following[:1].isdigit()
    if word in _ABBREVIATIONS:
        return not following
    # A single capital is an initial: "John F. Kennedy".
    return not (len(word) == 1 and before[0].isupper() and following[:1].isupper())
