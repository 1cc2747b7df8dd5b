"""Where names stand in a story, and what stands around them: in time linear in the text, however many names."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import ahocorasick

from streams.stages.tag.place_names import in_compound, in_longer_name
from streams.stages.tag.prose import Prose
from streams.stages.tag.spans import Token

_JOINTS = frozenset("'’-‑")


def occurrences(prose: Sequence[Prose], names: Iterable[str]) -> Iterator[tuple[int, int, int, str]]:
    """Passage number, start, end and name of all places where one of the names stands as a word."""
    automaton: Any = ahocorasick.Automaton()
    for name in names:
        automaton.add_word(name, name)
    if not len(automaton):
        return
    automaton.make_automaton()
    for number, part in enumerate(prose):
        text, free = part.passage.text, 0
        found = ((last + 1 - len(name), last + 1, name) for last, name in automaton.iter(text))
        for start, end, name in sorted(found, key=lambda item: (item[0], -item[1])):
            before, behind = text[start - 1 : start], text[end : end + 1]
            if start >= free and not (before.isalnum() or before in _JOINTS or behind.isalnum()):
                free = end
                yield number, start, end, name


def sentence_at(part: Prose, at: int) -> tuple[Token, ...]:
    """The tokens of the sentence at a position."""
    number = bisect_right(part.sentences, at, key=_first) - 1
    start, end = part.sentences[number] if number >= 0 else (at, at)
    first = bisect_left(part.tokens, start, key=_start)
    return part.tokens[first : bisect_left(part.tokens, end, key=_start)]


def opens_sentence(part: Prose, at: int) -> bool:
    """Does a sentence begin at the position?"""
    number = bisect_right(part.sentences, at, key=_first) - 1
    return number >= 0 and part.sentences[number][0] == at


def tokens_before(part: Prose, start: int, end: int, count: int) -> tuple[Token, ...]:
    """The tokens that begin in a stretch, and so many before it."""
    first = bisect_left(part.tokens, start, key=_start)
    return part.tokens[max(0, first - count) : bisect_left(part.tokens, end, key=_start)]


def again(part: Prose, start: int, end: int) -> bool:
    """Is a name that has been told before the same place here, not a part of another name?"""
    text = part.passage.text
    near = tokens_before(part, start, end, 9)
    if in_compound(text, end) or any(token.start < end and start < token.end for token in near):
        return False
    return opens_sentence(part, start) or not in_longer_name(text, start, end)


def _first(sentence: tuple[int, int]) -> int:
    return sentence[0]


def _start(token: Token) -> int:
    return token.start
