"""One mention of an attack, with everything that a comparison of mentions asks for worked out once."""

import re
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any, Literal, TypeVar

from schemas import Attack, Mention
from streams.stages.tally.likeness import Figure, figures_of
from streams.stages.tally.mentions import mention_of
from streams.stages.tally.places import Places
from streams.stages.tally.stories import Story

Firmness = Literal["day", "soft", "undated"]
Phase = Literal["placed", "soft", "unplaced", "late", "statement"]

LOOK_BACK = timedelta(days=14)
"""How far before its story's publication an undated attack may lie, to be taken for a dated one."""
VAGUE = timedelta(days=7)
"""A story whose day of publication is less sure than this is too vague to place an undated attack by."""
WIDE = 62
"""An interval of more days than this is no date to group by: such a mention is placed last, with the undated ones."""

Shared = TypeVar("Shared", bound=Hashable)

_PHASES: tuple[Phase, ...] = ("placed", "soft", "unplaced", "late", "statement")
_NEVER = 1 << 30
_SHIP_PREFIX = re.compile(r"^(?:m/?v|m/?t|m/?s|s/?s|the)\s+")


@dataclass(slots=True, eq=False)
class Telling:
    """An attack as one story tells it.

    `firmness`: `day` where the story names the day; `soft` where it gives a wider interval, or where only the day of
    reporting stands in for it; `undated` where one end is open. `start` and `end` bound the day; for an undated one
    they are the days between which it may be looked for; `first` and `last` are the same as numbers. `classes` are the
    classes of its known weapons. `phase` says when it is grouped, `rank` its place in the order of grouping: by
    content alone, the most telling first.
    """

    story: Story
    index: int
    attack: Attack
    mention: Mention
    firmness: Firmness
    phase: Phase
    start: date | None
    end: date | None
    first: int | None
    last: int | None
    classes: frozenset[str]
    figures: frozenset[Figure]
    place: str | None
    chain: tuple[str, ...]
    country: str | None
    vessel: str | None
    targets: tuple[str, ...]
    rank: tuple[Any, ...] = ()

    @property
    def article(self) -> str:
        """The story's article id."""
        return self.story.facts.article_id

    @property
    def alone(self) -> bool:
        """Does its story tell of nothing else?"""
        return len(self.story.facts.attacks) == 1

    @property
    def key(self) -> tuple[str, int]:
        """Story, and position in it: what makes any order of mentions total, whatever the order of arrival."""
        return self.article, self.index

    @property
    def mark(self) -> str:
        """A short name for the mention that stays the same as long as its story does."""
        return sha256(repr((self.article, self.attack.evidence.text)).encode()).hexdigest()[:6]


def tellings_of(story: Story, places: Places) -> list[Telling]:
    """Work out the attacks of a story for comparison, in the order in which it tells them.

    Rank: named days first, then soft ones, then those without a place, then those without a date. Within these narrow
    intervals first, by day; within a day the most specific place. The story that tells most attacks of a place and day
    comes before others: it lays out how many there were, and the others are fitted in.
    """
    tellings = [_telling_of(story, index, places) for index in range(len(story.facts.attacks))]
    told: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0])
    for telling in tellings:
        if telling.phase != "statement":
            cell = told[_cell(telling)]
            cell[0] += telling.attack.count
            cell[1] += 1
    for telling in tellings:
        total, entries = told[_cell(telling)]
        telling.rank = (*_placing(telling), -total, -entries, not telling.classes, *telling.key)
    return tellings


def _cell(telling: Telling) -> tuple[object, ...]:
    return telling.targets, telling.start, telling.end, telling.place, telling.vessel


def _placing(telling: Telling) -> tuple[object, ...]:
    width = telling.last - telling.first if telling.first and telling.last else 0
    day = telling.first or _NEVER
    where = (telling.vessel is None, -len(telling.chain), telling.place or "")
    return (_PHASES.index(telling.phase), width, day, *where)


def _telling_of(story: Story, index: int, places: Places) -> Telling:
    attack = story.facts.attacks[index]
    lexicon = places.lexicon
    firmness = _firmness(attack)
    start, end = _bounds(attack, story, firmness)
    first, last = start.toordinal() if start else None, end.toordinal() if end else None
    place = attack.place.id if attack.place else None
    known = lexicon.places.get(place) if place else None
    country = attack.country or (known.country if known else None)
    if known and known.kind == "country":
        # "In Iraq" is a country, not a place: it says nothing of which base.
        place, known = None, None
    vessel = ship_name(attack.vessel) if attack.vessel else None
    wide = firmness == "undated" or (first is not None and last is not None and last - first > WIDE)
    return Telling(
        story=story,
        index=index,
        attack=attack,
        mention=mention_of(story, attack),
        firmness=firmness,
        phase=_phase(attack, firmness, place or vessel, wide),
        start=start,
        end=end,
        first=first,
        last=last,
        classes=_shared(frozenset(lexicon.weapon_class(weapon) for weapon in attack.weapons if weapon != "unknown")),
        figures=_shared(figures_of(attack)),
        place=place,
        chain=places.chain(place) if place else (),
        country=country,
        vessel=vessel,
        targets=_shared(lexicon.target_chain(attack.target.id)),
    )


@lru_cache(maxsize=1 << 12)
def _shared(value: Shared) -> Shared:
    """One object for equal ones: there are few different ones, and many mentions."""
    return value


@lru_cache(maxsize=1 << 14)
def ship_name(name: str) -> str:
    """A ship's name for comparison: "M/V Rubymar" and "the Rubymar" are one ship."""
    folded = _SHIP_PREFIX.sub("", name.casefold().strip())
    folded = _SHIP_PREFIX.sub("", folded)
    return re.sub(r"[^\w]+", " ", folded).strip()


def _phase(attack: Attack, firmness: Firmness, where: str | None, wide: bool) -> Phase:
    if attack.statement == "day":
        return "statement"
    if wide:
        return "late"
    if not where:
        return "unplaced"
    return "placed" if firmness == "day" else "soft"


def _firmness(attack: Attack) -> Firmness:
    span = attack.span
    if span.start is None or span.end is None or attack.date_basis == "campaign":
        return "undated"
    if attack.date_basis == "none":
        return "soft"
    return "day" if span.day and attack.date_basis != "reported" else "soft"


def _bounds(attack: Attack, story: Story, firmness: Firmness) -> tuple[date | None, date | None]:
    """Between which days the attack lies, or may be looked for. Without a date of publication: nowhere."""
    span, published = attack.span, story.facts.published
    if firmness != "undated":
        return span.start, span.end
    last = min((day for day in (span.end, published.end) if day), default=None)
    known = published.start and published.end and published.end - published.start <= VAGUE
    first = span.start or (published.start - LOOK_BACK if published.start and known else None)
    if span.end and not span.start:
        first = span.end - LOOK_BACK
    return (first, last) if first and last and first <= last else (None, last)
