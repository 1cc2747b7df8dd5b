"""Questions about tallies: as they stand, as they stood, their curves, their logs, and lines to cite."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from schemas import Incident, Observed, PlaceRef, Span, Tally, TallyChange
from schemas.common import YEARS
from streams.web.answers import ChangePage, Citation, LoggedChange, Series, Standing, TallyNow
from streams.web.as_of import as_of as tally_as_of
from streams.web.as_of import cut_at, stood_as_of
from streams.web.citing import citation_of
from streams.web.database import Database
from streams.web.history import Known, as_known, differ, series_of, stands_after

PAGE = 50
"""Log entries on a page, where nothing else is asked for."""
AHEAD = 10
"""Changes by which the log is at most taken to be ahead of its tally; one publication makes two."""


class TallyQuestions(Database):
    """Blocking functions, to be called from a thread. Of a tally that there is not, None or nothing."""

    def tallies(self) -> list[Tally]:
        """The tallies as they stand, in the order of their definitions; one that was never published is empty."""
        with self.reading() as database:
            return [self._tally(database, one) for one in self.definitions]

    def tally(self, tally: str) -> Tally | None:
        """One tally as it stands."""
        with self.reading() as database:
            return self._tally(database, tally) if tally in self.definitions else None

    def standing(self, tally: str, known: int | None = None, as_of: date | None = None) -> Standing | None:
        """One tally as it was asked for, and beside it as it stands.

        `known` is the number of a change of its log: the tally as it stood after that change (0: before the first; a
        number beyond the last is the last). Without it the tally as it stands, which its log may be a moment ahead of
        or behind: `change` is then the last one that is in it. `as_of` is a day of attacks: the tally, had it ended
        that day. With both, what was known then is cut at the day.
        """
        with self.reading() as database:
            if tally not in self.definitions:
                return None
            now = self._tally(database, tally)
            latest, logged = _number_of(database, now)
            # No attack has a date outside of the years that a message may have.
            as_of = as_of and min(max(as_of, date(YEARS.start, 1, 1)), date(YEARS.stop - 1, 12, 31))
            change = latest if known is None else min(known, _last(database, tally))
            told, complete = now, True
            if known is not None and (change != latest or not logged):
                told, complete = as_known(now, _known(database, tally, change))
            moved = told is not now and differ(told, now)
            if as_of is not None and told is now:
                told = self._up_to(database, now, as_of, stands=True)
            elif as_of is not None:
                today = self._up_to(database, told, as_of)
                told, whole = stood_as_of(told, today, _later(database, told.incidents, as_of), as_of)
                complete &= whole
                moved = differ(told, self._up_to(database, now, as_of, stands=True))
            return Standing(
                tally=told,
                now=now,
                change=change,
                latest=latest,
                changed_at=_changed_at(database, tally, change),
                as_of=as_of,
                moved=moved,
                corrected=_corrected(database, tally, change),
                complete=complete,
            )

    def series(self, tally: str, known: int | None = None, as_of: date | None = None) -> Series | None:
        """The curve of a tally: observed steps by day and reported points; `known` and `as_of` as in `standing`."""
        if known is None and as_of is None:
            now = self.tally(tally)
            return series_of(now) if now else None
        stood = self.standing(tally, known, as_of)
        return series_of(stood.tally) if stood else None

    def citation(self, tally: str, known: int | None = None, as_of: date | None = None) -> Citation | None:
        """A line to cite the tally as it was asked for, and the path that will show the same for good."""
        with self.reading():
            stood = self.standing(tally, known, as_of)
            if stood and known is None:
                # By its number, as the path will be read: then text and path say the same whatever the log lacks yet.
                stood = self.standing(tally, stood.change, as_of)
        return citation_of(stood) if stood else None

    def changes(
        self, tally: str, before: int | None = None, limit: int = PAGE, corrections: bool = False
    ) -> ChangePage | None:
        """The log of a tally, the newest entry first: those with numbers less than `before`.

        With `corrections` only those that took something back: a lower number, an incident that counts no more, a total
        that was denied.
        """
        if tally not in self.definitions:
            return None
        with self.reading() as database:
            rows = database.execute(
                "SELECT json, correction, number FROM change WHERE tally = ? AND number < ? AND correction >= ? "
                "ORDER BY number DESC LIMIT ?",
                (tally, min(before if before is not None else 1 << 62, 1 << 62), corrections, limit + 1),
            ).fetchall()
        read = [LoggedChange(change=TallyChange.model_validate_json(text), correction=bool(c)) for text, c, _ in rows]
        return ChangePage(changes=tuple(read[:limit]), next=rows[limit - 1][2] if len(rows) > limit else None)

    def changes_since(self, numbers: dict[str, int], limit: int) -> list[TallyChange]:
        """Entries of the logs with numbers greater than these, tally by tally in order; at most `limit` of each.

        Where there are more, the newest are given.
        """
        found: list[TallyChange] = []
        with self.reading() as database:
            for tally, number in numbers.items():
                sql = "SELECT json FROM change WHERE tally = ? AND number > ? ORDER BY number DESC LIMIT ?"
                rows = database.execute(sql, (tally, number, limit)).fetchall()
                found += [TallyChange.model_validate_json(text) for (text,) in reversed(rows)]
        return found

    def latest_changes(self) -> dict[str, int]:
        """For each tally the number of the last change that is in it as it stands; 0 where there is none."""
        with self.reading() as database:
            return {one: _number_of(database, self._tally(database, one))[0] for one in self.definitions}

    def settled_changes(self) -> dict[str, int]:
        """For each tally the number up to which all changes are there: the topic may have them in another order."""
        with self.reading() as database:
            return {one: _settled(database, one) for one in self.definitions}

    def numbers(self, tallies: Iterable[str]) -> list[TallyNow]:
        """The numbers of these tallies as they stand, without incidents and series; of those that there are."""
        with self.reading() as database:
            standing = [self._tally(database, one) for one in tallies if one in self.definitions]
            found = [(tally, _number_of(database, tally)[0]) for tally in standing]
        return [
            TallyNow(
                id=tally.id,
                observed=tally.observed.count,
                claimed_only=tally.observed.claimed_only,
                reported=tally.reported,
                difference=tally.difference,
                change=latest,
            )
            for tally, latest in found
        ]

    def _tally(self, database: sqlite3.Connection, tally: str) -> Tally:
        row = database.execute("SELECT json FROM tally WHERE id = ?", (tally,)).fetchone()
        if row:
            return Tally.model_validate_json(row[0])
        wanted = self.definitions[tally]
        title = wanted.title or wanted.id
        return Tally(id=wanted.id, title=title, since=wanted.since, until=wanted.until, measure=wanted.measure)

    def _up_to(self, database: sqlite3.Connection, tally: Tally, day: date, stands: bool = False) -> Tally:
        """What the tally's incidents, as they read today, add up to that end by the day.

        `stands`: it is the tally as it stands now, whose incidents the database has by day.
        """
        definition = self.definitions[tally.id]
        if definition.unit == "attack" or tally.measure != "attacks":
            asked = (tally.id if stands else json.dumps(tally.incidents), day.isoformat())
            return cut_at(tally, *_sums(database, tally.measure, BY_DAY if stands else THESE_UP_TO, asked), day)
        return tally_as_of(tally, definition, _incidents(database, tally.incidents), day)


def _last(database: sqlite3.Connection, tally: str) -> int:
    return int(database.execute("SELECT coalesce(max(number), 0) FROM change WHERE tally = ?", (tally,)).fetchone()[0])


def _number_of(database: sqlite3.Connection, now: Tally) -> tuple[int, bool]:
    """The number of the last change that is in the tally as it stands, and whether the log says what the tally says.

    Tallies and their changes are two topics: for a moment one is ahead of the other. Where no change fits, the tally is
    ahead, and it is the last one.
    """
    last = _last(database, now.id)
    for number in range(last, max(-1, last - AHEAD), -1):
        sql = "SELECT json FROM change WHERE tally = ? AND number <= ? AND what = ? ORDER BY number DESC LIMIT 1"
        rows = [database.execute(sql, (now.id, number, what)).fetchone() for what in ("observed", "reported")]
        if stands_after(now, *(TallyChange.model_validate_json(row[0]) if row else None for row in rows)):
            return number, True
    return last, False


def _known(database: sqlite3.Connection, tally: str, number: int) -> Known:
    """What stood after a change, from the last word of the log on each incident, day and figure up to it."""
    run, asked = database.execute, (tally, number)
    upto = "tally = ? AND number <= ?"
    moves = f"SELECT incident, counts, max(number) FROM move WHERE {upto} GROUP BY incident"
    days = f"SELECT day, count, max(number) FROM day WHERE {upto} GROUP BY day"
    log = f"SELECT json FROM change WHERE {upto} AND what = '{{}}' ORDER BY number"
    last = run(f"{log.format('observed')} DESC LIMIT 1", asked).fetchone()
    stated = [TallyChange.model_validate_json(text).reported for (text,) in run(log.format("reported"), asked)]
    there, whole = run(f"SELECT count(*), coalesce(min(whole), 1) FROM change WHERE {upto}", asked).fetchone()
    return Known(
        observed=TallyChange.model_validate_json(last[0]) if last else None,
        by_day={day: count for day, count, _ in run(f"{days} ORDER BY day", asked) if count},
        # Ids begin with the day, so this is their order by date but for intervals.
        incidents=tuple(name for name, counts, _ in run(f"{moves} ORDER BY incident", asked) if counts),
        figures=tuple(one for one in stated if one),
        reported=stated[-1] if stated else None,
        complete=there == number and bool(whole),
    )


def _settled(database: sqlite3.Connection, tally: str) -> int:
    sql = "SELECT count(*), coalesce(max(number), 0) FROM change WHERE tally = ?"
    there, last = database.execute(sql, (tally,)).fetchone()
    if there == last:
        return int(last)
    following = "SELECT 1 FROM change AS next WHERE next.tally = one.tally AND next.number = one.number + 1"
    sql = f"SELECT min(number) FROM change AS one WHERE tally = ? AND NOT EXISTS ({following})"
    return int(database.execute(sql, (tally,)).fetchone()[0])


def _corrected(database: sqlite3.Connection, tally: str, after: int) -> bool:
    sql = "SELECT EXISTS (SELECT 1 FROM change WHERE tally = ? AND number > ? AND correction)"
    return bool(database.execute(sql, (tally, after)).fetchone()[0])


def _changed_at(database: sqlite3.Connection, tally: str, number: int) -> datetime | None:
    row = database.execute("SELECT at FROM change WHERE tally = ? AND number = ?", (tally, number)).fetchone()
    return datetime.fromisoformat(row[0]) if row else None


BY_DAY = "FROM adding_up WHERE tally = ? AND day <= ?"
"""Incidents that a tally counts now, up to a day."""
THESE = "FROM (SELECT value AS id FROM json_each(?)) CROSS JOIN incident USING (id)"
"""Incidents of a list of ids, those of them that stand."""
THESE_UP_TO = f"{THESE} WHERE day <= ?"


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


def _later(database: sqlite3.Connection, ids: tuple[str, ...], day: date) -> set[str]:
    """Those of the incidents that stand and do not end by the day."""
    sql = f"SELECT id {THESE} WHERE day > ?"
    return {name for (name,) in database.execute(sql, (json.dumps(ids), day.isoformat()))}


def _incidents(database: sqlite3.Connection, ids: tuple[str, ...]) -> Iterator[Incident]:
    """Those of the incidents that stand, with what counting them needs."""
    sql = f"SELECT summary {THESE} CROSS JOIN incident_json USING (number)"
    for (text,) in database.execute(sql, (json.dumps(ids),)):
        told = json.loads(text)
        start, end = (date.fromisoformat(one) if one else None for one in (told["date"]["from"], told["date"]["to"]))
        place = PlaceRef.model_construct(id=told["place_id"], name="") if told["place_id"] else None
        told |= {"date": Span.model_construct(start=start, end=end), "place": place, "mentions": ()}
        yield Incident.model_construct(**told)
