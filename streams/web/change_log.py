"""What the log of a tally says, read from the database: which change is in the tally, what stood after one."""

import sqlite3
from datetime import datetime

from schemas import Tally, TallyChange
from streams.web.history import Known, stands_after

AHEAD = 10
"""Changes by which the log is at most taken to be ahead of its tally; one publication makes two."""


def last_number(database: sqlite3.Connection, tally: str) -> int:
    """The number of the last change of a tally; 0 where there is none."""
    return int(database.execute("SELECT coalesce(max(number), 0) FROM change WHERE tally = ?", (tally,)).fetchone()[0])


def number_of(database: sqlite3.Connection, now: Tally) -> tuple[int, bool]:
    """The number of the last change that is in the tally as it stands, and whether the log says what the tally says.

    Tallies and their changes are two topics: for a moment one is ahead of the other. Where no change fits, the tally is
    ahead, and it is the last one.
    """
    last = last_number(database, now.id)
    for number in range(last, max(-1, last - AHEAD), -1):
        sql = "SELECT json FROM change WHERE tally = ? AND number <= ? AND what = ? ORDER BY number DESC LIMIT 1"
        rows = [database.execute(sql, (now.id, number, what)).fetchone() for what in ("observed", "reported")]
        if stands_after(now, *(TallyChange.model_validate_json(row[0]) if row else None for row in rows)):
            return number, True
    return last, False


def known_after(database: sqlite3.Connection, tally: str, number: int) -> Known:
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


def settled_number(database: sqlite3.Connection, tally: str) -> int:
    """The number up to which all changes are there."""
    sql = "SELECT count(*), coalesce(max(number), 0) FROM change WHERE tally = ?"
    there, last = database.execute(sql, (tally,)).fetchone()
    if there == last:
        return int(last)
    following = "SELECT 1 FROM change AS next WHERE next.tally = one.tally AND next.number = one.number + 1"
    sql = f"SELECT min(number) FROM change AS one WHERE tally = ? AND NOT EXISTS ({following})"
    return int(database.execute(sql, (tally,)).fetchone()[0])


def corrected_after(database: sqlite3.Connection, tally: str, after: int) -> bool:
    """Was something taken back after a change?"""
    sql = "SELECT EXISTS (SELECT 1 FROM change WHERE tally = ? AND number > ? AND correction)"
    return bool(database.execute(sql, (tally, after)).fetchone()[0])


def changed_at(database: sqlite3.Connection, tally: str, number: int) -> datetime | None:
    """When a change was; None where it is not there."""
    row = database.execute("SELECT at FROM change WHERE tally = ? AND number = ?", (tally, number)).fetchone()
    return datetime.fromisoformat(row[0]) if row else None
