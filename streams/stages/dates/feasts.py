"""Feasts that move: the days of a year on which they fall."""

from collections.abc import Mapping
from datetime import date, timedelta

_DAY = timedelta(days=1)
_MOON = 1
"""Days by which a month of the Islamic calendar may begin earlier or later, as the crescent is seen."""
_EPOCH = date(622, 7, 19).toordinal()
"""The first day of the Islamic calendar, as tables of astronomers have it, in the Gregorian calendar."""

_FROM_EASTER: Mapping[str, int] = {
    "palm": -7,
    "maundy thursday": -3,
    "good friday": -2,
    "holy saturday": -1,
    "easter": 0,
    "easter monday": 1,
}
_ISLAMIC: Mapping[str, tuple[int, int, int]] = {
    "new year": (1, 1, 1),
    "ashura": (1, 10, 1),
    "mawlid": (3, 12, 1),
    "ramadan": (9, 1, 30),
    "first of ramadan": (9, 1, 1),
    "fitr": (10, 1, 1),
    "adha": (12, 10, 1),
}
"""Month, day, and how many days it lasts."""


def feast(name: str, year: int) -> tuple[date, date]:
    """The first and last day of a feast in a year; where it comes twice, the first time."""
    if name in _FROM_EASTER:
        day = easter(year) + _FROM_EASTER[name] * _DAY
        return day, day
    month, day_of_month, length = _ISLAMIC[name]
    # An Islamic year is shorter than ours by eleven days: the first that ends in this year or later.
    islamic = (year - 622) * 33 // 32 - 1
    while (begins := _gregorian(islamic, month, day_of_month)).year < year:
        islamic += 1
    return begins - _MOON * _DAY, begins + (length - 1 + _MOON) * _DAY


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the algorithm of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def _gregorian(year: int, month: int, day: int) -> date:
    """A day of the tabular Islamic calendar: months of 30 and 29 days in turn, eleven leap days in thirty years."""
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day - 1
    return date.fromordinal(_EPOCH + days)
