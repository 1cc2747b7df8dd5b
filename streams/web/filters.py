"""Which incidents are asked for, and how that is said to the database; cursors that say where a page ended."""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from streams.stages.tally.belonging import members_of


class BadCursor(ValueError):
    """A cursor that no page of ours has given."""


@dataclass(frozen=True)
class Filters:
    """Which incidents: all conditions that are given have to hold. None and empty ask for nothing.

    `tally` takes those that it counts, or with `undated` those that it lists as undated. `country` is an ISO code;
    `place` an id, which stands for what stories say lies in it; `weapon` a class stands for its members; `actor` an
    id. `start` and `end` bound the day for which an incident counts (the last of its interval), both included.
    `words` are searched for in quotes, titles, places and names: each has to occur, as a beginning of a word.
    `among` are ids, as those of a tally as it once stood.
    """

    tally: str | None = None
    undated: bool = False
    country: str | None = None
    place: str | None = None
    weapon: str | None = None
    actor: str | None = None
    status: Literal["reported", "claimed_only"] | None = None
    start: date | None = None
    end: date | None = None
    words: str | None = None
    among: tuple[str, ...] | None = None

    def condition(self) -> tuple[str, list[object]]:
        """A condition on the table `incident`, and its parameters."""
        parts: list[str] = ["1"]
        values: list[object] = []

        def ask(part: str, *given: object) -> None:
            parts.append(part)
            values.extend(given)

        if self.tally:
            counts = "SELECT 1 FROM counted WHERE tally = ? AND counted.incident = incident.id AND undated = ?"
            ask(f"EXISTS ({counts})", self.tally, self.undated)
        if self.among is not None:
            ask("id IN (SELECT value FROM json_each(?))", json.dumps(self.among))
        weapons = sorted(members_of([self.weapon])) if self.weapon else []
        for kind, wanted in (("country", [self.country]), ("place", [self.place]), ("weapon", weapons)):
            if any(wanted):
                has = "SELECT 1 FROM incident_value AS has WHERE has.number = incident.number AND kind = ? AND value IN"
                ask(f"EXISTS ({has} ({', '.join('?' * len(wanted))}))", kind, *wanted)
        for column, value in (("actor", self.actor), ("status", self.status)):
            if value:
                ask(f"{column} = ?", value)
        if self.start:
            ask("day >= ? AND day != 'unknown'", self.start.isoformat())
        if self.end:
            ask("day <= ?", self.end.isoformat())
        if self.words and self.words.strip():
            ask("number IN (SELECT rowid FROM incident_text WHERE incident_text MATCH ?)", _match(self.words))
        return " AND ".join(parts), values


def _match(words: str) -> str:
    """FTS5's own language is not let through: each word is a quoted prefix; what has no word in it matches nothing."""
    found = re.findall(r"\w+", words)[:20]
    return " ".join(f'"{word}"*' for word in found) or '""'


def cursor_after(day: str, name: str) -> str:
    """The cursor of what comes after this incident."""
    return base64.urlsafe_b64encode(json.dumps([day, name]).encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[str, str]:
    """Day and id of the incident after which to go on.

    Raises:
        BadCursor: it is not one of ours.
    """
    try:
        day, name = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise BadCursor("not a cursor of this API") from None
    if not (isinstance(day, str) and isinstance(name, str)):
        raise BadCursor("not a cursor of this API")
    return day, name
