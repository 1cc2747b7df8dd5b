"""Questions about incidents: one, pages of them by filters, all of them, what they can be filtered by, and a map."""

import json
from collections.abc import Iterator

from schemas import Incident
from streams.web.database import Database
from streams.web.filters import Filters, cursor_after, read_cursor
from streams.web.incident_answers import (
    Facet,
    Facets,
    FullIncident,
    GoneIncident,
    IncidentPage,
    IncidentSummary,
    MapPoint,
)

PAGE = 50
"""Incidents on a page, where nothing else is asked for."""
PORTION = 500
"""Incidents read at once where all are wanted: memory stays bounded however many there are."""


FACETS = """
WITH wanted AS MATERIALIZED (SELECT number, place, place_name, actor, status FROM incident WHERE {})
SELECT * FROM (
    SELECT 'place', place, max(place_name), count(*) AS incidents FROM wanted WHERE place IS NOT NULL
    GROUP BY place ORDER BY incidents DESC, place LIMIT ?
)
UNION ALL SELECT 'actor', actor, actor, count(*) FROM wanted WHERE actor IS NOT NULL GROUP BY actor
UNION ALL SELECT 'status', status, status, count(*) FROM wanted GROUP BY status
UNION ALL SELECT kind, value, value, count(*) FROM wanted CROSS JOIN incident_value USING (number)
    WHERE kind IN ('country', 'weapon') GROUP BY kind, value
ORDER BY incidents DESC, 2
"""
WITH_TEXT = "incident CROSS JOIN incident_json USING (number)"
"""Incidents with their texts, which are looked up for those that fit."""


class IncidentQuestions(Database):
    """Blocking functions, to be called from a thread."""

    def incident(self, incident: str) -> FullIncident | None:
        """An incident with all its mentions, and the tallies that count it; None where none stands under this id."""
        with self.reading() as database:
            row = database.execute(
                "SELECT json FROM incident JOIN incident_json USING (number) WHERE id = ?", (incident,)
            ).fetchone()
            sql = "SELECT tally, undated FROM counted WHERE incident = ? ORDER BY tally"
            counted = [one for one in database.execute(sql, (incident,)) if one[0] in self.definitions]
        return row and FullIncident(
            incident=Incident.model_validate_json(row[0]),
            tallies=tuple(tally for tally, undated in counted if not undated),
            undated_in=tuple(tally for tally, undated in counted if undated),
        )

    def gone_incident(self, incident: str) -> GoneIncident | None:
        """What became of an incident that stands no longer; None where no tally's log knows that it ever did."""
        with self.reading() as database:
            if database.execute("SELECT 1 FROM incident WHERE id = ?", (incident,)).fetchone():
                return None
            sql = "SELECT tally, merged, max(number) FROM move WHERE incident = ? AND NOT counts GROUP BY tally"
            rows = database.execute(sql, (incident,)).fetchall()
        merged = next((heir for _, heir, _ in rows if heir), None)
        return GoneIncident(id=incident, tallies=tuple(one for one, _, _ in rows), merged_into=merged) if rows else None

    def incidents(self, filters: Filters, cursor: str | None = None, limit: int = PAGE) -> IncidentPage:
        """A page of the incidents that fit, the newest first; those without a last day come at the beginning.

        `cursor` is the `next` of the page before.

        Raises:
            BadCursor: `cursor` is none of ours.
        """
        condition, values = filters.condition()
        after, bounds = "", list[object]()
        if cursor:
            after, bounds = " AND (day, id) < (?, ?)", [*read_cursor(cursor)]
        with self.reading() as database:
            (total,) = database.execute(f"SELECT count(*) FROM incident WHERE {condition}", values).fetchone()
            sql = (
                f"SELECT day, id, summary FROM {WITH_TEXT} WHERE {condition}{after} ORDER BY day DESC, id DESC LIMIT ?"
            )
            rows = database.execute(sql, [*values, *bounds, limit + 1]).fetchall()
        shown = rows[:limit]
        return IncidentPage(
            incidents=tuple(IncidentSummary.model_validate_json(text) for _, _, text in shown),
            next=cursor_after(*shown[-1][:2]) if len(rows) > limit else None,
            total=total,
        )

    def summaries_of(self, ids: tuple[str, ...]) -> dict[str, IncidentSummary]:
        """Those of the incidents that stand, by id: for a tally as it once stood, whose list may have others."""
        with self.reading() as database:
            sql = f"SELECT id, summary FROM {WITH_TEXT} WHERE id IN (SELECT value FROM json_each(?))"
            rows = database.execute(sql, (json.dumps(ids),)).fetchall()
        return {name: IncidentSummary.model_validate_json(text) for name, text in rows}

    def all_summaries(self, filters: Filters) -> Iterator[IncidentSummary]:
        """All incidents that fit, the newest first, read portion by portion."""
        for text in self._portions("summary", filters):
            yield IncidentSummary.model_validate_json(text)

    def all_as_json(self, filters: Filters) -> Iterator[str]:
        """All incidents that fit as their topic has them, each as JSON, the newest first, portion by portion."""
        return self._portions("json", filters)

    def _portions(self, column: str, filters: Filters) -> Iterator[str]:
        # Each portion reads the state of its moment: a transaction held open for a slow reader would keep the
        # database from throwing anything away.
        condition, values = filters.condition()
        bounds: list[object] = ["~", ""]
        while True:
            with self.reading() as database:
                sql = f"SELECT day, id, {column} FROM {WITH_TEXT} WHERE {condition} AND (day, id) < (?, ?) "
                sql += "ORDER BY day DESC, id DESC LIMIT ?"
                rows = database.execute(sql, [*values, *bounds, PORTION]).fetchall()
            for row in rows:
                yield row[2]
            if len(rows) < PORTION:
                return
            bounds = list(rows[-1][:2])

    def facets(self, filters: Filters, places: int | None = None) -> Facets:
        """What the incidents that fit can be filtered by further, and how many have each value.

        Of the places at most `places`, those which most have, where it is given: there may be as many as incidents.
        """
        condition, values = filters.condition()
        sql, found = FACETS.format(condition), dict[str, list[Facet]]()
        with self.reading() as database:
            for kind, value, name, incidents in database.execute(sql, [*values, -1 if places is None else places]):
                found.setdefault(kind, []).append(Facet(value=value, name=name, incidents=incidents))
        kinds = ("country", "place", "weapon", "actor", "status")
        countries, where, weapons, actors, statuses = (tuple(found.get(kind, ())) for kind in kinds)
        return Facets(countries=countries, places=where, weapons=weapons, actors=actors, statuses=statuses)

    def map_points(self, filters: Filters, limit: int | None = None) -> tuple[MapPoint, ...]:
        """The places of the incidents that fit, the fullest first; those without coordinates are on no map.

        At most `limit` of them, where it is given.
        """
        condition, values = filters.condition()
        sql = (
            f"SELECT place, max(place_name), lat, lon, count(*), sum(attacks) FROM incident WHERE {condition} "
            "AND lat IS NOT NULL AND lon IS NOT NULL AND place IS NOT NULL GROUP BY place, lat, lon "
            "ORDER BY 5 DESC, 1, 3, 4 LIMIT ?"
        )
        with self.reading() as database:
            rows = database.execute(sql, [*values, -1 if limit is None else limit]).fetchall()
        names = ("place_id", "name", "lat", "lon", "incidents", "attacks")
        return tuple(MapPoint.model_validate(dict(zip(names, row, strict=True))) for row in rows)
