"""What a match of a rule for dates by name and number means."""

import re
from calendar import monthrange
from collections.abc import Iterator

from streams.stages.dates.names import (
    ASKS_FOR_A_DAY,
    BESIDE,
    CLOCK,
    FEASTS,
    HOLIDAYS,
    NUMBERED,
    PARTS,
    SEASONS,
    Reading,
    amount_of,
    month_of,
    number_of,
    shift_of,
    weekday_of,
    year_of,
)
from streams.stages.dates.when import Calendar, Range


def read_day(match: re.Match[str]) -> Iterator[Reading]:
    """A day by name: "Tuesday, Oct. 17, 2023"."""
    parts = match.groupdict()
    # Names of months are written with a capital: they "march 12 kilometres", and "may 5 times".
    if match["month"] not in ("march", "may", "mar"):
        yield Reading(match.start(), match.end(), _calendar(parts, parts["day"]))


def _calendar(parts: dict[str, str | None], day: str | None) -> Calendar:
    return Calendar(
        year=year_of(parts.get("year")),
        month=month_of(parts["month"] or ""),
        day=number_of(day),
        weekday=weekday_of(parts.get("weekday")),
        of_context=bool(parts.get("that")),
        shift=shift_of(parts.get("shift")),
    )


def read_list(match: re.Match[str]) -> Iterator[Reading]:
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


def read_range(match: re.Match[str]) -> Iterator[Reading]:
    """From one day to another; a year behind the later one counts for both, save over the turn of a year."""
    parts = match.groupdict()
    month, year = month_of(match["month"]), year_of(parts["year"])
    last_month = month_of(parts["last_month"]) if parts.get("last_month") else month
    first_year = year_of(parts.get("first_year")) or (year - 1 if year and last_month < month else year)
    weekday = weekday_of(parts.get("weekday"))
    first = Calendar(first_year, month, number_of(match["day"]), weekday=weekday)
    last = Calendar(year, last_month, number_of(match["last_day"]))
    yield Reading(match.start(), match.end(), Range(first, last))


def read_months(match: re.Match[str]) -> Iterator[Reading]:
    """From one month to another; a year behind the later one counts for both, save over the turn of a year."""
    month, last_month, year = month_of(match["month"]), month_of(match["last_month"]), year_of(match["year"])
    first_year = year_of(match["first_year"]) or (year - 1 if year and last_month < month else year)
    first_part, part = (PARTS[match[name].lower()] if match[name] else None for name in ("first_part", "part"))
    start = match.start("first_part" if first_part else "month")
    yield Reading(
        start, match.end(), Range(Calendar(first_year, month, part=first_part), Calendar(year, last_month, part=part))
    )


def read_numeric(match: re.Match[str]) -> Iterator[Reading]:
    """A day in digits."""
    parts = match.groupdict()
    year, first, second = int(match["year"]), int(match["a"]), int(match["b"])
    # 03/04/2024 is read one way in London and another in New York.
    either = parts.get("separator") == "/" and max(first, second) <= 12 and first != second
    month, day = (first, second) if "separator" not in parts or second > 12 else (second, first)
    weekday = BESIDE.search(match.string, max(0, match.start() - 16), match.start())
    start = weekday.start() if weekday else match.start()
    when = Calendar(year, month, day, weekday=weekday_of(weekday[1]) if weekday else None, either=either)
    yield Reading(start, match.end(), when)


def read_short(match: re.Match[str]) -> Iterator[Reading]:
    """A day in digits without a century or year, behind a word that asks for a day: "on 17/10", "(17.10.23)"."""
    parts = match.groupdict()
    if ASKS_FOR_A_DAY.search(match.string, max(0, match.start() - 16), match.start()):
        month = int(parts.get("month") or match["b"])
        yield Reading(match.start(), match.end(), Calendar(year_of(parts.get("year")), month, int(match["a"])))


def read_weekday_and_day(match: re.Match[str]) -> Iterator[Reading]:
    """A day of the month by its number and its weekday, at the head of an entry: "Thu 18."."""
    when = Calendar(day=number_of(match["day"]), weekday=weekday_of(match["weekday"]))
    yield Reading(match.start("weekday"), match.end("day"), when)


def read_month(match: re.Match[str]) -> Iterator[Reading]:
    """A month, or a part of one."""
    parts = match.groupdict()
    part = PARTS[parts["part"].lower()] if parts.get("part") else None
    last = (parts.get("which") or "").lower() in ("last", "past", "previous")
    shift = shift_of(parts.get("shift"))
    when = Calendar(year_of(parts.get("year")), month_of(match["month"]), part=part, last=last, shift=shift)
    start = match.start("which") if parts.get("which") else match.start("part" if part else "month")
    yield Reading(start, match.end(), when)


def read_holiday(match: re.Match[str]) -> Iterator[Reading]:
    """A day that has a name of its own."""
    month, day, *nth = HOLIDAYS[match["holiday"].lower().replace("’", "'")]
    when = Calendar(year_of(match["year"]), month, nth=(day - 1, nth[0])) if nth else None
    yield Reading(match.start(), match.end(), when or Calendar(year_of(match["year"]), month, day))


def read_feast(match: re.Match[str]) -> Iterator[Reading]:
    """A feast that moves from year to year."""
    name = FEASTS[match["feast"].lower().replace("’", "'")]
    yield Reading(
        match.start(), match.end(), Calendar(year_of(match["year"]), feast=name, shift=shift_of(match["shift"]))
    )


def read_season(match: re.Match[str]) -> Iterator[Reading]:
    """A season; a winter is that of the year in which it ends."""
    parts, season = match.groupdict(), SEASONS[match["season"].lower()]
    until = parts.get("until")
    if season == "winter" and parts.get("year") and not until:
        return  # "The winter of 2023" began in 2022 or in 2023.
    last = (parts.get("which") or "").lower() in ("last", "past", "previous")
    year = year_of(until[-2:]) if until else year_of(parts.get("year"))
    yield Reading(match.start(), match.end(), Calendar(year, part=season, last=last))


def read_quarter(match: re.Match[str]) -> Iterator[Reading]:
    """A quarter whose year is not told: the last that has begun."""
    yield Reading(match.start("part"), match.end(), Calendar(part=PARTS[match["part"].lower()]))


def read_fiscal_year(match: re.Match[str]) -> Iterator[Reading]:
    """The fiscal year of the United States: from October to September."""
    year = year_of(match["year"]) or 0
    yield Reading(match.start(), match.end(), Range(Calendar(year - 1, 10, 1), Calendar(year, 9, 30)))


def read_years(match: re.Match[str]) -> Iterator[Reading]:
    """From one year to another."""
    first, last = int(match["year"]), int(match["until"])
    if first < last:
        yield Reading(match.start(), match.end(), Range(Calendar(first), Calendar(last)))


def read_days_of_month(match: re.Match[str]) -> Iterator[Reading]:
    """The first or last days or weeks of a month, counted."""
    amount = amount_of(match)
    days = amount[0] * (7 if amount[1] == "week" else 1) if amount else 0
    month, year = month_of(match["month"]), year_of(match["year"])
    length = monthrange(year or 2023, month)[1]
    if 0 < days <= length:
        first = 1 if match["edge"].lower() == "first" else length - days + 1
        yield Reading(
            match.start(), match.end(), Range(Calendar(year, month, first), Calendar(year, month, first + days - 1))
        )


def read_year(match: re.Match[str]) -> Iterator[Reading]:
    """A year, or a part of one; no number of something ("Resolution 2024"), and no time of day ("at 2015 GMT")."""
    before = max(0, match.start() - 24)
    if not match["part"] and NUMBERED.search(match.string, before, match.start()):
        return
    if CLOCK.match(match.string, match.end()):
        return
    part = PARTS[match["part"].lower()] if match["part"] else None
    start = match.start("part") if part else match.start("year")
    yield Reading(start, match.end(), Calendar(int(match["year"]), part=part))


def read_day_of_month(match: re.Match[str]) -> Iterator[Reading]:
    """A day of the month told of last: "on the 17th"; with another behind it both, or the days between."""
    parts = match.groupdict()
    first = Calendar(
        day=number_of(parts["day"]), of_context=bool(parts.get("that")), shift=shift_of(parts.get("shift"))
    )
    that = parts.get("last_day")
    last = Calendar(day=number_of(that), of_context=first.of_context)
    if that and " and " in match[0] and not match[0].lower().startswith("between"):
        yield Reading(match.start("day"), match.end("day"), first)
        yield Reading(match.start("last_day"), match.end(), last)
    else:
        yield Reading(match.start("day"), match.end(), Range(first, last) if that else first)
