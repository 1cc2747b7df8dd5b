"""The pages people read: routes that ask the store and fill a template. The same answers as the API's, in words."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from schemas import Incident, Tally
from streams.web import view
from streams.web.api import store_of
from streams.web.chosen import BadChoice, Chosen, tally_address
from streams.web.filters import BadCursor, Filters
from streams.web.history import series_of
from streams.web.passages import telling
from streams.web.rendering import PLACES, names, page, problem
from streams.web.store import Store

INCIDENTS = 25
"""Incidents on a page."""
CHANGES = 6
"""Changes beside the numbers."""
LOG = 100
"""Changes on a page of them."""

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Asked = Annotated[Store, Depends(store_of)]


@router.get("/")
def home(request: Request, store: Asked) -> Response:
    """All tallies; where there is one only, that one."""
    every = store.tallies()
    return (
        tally(request, store, every[0].id)
        if len(every) == 1
        else page("home.html", tallies=every, latest=store.latest_changes())
    )


@router.get("/tallies/{name}")
def tally(request: Request, store: Asked, name: str) -> Response:
    """A tally: its numbers, its curve, its map, its incidents."""
    try:
        chosen = Chosen.of(request.query_params)
        if any(not value for value in request.query_params.values()):
            # A form sends empty fields too; what is shared and cited shall be short.
            return RedirectResponse(chosen.address(name), 303)
        return _tally(request, store, name, chosen)
    except (BadChoice, BadCursor) as error:
        return problem("This address cannot be read", str(error), 422)


def _tally(request: Request, store: Store, name: str, chosen: Chosen) -> Response:
    standing = store.standing(name, chosen.known, chosen.as_of)
    citation = store.citation(name, chosen.known, chosen.as_of)
    log = store.changes(name, limit=CHANGES)
    if standing is None or citation is None or log is None:
        return _no_tally(name)
    definition = store.definitions[name]
    told = standing.tally
    among = told.incidents if chosen.known is not None else None
    listed = among is None or _listed(store, name, chosen)
    wanted = chosen.filters(name, among=among)
    found = store.incidents(wanted, chosen.cursor, INCIDENTS)
    points = store.map_points(wanted, PLACES)
    by_country, by_weapon = view.shares(told, chosen, names())
    return page(
        "tally.html",
        tally=told,
        standing=standing,
        series=series_of(told),
        chosen=chosen,
        others=store.tallies(),
        definition=definition,
        spots=view.spots(name, chosen, points),
        map_countries=view.atlas_codes(definition.countries or told.observed.by_country),
        elsewhere=found.total - sum(one.incidents for one in points),
        by_country=by_country,
        by_weapon=by_weapon,
        choices=view.choices(
            store.facets(Chosen(known=chosen.known, as_of=chosen.as_of).filters(name, among), places=0), names()
        ),
        incidents=_whole(store, [one.id for one in found.incidents]),
        found=found.total,
        of=len(told.incidents),
        more=chosen.address(name, cursor=found.next) if found.next else None,
        undated=_undated(store, told, chosen),
        changes=log.changes,
        citation=citation,
        downloads=view.downloads(name, chosen, listed),
        listed=listed,
        taken_back=_taken_back(store, told, chosen, among),
        feeds=store.feeds(),
        base=_base(request),
    )


def _listed(store: Store, name: str, chosen: Chosen) -> bool:
    """Does the log list the incidents of the change that is chosen? Their sums up to a day it may not have."""
    stood = store.standing(name, chosen.known)
    return stood is not None and stood.complete


def _taken_back(store: Store, told: Tally, chosen: Chosen, among: tuple[str, ...] | None) -> int:
    """How many of those that counted at the change that is chosen stand no longer."""
    if among is None:
        return 0
    return len(told.incidents) - store.incidents(Filters(among=among), limit=1).total


def _undated(store: Store, told: Tally, chosen: Chosen) -> list[Incident]:
    if chosen.past or chosen.filtered or chosen.cursor:
        return []
    return _whole(store, told.observed.undated[:INCIDENTS])


def _whole(store: Store, ids: Any) -> list[Incident]:
    found = (store.incident(one) for one in ids)
    return [one.incident for one in found if one]


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _no_tally(name: str) -> HTMLResponse:
    return problem("There is no such tally", f"No tally here is called {name[:100]!r}.", 404)


@router.get("/tallies/{name}/corrections")
def corrections(store: Asked, name: str, before: Annotated[int | None, Query(ge=0, le=2**53)] = None) -> Response:
    """The log of a tally, the latest change first."""
    told, log = store.tally(name), store.changes(name, before, LOG)
    if told is None or log is None:
        return _no_tally(name)
    more = None if log.next is None else f"{tally_address(name)}/corrections?before={log.next}"
    return page("corrections.html", tally=told, changes=log.changes, more=more)


@router.get("/tallies/{name}/method")
def method(store: Asked, name: str) -> Response:
    """What a tally counts, and what not."""
    told = store.tally(name)
    return page("method.html", tally=told, definition=store.definitions[name]) if told else _no_tally(name)


@router.get("/incidents/{name}")
def incident(store: Asked, name: str) -> Response:
    """An incident: all that is told of it, marked where it stands."""
    found = store.incident(name)
    if found is None:
        return _gone(store, name)
    told = []
    for one in found.incident.mentions:
        article = store.article(one.article_id)
        kept = article if article and article.kept else None
        told.append(
            {
                "mention": one,
                "passages": telling(kept, name) if kept else (),
                "pages": kept.pages if kept else (one,),
            }
        )
    tallies = [one for one in store.tallies() if one.id in found.tallies]
    return page("incident.html", incident=found.incident, tallies=tallies, told=told)


def _gone(store: Store, name: str) -> Response:
    gone = store.gone_incident(name)
    if gone is None:
        return problem("There is no such incident", "It was never counted here, or its address is not whole.", 404)
    if gone.merged_into:
        return page("gone.html", 410, heir=gone.merged_into, tallies=gone.tallies)
    return page("gone.html", 410, heir=None, tallies=gone.tallies)


@router.get("/articles/{name}")
def article(store: Asked, name: str) -> Response:
    """A story with what it tells marked in it."""
    found = store.article(name)
    if found is None:
        return problem("There is no such article", "No number here rests on an article of this address.", 404)
    return page("article.html", article=found, incidents=_whole(store, found.incidents))


@router.get("/embed/{name}/{what}")
def embed(request: Request, store: Asked, name: str, what: str) -> Response:
    """A tally's numbers, or its curve, for the pages of others."""
    told = store.tally(name)
    if told is None or what not in ("number", "curve"):
        return _no_tally(name)
    given: Mapping[str, Any] = {"tally": told, "series": series_of(told), "base": _base(request)}
    latest = store.latest_changes()[name]
    return page(f"embed_{what}.html", latest=latest, **given)
