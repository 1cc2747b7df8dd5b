"""One mention of an attack, with everything that a comparison of mentions asks for worked out once."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Literal

from schemas import Attack
from streams.stages.lexicon import Lexicon
from streams.stages.tally.stories import Story

Firmness = Literal["day", "soft", "undated"]

DAY = timedelta(days=1)
LOOK_BACK = timedelta(days=14)
"""How far before its story's publication an undated attack may lie, to be taken for a dated one."""

VAGUE = timedelta(days=7)
"""A story whose day of publication is less sure than this is too vague to place an undated attack by."""

_SHIP_PREFIX = re.compile(r"^(?:m/?v|m/?t|m/?s|s/?s|the)\s+")


@dataclass(frozen=True)
class Telling:
    """An attack as one story tells it.

    `firmness`: `day` where the story names the day; `soft` where it gives a wider interval, or where only the day of
    reporting stands in for it; `undated` where one end is open. `start` and `end` bound the day; for an undated one
    they are the days between which it may be looked for. `classes` are the classes of its known weapons.
    """

    story: Story
    index: int
    attack: Attack
    firmness: Firmness
    start: date | None
    end: date | None
    classes: frozenset[str]
    place: str | None
    chain: tuple[str, ...]
    country: str | None
    vessel: str | None
    targets: tuple[str, ...]

    @property
    def article(self) -> str:
        """The story's article id."""
        return self.story.id

    @cached_property
    def day_number(self) -> int:
        """The first day as a number, to sort by; undated ones come last."""
        return self.start.toordinal() if self.start else 1 << 30

    @cached_property
    def key(self) -> tuple[object, ...]:
        """What makes the order of mentions total, whatever the order of arrival: content, not position in a stream."""
        return (self.article, self.index, self.attack.evidence.start, self.attack.evidence.text)

    @cached_property
    def mark(self) -> str:
        """A short name for the mention that stays the same as long as its story does."""
        return sha256(repr((self.article, self.attack.evidence.text)).encode()).hexdigest()[:6]


def telling_of(story: Story, index: int, lexicon: Lexicon) -> Telling:
    """Work out one attack of a story for comparison."""
    attack = story.facts.attacks[index]
    firmness = _firmness(attack)
    start, end = _bounds(attack, story, firmness)
    place = attack.place.id if attack.place else None
    known = lexicon.places.get(place) if place else None
    country = attack.country or (known.country if known else None)
    if known and known.kind == "country":
        # "In Iraq" is a country, not a place: it says nothing of which base.
        place, known = None, None
    return Telling(
        story=story,
        index=index,
        attack=attack,
        firmness=firmness,
        start=start,
        end=end,
        classes=frozenset(lexicon.weapon_class(weapon) for weapon in attack.weapons if weapon != "unknown"),
        place=place,
        chain=lexicon.place_chain(place) if place else (),
        country=country,
        vessel=ship_name(attack.vessel) if attack.vessel else None,
        targets=lexicon.target_chain(attack.target.id),
    )


def ship_name(name: str) -> str:
    """A ship's name for comparison: "M/V Rubymar" and "the Rubymar" are one ship."""
    folded = _SHIP_PREFIX.sub("", name.casefold().strip())
    folded = _SHIP_PREFIX.sub("", folded)
    return re.sub(r"[^\w]+", " ", folded).strip()


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
