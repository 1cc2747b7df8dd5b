"""Words that a printer has cut at the end of a line."""

import re

from streams.stages.clean import words

_HEAD = re.compile(r"([^\W\d_]+(?:[’'][^\W\d_]+)?)-$")
_TAIL = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def known_words(text: str) -> frozenset[str]:
    """The words of a page in small letters, compounds with their hyphens."""
    return frozenset(word.casefold() for word in _WORD.findall(text))


def hyphenated(line: str, following: str, known: frozenset[str]) -> bool:
    """Does the line end in a word cut in two, so that its hyphen belongs to the print and not to the word?

    A word in small letters goes on; it is no compound that the page writes with a hyphen elsewhere, nor one that
    looks like a compound (`US-`, `north-`, `-backed`), nor two words that the page also uses each alone.
    """
    head, tail = _HEAD.search(line), _TAIL.match(following)
    if not head or not tail or not tail.group().islower():
        return False
    first, second = head[1].casefold(), tail.group()
    if first + second in known:
        return True
    if f"{first}-{second}" in known or len(first) < 2 or (head[1].isupper() and len(first) <= 4):
        return False
    if words.is_in("compound_heads", first) or words.is_in("compound_tails", second):
        return False
    return not (len(first) >= 4 and len(second) >= 4 and first in known and second in known)
