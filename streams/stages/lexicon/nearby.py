"""How far places lie apart, and which place of the gazetteer a point lies at."""

from collections import defaultdict
from functools import lru_cache
from math import asin, cos, floor, radians, sin, sqrt

from streams.stages.lexicon.entries import Place
from streams.stages.lexicon.lexicon import Lexicon

SAME_SPOT_KM = 5.0
"""Two places this near are one: the norm of published event data."""

WIDE = frozenset(("province", "region", "country", "area"))
"""Kinds of places whose coordinates say little of where something in them is."""

BANDS = 20
"""Bands a degree of latitude: one is wider than SAME_SPOT_KM."""


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The way between two points (latitude, longitude in degrees) over the sphere, in kilometres."""
    lat, lon, lat2, lon2 = map(radians, (*one, *other))
    chord = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 12742.0 * asin(sqrt(min(1.0, chord)))


def place_at(lexicon: Lexicon, lat: float, lon: float) -> Place | None:
    """The nearest base, town or site of the gazetteer to a point, at most SAME_SPOT_KM away."""
    band, bands = floor(lat * BANDS), _bands(lexicon)
    near = [
        (apart, place.id)
        for step in (-1, 0, 1)
        for place in bands.get(band + step, ())
        if (apart := distance_km((lat, lon), (place.lat or 0.0, place.lon or 0.0))) <= SAME_SPOT_KM
    ]
    return lexicon.places[min(near)[1]] if near else None


@lru_cache(maxsize=4)
def _bands(lexicon: Lexicon) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = defaultdict(list)
    for place in lexicon.places.values():
        if place.lat is not None and place.lon is not None and place.kind != "sea" and place.kind not in WIDE:
            found[floor(place.lat * BANDS)].append(place)
    return dict(found)
