"""Where a total is of, other than by a country's name: a province, a city, a sea, "the three countries"."""

import re
from collections.abc import Callable

from streams.stages.tag.totals.heads import Head
from streams.stages.tag.totals.reading import Name, Number, Reading
from streams.stages.tag.totals.regions import is_country
from streams.stages.tag.totals.vocabulary import word_set

_IN = frozenset({"in", "across", "throughout", "inside", "within", "around", "off", "to"})
_ENDS = word_set("sides_ends") - {"between", "in"}
_AREAS = frozenset({"province", "city", "region", "area", "sea", "site"})
_PARTS = frozenset({"province", "city"})
_REACH = 16
_COUNTRIES = re.compile(
    r"\b(?P<n>both|two|three|four|five|six) (?:[a-z]+ )?(?:countries|nations|states|wars|territories)\b",
    re.IGNORECASE,
)
_MANY = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def area_of(reading: Reading, number: Number, head: Head) -> Name | None:
    """The area that the counted things lie in: "raids on farms in Ituri since May", "shipping in the Black Sea"."""
    for at in range(max(head.last, number.last), min(head.last + _REACH, len(reading.words))):
        if reading.low(at) in (",", ";", ":") or reading.is_a(at, "back") or reading.when_at(at) is not None:
            return None
        name = reading.name_at(at)
        if name is None or name.type != "place" or name.first != at:
            continue
        if name.kind not in _AREAS or name.hosts or name.acts:
            return None
        before = [reading.low(near) for near in range(at - 3, at)]
        return name if _IN.intersection(before) else None
    return None


def is_part(area: Name) -> bool:
    """Is the area a share of its country, so that a total of it is none of the country?"""
    return area.kind in _PARTS and not is_country(area)


def several(reading: Reading, told: Callable[[], tuple[str, ...]], default: tuple[str, ...]) -> tuple[str, ...] | None:
    """The countries meant by "the three countries"; none where the story does not name as many; None if not said so.

    `told` gives all countries that the story names.
    """
    found = _COUNTRIES.search(reading.passage.text, reading.start, reading.end)
    if found is None:
        return None
    number = _MANY[found["n"].lower()]
    if len(default) == number:
        return default
    return told() if len(told()) == number else ()
