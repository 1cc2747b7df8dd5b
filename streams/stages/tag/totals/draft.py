"""A total in the making: one mention of it, before the mentions of a story are put together."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from schemas import Evidence, PlaceRef, ReportedTotal
from schemas.common import YEARS, Qualifier

Precision = Literal["day", "month", "approx", "event", "window"]
Scope = Literal["running", "split", "window", "part"]


@dataclass(slots=True)
class Draft:
    """One mention of a total. `at` is the number of the sentence in the story, `passage` that of the passage.

    `guessed`: its countries are only where the story plays. `aside`: it says nothing of what the story counts.
    `weak`: there is no sign that it runs over time, so that it only adds evidence to a mention that has one.
    """

    count: int
    qualifier: Qualifier
    of: str
    target: str | None
    evidence: Evidence
    at: int
    passage: int
    title: bool = False
    weak: bool = False
    actor: str | None = None
    countries: tuple[str, ...] = ()
    named_countries: bool = False
    guessed: bool = False
    aside: bool = False
    place: PlaceRef | None = None
    since: date | None = None
    precision: Precision | None = None
    as_of: date | None = None
    dated: bool = False
    scope: Scope = "running"
    corrects: bool = False
    retold: bool = False
    attributed_to: str | None = None
    more: list[Evidence] = field(default_factory=list)

    def finished(self) -> ReportedTotal:
        """The total as the message has it."""
        return ReportedTotal(
            count=self.count,
            qualifier=self.qualifier,
            of=self.of,
            target=self.target,
            actor=self.actor,
            countries=self.countries,
            place=self.place,
            since=_datable(self.since),
            since_precision=self.precision,
            as_of=_datable(self.as_of),
            scope=self.scope,
            corrects=self.corrects,
            attributed_to=self.attributed_to,
            evidence=self.evidence,
            more_evidence=tuple(self.more),
        )


def _datable(day: date | None) -> date | None:
    """The day, where a message may have it: "in the past 200 years" goes back further than any tally."""
    return day if day and day.year in YEARS else None
