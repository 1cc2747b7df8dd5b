"""Find date expressions in a text: the rules are tried only around words and digits that can trigger them."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import ahocorasick

from streams.stages.dates.absolute import ABSOLUTE
from streams.stages.dates.names import HOLIDAYS, MONTHS, WEEKDAYS
from streams.stages.dates.relative import RELATIVE
from streams.stages.dates.when import When

_BEFORE, _AFTER = 48, 64
"""Characters around a trigger that an expression may take up."""
_RELATIVE_WORDS = """yesterday today tomorrow tonight overnight ago earlier later before after previous preceding prior past
last next following coming this same that night weekend week month year days recent morning evening afternoon"""
_CUE = re.compile(
    r"\b(since|until|till|as of|as at|by|before|prior to|after|following|from|between|through|up to|to|on|in|during|for|over"
    r"|within|starting|beginning|around|late on|early on|and|of)"
    r"(?: (?:the|around|about|at least|late|early|midnight on|night of|evening of|morning of|end of|small hours of"
    r"|early hours of|some time|just|roughly))* ?$",
    re.IGNORECASE,
)


class Expression(NamedTuple):
    """A date expression: where it stands, what it means, and the cue before it ("since", "until", "as of", "on").

    `basis` is how it names its day: `explicit`, `weekday` or `relative`.
    """

    start: int
    end: int
    when: When
    basis: str
    cue: str


def _triggers() -> Any:
    automaton: Any = ahocorasick.Automaton()
    kinds = {
        **dict.fromkeys(_RELATIVE_WORDS.split(), "relative"),
        **dict.fromkeys((name.split()[0].split("'")[0] for name in HOLIDAYS), "holiday"),
        **dict.fromkeys(WEEKDAYS, "weekday"),
        **dict.fromkeys(MONTHS, "month"),
        **dict.fromkeys(map(str, range(10)), "digit"),
        "19": "year",
        "20": "year",
    }
    for word, kind in kinds.items():
        automaton.add_word(word, kind)
    automaton.make_automaton()
    return automaton


_AUTOMATON = _triggers()


def find_dates(text: str) -> tuple[Expression, ...]:
    """The date expressions of a text, left to right, without overlaps: the longest where several begin."""
    windows = _windows(text)
    if not windows:
        return ()
    found = sorted(set(_all(text, windows)), key=lambda item: (item.start, -item.end))
    kept: list[Expression] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(kept)


def _windows(text: str) -> dict[str, list[tuple[int, int]]]:
    """For each kind of trigger in the text, the stretches around its occurrences; those that touch are one."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = text  # a letter that grows in lower case (İ): triggers in capitals are missed here, nothing else
    windows: dict[str, list[tuple[int, int]]] = {}
    for end, kind in _AUTOMATON.iter(lower):
        known = windows.setdefault(kind, [])
        start, stop = max(0, end - _BEFORE), min(len(text), end + _AFTER)
        if known and start <= known[-1][1]:
            known[-1] = (known[-1][0], stop)
        else:
            known.append((start, stop))
    return windows


def _all(text: str, windows: dict[str, list[tuple[int, int]]]) -> Iterator[Expression]:
    for rule in (*ABSOLUTE, *RELATIVE):
        for trigger in rule.triggers:
            for start, stop in windows.get(trigger, ()):
                for match in rule.pattern.finditer(text, _word_start(text, start), _word_end(text, stop)):
                    for reading in rule.read(match):
                        yield Expression(*reading, rule.basis, cue(text, reading.start))


def _word_start(text: str, position: int) -> int:
    while position > 0 and text[position - 1].isalnum():
        position -= 1
    return position


def _word_end(text: str, position: int) -> int:
    while position < len(text) and text[position].isalnum():
        position += 1
    return position


def cue(text: str, start: int) -> str:
    """The preposition or connective right before a position, in small letters; empty where there is none."""
    before = _CUE.search(text, max(0, start - 40), start)
    return before[1].lower() if before else ""
