"""Places that no gazetteer lists: what they lie in, as all stories together tell it."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable

from streams.stages.tally.stories import Story


class ToldPlaces:
    """What the stories tell that places lie in, kept up while stories come and go: place -> what it lies in, sorted."""

    def __init__(self, listed: Container[str]) -> None:
        """No story tells anything. What lies where of the `listed` places is known without stories."""
        self._listed = listed
        self.within: dict[str, tuple[str, ...]] = {}
        self._told: dict[str, Counter[str]] = {}
        self._by_story: dict[str, tuple[tuple[str, str], ...]] = {}
        self._holding: dict[str, set[str]] = defaultdict(set)

    def replace(self, article_id: str, story: Story | None) -> set[str]:
        """Take what a story tells in the place of what it told before; the places that now lie in others than before.

        Those are also the places that are told to lie in such a place.
        """
        pairs = tuple(p for p in _pairs(story) if p[0] not in self._listed) if story else ()
        before = self._by_story.pop(article_id, ())
        if pairs:
            self._by_story[article_id] = pairs
        if pairs == before:
            return set()
        for place, outer in before:
            self._told[place][outer] -= 1
        for place, outer in pairs:
            self._told.setdefault(place, Counter())[outer] += 1
        changed = dict.fromkeys(place for place, _ in (*before, *pairs))
        return self._inside([place for place in changed if self._work_out(place)])

    def _work_out(self, place: str) -> bool:
        told = +self._told[place]
        before, now = self.within.pop(place, ()), tuple(sorted(told.keys() - {place}))
        if told:
            self._told[place] = told
        else:
            del self._told[place]
        if now:
            self.within[place] = now
        for outer in before:
            self._holding[outer].discard(place)
        for outer in now:
            self._holding[outer].add(place)
        return before != now

    def _inside(self, places: list[str]) -> set[str]:
        found = set(places)
        for place in places:
            inside = self._holding.get(place, set()) - found
            found |= inside
            places += inside
        return found


def _pairs(story: Story) -> Iterable[tuple[str, str]]:
    for attack in story.facts.attacks:
        if attack.place:
            for outer in attack.place.within:
                yield attack.place.id, outer
