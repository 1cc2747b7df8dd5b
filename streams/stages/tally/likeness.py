"""May two mentions tell of the same attack? Places, weapons, figures and ships compared."""

import re
from functools import lru_cache
from typing import Literal

from schemas import Attack
from streams.stages.lexicon import Lexicon
from streams.stages.lexicon.nearby import SAME_SPOT_KM, WIDE, distance_km

Relation = Literal["same", "within", "unknown", "apart"]

Figure = tuple[str, int]

SEA_KM = 300.0
"""A sea or gulf is this wide: "in the Gulf of Aden" and "off Aden" may be one place."""

_PLAIN_WORDS = {"al", "el", "the", "of", "in", "at", "near", "off", "base", "air", "airbase", "camp", "post", "area"}


def place_relation(one: str, other: str, lexicon: Lexicon) -> Relation:
    """How two place ids relate: the same, one within the other (or too near to tell), or apart; in any order."""
    if one == other:
        return "same"
    if one in lexicon.place_chain(other) or other in lexicon.place_chain(one):
        return "within"
    here, there = lexicon.places.get(one), lexicon.places.get(other)
    if here is None or there is None:
        # The gazetteer does not know one of them: its id is its name as told.
        return "same" if _same_name(one, other) else "apart"
    if here.lat is None or here.lon is None or there.lat is None or there.lon is None:
        return "apart"
    apart = distance_km((here.lat, here.lon), (there.lat, there.lon))
    if "sea" in (here.kind, there.kind):
        return "within" if apart <= SEA_KM else "apart"
    small = WIDE.isdisjoint((here.kind, there.kind))
    return "within" if small and apart <= SAME_SPOT_KM else "apart"


def _same_name(one: str, other: str) -> bool:
    here, there = telling_words(one), telling_words(other)
    return bool(here and there) and (here <= there or there <= here)


@lru_cache(maxsize=1 << 14)
def telling_words(place: str) -> frozenset[str]:
    """The words of a place's name that tell it from others; all of them where none does."""
    words = frozenset(re.findall(r"\w+", place.casefold()))
    return words - _PLAIN_WORDS or words


def classes_agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Do the weapon classes overlap, or is one side not told?"""
    return not one or not other or not one.isdisjoint(other)


def figures_of(attack: Attack) -> frozenset[Figure]:
    """The figures that tell one attack from another: casualties, and projectiles where there were several."""
    told = (
        ("killed", attack.killed, 0),
        ("injured", attack.injured, 0),
        ("intercepted", attack.intercepted, 1),
        ("munitions", attack.munitions, 1),
    )
    return frozenset((name, value) for name, value, floor in told if value is not None and value > floor)


def kin(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Is one target (given as chain, itself first) the other, or among what the other belongs to?"""
    return one[0] in other or other[0] in one


@lru_cache(maxsize=1 << 14)
def same_ship(one: str | None, other: str | None) -> bool:
    """Are both ships named, and the names the same, or one a part of the other ("Gull II", "Nordic Gull II")?"""
    if one is None or other is None:
        return False
    here, there = set(one.split()), set(other.split())
    return bool(here and there) and (here <= there or there <= here)
