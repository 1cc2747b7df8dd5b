"""Numbers in digits and words, with their qualifiers: "at least 151", "no fewer than thirteen", "the 47th", "twice".

Clock times, calibres, ages, shares, money, measures, years and names ("Tower 22") are no numbers here.
"""

import re
from typing import NamedTuple

from schemas.common import Qualifier

_UNITS = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split(),
        range(20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_ORDINAL_UNITS = dict(
    zip(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
        "sixteenth seventeenth eighteenth nineteenth".split(),
        range(1, 20),
        strict=True,
    )
)
_ORDINAL_TENS = {word[:-1] + "ieth": value for word, value in _TENS.items()}
_GROUPS = {"a dozen": 12, "half a dozen": 6, "half-dozen": 6, "a half-dozen": 6, "two dozen": 24, "three dozen": 36, "four dozen": 48, "a pair of": 2, "a couple of": 2, "a score of": 20, "a brace of": 2, "a trio of": 3, "a quartet of": 4, "a handful of": 3, "dozen": 12, "a hundred": 100, "a thousand": 1000, "a single": 1, "twice": 2, "once": 1, "thrice": 3, "both": 2, "all three": 3}  # fmt: skip
_SMALL = "|".join([*_UNITS, *_TENS])
_WORDS = (
    rf"(?:(?:{'|'.join(_TENS)})[- ](?:{'|'.join(list(_ORDINAL_UNITS)[:9])}|{'|'.join(list(_UNITS)[1:10])})"
    rf"|{'|'.join(_ORDINAL_TENS)}|hundredth|{'|'.join(_ORDINAL_UNITS)}|{_SMALL})"
)
_NUMBER = re.compile(
    r"(?<![\w.,:/$€£#-])(?:(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<th>st|nd|rd|th)?"
    rf"|(?P<group>{'|'.join(sorted(map(re.escape, _GROUPS), key=len, reverse=True))})"
    rf"|(?:(?P<hundreds>(?:{_SMALL})|a|\d+)[ -](?P<scale>hundred|thousand|million)(?:(?: and|,)? (?P<rest>{_WORDS}))?)"
    rf"|(?P<words>{_WORDS}))(?![\w])",
    re.IGNORECASE,
)
_TRIGGER = re.compile(rf"\d|\b(?:{'|'.join([*_UNITS, *_TENS])}|\w+(?:th|ieth)|first|second|third|dozen|hundred|pair|couple|twice|once|thrice|both|single|trio|handful)\b", re.IGNORECASE)  # fmt: skip
_QUALIFIERS: tuple[tuple[Qualifier, str], ...] = (
    ("at_least", r"at least|no fewer than|not fewer than|no less than|not less than|a minimum of|upwards? of|at the very least|a total of at least|as many as|minimum of"),
    ("more_than", r"more than|over|in excess of|above|exceeding|exceeded|well over|north of|surpassed|topped|past|just over|upward of"),
    ("fewer_than", r"fewer than|less than|under|below|at most|no more than|not more than|up to|a maximum of"),
    ("nearly", r"nearly|almost|close to|just under|just short of|approaching|not quite|near"),
    ("about", r"about|around|some|roughly|approximately|an estimated|circa|or so|somewhere around|in the region of|on the order of|estimated"),
)  # fmt: skip
_QUALIFIER = re.compile(
    r"\b(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _QUALIFIERS) + r")(?: the| a total of| another| these)? $",
    re.IGNORECASE,
)
_AFTER_QUALIFIER = re.compile(r"\s?(?:(?P<at_least>or more|at least|at the least|plus|\+)|(?P<about>or so|-odd))\b|(?P<plus>\+)")
_NOT_AFTER = re.compile(
    r"[:.]\d|[-\s]?(?:mm|cm|km|kms|kg|m|ft|kilometres?|kilometers?|metres?|meters?|miles?|nautical|tonnes?|tons?|feet|percent|per cent|pc|"
    r"%|percentage|knots|litres?|megawatts?|mw|gw|kilowatts?|barrels?|bpd|degrees|billion|trillion|dollars?|euros?|"
    r"years?[- ]old|a\.?m\b|p\.?m\b|gmt|utc|local time|o'clock|o’clock|hours?|minutes?|seconds?|days?|weeks?|months?|years?|decades?|centur)"
    r"(?![a-z])|%|/\d|(?:thirds?|quarters?|fifths?)\b|-(?:year|month|day|hour|week|kilomet|mile|storey|story|page|point|nation|man|member|strong)"
    r"|[- ](?:thirds?|quarters?|fifths?)\b|°|º|(?:-|–)?(?:mm|calib)",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(r"(?:[$€£#]|\baged|\bage|\bRs\.?|\bUS\$|\b(?:Tower|Highway|Route|Article|Resolution|Boeing|Airbus|Flight|Unit|Block|Phase|Chapter|Section|Sector|Group|No\.?|Nos\.?|Number|Brigade|Division|Camp|Route|Gate|Line|Reactor|Unit|F|MiG|Su|Tu|Kh|S|T|K|AK|M|B|C|G)[- ]?)\s?$")  # fmt: skip
_PRONOUN_ONE = re.compile(r"\s+(?:of the|of its|of his|of their|of those|of these|of America|another|day\b|that\b|who\b|which\b)", re.IGNORECASE)


class Number(NamedTuple):
    """A number in a text: its value, qualifier, and whether it is an ordinal ("the 47th") or counts times ("twice").

    `start` and `end` enclose the number alone, `begin` and `end_all` its qualifier too. `form` is `digits`, `words`,
    `group` (a dozen, both, a pair of) or `times` (once, twice).
    """

    start: int
    end: int
    value: int
    qualifier: Qualifier
    ordinal: bool
    form: str
    begin: int
    end_all: int


def find_numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text that may count something, from left to right."""
    if not _TRIGGER.search(text):
        return ()
    found = []
    for match in _NUMBER.finditer(text):
        number = _number(text, match)
        if number is not None:
            found.append(number)
    return tuple(found)


def _number(text: str, match: re.Match[str]) -> Number | None:
    if _refused(text, match):
        return None
    value, ordinal, form = _value(match)
    qualifier: Qualifier = "exactly"
    begin, end = match.start(), match.end()
    if before := _QUALIFIER.search(text, max(0, begin - 40), begin):
        qualifier = before.lastgroup  # type: ignore[assignment]
        begin = before.start()
    elif after := _AFTER_QUALIFIER.match(text, end):
        qualifier = "about" if after.lastgroup == "about" else "at_least"
        end = after.end()
    return Number(match.start(), match.end(), value, qualifier, ordinal, form, begin, end)


def _refused(text: str, match: re.Match[str]) -> bool:
    digits = match["digits"]
    if digits and not match["th"] and len(digits) == 4 and 1900 <= int(digits) <= 2100:
        return True
    if digits and len(digits) > 9:
        return True
    if _NOT_AFTER.match(text, match.end()):
        return True
    return bool(digits and _NOT_BEFORE.search(text, max(0, match.start() - 14), match.start()))


def _value(match: re.Match[str]) -> tuple[int, bool, str]:
    if match["digits"]:
        return int(match["digits"].replace(",", "")), bool(match["th"]), "digits"
    if match["group"]:
        word = match["group"].lower()
        return _GROUPS[word], False, "times" if word in ("once", "twice", "thrice") else "group"
    if match["scale"]:
        head = match["hundreds"].lower()
        factor = int(head) if head.isdigit() else _UNITS.get(head, _TENS.get(head, 1))
        scale = {"hundred": 100, "thousand": 1000, "million": 1_000_000}[match["scale"].lower()]
        rest, ordinal = _words(match["rest"]) if match["rest"] else (0, False)
        return factor * scale + rest, ordinal, "words"
    value, ordinal = _words(match["words"])
    return value, ordinal, "words"


def _words(words: str) -> tuple[int, bool]:
    value, ordinal = 0, False
    for word in re.split(r"[- ]", words.lower()):
        if word in _ORDINAL_UNITS:
            value, ordinal = value + _ORDINAL_UNITS[word], True
        elif word in _ORDINAL_TENS:
            value, ordinal = value + _ORDINAL_TENS[word], True
        elif word == "hundredth":
            value, ordinal = value + 100, True
        else:
            value += _UNITS.get(word, _TENS.get(word, 0))
    return value, ordinal
