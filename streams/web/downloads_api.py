"""Incidents and curves as files, below /api."""

from collections.abc import Iterator

from fastapi import APIRouter
from starlette.responses import StreamingResponse

from streams.web.api import Asked, AsOf, Known, TallyId, Wanted, found
from streams.web.downloads import geojson, incidents_csv, json_lines, series_csv
from streams.web.problems import PROBLEMS

router = APIRouter(prefix="/api", tags=["downloads"], responses=PROBLEMS)


def _file(kind: str, form: str = "string") -> dict[int | str, dict[str, object]]:
    return {200: {"description": "a file", "content": {kind: {"schema": {"type": form}}}}}


def _sent(text: Iterator[str], kind: str, name: str) -> StreamingResponse:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(text, media_type=kind, headers=headers)


@router.get("/incidents.csv", response_class=StreamingResponse, responses=_file("text/csv"))
def incidents_as_csv(store: Asked, wanted: Wanted) -> StreamingResponse:
    """All incidents that fit, the newest first, as a table."""
    return _sent(incidents_csv(store.all_summaries(wanted)), "text/csv", "incidents.csv")


@router.get("/incidents.jsonl", response_class=StreamingResponse, responses=_file("application/x-ndjson"))
def incidents_as_lines(store: Asked, wanted: Wanted) -> StreamingResponse:
    """All incidents that fit with all their mentions, as JSON lines: what the topic `incidents` has."""
    return _sent(json_lines(store.all_as_json(wanted)), "application/x-ndjson", "incidents.jsonl")


@router.get("/incidents.geojson", response_class=StreamingResponse, responses=_file("application/geo+json", "object"))
def incidents_as_geojson(store: Asked, wanted: Wanted) -> StreamingResponse:
    """All incidents that fit as features of a map."""
    return _sent(geojson(store.all_summaries(wanted)), "application/geo+json", "incidents.geojson")


@router.get("/tallies/{tally}/series.csv", response_class=StreamingResponse, responses=_file("text/csv"))
def series_as_csv(store: Asked, tally: TallyId, known: Known = None, as_of: AsOf = None) -> StreamingResponse:
    """The curve of a tally as a table."""
    series = found(store.series(tally, known, as_of), f"tally {tally!r}")
    return _sent(series_csv(series), "text/csv", "series.csv")
