"""Dates that go together: a night and its day, a stretch of days told from one of them, a day to come."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from streams.stages.dates.names import COUNT, COUNTS, UNIT_DAYS, any_of
from streams.stages.dates.when import Beside, Calendar, Weekday, When
from streams.stages.lexicon.wordlists import word_list

_LISTS = word_list("dates")
_LONGEST = 60
"""Characters before a date that are looked at."""
_NIGHT_OF = re.compile(r",? (?:(?:on|of|from|between) )?(?:the )?(?:night of )?")
_STRETCH = re.compile(
    rf"\bthe (?:(?P<count>{COUNT}) )?(?P<unit>days|week|weeks|fortnight|month) "
    r"(?:(?P<until>to|up to|until|ending|ended|through)|(?P<since>of|beginning|starting|from))(?: on)? $",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    rf"\b(?:{any_of(_LISTS['ahead'])})\b(?![^.;]*(?:[.;] |\b(?:since|after|following|before)\b))", re.IGNORECASE
)
_TO_COME = re.compile(
    r"\b(?:will|scheduled|slated|due to|set to|expected to|plans? to|planned for|to be held)\b"
    r"(?![^.;]*(?:[.;,:] |\b(?:since|after|following|before|was|were|had|has|have|hit|struck|\w+ed)\b))",
    re.IGNORECASE,
)
_NAMED_BY = re.compile(rf" (?:{any_of(word.capitalize() for word in _LISTS['named_by_dates'])})\b")
_NAME_OF = re.compile(rf"\b(?:{any_of(word.capitalize() for word in _LISTS['names_of_days'])}) $")
_GIVEN_NAME = re.compile(r"(?:April|May|June|August) [A-Z][a-z]+\b(?!['’]s)")
_BEFORE_MONTHS = re.compile(r"[A-Z][a-z]+ $")


class Expression(NamedTuple):
    """A date expression: where it stands, what it means, and the cue before it ("since", "until", "as of", "on").

    `basis` is how it names its day: `explicit`, `weekday` or `relative`.
    """

    start: int
    end: int
    when: When
    basis: str
    cue: str


def joined(text: str, found: Iterable[Expression]) -> Iterator[Expression]:
    """Expressions from left to right, without the "overnight" that belongs to the day named behind it."""
    ordered = [_stretched(text, one) for one in found]
    for before, one, following in zip([None, *ordered], ordered, [*ordered[1:], None], strict=False):
        night = text[one.start : one.end].lower() == "overnight"
        behind = before and before.basis != "relative" and text[before.end : one.start] in (": ", ", ", " ")
        if not night or not (behind or (following and _NIGHT_OF.fullmatch(text, one.end, following.start))):
            yield one


def _stretched(text: str, one: Expression) -> Expression:
    """ "The week to Sunday", "the three days from 8 November"."""
    if not isinstance(one.when, Weekday) and not (isinstance(one.when, Calendar) and one.when.day):
        return one
    match = _STRETCH.search(text, max(0, one.start - _LONGEST), one.start)
    unit = match["unit"].lower() if match else ""
    if not match or (unit in ("days", "weeks")) != bool(match["count"]):
        return one
    number = match["count"] or "1"
    count = int(number) if number.isdigit() else COUNTS.get(number.lower(), 0)
    days = count * UNIT_DAYS[unit.rstrip("s")] - 1
    if days < 0:
        return one
    first, last = (-days, 0) if match["until"] else (0, days)
    return one._replace(start=match.start(), when=Beside(one.when, first, last), cue="")


def to_come(text: str, start: int, when: When) -> When:
    """A day without a year, or a weekday, behind words such as "scheduled for" may lie ahead."""
    before = text[max(0, start - _LONGEST) : start]
    if isinstance(when, Calendar) and not when.year and when.day and when.month:
        return replace(when, ahead=True) if _AHEAD.search(before) else when
    if isinstance(when, Weekday) and when == Weekday(when.weekday):
        return replace(when, shift=1) if _TO_COME.search(before) else when
    return when


def is_name(text: str, start: int, end: int, when: When) -> bool:
    """Is it part of a name: "17 November Street", "Black September", "Sergeant April Hayes"?"""
    if isinstance(when, Calendar) and not when.year and _NAMED_BY.match(text, end):
        return True
    if isinstance(when, Weekday) and _NAMED_BY.match(text, end) and not text[:start].endswith(("on ", "On ")):
        return True
    if not isinstance(when, Calendar | Weekday) or (isinstance(when, Calendar) and (when.day or when.year)):
        return False
    before = max(0, start - _LONGEST)
    if _NAME_OF.search(text, before, start):
        return True
    return bool(_GIVEN_NAME.match(text, start) and _BEFORE_MONTHS.search(text, before, start))
