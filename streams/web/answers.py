"""What the read side answers with, beside the messages of the topics: one frozen model for each answer."""

from datetime import datetime
from typing import Literal

from schemas import Evidence, Incident, Message, ReportedFigure, Span, Tally, TallyChange
from schemas.common import Day


class Standing(Message):
    """A tally as it stands, or as it stood after one of its changes, or up to a day of attacks.

    `tally` has the numbers that were asked for, `now` those that stand. `change` is the number of the last change that
    is in `tally`, `latest` that of `now`; 0 is before the first. `moved`: the numbers or incidents that stood after
    `change` are not those that stand now. `corrected`: something that stood then was taken back since (an incident
    counts no more, a number went down, a total was denied). `complete` is false where the log lacks what is needed to
    build the old state with its incidents (it was written by an older version): then only the two numbers are right.
    """

    tally: Tally
    now: Tally
    change: int
    latest: int
    changed_at: datetime | None = None
    as_of: Day | None = None
    moved: bool = False
    corrected: bool = False
    complete: bool = True


class Step(Message):
    """A day of the observed curve: how many were added on it, and the sum up to it."""

    date: Day
    added: int
    total: int


class Series(Message):
    """The curve of a tally: observed steps, day by day, and the reported points. `undated_count` is on no day."""

    tally: str
    observed: tuple[Step, ...]
    undated_count: int = 0
    reported: tuple[ReportedFigure, ...]


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


class Mark(Message):
    """A marked piece of a passage: `start` and `end` are characters of the passage's text, end excluded.

    `kind` says what the words tell: an attack (`incident` is the incident it became part of, where known) or a total.
    """

    start: int
    end: int
    kind: Literal["attack", "total"]
    incident: str | None = None


class MarkedPassage(Message):
    """A paragraph (or title) of a story with what is marked in it, in order and without overlaps."""

    text: str
    marks: tuple[Mark, ...] = ()


class ArticlePage(Message):
    """A page on which a story stands."""

    page_id: str
    url: str | None = None
    outlet: str | None = None
    published_at: Day | None = None


class ArticleView(Message):
    """A story with what it tells marked in its text.

    `kept` is false where its text is no longer kept: `title` and `paragraphs` are then empty of text, and `quotes` are
    what the incidents have of it. `unplaced` are quotes that were not found in the text. `incidents` are those that
    it tells of.
    """

    article_id: str
    title: MarkedPassage
    paragraphs: tuple[MarkedPassage, ...] = ()
    published_at: Day | None = None
    pages: tuple[ArticlePage, ...] = ()
    kept: bool = True
    quotes: tuple[Evidence, ...] = ()
    unplaced: tuple[Evidence, ...] = ()
    incidents: tuple[str, ...] = ()


class LoggedChange(Message):
    """An entry of a tally's log. `correction`: the number went down, an incident was taken back, or a total denied."""

    change: TallyChange
    correction: bool


class ChangePage(Message):
    """Entries of a tally's log, the newest first; `next` is the `before` of the following page, null on the last."""

    changes: tuple[LoggedChange, ...]
    next: int | None = None


class Feed(Message):
    """How fresh a feed is: when the newest page of this outlet was fetched, the latest day of publication among its
    stories, and how many stories there are, all of those that `articles-tagged` still keeps.
    """

    outlet: str
    last_fetched: datetime
    last_published: Day | None = None
    stories: int


class Citation(Message):
    """A line to cite, and the path that shows the same number for good.

    `text` is the sentence without the address. `moved`, `corrected` (see `Standing`) and the `now_` fields say what has
    become of it since.
    """

    text: str
    path: str
    change: int
    latest: int
    observed: int
    reported: int | None
    moved: bool
    corrected: bool
    now_observed: int
    now_reported: int | None
    complete: bool


class TallyNow(Message):
    """A tally's numbers without its incidents and its series: what a page needs to show that they have moved."""

    id: str
    observed: int
    claimed_only: int
    reported: ReportedFigure | None = None
    difference: int | None = None
    change: int


class Accepted(Message):
    """What became of an article that was posted.

    `status` is 202 where it was taken and 200 where the same was taken before; in a batch also 413, 422 or 429, with
    `error` saying what is wrong and where. `id` names its page: `GET /api/articles/{id}` gives a story of it as soon
    as it is worked off. `line` is that of the batch.
    """

    status: int
    id: str | None = None
    line: int | None = None
    error: str | None = None


class Problem(Message):
    """Why a question has no answer."""

    detail: str


class GoneProblem(Message):
    """Why there is no such incident any more."""

    detail: GoneIncident
