"""Rules for dates by name and number: "Oct. 17", "17-24 October 2023", "2023-10-17", "late July", "Christmas Day"."""

import re
from collections.abc import Iterator

from streams.stages.dates.names import (
    DAY,
    FOREIGN_MONTHS,
    HOLIDAYS,
    MONTH,
    MONTHS,
    PARTS,
    SHORT_WEEKDAY,
    YEAR,
    Reading,
    Rule,
    any_of,
    compiled,
    month_of,
    number_of,
    weekday_of,
    year_of,
)
from streams.stages.dates.when import Calendar, Range

_MONTH_TRIGGER = frozenset({"month"})
_DIGIT = frozenset({"digit"})
_YEAR = frozenset({"year"})
_TO = r"\s?(?:-|–|—|/|\bto\b|\bthrough\b|\buntil\b|\btill\b|\bthru\b)\s?"
_WEEKDAY = rf"(?:(?P<weekday>{SHORT_WEEKDAY})\b\.?(?:,? (?:the )?| \())?"
_IN_YEAR = rf"(?:(?:,|, in| of| in)? (?P<year>{YEAR})|,? (?P<that>(?:of )?(?:that|the same) year))?"
_DAYS = rf"(?P<days>{DAY}(?:, {DAY})*(?:,? and {DAY}))"
_PART = rf"(?P<part>{any_of(PARTS)})(?: in| of)?(?: the month of)?[- ]"
# Months that are ordinary words or short for them need a preposition or a year to stand alone.
_PLAIN_MONTHS = any_of(name for name in MONTHS if len(name) > 3 and name not in ("march", "sept"))


def _day(match: re.Match[str]) -> Iterator[Reading]:
    parts = match.groupdict()
    yield Reading(match.start(), match.end(), _calendar(parts, parts["day"]))


def _calendar(parts: dict[str, str | None], day: str | None) -> Calendar:
    return Calendar(
        year=year_of(parts.get("year")),
        month=month_of(parts["month"] or ""),
        day=number_of(day),
        weekday=weekday_of(parts.get("weekday")),
        of_context=bool(parts.get("that")),
    )


def _list(match: re.Match[str]) -> Iterator[Reading]:
    """ "22 and 29 March": each day for itself; with "between" before it, the days from the one to the other."""
    parts = match.groupdict()
    days = list(re.finditer(r"\d+", match["days"]))
    if parts.get("between") and len(days) == 2:
        first, last = (_calendar(parts, day[0]) for day in days)
        yield Reading(match.start("whole"), match.end(), Range(first, last))
        return
    at = match.start("days")
    for number, day in enumerate(days):
        first_one, last_one = number == 0, number == len(days) - 1
        start = match.start("whole") if first_one else at + day.start()
        end = match.end() if last_one else at + day.end()
        yield Reading(start, end, _calendar(parts, day[0]))


def _range(match: re.Match[str]) -> Iterator[Reading]:
    """From one day to another; a year behind the later one counts for both, save over the turn of a year."""
    parts = match.groupdict()
    month, year = month_of(match["month"]), year_of(parts["year"])
    last_month = month_of(parts["last_month"]) if parts.get("last_month") else month
    first_year = year_of(parts.get("first_year")) or (year - 1 if year and last_month < month else year)
    weekday = weekday_of(parts.get("weekday"))
    first = Calendar(first_year, month, number_of(match["day"]), weekday=weekday)
    last = Calendar(year, last_month, number_of(match["last_day"]))
    yield Reading(match.start(), match.end(), Range(first, last))


def _months(match: re.Match[str]) -> Iterator[Reading]:
    """From one month to another; a year behind the later one counts for both, save over the turn of a year."""
    month, last_month, year = month_of(match["month"]), month_of(match["last_month"]), year_of(match["year"])
    first_year = year_of(match["first_year"]) or (year - 1 if year and last_month < month else year)
    first_part, part = (PARTS[match[name].lower()] if match[name] else None for name in ("first_part", "part"))
    start = match.start("first_part" if first_part else "month")
    yield Reading(
        start, match.end(), Range(Calendar(first_year, month, part=first_part), Calendar(year, last_month, part=part))
    )


def _numeric(match: re.Match[str]) -> Iterator[Reading]:
    parts = match.groupdict()
    year, first, second = int(match["year"]), int(match["a"]), int(match["b"])
    if "separator" in parts and match["separator"] == "/" and max(first, second) <= 12 and first != second:
        return  # 03/04/2024 is read one way in London and another in New York.
    month, day = (first, second) if "separator" not in parts or second > 12 else (second, first)
    yield Reading(match.start(), match.end(), Calendar(year, month, day))


def _month(match: re.Match[str]) -> Iterator[Reading]:
    parts = match.groupdict()
    part = PARTS[parts["part"].lower()] if parts.get("part") else None
    last = (parts.get("which") or "").lower() in ("last", "past", "previous")
    when = Calendar(year_of(parts.get("year")), month_of(match["month"]), part=part, last=last)
    start = match.start("which") if parts.get("which") else match.start("part" if part else "month")
    yield Reading(start, match.end(), when)


def _holiday(match: re.Match[str]) -> Iterator[Reading]:
    month, day, *nth = HOLIDAYS[match["holiday"].lower().replace("’", "'")]
    when = Calendar(year_of(match["year"]), month, nth=(day - 1, nth[0])) if nth else None
    yield Reading(match.start(), match.end(), when or Calendar(year_of(match["year"]), month, day))


def _year(match: re.Match[str]) -> Iterator[Reading]:
    part = PARTS[match["part"].lower()] if match["part"] else None
    start = match.start("part") if part else match.start("year")
    yield Reading(start, match.end(), Calendar(int(match["year"]), part=part))


def _day_of_month(match: re.Match[str]) -> Iterator[Reading]:
    yield Reading(match.start("day"), match.end("day"), Calendar(day=number_of(match["day"])))


def _explicit(triggers: frozenset[str], pattern: str, read: object) -> Rule:
    return Rule(triggers, compiled(pattern), read, "explicit")  # type: ignore[arg-type]


ABSOLUTE = (
    # 2023-10-17, 2023/10/17, 2023-10-17T18:00:00Z
    _explicit(
        _DIGIT,
        rf"\b(?P<year>{YEAR})([-/.])(?P<a>0?[1-9]|1[0-2])\2(?P<b>{DAY})(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?\b",
        _numeric,
    ),
    # 20231017
    _explicit(_DIGIT, r"(?<!\d)(?P<year>20[0-4]\d)(?P<a>0[1-9]|1[0-2])(?P<b>[0-2]\d|3[01])(?!\d)", _numeric),
    # 17.10.2023, 17/10/2023
    _explicit(
        _DIGIT,
        rf"(?<![\d.])(?P<a>0?[1-9]|[12]\d|3[01])(?P<separator>[./])(?P<b>0?[1-9]|[12]\d|3[01])(?P=separator)(?P<year>{YEAR})",
        _numeric,
    ),
    # 071822Z NOV 23, as the military writes it
    _explicit(
        _MONTH_TRIGGER,
        rf"\b(?P<day>[0-3]\d)[0-2]\d[0-5]\d\s?[A-Z]\s?(?P<month>{MONTH})\s?(?P<year>(?:19|20)\d\d|\d\d)\b",
        _day,
    ),
    # 10-JAN-2024
    _explicit(_MONTH_TRIGGER, rf"(?<!\d)(?P<day>[0-3]?\d)-(?P<month>{MONTH})-(?P<year>(?:19|20)\d\d|\d\d)\b", _day),
    # Oct. 17-24; Oct. 17 to Nov. 3, 2023
    _explicit(
        _MONTH_TRIGGER,
        rf"\b{_WEEKDAY}(?P<month>{MONTH}) (?P<day>{DAY})(?:,? (?P<first_year>{YEAR}))?"
        rf"(?:{_TO})(?:(?P<last_month>{MONTH}) )?(?P<last_day>{DAY})(?! [a-z]+s\b)"
        rf"(?:,? (?P<year>{YEAR}))?",
        _range,
    ),
    # between Oct. 17 and Nov. 3
    _explicit(
        _MONTH_TRIGGER,
        rf"(?<=\bbetween ){_WEEKDAY}(?P<month>{MONTH}) (?P<day>{DAY})(?:,? (?P<first_year>{YEAR}))? and "
        rf"(?P<last_month>{MONTH}) (?P<last_day>{DAY})(?:,? (?P<year>{YEAR}))?",
        _range,
    ),
    # from January to mid-July; July-September 2024
    _explicit(
        _MONTH_TRIGGER,
        rf"\b(?:(?P<between>from|between) )?(?:{_PART.replace('part', 'first_part')})?(?P<month>{MONTH})"
        rf"(?: (?P<first_year>{YEAR}))?"
        rf"(?(between) (?:to|and|until|through|till) |\s?[-–—]\s?)(?:{_PART})?(?P<last_month>{MONTH})(?! {DAY})"
        rf"(?:\)? (?:of )?(?P<year>{YEAR}))?",
        _months,
    ),
    # 17-24 October; 30 October 2023 to 3 January 2024
    _explicit(
        _MONTH_TRIGGER,
        rf"\b{_WEEKDAY}(?P<day>{DAY}) (?:of )?(?P<month>{MONTH})(?: (?P<first_year>{YEAR}))?{_TO}"
        rf"(?P<last_day>{DAY}) (?:of )?(?P<last_month>{MONTH})(?:,? (?P<year>{YEAR}))?",
        _range,
    ),
    _explicit(
        _MONTH_TRIGGER,
        rf"\b{_WEEKDAY}(?P<day>{DAY}){_TO}(?P<last_day>{DAY}) (?:of )?(?P<month>{MONTH})(?:,? (?P<year>{YEAR}))?",
        _range,
    ),
    # Oct. 17 and 18; 22, 24 and 29 March
    _explicit(
        _MONTH_TRIGGER,
        rf"(?P<between>\bbetween )?(?P<whole>\b{_WEEKDAY}(?P<month>{MONTH}) {_DAYS}(?! [a-z]+s\b){_IN_YEAR})",
        _list,
    ),
    _explicit(
        _MONTH_TRIGGER,
        rf"(?P<between>\bbetween )?(?P<whole>\b{_WEEKDAY}{_DAYS} (?:of )?(?P<month>{MONTH}){_IN_YEAR})",
        _list,
    ),
    # Tuesday, Oct. 17, 2023; the 17th of October
    _explicit(_MONTH_TRIGGER, rf"\b{_WEEKDAY}(?P<month>{MONTH}) (?:the )?(?P<day>{DAY}){_IN_YEAR}", _day),
    _explicit(_MONTH_TRIGGER, rf"\b{_WEEKDAY}(?P<day>{DAY})[ -](?:of )?(?P<month>{MONTH}){_IN_YEAR}(?!\w)", _day),
    # 17 octobre 2023
    _explicit(
        _YEAR, rf"\b(?P<day>{DAY})\.? (?:de )?(?P<month>{any_of(FOREIGN_MONTHS)})\.?,?(?: de)? (?P<year>{YEAR})", _day
    ),
    # late July; the first week of November 2023
    _explicit(_MONTH_TRIGGER, rf"\b{_PART}(?P<month>{MONTH})(?! {DAY})(?:,? (?:of )?(?P<year>{YEAR}))?", _month),
    _explicit(_MONTH_TRIGGER, rf"\b(?P<month>{MONTH})(?:,| of)? (?P<year>{YEAR})", _month),
    _explicit(
        _MONTH_TRIGGER, rf"\b(?:(?P<which>last|this|previous|past) )?(?P<month>(?:{_PLAIN_MONTHS}))\b(?! {DAY})", _month
    ),
    Rule(
        _MONTH_TRIGGER,
        re.compile(
            r"\b(?:(?:in|since|during|until|till|by|from|of|between|through|before|after|and|to|In|Since|By|From)"
            r"|(?P<which>[Ll]ast|[Tt]his|[Pp]revious)) (?P<month>March|May)\b(?! [A-Z\d])"
        ),
        _month,
        "explicit",
    ),
    # Christmas Day
    _explicit(frozenset({"holiday"}), rf"\b(?P<holiday>{any_of(HOLIDAYS)})(?:,? (?P<year>{YEAR}))?\b", _holiday),
    # in 2021, late 2022
    _explicit(
        _YEAR, rf"\b(?:(?P<part>{any_of(PARTS)})(?: of| in)?[- ])?(?P<year>{YEAR})(?![-–/]?\w)(?<![-–/.]....)", _year
    ),
    # on the 17th
    _explicit(
        _DIGIT,
        r"\b(?:on|of|since|until) the (?P<day>(?:[12]?\d|3[01])(?:st|nd|rd|th))(?=[.,;:)]|$| at\b| and\b| in the)",
        _day_of_month,
    ),
)
"""All of them; where several match, `find_dates` takes the one that begins first, then the longest."""
