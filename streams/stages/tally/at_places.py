"""What hangs on where a place lies that only stories tell of: found again when more of it is told."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

from streams.stages.lexicon import Lexicon

Thing = TypeVar("Thing")


class AtPlaces(Generic[Thing]):
    """Things by the places that they lie in, as far as no gazetteer lists these."""

    def __init__(self) -> None:
        """No things."""
        self._at: dict[str, dict[str, Thing]] = defaultdict(dict)
        self._places: dict[str, frozenset[str]] = {}

    def put(self, name: str, thing: Thing, places: Iterable[str], lexicon: Lexicon) -> None:
        """Take a thing in, in the place of the one of that name before."""
        self.drop(name)
        chains = frozenset(outer for place in places for outer in lexicon.place_chain(place))
        told = frozenset(place for place in chains if place not in lexicon.places)
        if told:
            self._places[name] = told
        for place in told:
            self._at[place][name] = thing

    def drop(self, name: str) -> None:
        """Forget a thing; nothing happens where it is not known."""
        for place in self._places.pop(name, ()):
            del self._at[place][name]
            if not self._at[place]:
                del self._at[place]

    def inside(self, places: Iterable[str]) -> dict[str, Thing]:
        """The things in any of these places, by name."""
        return {name: thing for place in places for name, thing in self._at.get(place, {}).items()}
