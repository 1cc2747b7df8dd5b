"""The lexicon: everything that is known of names and words before a text is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from streams.stages.lexicon.entries import Campaign, Group, Place, Target
from streams.stages.lexicon.matcher import Match, Matcher

_PROJECTILES = frozenset({"rocket", "missile", "ballistic_missile", "cruise_missile", "mortar", "artillery"})


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Places, groups and targets by id, the campaigns, and the automaton that finds their names and the word lists.

    `watched` are the targets that tallies are kept of: the built-in two and those a tallies file names; `actors` the
    groups that such a file names. `countries` leads from an ISO code to the id of the country's place (a country's
    group has the same id). `told` are places that only stories tell of, each with what it lies in. Two lexicons with
    the same `fingerprint` give the same results.
    """

    places: Mapping[str, Place]
    groups: Mapping[str, Group]
    targets: Mapping[str, Target]
    campaigns: tuple[Campaign, ...]
    countries: Mapping[str, str]
    watched: frozenset[str]
    fingerprint: str
    matcher: Matcher = field(repr=False)
    actors: frozenset[str] = frozenset()
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def place_chain(self, place_id: str) -> tuple[str, ...]:
        """The place itself, then everything it lies in, nearest first; its country last. An unknown id is alone."""
        chain = _chain(place_id, self._within)
        place = self.places.get(place_id)
        country = self.countries.get(place.country) if place and place.country else None
        return chain if country is None or country in chain else (*chain, country)

    def with_told(self, within: Mapping[str, tuple[str, ...]]) -> "Lexicon":
        """This lexicon with places that stories tell of, each with what it lies in, nearest first."""
        return _with_told(self, tuple(sorted(within.items()))) if within else self

    def target_chain(self, target_id: str) -> tuple[str, ...]:
        """The target class itself, then its parents."""
        return _chain(target_id, self._target_parents)

    def group_chain(self, group_id: str) -> tuple[str, ...]:
        """The group itself, then those it belongs to, transitively."""
        return _chain(group_id, self._group_parents)

    def weapon_class(self, weapon: str) -> str:
        """What counts as the same weapon when mentions are compared: rockets, missiles and shells are `projectile`."""
        return "projectile" if weapon in _PROJECTILES else weapon

    def find(self, text: str) -> list[Match]:
        """All names and words of the lexicon in a text, left to right, without overlaps."""
        return self.matcher.find(text)

    def _within(self, place_id: str) -> tuple[str, ...]:
        place = self.places.get(place_id)
        return place.within if place else self.told.get(place_id, ())

    def _target_parents(self, target_id: str) -> tuple[str, ...]:
        target = self.targets.get(target_id)
        return (target.parent,) if target and target.parent else ()

    def _group_parents(self, group_id: str) -> tuple[str, ...]:
        group = self.groups.get(group_id)
        return group.parents if group else ()


@lru_cache(maxsize=16)
def _with_told(lexicon: Lexicon, within: tuple[tuple[str, tuple[str, ...]], ...]) -> Lexicon:
    # One object for one content: what compares places remembers its answers by lexicon.
    return replace(lexicon, told={**lexicon.told, **dict(within)})


def _chain(start: str, parents: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    # Breadth first; an id that comes again (a mistake in a tallies file may close a circle) is left out.
    chain = [start]
    for current in chain:
        chain += [parent for parent in dict.fromkeys(parents(current)) if parent not in chain]
    return tuple(chain)
