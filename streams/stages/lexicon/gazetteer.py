"""All places: the project's own, provinces and regions, countries, and the cities of the world put into provinces."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from streams.stages.lexicon.cities import City, cities, countries, slug
from streams.stages.lexicon.entries import Place, PlaceKind
from streams.stages.lexicon.folding import fold_key
from streams.stages.lexicon.variants import name_forms
from streams.stages.lexicon.wordlists import places as own_places
from streams.stages.lexicon.wordlists import word_list

Division = tuple[str, str]


@cache
def gazetteer() -> MappingProxyType[str, Place]:
    """Every built-in place by id. Of two that would have a name, our own list and the larger city go first."""
    settings = word_list("stop_names")
    world = list(cities(frozenset(settings["close_countries"])))
    named: dict[tuple[str, str], City] = {}
    for city in world:
        for name in (*city.place.aliases, *city.place.spellings):
            named.setdefault((city.division[0], fold_key(name)), city)
    places = {place.id: place for place in _countries()}
    divisions: dict[Division, str] = {}
    for place, capital in _regions(named):
        places[place.id] = place
        if capital:
            divisions.setdefault(capital.division, place.id)
    places.update((place.id, place) for place in own_places())
    for identity, parents in word_list("regions")["within"].items():
        if identity in places:
            places[identity] = replace(places[identity], within=(*places[identity].within, *parents))
    stop = frozenset(fold_key(str(name)) for name in settings["stop"])
    for city in _with_free_names(world, places.values(), stop):
        identity = city.place.id
        if identity in places:
            identity = f"{identity}-{city.division[0].lower()}"
        within = (divisions[city.division],) if city.division in divisions else ()
        places.setdefault(identity, replace(city.place, id=identity, within=within))
    return MappingProxyType(places)


def _countries() -> Iterator[Place]:
    others: dict[str, list[str]] = word_list("country_names")
    for place in countries():
        yield replace(place, aliases=(*place.aliases, *others.get(place.id, ())))


def _regions(named: dict[tuple[str, str], City]) -> Iterator[tuple[Place, City | None]]:
    """Provinces and regions, each with the city by which its division is known."""
    lists = word_list("regions")
    for country, names in lists["named"].items():
        for name in names:
            city = named.get((country, fold_key(name)))
            yield _named_after(name, country, lists["suffixes"], city), city
    for country, rows in lists["own"].items():
        for identity, (lat, lon, capital, *names) in rows.items():
            if names:
                kind: PlaceKind = "province" if capital else "area"
                place = Place(identity, names[0], tuple(names), kind=kind, country=country, lat=lat, lon=lon)
                yield place, named.get((country, fold_key(capital))) if capital else None
    for section in ("sea", "region"):
        for identity, (lat, lon, _, *names) in lists[section].items():
            if names:
                sort: PlaceKind = "sea" if section == "sea" else "region"
                yield Place(identity, names[0], tuple(names), kind=sort, lat=lat, lon=lon), None
    known = {place.id: place for place in own_places()}
    for country, rows in lists["capitals"].items():
        for identity, capital in rows.items():
            yield known[identity], named.get((country, fold_key(capital)))


def _named_after(name: str, country: str, suffixes: list[str], city: City | None) -> Place:
    aliases = tuple(f"{name} {suffix}" for suffix in suffixes)
    lat, lon = (city.place.lat, city.place.lon) if city else (None, None)
    return Place(f"{slug(name)}-region", aliases[0], aliases, kind="province", country=country, lat=lat, lon=lon)


def _with_free_names(world: Iterable[City], known: Iterable[Place], stop: frozenset[str]) -> Iterator[City]:
    """The cities with the names that neither another place nor a larger city has, and that are no ordinary words."""
    taken = {form for place in known for name in (place.name, *place.aliases) for form in name_forms(name)}
    for city in world:
        place = city.place
        if fold_key(place.name) in stop or not name_forms(place.name).isdisjoint(taken) or len(place.name) < 3:
            continue
        free = [name for name in place.spellings if fold_key(name) not in stop and name_forms(name).isdisjoint(taken)]
        for name in (place.name, *free):
            taken |= name_forms(name)
        kept = tuple(dict.fromkeys(free))
        yield city if kept == place.spellings else city._replace(place=replace(place, spellings=kept))
