"""Stretches that a count may run over, other than from a date: "this year", "in the past 24 hours", "in a day"."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from streams.stages.tag.totals.draft import Precision, Scope

_I = re.IGNORECASE
_HEDGE = (
    r"(?:(?:just |only |barely )?(?:a little |slightly |just )?"
    r"(?:over|under|more than|less than|about|around|some|nearly|almost) )?"
)
_NUMERALS = (
    r"\d{1,3}|a single|couple of|a couple of|as many|few|a few|several|a|one|two|three|four|five|six|seven|eight|nine|"
    r"ten|eleven|twelve|fourteen|eighteen|twenty"
)
_AMOUNT = rf"{_HEDGE}(?P<n>{_NUMERALS})"
_UNIT = r"(?P<unit>hour|day|week|fortnight|month|year|night)s?"
_SPAN = re.compile(
    rf"\b(?:in|over|during|within|inside|for) (?:the )?(?:space of |course of |span of )?"
    rf"(?P<past>past |last |previous |preceding |first )?(?:{_AMOUNT}[ -])?{_UNIT}\b",
    re.IGNORECASE,
)
_THIS_YEAR = re.compile(
    r"\b(?:this year|of the year|(?:start|beginning|turn) of (?:the|this) year|"
    r"new year(?:'s day|’s day)?|year to date|the year (?:began|started|opened))\b",
    re.IGNORECASE,
)
_FIRST_MONTHS = re.compile(
    rf"\b(?:in|over|during|for|of) the (?:first (?P<n>{_NUMERALS}) months|first (?P<part>half|quarter)) of "
    r"(?:(?:the|this) year|(?P<year>(?:19|20)\d\d))\b",
    _I,
)
_THIS_MONTH = re.compile(
    r"\b(?:this month|of the month|(?:start|beginning|turn) of (?:the|this) month)\b", re.IGNORECASE
)
_THIS_WEEK = re.compile(r"\b(?:this week|over the weekend|at the weekend|this weekend)\b", _I)
_LAST_YEAR = re.compile(r"\b(?:in (?:all|the whole) of )?last year\b|\bthe previous year\b", _I)
_IN_YEAR = re.compile(
    r"\b(?:in|during|throughout|for|of|(?P<whole>in all of|the whole of)) (?P<year>(?:19|20)\d\d)\b(?! dollars)",
    re.IGNORECASE,
)
_DAY_ALONE = re.compile(
    r"\b(?:in (?:a|one|a single|the same) (?:day|night)|alone|that day|on the same day|that night)\b", re.IGNORECASE
)
_WORDS = {
    word: n
    for n, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_VAGUE = frozenset({"couple of", "a couple of", "as many", "few", "a few", "several"})
_SHORT = 45
"""Days up to which a stretch is a window of a count rather than the count."""
_DAYS = {"hour": 1 / 24, "day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}


class Period(NamedTuple):
    """A stretch at text[start:end]: its first day, its last where it is over, and what kind of total it makes."""

    start: int
    end: int
    since: date | None
    until: date | None
    precision: Precision
    scope: Scope


@lru_cache(maxsize=32)
def periods_in(text: str, today: date | None) -> tuple[Period, ...]:
    """The stretches of time that a sentence names, counted back from `today` (days are None where it is unknown)."""
    first = [_first_months(match, today) for match in _FIRST_MONTHS.finditer(text)]
    if first:
        # "the first five months of the year" holds no "five months" and no "of the year" of its own.
        covered = [*first, *periods_in(_blanked(text, first), today)]
        return tuple(sorted(covered, key=lambda row: (row.start, row.end)))
    found = [_span(match, today) for match in _SPAN.finditer(text) if match["n"] or match["past"]]
    for pattern, since in ((_THIS_YEAR, _year_start(today)), (_THIS_MONTH, _month_start(today))):
        found += [Period(*match.span(), since, None, "month", "running") for match in pattern.finditer(text)]
    found += [
        Period(*match.span(), _week_start(today, match[0]), None, "window", "window")
        for match in _THIS_WEEK.finditer(text)
    ]
    found += [
        Period(*match.span(), *_whole_year(today.year - 1 if today else None), "month", "window")
        for match in _LAST_YEAR.finditer(text)
    ]
    found += [_in_year(match, today) for match in _IN_YEAR.finditer(text)]
    found += [Period(*match.span(), None, None, "window", "window") for match in _DAY_ALONE.finditer(text)]
    return tuple(sorted(found, key=lambda row: (row.start, row.end)))


def _span(match: re.Match[str], today: date | None) -> Period:
    amount = (match["n"] or "a").lower()
    number = (
        int(amount)
        if amount.isdigit()
        else {"fourteen": 14, "eighteen": 18, "twenty": 20}.get(amount, _WORDS.get(amount, 1))
    )
    if amount in _VAGUE or (match["past"] or "").lower().startswith("first"):
        return Period(*match.span(), None, None, "window", "window")
    days = max(1, round(number * _DAYS[match["unit"].lower()]))
    since = today - timedelta(days=days) if today else None
    return Period(*match.span(), since, None, "window", "window" if days <= _SHORT else "running")


def _blanked(text: str, periods: list[Period]) -> str:
    for row in periods:
        text = text[: row.start] + "_" * (row.end - row.start) + text[row.end :]
    return text


def _first_months(match: re.Match[str], today: date | None) -> Period:
    """ "the first five months of the year", "the first half of 2023": from New Year to the end of that month."""
    year = int(match["year"]) if match["year"] else today.year if today else None
    part = (match["part"] or "").lower()
    amount = (match["n"] or "").lower()
    months = {"half": 6, "quarter": 3}.get(part) or (int(amount) if amount.isdigit() else _WORDS.get(amount, 0))
    if year is None or not 0 < months < 12:
        return Period(*match.span(), None, None, "window", "window")
    return Period(*match.span(), date(year, 1, 1), date(year, months + 1, 1) - timedelta(days=1), "month", "running")


def _year_start(today: date | None) -> date | None:
    return today.replace(month=1, day=1) if today else None


def _month_start(today: date | None) -> date | None:
    return today.replace(day=1) if today else None


def _week_start(today: date | None, words: str) -> date | None:
    if today is None:
        return None
    # On a Monday, "the weekend" is the one just past.
    monday = today - timedelta(days=today.weekday())
    if "weekend" not in words.lower():
        return monday
    return monday - timedelta(days=2) if today.weekday() < 5 else monday + timedelta(days=5)


def _whole_year(year: int | None) -> tuple[date | None, date | None]:
    return (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)


def _in_year(match: re.Match[str], today: date | None) -> Period:
    since, until = _whole_year(int(match["year"]))
    past = today is not None and until is not None and until < today
    return Period(*match.span(), since, until if past else None, "month", "window" if past else "running")
