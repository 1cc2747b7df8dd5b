"""incidents: one real-world attack, from all its mentions."""

from typing import Literal

from pydantic import Field

from schemas.common import CountryCode, Day, Evidence, Message, Span, Weapon
from schemas.tagged_article import PlaceRef


class Mention(Message):
    """Where an incident is told: the story, the page it stands on, and the quote in it."""

    article_id: str
    page_id: str
    url: str | None = None
    outlet: str | None = None
    title: str = ""
    published_at: Day | None = None
    status: Literal["reported", "claimed_only"] = "reported"
    killed: int | None = None
    injured: int | None = None
    evidence: Evidence


class Incident(Message):
    """One attack (or `count` of them told as one: "two rocket attacks on the base") from all its mentions.

    A function of the set of mentions alone. `date` is the interval that all dated mentions allow, with the basis of the
    best of them. `killed` and `injured` are the figures of the best-informed mention. `sources` counts different
    outlets (pages, where no outlet is named). `status` is `claimed_only` where nobody but the claimant says so.
    """

    id: str
    date: Span = Span()
    date_basis: str = "none"
    place: PlaceRef | None = None
    lat: float | None = None
    lon: float | None = None
    country: CountryCode | None = None
    countries: tuple[CountryCode, ...] = ()
    weapons: tuple[Weapon, ...] = ()
    target: str
    vessel: str | None = None
    actor: str | None = None
    claimed_by: str | None = None
    count: int = Field(1, ge=0)
    statement: Literal["event", "day"] = "event"
    killed: int | None = None
    injured: int | None = None
    intercepted: int | None = None
    status: Literal["reported", "claimed_only"] = "reported"
    sources: int = 1
    mentions: tuple[Mention, ...] = ()
