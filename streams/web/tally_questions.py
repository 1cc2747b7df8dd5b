"""Questions about tallies: as they stand, as they stood, their curves, and lines to cite."""

import sqlite3
from collections.abc import Iterable
from datetime import date

from schemas import Tally
from schemas.common import YEARS
from streams.web.adding_up import later_than, up_to
from streams.web.as_of import stood_as_of
from streams.web.change_log import changed_at, corrected_after, known_after, last_number, number_of
from streams.web.citing import citation_of
from streams.web.database import Database
from streams.web.history import as_known, differ, series_of
from streams.web.tally_answers import Citation, Series, Standing, TallyNow


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
            definition, now = self.definitions[tally], self._tally(database, tally)
            latest, logged = number_of(database, now)
            # No attack has a date outside of the years that a message may have.
            as_of = as_of and min(max(as_of, date(YEARS.start, 1, 1)), date(YEARS.stop - 1, 12, 31))
            change = latest if known is None else min(known, last_number(database, tally))
            told, complete = now, True
            if known is not None and (change != latest or not logged):
                told, complete = as_known(now, known_after(database, tally, change))
            moved = told is not now and differ(told, now)
            if as_of is not None and told is now:
                told = up_to(database, definition, now, as_of, stands=True)
            elif as_of is not None:
                today = up_to(database, definition, told, as_of)
                told, whole = stood_as_of(told, today, later_than(database, told.incidents, as_of), as_of)
                complete &= whole
                moved = differ(told, up_to(database, definition, now, as_of, stands=True))
            return Standing(
                tally=told,
                now=now,
                change=change,
                latest=latest,
                changed_at=changed_at(database, tally, change),
                as_of=as_of,
                moved=moved,
                corrected=corrected_after(database, tally, change),
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

    def latest_changes(self) -> dict[str, int]:
        """For each tally the number of the last change that is in it as it stands; 0 where there is none."""
        with self.reading() as database:
            return {one: number_of(database, self._tally(database, one))[0] for one in self.definitions}

    def numbers(self, tallies: Iterable[str]) -> list[TallyNow]:
        """The numbers of these tallies as they stand, without incidents and series; of those that there are."""
        with self.reading() as database:
            standing = [self._tally(database, one) for one in tallies if one in self.definitions]
            found = [(tally, number_of(database, tally)[0]) for tally in standing]
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
