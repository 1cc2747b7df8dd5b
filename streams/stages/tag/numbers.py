"""Numbers in digits and words, with their qualifiers: "at least 151", "no fewer than thirteen", "the 47th", "twice".

Clock times, calibres, ages, shares, money, measures, years and names ("Tower 22") are no numbers here.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import ahocorasick

from schemas.common import Qualifier
from streams.stages.lexicon.folding import TAIL, in_plain_letters, lower_in_place, may_end
from streams.stages.lexicon.wordlists import word_list
from streams.stages.tag.number_words import CARDINALS, GROUPS, NUMBER, ORDINALS, WORD, any_of, value_of, value_of_words

_LISTS = word_list("numbers")
_LONGEST = 9
"""Digits and commas of the longest number; what is longer counts nothing (and Python refuses to read 5,000 digits)."""
_HIGHER = re.compile(rf"(?P<join>-|–| to | or | and )(?P<higher>\d{{1,4}}\b(?![,:.%]\d|%)|{WORD})", re.IGNORECASE)
_QUALIFIER = re.compile(
    r"(?:^|(?<=\W))(?:"
    + "|".join(f"(?P<{name}>{any_of(words)})" for name, words in _LISTS["qualifiers"].items())
    + r")(?: the| a total of| another| these| a further)? $",
    re.IGNORECASE,
)
_QUALIFIER_ENDS = tuple(
    {f"{word} "[-TAIL:] for words in _LISTS["qualifiers"].values() for word in words}
    | {" the ", " of ", " another ", " these ", " further "}
)
_BEHIND = re.compile(
    r"\s?(?:"
    + "|".join(f"(?P<{name}>{any_of(words)})" for name, words in _LISTS["qualifiers_behind"].items())
    + r")(?!\w)",
    re.IGNORECASE,
)
_NO_COUNT_BEHIND = re.compile(
    r"[:.]\d|[-–]\d|%|/\d|[°º]| times as (?!of\b)"
    rf"|[- ]?(?:{any_of(_LISTS['measures'])})(?:s|es)?(?![\w])|-(?:{any_of(_LISTS['joined'])})",
    re.IGNORECASE,
)
_MEASURING = frozenset(
    re.split(r"\W", word)[0] + end for word in (*_LISTS["measures"], "times") for end in ("", "s", "es")
)
"""The first words of those that `_NO_COUNT_BEHIND` finds behind a space."""
_WORD_BEHIND = re.compile(r"\w+")
_NO_COUNT_BEFORE = re.compile(
    rf"(?:[$€£#]|\bRs\.?|\b(?:{any_of(_LISTS['names'])})|\b[A-Z][a-zà-ÿ]+,)\s?$|[\d.,:/+]$|\w-$"
)
_AGE_BEHIND = re.compile(r"\s?[,.)]")
_NUMBERED = re.compile(r"\b(?:No\.|Nos\.|number|numbers)\s$", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:no|any|every|each|some|which) $", re.IGNORECASE)
_PRONOUN_BEHIND = re.compile(r" (?:another|day|hopes?|would|must|can|could|should)\b|-", re.IGNORECASE)


class Number(NamedTuple):
    """A number in a text: its value, qualifier, and whether it is an ordinal ("the 47th", "number ten").

    `start` and `end` enclose the number alone, `begin` and `end_all` its qualifier too. `form` is `digits`, `words`,
    `group` (a dozen, both, a pair of) or `times` (once, twice). `upper` is the higher one of "ten to 15".
    """

    start: int
    end: int
    value: int
    qualifier: Qualifier
    ordinal: bool
    form: str
    begin: int
    end_all: int
    upper: int | None = None


def _automaton() -> Any:
    automaton: Any = ahocorasick.Automaton()
    for word in {*CARDINALS, *ORDINALS, *GROUPS, "a hundred", "a thousand"}:
        automaton.add_word(word, len(word))
    automaton.make_automaton()
    return automaton


_AUTOMATON = _automaton()
_DIGITS = re.compile(r"\d+")


def find_numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text that may count something, from left to right."""
    found: list[Number] = []
    free = 0
    for start in sorted(set(_starts(text))):
        match = NUMBER.match(text, start) if start >= free else None
        if match is None:
            continue
        free = match.end()
        if not _refused(text, match):
            found.append(_number(text, match))
            free = max(free, found[-1].end)
    return tuple(found)


def _starts(text: str) -> Iterator[int]:
    for match in _DIGITS.finditer(text):
        yield match.start()
    for end, length in _AUTOMATON.iter(lower_in_place(text)):
        start = end + 1 - length
        if not (start and (text[start - 1].isalnum() or text[start - 1] == "-")):
            yield start


def _refused(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    if len(match["digits"] or "") > _LONGEST:
        return True
    if _is_measured(text, end) and not _higher(text, start, end, value_of(match)[0]):
        return True
    if match[0][0].isdigit() and not match["suffix"]:
        return _refused_digits(text, match)
    if match[0].lower() == "one":
        return bool(_PRONOUN.search(text, max(0, start - 8), start) or _PRONOUN_BEHIND.match(text, end))
    return False


def _is_measured(text: str, end: int) -> bool:
    if text[end : end + 1] == " ":
        word = _WORD_BEHIND.match(text, end + 1)
        if word is None or in_plain_letters(word[0]) not in _MEASURING:
            return False
    return bool(_NO_COUNT_BEHIND.match(text, end))


def _refused_digits(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    digits = match["digits"] or ""
    if (len(digits) == 4 and 1900 <= int(digits) <= 2100) or (digits[:1] == "0" and len(digits) > 1):
        return True
    before = _NO_COUNT_BEFORE.search(text, max(0, start - 16), start)
    if before is None:
        return False
    # "Ali Hassan, 42, said" is an age; "In Iraq, 42 attacks" is a count.
    return not before[0].rstrip().endswith(",") or bool(_AGE_BEHIND.match(text, end))


def _number(text: str, match: re.Match[str]) -> Number:
    value, ordinal, form = value_of(match)
    start, end = match.span()
    begin, upper = start, None
    if _NUMBERED.search(text, max(0, start - 9), start):
        ordinal = True
    elif not ordinal and (higher := _higher(text, start, end, value)):
        upper, end = higher
    qualifier: Qualifier = "exactly"
    end_all = end
    before = _QUALIFIER.search(text, max(0, begin - 44), begin) if may_end(text, begin, _QUALIFIER_ENDS) else None
    if before:
        qualifier = before.lastgroup  # type: ignore[assignment]
        begin = before.start()
    elif behind := _BEHIND.match(text, end):
        qualifier = behind.lastgroup  # type: ignore[assignment]
        end_all = behind.end()
    return Number(start, end, value, qualifier, ordinal, form, begin, end_all, upper)


def _higher(text: str, start: int, end: int, value: int) -> tuple[int, int] | None:
    """The upper number of "ten to 15", "between 10 and 15", and where it ends; "rose from 10 to 15" is none."""
    match = _HIGHER.match(text, end)
    if match is None or _is_measured(text, match.end()):
        return None
    before = text[max(0, start - 9) : start].lower()
    if before.endswith("from ") or (match["join"] == " and " and not before.endswith("between ")):
        return None
    upper, ordinal = value_of_words(match["higher"])
    return None if ordinal or upper <= value else (upper, match.end())
