"""What the incidents of a tally add up to up to a day, summed by the database."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import date

from schemas import Incident, Observed, PlaceRef, Span, Tally
from streams.stages.tally import TallyDefinition
from streams.web.as_of import as_of, cut_at

_BY_DAY = "FROM adding_up WHERE tally = ? AND day <= ?"
"""Incidents that a tally counts now, up to a day."""
_THESE = "FROM (SELECT value AS id FROM json_each(?)) CROSS JOIN incident USING (id)"
"""Incidents of a list of ids, those of them that stand."""
_THESE_UP_TO = f"{_THESE} WHERE day <= ?"


def up_to(
    database: sqlite3.Connection, definition: TallyDefinition, tally: Tally, day: date, stands: bool = False
) -> Tally:
    """What the tally's incidents, as they read today, add up to that end by the day.

    `stands`: it is the tally as it stands now, whose incidents the database has by day.
    """
    if definition.unit == "attack" or tally.measure != "attacks":
        asked = (tally.id if stands else json.dumps(tally.incidents), day.isoformat())
        return cut_at(tally, *_sums(database, tally.measure, _BY_DAY if stands else _THESE_UP_TO, asked), day)
    return as_of(tally, definition, _incidents(database, tally.incidents), day)


def later_than(database: sqlite3.Connection, ids: tuple[str, ...], day: date) -> set[str]:
    """Those of the incidents that stand and do not end by the day."""
    sql = f"SELECT id {_THESE} WHERE day > ?"
    return {name for (name,) in database.execute(sql, (json.dumps(ids), day.isoformat()))}


def _sums(
    database: sqlite3.Connection, measure: str, among: str, asked: tuple[str, str]
) -> tuple[Observed, tuple[str, ...]]:
    """What incidents add up to, each counting alone, and their ids by date; `among` and `asked` say which they are."""
    run, amount = database.execute, f"sum({measure})"  # The columns have the names of the measures.
    by_day = dict(run(f"SELECT day, {amount} {among} GROUP BY day ORDER BY day", asked))
    by_country, by_weapon, claimed = Counter[str](), Counter[str](), 0
    for country, status, some in run(f"SELECT country, status, {amount} {among} GROUP BY country, status", asked):
        by_country[country] += some
        claimed += some if status == "claimed_only" else 0
    for weapons, some in run(f"SELECT weapons, {amount} {among} GROUP BY weapons", asked):
        by_weapon.update(dict.fromkeys(weapons.split(), some))
    observed = Observed.model_construct(
        count=sum(by_day.values()),
        claimed_only=claimed,
        by_country=dict(sorted(by_country.items())),
        by_weapon=dict(sorted(by_weapon.items())),
        by_day=by_day,
        undated=(),
    )
    return observed, tuple(name for (name,) in run(f"SELECT id {among} ORDER BY start, id", asked))


def _incidents(database: sqlite3.Connection, ids: tuple[str, ...]) -> Iterator[Incident]:
    """Those of the incidents that stand, with what counting them needs."""
    sql = f"SELECT summary {_THESE} CROSS JOIN incident_json USING (number)"
    for (text,) in database.execute(sql, (json.dumps(ids),)):
        told = json.loads(text)
        start, end = (date.fromisoformat(one) if one else None for one in (told["date"]["from"], told["date"]["to"]))
        place = PlaceRef.model_construct(id=told["place_id"], name="") if told["place_id"] else None
        told |= {"date": Span.model_construct(start=start, end=end), "place": place, "mentions": ()}
        yield Incident.model_construct(**told)
