"""GET /api/events: what changes, as it changes."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from streams.web.events import (
    MISSED,
    Event,
    Hub,
    Numbers,
    Reader,
    TooManyReaders,
    change_event,
    read_event_id,
    tally_event,
)
from streams.web.limits import Refused
from streams.web.problems import Problem
from streams.web.store import Store

router = APIRouter(prefix="/api", tags=["reading"])

AGAIN_SECONDS = 10
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"description": "events `tally`, `change`, `incidents`", "content": {"text/event-stream": {}}},
    422: {"model": Problem},
    503: {"model": Problem, "description": "as many readers as there may be"},
}


@router.get("/events", response_class=StreamingResponse, responses=_STREAM)
async def events(
    request: Request,
    tally: Annotated[str | None, Query(description="Only of this tally.")] = None,
    last_event_id: Annotated[str | None, Header(description="Go on after this event.")] = None,
) -> StreamingResponse:
    """Server-sent events. First what was missed since `Last-Event-ID`, and each tally as it stands; then what changes.

    `change` is an entry of a tally's log, `tally` its numbers as they stand, `incidents` the ids of incidents that are
    new, changed or gone. A reader that is too slow is cut off; browsers connect again and go on by themselves.
    """
    store, hub = request.app.state.store, request.app.state.hub
    had = read_event_id(last_event_id or "", store.definitions)
    try:
        reader = hub.connect()
    except TooManyReaders:
        raise Refused(503, "as many readers as TALLYWIRE_WEB_READERS", AGAIN_SECONDS) from None
    try:
        first, known = await run_in_threadpool(_first, store, had, tally)
    except BaseException:
        hub.disconnect(reader)
        raise
    return _stream(hub, reader, first, known, tally)


def _first(store: Store, had: Numbers, tally: str | None) -> tuple[list[Event], Numbers]:
    """What a reader is told at once: missed changes, then all numbers; and which changes it has by then."""
    with store.reading():
        wanted = [one for one in store.definitions if tally in (None, one)]
        known = store.settled_changes()
        missed = store.changes_since({one: number for one, number in had.items() if one in wanted}, MISSED)
        standing = store.numbers(wanted)
    # A reader that comes without an id has nothing before this.
    numbers = known | {one: had[one] for one in wanted if one in had}
    told: list[Event] = []
    for change in (one for one in missed if one.number <= known[one.tally_id]):
        numbers[change.tally_id] = change.number
        told.append(change_event(change, numbers))
    return [*told, *(tally_event(one, known) for one in standing)], known


def _stream(hub: Hub, reader: Reader, first: list[Event], known: Numbers, tally: str | None) -> StreamingResponse:
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(hub.events(reader, first, known, tally), media_type="text/event-stream", headers=headers)
