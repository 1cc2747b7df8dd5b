"""An attack while its story is still being read."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast

from schemas import Attack, Evidence, Passage, PlaceRef, Span, TargetRef
from schemas.common import Weapon

Basis = Literal["explicit", "weekday", "relative", "carried", "reported", "none"]
_BASES = ("explicit", "weekday", "relative", "carried", "reported")


@dataclass(frozen=True, slots=True)
class Where:
    """A place as told: gazetteer id (or a slug), name, country; `kind` as in the gazetteer."""

    id: str
    name: str
    country: str | None
    kind: str
    within: tuple[str, ...] = ()


@dataclass(slots=True)
class When:
    """The days of an event, and how they are known. Open ends are None.

    `name` is a day that is told but cannot be placed ("Tuesday" in a story without a publication date).
    """

    start: date | None = None
    end: date | None = None
    basis: str = "none"
    name: str = ""

    @property
    def known(self) -> bool:
        """Is a day told, placed or not?"""
        return self.start is not None or bool(self.name)


@dataclass(slots=True)
class Draft:
    """What is known of an event so far; later mentions fill what is open.

    `scene` is the day that the story had spoken of last: that of the event where it tells none of its own to the end,
    `spot` the place spoken of last likewise, `likely` the class of weapon that its verb points at, where none is named.
    """

    target: str
    text: str
    passage: Passage
    start: int
    end: int
    sentence: int
    paragraph: int
    where: Where | None = None
    country: str | None = None
    countries: tuple[str, ...] = ()
    when: When = field(default_factory=When)
    scene: When = field(default_factory=When)
    spot: str | None = None
    weapons: list[str] = field(default_factory=list)
    likely: str | None = None
    count: int = 1
    counted: bool = False
    munitions: int | None = None
    vessel: str | None = None
    actor: str | None = None
    claimed_by: str | None = None
    claim: bool = False
    killed: int | None = None
    injured: int | None = None
    intercepted: int | None = None
    statement: Literal["event", "day"] = "event"
    explicit: bool = True
    alone: bool = True
    same: bool = False
    flashback: bool = False
    another: bool = False
    quotes: list[tuple[Passage, int, int]] = field(default_factory=list)

    def evidence(self) -> Evidence:
        """The quote of the first mention."""
        return self.passage.quote(self.start, self.end)

    def attack(self, published: Span) -> Attack:
        """The message. An undated event happened before the story was published."""
        when = self.when
        day: date | Span | None = None
        if when.start and when.start == when.end:
            day = when.start
        elif when.start or when.end or published.end:
            day = Span(start=when.start, end=when.end or published.end)
        own = self.evidence()
        more = dict.fromkeys(passage.quote(start, end) for passage, start, end in self.quotes)
        return Attack(
            date=day,
            date_basis=cast(Basis, when.basis if when.basis in _BASES and when.start else "none"),
            place=PlaceRef(id=self.where.id, name=self.where.name, within=self.where.within) if self.where else None,
            country=self.country if not self.where or not self.where.country else self.where.country,
            countries=self.countries,
            weapons=tuple(cast(list[Weapon], self.weapons or ["unknown"])),
            count=max(1, self.count),
            munitions=self.munitions,
            statement=self.statement,
            target=TargetRef(id=self.target, text=self.text),
            vessel=self.vessel,
            actor=self.actor,
            claimed_by=self.claimed_by,
            killed=self.killed,
            injured=self.injured,
            intercepted=self.intercepted,
            status="claimed_only" if self.claim else "reported",
            evidence=own,
            more_evidence=tuple(quote for quote in more if quote != own),
        )
