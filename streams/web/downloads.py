"""Incidents and curves as files: CSV, JSON lines, GeoJSON, line by line, so that memory does not grow with them."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from streams.web.incident_answers import IncidentSummary
from streams.web.links import web_link
from streams.web.tally_answers import Series

INCIDENT_COLUMNS = (
    "id", "from", "to", "day", "place", "place_id", "lat", "lon", "countries", "weapons", "target", "vessel", "actor",
    "claimed_by", "count", "killed", "injured", "intercepted", "status", "sources", "mentions", "quote", "outlet",
    "url",
)  # fmt: skip
SERIES_COLUMNS = (
    "kind", "date", "added", "total", "qualifier", "attributed_to", "standing", "stories", "quote", "outlet", "url",
)  # fmt: skip


def incidents_csv(incidents: Iterable[IncidentSummary]) -> Iterator[str]:
    """A line of column names, then a line for each incident; several values in a cell are separated by spaces."""
    yield _line(INCIDENT_COLUMNS)
    for one in incidents:
        row = one.model_dump(mode="json", by_alias=True)
        row |= {**row["date"], "url": web_link(one.url)}
        row |= {name: " ".join(row[name]) for name in ("countries", "weapons")}
        yield _line([row[name] for name in INCIDENT_COLUMNS])


def series_csv(series: Series) -> Iterator[str]:
    """Observed steps, then reported points, in one table with a column `kind`."""
    yield _line(SERIES_COLUMNS)
    for step in series.observed:
        yield _line(["observed", step.date, step.added, step.total, *[None] * 7])
    for one in series.reported:
        evidence = one.evidence
        told = [one.qualifier, one.attributed_to, one.standing, one.stories]
        yield _line(
            ["reported", one.as_of, None, one.count, *told, evidence.text, evidence.outlet, web_link(evidence.url)]
        )


def geojson(incidents: Iterable[IncidentSummary]) -> Iterator[str]:
    """A FeatureCollection, a feature a line; an incident without coordinates has no geometry."""
    yield '{"type": "FeatureCollection", "features": ['
    between = "\n"
    for one in incidents:
        properties = one.model_dump(mode="json", by_alias=True, exclude={"lat", "lon"})
        placed = one.lat is not None and one.lon is not None
        geometry = {"type": "Point", "coordinates": [one.lon, one.lat]} if placed else None
        feature = {"type": "Feature", "id": one.id, "geometry": geometry, "properties": properties}
        yield between + json.dumps(feature, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def json_lines(incidents: Iterable[str]) -> Iterator[str]:
    """Each on a line of its own."""
    return (f"{one}\n" for one in incidents)


def _line(cells: Iterable[object]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([_cell(one) for one in cells])
    return written.getvalue()


def _cell(value: object) -> object:
    # A spreadsheet runs what begins so, whoever wrote it.
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value
