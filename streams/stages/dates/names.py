"""The names in dates, and the pieces that the patterns for them are made of."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from streams.stages.dates.when import Part, When
from streams.stages.lexicon.wordlists import word_list

_LISTS = word_list("dates")
MONTHS: dict[str, int] = {name: number for number, names in _LISTS["months"].items() for name in names}
FOREIGN_MONTHS: dict[str, int] = {name: number for number, names in _LISTS["foreign_months"].items() for name in names}
WEEKDAYS: dict[str, int] = {name: number for number, name in enumerate(_LISTS["weekdays"])}
HOLIDAYS: dict[str, list[int]] = _LISTS["holidays"]
FEASTS: dict[str, str] = {name: feast for feast, names in _LISTS["feasts"].items() for name in names}
PARTS: dict[str, Part] = {word: part for part, words in _LISTS["parts"].items() for word in words}
SEASONS: dict[str, Part] = {word: part for part, words in _LISTS["seasons"].items() for word in words}
COUNTS: dict[str, int] = _LISTS["counts"]
DAY_WORDS: dict[str, int] = _LISTS["day_words"]
UNIT_DAYS: dict[str, int] = {"hour": 0, "day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}


class Reading(NamedTuple):
    """What a stretch of the text means as a date."""

    start: int
    end: int
    when: When


class Rule(NamedTuple):
    """A pattern, the triggers without which it cannot match, and how to read a match. `basis` as in `Expression`.

    `needs` is a gate: it is found in every text in which the pattern matches, given `in_plain_letters`, and costs a
    fraction of it.
    """

    triggers: frozenset[str]
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Iterable[Reading]]
    basis: str
    needs: re.Pattern[str] | None = None


def any_of(words: Iterable[str]) -> str:
    """An alternation, longest first, in which either apostrophe will do."""
    return "|".join(sorted(words, key=len, reverse=True)).replace("'", "['’]")


MONTH = rf"(?:{any_of(MONTHS)})\b\.?"
WEEKDAY = rf"(?:{any_of(WEEKDAYS)})"
SHORT_WEEKDAY = rf"(?:{any_of(WEEKDAYS)}|{'|'.join(_LISTS['short_weekdays'])})"
BESIDE = re.compile(rf"\b({SHORT_WEEKDAY})\b\.?,? $", re.IGNORECASE)
"""A weekday right before a day in digits."""
ASKS_FOR_A_DAY = re.compile(r"(?:\b(?:on|since|until|till|from|of|dated)(?: the)? |\()$", re.IGNORECASE)
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\d|[.,:]\d|%|\s?(?:percent|per cent)\b)"
DAY_IN_WORDS = rf"(?:{any_of(DAY_WORDS)})\b"
YEAR_IN_FIGURES = r"(?:19|20)\d\d"
YEAR = rf"{YEAR_IN_FIGURES}(?!\d|[.,]\d)"
COUNT = rf"(?:{any_of(COUNTS)}|\d{{1,3}})"
NUMBERED = re.compile(
    rf"(?<!\w)(?:{any_of(_LISTS['numbered'])}|at(?: (?:about|around|approximately|roughly))?)\.? ?$", re.IGNORECASE
)
"""What stands before the number of something."""
SHIFT_YEAR = r",? (?:of |in )?(?P<shift>last|this|next) year\b(?!['’])"
CLOCK = re.compile(r" ?(?:GMT|UTC|Z|[A-Z][a-z]+ time|local(?: time)?|hrs?|hours|h)\b")
"""What stands behind a time of day."""
WORD_DAY = r"[a-z.],? (?:the )?\d"
"""What days behind a word need, so cheap to look for that most rules are not tried."""
UNIT = r"(?:hours?|days?|nights?|weeks?|fortnights?|months?|years?)"


def number_of(text: str | None) -> int | None:
    """A day of the month: "17th" and "seventeenth" -> 17."""
    if text and text.lower() in DAY_WORDS:
        return DAY_WORDS[text.lower()]
    found = re.match(r"\d+", text) if text else None
    return int(found[0]) if found else None


def month_of(text: str) -> int:
    """The number of a month by name, short name, or name in another language."""
    key = text.lower().rstrip(".")
    return MONTHS.get(key) or FOREIGN_MONTHS[key]


def year_of(text: str | None) -> int | None:
    """A year of four digits, or of two in this century."""
    if not text:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def shift_of(text: str | None) -> int | None:
    """How many years or months on "last", "this" and "next" are."""
    return {"last": -1, "this": 0, "next": 1}[text.lower()] if text else None


def weekday_of(text: str | None) -> int | None:
    """The number of a weekday (Monday is 0) by its first three letters."""
    return next((number for name, number in WEEKDAYS.items() if text and name.startswith(text.lower()[:3])), None)


def amount_of(match: re.Match[str]) -> tuple[int, str] | None:
    """Count and unit of "two days", "a week"; None for a count that cannot be told ("several")."""
    words = match["count"].lower()
    count = int(words) if words.isdigit() else COUNTS.get(words, 0)
    return (count, match["unit"].lower().rstrip("s")) if count else None


MONTH_TRIGGER = frozenset({"month"})
YEAR_TRIGGER = frozenset({"year"})
"""What a text has to name for the rules of several files to be tried."""


def explicit(
    triggers: frozenset[str],
    pattern: str,
    read: Callable[[re.Match[str]], Iterable[Reading]],
    needs: str | None = None,
) -> Rule:
    """A rule for dates that are named, in which capitals do not matter. `needs` as in `Rule`."""
    return Rule(triggers, compiled(pattern), read, "explicit", re.compile(needs) if needs else None)


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern that does not care for capitals."""
    return re.compile(pattern, re.IGNORECASE)
