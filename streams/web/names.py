"""Ids of the lexicon in words for readers."""

from dataclasses import dataclass, field
from typing import Self

from streams.stages.lexicon import wordlists
from streams.stages.lexicon.cities import countries


@dataclass(frozen=True)
class Names:
    """What countries, groups, targets and places are called; an id that nobody knows is shown as words."""

    countries: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    @classmethod
    def built_in(cls) -> Self:
        """The names of the built-in word lists, without what finds them in texts: a thousandth of the lexicon.

        A tallies file adds ids and terms, not names; the cities of the world are shown as stories call them.
        """
        lands = list(countries())
        states = {one.id: one.name for one in lands}
        return cls(
            countries={one.country: one.name for one in lands if one.country},
            groups=states | {one.id: one.name for one in wordlists.groups()},
            targets={one.id: one.name for one in wordlists.targets()},
            places=states | {one.id: one.name for one in wordlists.places()},
        )

    def country(self, code: str) -> str:
        """The name of a country by its ISO code."""
        return self.countries.get(code, code)

    def group(self, one: str) -> str:
        """The name of a group, force or state."""
        return self.groups.get(one) or as_words(one)

    def target(self, one: str) -> str:
        """The name of a class of things that are attacked."""
        return self.targets.get(one) or as_words(one)

    def place(self, one: str) -> str:
        """The name of a place."""
        return self.places.get(one) or as_words(one)


def as_words(one: str) -> str:
    """An id as words: `sea_drone` is "sea drone"."""
    return one.replace("_", " ").replace("-", " ")


def weapon(one: str) -> str:
    """A weapon in words."""
    return {"ied": "bomb (IED)", "unknown": "weapon not told", "small_arms": "small arms"}.get(one) or as_words(one)
