"""What the read side says of incidents, beside the messages of the topics: one frozen model for each answer."""

from typing import Literal

from schemas import Incident, Message, Span
from schemas.common import Day


class IncidentSummary(Message):
    """An incident in a list: its fields without the mentions, and the first of these as an example.

    `day` is the day that it counts for in `by_day`: the last of its interval; null where that is open.
    """

    id: str
    day: Day | None = None
    date: Span = Span()
    place: str | None = None
    place_id: str | None = None
    lat: float | None = None
    lon: float | None = None
    countries: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    target: str
    vessel: str | None = None
    actor: str | None = None
    claimed_by: str | None = None
    count: int
    killed: int | None = None
    injured: int | None = None
    intercepted: int | None = None
    status: Literal["reported", "claimed_only"]
    sources: int
    mentions: int
    quote: str | None = None
    outlet: str | None = None
    url: str | None = None


class IncidentPage(Message):
    """A page of incidents; `next` is the cursor of the following one, null on the last. `total` is of all pages."""

    incidents: tuple[IncidentSummary, ...]
    next: str | None = None
    total: int


class FullIncident(Message):
    """An incident as its topic has it, and the tallies that count it or list it as undated."""

    incident: Incident
    tallies: tuple[str, ...] = ()
    undated_in: tuple[str, ...] = ()


class GoneIncident(Message):
    """An incident that stands no longer: the tallies that counted it, and what it was merged into, if anything."""

    id: str
    tallies: tuple[str, ...]
    merged_into: str | None = None


class Facet(Message):
    """A value that incidents have, how it is shown, and how many have it."""

    value: str
    name: str
    incidents: int


class Facets(Message):
    """What the incidents of a tally (or all) can be filtered by; each list begins with what most have."""

    countries: tuple[Facet, ...]
    places: tuple[Facet, ...]
    weapons: tuple[Facet, ...]
    actors: tuple[Facet, ...]
    statuses: tuple[Facet, ...]


class MapPoint(Message):
    """A place on the map, in degrees, and how many of the incidents and of the attacks they stand for lie there."""

    place_id: str
    name: str
    lat: float
    lon: float
    incidents: int
    attacks: int
