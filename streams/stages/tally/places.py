"""How the places that mentions name relate, remembered for as long as the stories tell nothing else of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from math import floor

from streams.stages.lexicon import Lexicon
from streams.stages.lexicon.nearby import BANDS
from streams.stages.tally.likeness import Relation, place_relation, telling_words
from streams.stages.tally.stories import Story
from streams.stages.tally.told import ToldPlaces

_MANY_WORDS = 6
"""Names of more words than this are compared with all that share one; of fewer, every part can be looked up."""


class Places:
    """The places of one group of targets: their chains, and which are the same or within one another.

    `lexicon` is the one that was given, with the places that stories tell of; it moves with them.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        """No stories yet."""
        self._given = lexicon.told
        self._within = dict(lexicon.told)
        self.lexicon = replace(lexicon, told=self._within)
        self._told = ToldPlaces(lexicon.places)
        self._chains: dict[str, tuple[str, ...]] = {}
        self._relations: dict[str, dict[str, Relation]] = defaultdict(dict)
        self._related: dict[str, set[str]] = {}
        self._near = _Near(lexicon)

    def replace(self, article_id: str, story: Story | None) -> set[str]:
        """Take in what a story tells of places; gives those whose chains may differ. They move with `move`."""
        return self._told.replace(article_id, story)

    def move(self, places: Iterable[str]) -> None:
        """Let what is told now of these places hold."""
        for place in places:
            self._forget(place)
            if place in self._told.within:
                self._within[place] = self._told.within[place]
            elif place in self._given:
                self._within[place] = self._given[place]
            else:
                self._within.pop(place, None)

    def chain(self, place: str) -> tuple[str, ...]:
        """The place itself, then everything it lies in."""
        chain = self._chains.get(place)
        if chain is None:
            chain = self._chains[place] = self.lexicon.place_chain(place)
        return chain

    def relation(self, one: str | None, other: str | None) -> Relation:
        """How two places relate; unknown where one is not told."""
        if one is None or other is None:
            return "unknown"
        known = self._relations[one].get(other)
        if known is None:
            known = place_relation(one, other, self.lexicon)
            self._relations[one][other] = self._relations[other][one] = known
        return known

    def together(self, one: str | None, other: str | None) -> bool:
        """Are both told, and the same or one within the other?"""
        return self.relation(one, other) in ("same", "within")

    def related(self, place: str) -> set[str]:
        """The places asked for so far that are the same as this one, or within one another; itself among them."""
        found = self._related.get(place)
        if found is None:
            near = self._near.candidates(place, self.chain(place))
            found = {place, *(other for other in near if self.together(place, other))}
            self._near.keep(place, self.chain(place))
            for other in found:
                self._related.setdefault(other, found).add(place)
        return found

    def _forget(self, place: str) -> None:
        for other in self._relations.pop(place, {}):
            if other != place:
                del self._relations[other][place]
        for other in self._related.pop(place, set()) - {place}:
            self._related[other].discard(place)
        if place in self._chains:
            self._near.drop(place, self._chains.pop(place))


class _Near:
    """Which places can be related at all: by chain, by a word of the name, by latitude, or as a sea."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._at: dict[tuple[str, object], set[str]] = defaultdict(set)

    def keep(self, place: str, chain: tuple[str, ...]) -> None:
        for mark in self._marks(place, chain):
            self._at[mark].add(place)

    def drop(self, place: str, chain: tuple[str, ...]) -> None:
        for mark in self._marks(place, chain):
            self._at[mark].discard(place)

    def candidates(self, place: str, chain: tuple[str, ...]) -> set[str]:
        known = self._lexicon.places.get(place)
        marks: list[tuple[str, object]] = [("in", place), *(("is", outer) for outer in chain)]
        if known and known.lat is not None:
            band = floor(known.lat * BANDS)
            marks += [("sea", None), *(("band", band + step) for step in (-1, 0, 1))]
            if known.kind == "sea":
                marks.append(("spot", None))
        return self._named_alike(place).union(*(self._at.get(mark, ()) for mark in marks))

    def _named_alike(self, place: str) -> set[str]:
        """The places with all words of the name, and those with some of them and no others."""
        # A name tells only where the gazetteer lacks one of the two.
        listed = place in self._lexicon.places
        words = telling_words(place)
        of_word = [self._at.get(("unlisted word" if listed else "word", word), set()) for word in words]
        longer = set.intersection(*sorted(of_word, key=len)) if of_word else set()
        if len(words) > _MANY_WORDS:
            return longer.union(*of_word)
        kind = "unlisted name" if listed else "name"
        parts = (part for size in range(1, len(words) + 1) for part in combinations(sorted(words), size))
        return longer.union(*(self._at.get((kind, part), ()) for part in parts))

    def _marks(self, place: str, chain: tuple[str, ...]) -> Iterable[tuple[str, object]]:
        known = self._lexicon.places.get(place)
        yield "is", place
        yield from (("in", outer) for outer in chain)
        words = telling_words(place)
        for prefix in ("",) if known else ("", "unlisted "):
            yield prefix + "name", tuple(sorted(words))
            yield from ((prefix + "word", word) for word in words)
        if known and known.lat is not None:
            yield "band", floor(known.lat * BANDS)
            yield "spot", None
            if known.kind == "sea":
                yield "sea", None
