"""The JSON API below /api: what the store knows, as answers with a schema."""

import re
from datetime import date
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from pydantic import BeforeValidator

from schemas import Tally
from streams.web.article_answers import ArticleView, Feed
from streams.web.incident_answers import Facets, FullIncident, IncidentPage, MapPoint
from streams.web.problems import PROBLEMS, GoneProblem
from streams.web.store import BadCursor, Filters, Store
from streams.web.tally_answers import ChangePage, Citation, Series

router = APIRouter(prefix="/api", tags=["reading"], responses=PROBLEMS)
T = TypeVar("T")


def store_of(request: Request) -> Store:
    """The store that the application stands on."""
    store: Store = request.app.state.store
    return store


def _written_out(value: object) -> object:
    # A bare number would be read as seconds since 1970.
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        raise ValueError("must be a day, YYYY-MM-DD")
    return value


CalendarDay = Annotated[date, BeforeValidator(_written_out)]
Asked = Annotated[Store, Depends(store_of)]
TallyId = Annotated[str, Path(description="Id of a tally.", examples=["us-forces-iraq-syria"])]
Known = Annotated[
    int | None, Query(ge=0, le=2**53, description="As it stood after this change of the tally's log; 0: before any.")
]
AsOf = Annotated[CalendarDay | None, Query(description="Attacks up to this day, YYYY-MM-DD.")]
Limit = Annotated[int, Query(ge=1, le=500, description="Most entries of the answer.")]


def found(answer: T | None, what: str) -> T:
    """The answer; 404 where there is none."""
    if answer is None:
        raise HTTPException(404, f"there is no {what}")
    return answer


def filters(
    store: Asked,
    tally: Annotated[str | None, Query(description="Those that this tally counts.")] = None,
    known: Annotated[
        int | None,
        Query(ge=0, le=2**53, description="With tally: those that it counted after this change of its log."),
    ] = None,
    undated: Annotated[bool, Query(description="With tally: those that it lists as undated, not counted.")] = False,
    country: Annotated[str | None, Query(pattern="^[A-Z]{2}$", description="ISO 3166-1 code.")] = None,
    place: Annotated[str | None, Query(max_length=200, description="Id of a place.")] = None,
    weapon: Annotated[str | None, Query(max_length=50, description="A weapon or class of weapons.")] = None,
    actor: Annotated[str | None, Query(max_length=200, description="Id of a group.")] = None,
    status: Annotated[Literal["reported", "claimed_only"] | None, Query()] = None,
    start: Annotated[CalendarDay | None, Query(alias="from", description="First day.")] = None,
    end: Annotated[CalendarDay | None, Query(alias="to", description="Last day.")] = None,
    words: Annotated[
        str | None, Query(alias="q", max_length=500, description="Words in quotes, titles, places and names.")
    ] = None,
) -> Filters:
    """The incidents that are asked for."""
    among = None
    if known is not None:
        among = _counted_after(store, tally, known, undated)
        tally = None
    return Filters(tally, undated, country, place, weapon, actor, status, start, end, words, among)


def _counted_after(store: Store, tally: str | None, known: int, undated: bool) -> tuple[str, ...]:
    """Ids of the incidents that a tally counted after a change; some may stand no longer."""
    if tally is None or undated:
        raise HTTPException(404, "known: there is no log but of what a tally counts")
    stood = found(store.standing(tally, known), f"tally {tally!r}")
    if not stood.complete:
        raise HTTPException(404, f"known: there is no list of incidents in the log of {tally!r} up to change {known}")
    return stood.tally.incidents


Wanted = Annotated[Filters, Depends(filters)]


@router.get("/tallies")
def tallies(store: Asked) -> list[Tally]:
    """All tallies as they stand."""
    return store.tallies()


@router.get("/tallies/{tally}")
def tally(store: Asked, tally: TallyId, known: Known = None, as_of: AsOf = None) -> Tally:
    """One tally: as it stands, as it stood after a change, up to a day of attacks."""
    return found(store.standing(tally, known, as_of), f"tally {tally!r}").tally


@router.get("/tallies/{tally}/series")
def series(store: Asked, tally: TallyId, known: Known = None, as_of: AsOf = None) -> Series:
    """The curve of a tally: observed steps by day, reported points."""
    return found(store.series(tally, known, as_of), f"tally {tally!r}")


@router.get("/tallies/{tally}/citation")
def citation(store: Asked, tally: TallyId, known: Known = None, as_of: AsOf = None) -> Citation:
    """A line to cite, the path that shows the same for good, and what has become of it since."""
    return found(store.citation(tally, known, as_of), f"tally {tally!r}")


@router.get("/tallies/{tally}/changes")
def changes(
    store: Asked,
    tally: TallyId,
    before: Annotated[int | None, Query(ge=0, le=2**53, description="Entries with a lower number.")] = None,
    limit: Limit = 50,
    corrections: Annotated[bool, Query(description="Only what took something back.")] = False,
) -> ChangePage:
    """The log of a tally, the newest entry first."""
    return found(store.changes(tally, before, limit, corrections), f"tally {tally!r}")


@router.get("/incidents")
def incidents(
    store: Asked, wanted: Wanted, cursor: Annotated[str | None, Query(max_length=2000)] = None, limit: Limit = 50
) -> IncidentPage:
    """A page of incidents, the newest first."""
    try:
        return store.incidents(wanted, cursor, limit)
    except BadCursor as error:
        raise HTTPException(404, f"cursor: there is no such page: {error}") from None


@router.get("/incidents/{incident}", responses={410: {"model": GoneProblem}})
def incident(store: Asked, incident: str) -> FullIncident:
    """An incident with its mentions, quotes and links. Of one that was taken back, 410 says what it was merged into."""
    known = store.incident(incident)
    if known is None and (gone := store.gone_incident(incident)):
        raise HTTPException(410, gone.model_dump(mode="json"))
    return found(known, f"incident {incident!r}")


@router.get("/facets")
def facets(store: Asked, wanted: Wanted) -> Facets:
    """What the incidents that fit can be filtered by."""
    return store.facets(wanted)


@router.get("/places")
def places(store: Asked, wanted: Wanted) -> tuple[MapPoint, ...]:
    """The places of the incidents that fit."""
    return store.map_points(wanted)


@router.get("/articles/{article}")
def article(
    store: Asked,
    article: Annotated[
        str, Path(description="Id of a story, or what a POST answered with: then a story of that page.")
    ],
) -> ArticleView:
    """A story with what it tells marked in its text."""
    if article.startswith("page-"):
        article = next(iter(store.stories_of_page(article)), article)
    return found(store.article(article), f"article {article!r}")


@router.get("/feeds")
def feeds(store: Asked) -> list[Feed]:
    """How fresh each feed is."""
    return store.feeds()
