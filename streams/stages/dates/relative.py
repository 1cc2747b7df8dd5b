"""Rules for weekdays and for dates told from others: "late on Monday", "two days later", "in the past 24 hours"."""

import re
from collections.abc import Iterator

from streams.stages.dates.names import (
    COUNT,
    PARTS,
    UNIT,
    UNIT_DAYS,
    WEEKDAY,
    WEEKDAYS,
    Reading,
    Rule,
    amount_of,
    any_of,
    compiled,
    shift_of,
    weekday_of,
)
from streams.stages.dates.when import Anchor, Offset, Period, Range, Unit, Weekday, When
from streams.stages.lexicon.wordlists import word_list

_LISTS = word_list("dates")
PHRASES: dict[str, When] = {
    **{words: Offset(first, last) for words, (first, last) in _LISTS["relative"].items()},
    **{words: Offset(first, last, "context") for words, (first, last) in _LISTS["narrative"].items()},
}
"""Expressions without variable parts, in small letters."""
_FEW = 6
_FORWARD = frozenset({"later", "after", "on", "afterwards", "afterward", "after that"})
_SHIFTS = {"this": 0, "last": -1, "past": -1, "previous": -1, "preceding": -1, "next": 1, "coming": 1, "the": 0}
_FEW_HOURS = 6
_DISTANCE = frozenset({"distance"})
_PAST = frozenset({"past"})
_PERIOD = frozenset({"period"})
_WEEKDAY_TRIGGER = frozenset({"weekday"})


def _weekday(match: re.Match[str]) -> Iterator[Reading]:
    which = (match["which"] or match["behind"] or "").lower()
    shift = 1 if which in ("next", "coming", "this coming", "following") else -1 if which in ("last", "previous") else 0
    anchor: Anchor = "context" if which == "following" else "published"
    week = shift_of(match["week"])
    yield Reading(match.start(), match.end(), Weekday(WEEKDAYS[match["weekday"].lower()], shift, anchor, week))


def _short_weekday(match: re.Match[str]) -> Iterator[Reading]:
    number = weekday_of(match["short"])
    if number is not None:
        yield Reading(match.start("short"), match.end(), Weekday(number))


def _weekday_beside(match: re.Match[str]) -> Iterator[Reading]:
    shift = -1 if match["behind"].lower() == "before" else 1
    yield Reading(match.start(), match.end(), Weekday(WEEKDAYS[match["weekday"].lower()], shift, "context"))


def _weekdays(match: re.Match[str]) -> Iterator[Reading]:
    first = match["first"]
    last = WEEKDAYS[match["last"].lower()]
    # "Overnight into Tuesday" began on Monday.
    begin = WEEKDAYS[first.lower()] if first else (last - 1) % 7
    yield Reading(match.start(), match.end(), Range(Weekday(begin), Weekday(last)))


def _distance(match: re.Match[str]) -> Iterator[Reading]:
    """ "two days ago" counts from publication; "three days earlier", "a week later" from the event told of."""
    amount = amount_of(match)
    if amount is None:
        return
    count, unit = amount
    direction = match["direction"].lower().removesuffix(" today")
    anchor: Anchor = "published" if direction == "ago" else "context"
    sign = 1 if direction in _FORWARD else -1
    if unit == "hour" and anchor == "context":
        # "An hour later": of the same day, where it is not said to have been past midnight.
        days = 0 if count <= _FEW_HOURS else sign * -(-count // 24)
        yield Reading(match.start(), match.end(), Offset(min(0, days), max(0, days), anchor))
        return
    if unit == "hour":
        days = sign * -(-count // 24)
        yield Reading(match.start(), match.end(), Offset(min(0, days), max(0, days), anchor))
        return
    days = sign * count * UNIT_DAYS[unit]
    slack = {"month": 5, "year": 20}.get(unit, 0)
    yield Reading(match.start(), match.end(), Offset(days - slack, days + slack, anchor))


def _past(match: re.Match[str]) -> Iterator[Reading]:
    amount = amount_of(match)
    # "A few days" are no more than a week, "several weeks" no more than six.
    count, unit = amount or (_FEW, match["unit"].lower().rstrip("s"))
    days = -(-count // 24) if unit == "hour" else count * UNIT_DAYS[unit]
    yield Reading(match.start(), match.end(), Offset(-days, 0))


def _period(match: re.Match[str]) -> Iterator[Reading]:
    which, unit = match["which"].lower(), match["unit"].lower()
    part = PARTS[match["part"].lower()] if match["part"] else None
    when: When
    if which == "past" and unit != "weekend":
        when = Offset(-UNIT_DAYS[unit], 0)
    else:
        anchor: Anchor = "context" if which in ("preceding", "previous") and unit != "weekend" else "published"
        shift = 0 if unit == "weekend" and which in ("past", "last") else _SHIFTS[which]
        when = Period(_UNITS[unit], shift, anchor, part)
    yield Reading(match.start(), match.end(), when)


_UNITS: dict[str, Unit] = {"weekend": "weekend", "week": "week", "month": "month", "year": "year"}


RELATIVE = (
    # between Monday and Wednesday; Monday to Wednesday; overnight into Tuesday
    Rule(
        _WEEKDAY_TRIGGER,
        compiled(rf"\bbetween (?P<first>{WEEKDAY}) and (?P<last>{WEEKDAY})\b"),
        _weekdays,
        "weekday",
    ),
    Rule(
        _WEEKDAY_TRIGGER,
        compiled(
            rf"\b(?:(?P<first>{WEEKDAY})(?: (?:to|through|into|until) |\s?[-–/]\s?)|overnight (?:into|to) )"
            rf"(?P<last>{WEEKDAY})\b"
        ),
        _weekdays,
        "weekday",
    ),
    # Tuesday, last Tuesday, Tuesday last
    Rule(
        _WEEKDAY_TRIGGER,
        compiled(
            r"\b(?<!\bevery )(?<!\beach )"
            r"(?:(?P<which>last|next|this coming|coming|this past|this|previous|following) )?"
            rf"(?P<weekday>{WEEKDAY})\b"
            r"(?: (?:of )?(?P<week>this|last|next) week\b(?!['’])"
            r"| (?P<behind>last|next)\b(?! (?:week|month|year|night)))?"
        ),
        _weekday,
        "weekday",
    ),
    # the Friday before
    Rule(
        _WEEKDAY_TRIGGER,
        compiled(rf"\bthe (?P<weekday>{WEEKDAY}) (?P<behind>before|after|following)(?=[,.;:)]|$)"),
        _weekday_beside,
        "weekday",
        re.compile(r"before|after|following"),
    ),
    # TUE. (the head of an entry)
    Rule(
        frozenset({"short_weekday"}),
        compiled(rf"(?<![^\n])(?:[^\w\n]{{1,3}})?(?P<short>{'|'.join(_LISTS['short_weekdays'])})(?=\s?[.:–—])"),
        _short_weekday,
        "weekday",
    ),
    # two days ago, a week later
    Rule(
        _DISTANCE,
        compiled(
            rf"\b(?P<count>{COUNT}) (?P<unit>{UNIT})[’']? "
            r"(?P<direction>ago(?: today)?|earlier|later|before|after that|after|previously|afterwards?|prior)\b"
        ),
        _distance,
        "relative",
    ),
    # in the past 24 hours
    Rule(
        _PAST,
        compiled(rf"\b(?:past|last|previous|preceding|prior) (?P<count>{COUNT})[ -](?P<unit>{UNIT})\b"),
        _past,
        "relative",
    ),
    # this week, late last month, the start of the year, over the weekend
    Rule(
        _PERIOD,
        compiled(
            rf"\b(?:(?P<part>{any_of(PARTS)})(?: of)? )?(?P<which>this|last|past|previous|preceding|next|coming) "
            r"(?P<unit>weekend|week|month|year)\b"
        ),
        _period,
        "relative",
        re.compile(r"[stg] (?:week|month|year)"),
    ),
    Rule(
        _PERIOD,
        compiled(
            rf"\b(?P<part>{any_of(PARTS)}) (?:of|in) (?P<which>the) (?P<unit>week|month|year)\b"
            r"(?! (?:to|of|ending|beginning))"
        ),
        _period,
        "relative",
        re.compile(r" (?:of|in) the (?:week|month|year)"),
    ),
    Rule(
        _PERIOD,
        compiled(r"\b(?P<part>(?!))?(?P<which>the) (?P<unit>weekend)\b"),
        _period,
        "relative",
        re.compile(r"the weekend"),
    ),
)
"""All of them."""
