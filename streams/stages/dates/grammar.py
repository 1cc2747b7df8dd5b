"""Find date expressions in a text: the rules are tried only around words and digits that can trigger them."""

import re
from collections.abc import Iterator
from typing import Any

import ahocorasick

from streams.stages.dates.days_of_month import DAYS_OF_MONTH
from streams.stages.dates.joining import Expression, is_name, joined, to_come
from streams.stages.dates.named_days import NAMED_DAYS
from streams.stages.dates.names import DAY_WORDS, FEASTS, HOLIDAYS, MONTHS, SEASONS, WEEKDAYS
from streams.stages.dates.numeric import NUMERIC
from streams.stages.dates.periods import PERIODS
from streams.stages.dates.relative import PHRASES, RELATIVE
from streams.stages.lexicon.folding import TAIL, in_plain_letters, lower_in_place, may_end

_REACH = {
    "digit": (16, 32),
    "ordinal": (32, 40),
    "year": (28, 12),
    "month": (30, 48),
    "holiday": (2, 30),
    "feast": (30, 24),
    "weekday": (24, 36),
    "distance": (32, 12),
    "short_weekday": (6, 20),
    "past": (12, 30),
    "period": (36, 12),
    "season": (16, 16),
    "quarter": (24, 8),
    "fiscal": (8, 12),
    "stroke": (4, 8),
}
"""Characters before and behind the end of a trigger that an expression may take up."""
RULES = (*NUMERIC, *NAMED_DAYS, *DAYS_OF_MONTH, *PERIODS, *RELATIVE)
"""All of them; where several match, `find_dates` takes the one that begins first, then the longest."""
_TRIGGER_WORDS = {
    "distance": "ago earlier later before after previously prior",
    "past": "past last previous preceding prior",
    "period": "weekend week month year",
    "season": " ".join(SEASONS),
    "quarter": "quarter",
    "fiscal": "fiscal fy",
    "stroke": "/",
}
_CUES = (
    "since", "until", "till", "as of", "as at", "by", "before", "prior to", "after", "following", "from", "between",
    "through", "up to", "to", "on", "in", "during", "for", "over", "within", "starting", "beginning", "around",
    "late on", "early on", "and", "of",
)  # fmt: skip
_BEHIND_CUES = (
    "the", "around", "about", "at least", "late", "early", "midnight on", "night of", "evening of", "morning of",
    "end of", "small hours of", "early hours of", "some time", "just", "roughly",
)  # fmt: skip
_CUE = re.compile(rf"\b({'|'.join(_CUES)})(?: (?:{'|'.join(_BEHIND_CUES)}))* ?$", re.IGNORECASE)
_CUE_ENDS = tuple({(word + space)[-TAIL:] for word in (*_CUES, *_BEHIND_CUES) for space in ("", " ")})


def _triggers() -> Any:
    automaton: Any = ahocorasick.Automaton()
    words = [(word, kind) for kind, several in _TRIGGER_WORDS.items() for word in several.split()]
    words += [(name.split()[0].split("'")[0], "holiday") for name in HOLIDAYS]
    words += [(name.split("'")[0], "feast") for name in FEASTS]
    words += [(name[:3], "short_weekday") for name in WEEKDAYS]
    words += [(name, "weekday") for name in WEEKDAYS] + [(name, "month") for name in MONTHS]
    words += [(name, "ordinal") for name in DAY_WORDS]
    words += [(str(digit), "digit") for digit in range(10)] + [("19", "year"), ("20", "year")]
    kinds: dict[str, set[str]] = {}
    for word, kind in words:
        kinds.setdefault(word, set()).add(kind)
    for phrase in PHRASES:
        kinds.setdefault(phrase, set())
    for word, its_kinds in kinds.items():
        automaton.add_word(word, (tuple(sorted(its_kinds)), word if word in PHRASES else ""))
    automaton.make_automaton()
    return automaton


_AUTOMATON = _triggers()
_BY_TRIGGER = {kind: [rule for rule in RULES if kind in rule.triggers] for kind in _REACH}


def find_dates(text: str) -> tuple[Expression, ...]:
    """The date expressions of a text, left to right, without overlaps: the longest where several begin."""
    found = _phrases_and_windows(text)
    if not found:
        return ()
    kept: list[Expression] = []
    for item in sorted(dict.fromkeys(found), key=lambda item: (item.start, -item.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(joined(text, kept))


def _phrases_and_windows(text: str) -> list[Expression]:
    lower = lower_in_place(text)
    found: list[Expression] = []
    windows: dict[str, list[tuple[int, int]]] = {}
    for end, (kinds, phrase) in _AUTOMATON.iter(lower):
        for kind in kinds:
            before, after = _REACH[kind]
            _widen(windows.setdefault(kind, []), max(0, end - before), min(len(text), end + after))
        start = end + 1 - len(phrase)
        if phrase and not lower[end + 1 : end + 2].isalnum() and not (start and lower[start - 1].isalnum()):
            found.append(Expression(start, end + 1, PHRASES[phrase], "relative", cue(text, start)))
    found.extend(_by_rules(text, windows))
    return found


def _widen(known: list[tuple[int, int]], start: int, stop: int) -> None:
    if known and start <= known[-1][1]:
        known[-1] = (known[-1][0], stop)
    else:
        known.append((start, stop))


def _by_rules(text: str, windows: dict[str, list[tuple[int, int]]]) -> Iterator[Expression]:
    plain = in_plain_letters(text) if windows else ""
    for trigger, stretches in windows.items():
        for start, stop in stretches:
            start, stop = _word_start(text, start), _word_end(text, stop)
            for rule in _BY_TRIGGER[trigger]:
                if rule.needs is not None and not rule.needs.search(plain, start, stop):
                    continue
                for match in rule.pattern.finditer(text, start, stop):
                    for reading in rule.read(match):
                        if is_name(text, reading.start, reading.end, reading.when):
                            continue
                        when = to_come(text, reading.start, reading.when)
                        yield Expression(reading.start, reading.end, when, rule.basis, cue(text, reading.start))


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
    before = _CUE.search(text, max(0, start - 40), start) if may_end(text, start, _CUE_ENDS) else None
    return before[1].lower() if before else ""
