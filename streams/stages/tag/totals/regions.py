"""The countries that a total is of."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from streams.stages.tag.totals.reading import Name, Number, Reading
from streams.stages.tag.totals.vocabulary import word_set

_LANDS = word_set("regions_lands")
_TERRITORIES = word_set("regions_territories")
_WARS = word_set("regions_wars")
_IN = frozenset({"in", "across", "inside", "throughout", "within"})
_JOINS = frozenset(["and", "&", ",", "or", "plus", "/"])
_ACTS = frozenset({"has", "have", "had", "fired", "launched", "said", "says"})
_STOPS = word_set("regions_stops")
_WATERS = frozenset({"sea", "area"})
_BOTH = ("two countries", "both countries", "both nations", "two states", "the region", "middle east")
DEFAULTS = {"us-forces": ("IQ", "SY")}
"""Where attacks on a target are counted if nothing else is said."""


@lru_cache(maxsize=64)
def countries_in(reading: Reading) -> tuple[str, ...]:
    """The countries that a sentence names, in its order; not those of its dateline or of an event it counts from."""
    start = _after_dateline(reading)
    named = [
        name
        for name in reading.names
        if (is_country(name) or owns_target(reading, name))
        and name.country
        and name.first >= start
        and not _dates_something(reading, name.first)
        and not _is_of_a_war(reading, name)
        and not _is_actor(reading, name.first, name.last)
    ]
    return tuple(dict.fromkeys(name.country for name in named if name.country))


def is_country(name: Name) -> bool:
    """A country, or a territory that stands beside countries in a list of them."""
    return name.type == "place" and (name.kind == "country" or name.id in _TERRITORIES)


def owns_target(reading: Reading, name: Name) -> bool:
    """ "Russian refineries": an adjective that says where the target is."""
    if "-" in reading.low(name.last - 1):
        # "Liberian-flagged": where a ship is registered, not where it was hit.
        return False
    if name.kind == "demonym" and reading.low(name.last) in _LANDS:
        return True
    behind = reading.name_at(name.last) or reading.name_at(name.last + 1)
    return name.kind == "demonym" and behind is not None and (behind.watched or behind.type == "place")


def _after_dateline(reading: Reading) -> int:
    if not reading.words or not reading.words[0].capital:
        return 0
    return next(
        (
            at + 1
            for at in range(1, min(14, len(reading.words)))
            if reading.low(at) in ("-", "–", "—") and _spaced(reading, at)
        ),
        0,
    )


def _spaced(reading: Reading, at: int) -> bool:
    return reading.words[at].start > reading.words[at - 1].end


def _is_ground(reading: Reading, name: Name) -> bool:
    """ "in Libya", "in Libya and Russia": where things happen, even if the state is one that attacks elsewhere."""
    at = name.first - 1
    while reading.low(at) in ("and", ",", "&", "or"):
        before = reading.name_at(at - 1)
        if before is None or before.type != "place":
            return False
        at = before.first - 1
    return reading.low(at) in _IN


def _is_of_a_war(reading: Reading, name: Name) -> bool:
    """ "The war in Gaza": where something else goes on, of which a count only makes mention."""
    before = [reading.low(at) for at in range(max(name.first - 3, 0), name.first)]
    return "in" in before and bool(_WARS.intersection(before[: before.index("in")]))


def _is_actor(reading: Reading, first: int, last: int) -> bool:
    """ "Russia has hit the grid", "fired by Iran": a state that acts, not where it happened."""
    name = reading.name_at(first)
    if name is not None and _is_ground(reading, name):
        return False
    if name is not None and name.acts:
        return True
    aside = next((at for at in range(first - 1, max(first - 6, -1), -1) if reading.low(at) == "including"), None)
    if aside is not None and not any(reading.number_at(at) for at in range(aside, first)):
        return True
    if reading.low(first - 1) in ("by", "against") or reading.is_a(first - 1, "done"):
        return True
    return (first == 0 or reading.low(first - 1) == ",") and (
        reading.low(last) in _ACTS or reading.is_a(last, "done") or reading.is_a(last, "tallied")
    )


def _dates_something(reading: Reading, at: int) -> bool:
    """Does the name belong to what the count started with ("since the war in Sudan began")?"""
    for before in range(at - 1, max(at - 9, -1), -1):
        if reading.is_a(before, "back") and reading.low(before) != "from":
            return True
        if reading.low(before) in (",", ";", ".") or reading.when_at(before) is not None:
            return False
    return False


@lru_cache(maxsize=256)
def split_country(reading: Reading, number: Number) -> str | None:
    """The one country that the number falls to ("14 in Iraq", "Syria accounts for 55"); None for several or none."""
    places = _countries_at(reading)
    # "53 (Iraq) and 78 (Syria)"
    start = number.last + (reading.low(number.last) == "(")
    for at in range(start, min(number.last + 14, len(reading.words))):
        if at in places:
            return None if _in_pair(reading, places[at].first, places[at].last, places) else places[at].country
        if reading.low(at) == "," and reading.low(at + 1) in ("all", "both"):
            continue
        if reading.low(at) == "and" and not any(
            reading.number_at(near) or near in places for near in range(at + 1, at + 4)
        ):
            continue
        if reading.low(at) in _STOPS or reading.number_at(at) or reading.is_a(at, "back"):
            break
    for at in range(number.first - 1, max(number.first - 11, -1), -1):
        if at in places:
            return None if _in_pair(reading, places[at].first, places[at].last, places) else places[at].country
        if reading.low(at) in _STOPS - {"("} or reading.number_at(at):
            break
    return None


@lru_cache(maxsize=8)
def _countries_at(reading: Reading) -> dict[int, Name]:
    return {
        name.first: name for name in reading.names if is_country(name) and (not name.acts or _is_ground(reading, name))
    }


def _in_pair(reading: Reading, first: int, last: int, places: Mapping[int, Name]) -> bool:
    after = reading.low(last) in _JOINS and _joined(reading, places, (last + 1, last + 2))
    before = reading.low(first - 1) in _JOINS and _joined(reading, places, (first - 2, first - 3))
    return after or before


def _joined(reading: Reading, places: Mapping[int, Name], near: tuple[int, int]) -> bool:
    """Is one of two words a country, without a number before it ("Russia 119, Sudan 34" are no pair)?"""
    one, two = near
    return one in places or (two in places and reading.number_at(one) is None)


def usual_countries(readings: Iterable[Reading], target: str | None, at_sea: bool = False) -> tuple[str, ...]:
    """Where the story plays: the default of the target, else the country that its places lie in most often.

    What is `at_sea` is attacked in no country, save where a sea of the story is told to belong to one.
    """
    if target in DEFAULTS:
        return DEFAULTS[target]
    if at_sea:
        seas = Counter(
            name.country for reading in readings for name in reading.names if name.country and _is_water(name)
        )
        return (seas.most_common(1)[0][0],) if seas else ()
    everywhere = [(reading, name) for reading in readings for name in reading.names if name.country]
    seen = Counter(name.country for reading, name in everywhere if name.country and _plays_there(reading, name))
    # The state that attacks is not where it happened, be it the only one that is named.
    others = (name.country for _, name in everywhere if name.country and name.type == "place" and not name.acts)
    seen = seen or Counter(others)
    return (seen.most_common(1)[0][0],) if seen else ()


def _is_water(name: Name) -> bool:
    return name.type == "place" and name.kind in _WATERS


def told_countries(readings: Iterable[Reading]) -> tuple[str, ...]:
    """All countries that a story names as countries or as owners of what is attacked, each once."""
    return tuple(
        dict.fromkeys(
            name.country
            for reading in readings
            for name in reading.names
            if name.country and (is_country(name) or owns_target(reading, name))
        )
    )


def _plays_there(reading: Reading, name: Name) -> bool:
    if name.type == "group":
        return owns_target(reading, name)
    return (
        name.type == "place"
        and not name.acts
        and not (name.kind == "country" and _is_actor(reading, name.first, name.last))
    )


def means_both(reading: Reading) -> bool:
    """Does the sentence speak of the countries named before?"""
    text = reading.passage.text[reading.start : reading.end].lower()
    return any(words in text for words in _BOTH)
