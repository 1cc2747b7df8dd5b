"""Questions about the logs of tallies: pages of entries, what came after an entry, how far they are whole."""

from schemas import TallyChange
from streams.web.change_log import settled_number
from streams.web.database import Database
from streams.web.tally_answers import ChangePage, LoggedChange

PAGE = 50
"""Log entries on a page, where nothing else is asked for."""


class ChangeQuestions(Database):
    """Blocking functions, to be called from a thread. Of a tally that there is not, None or nothing."""

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

    def settled_changes(self) -> dict[str, int]:
        """For each tally the number up to which all changes are there: the topic may have them in another order."""
        with self.reading() as database:
            return {one: settled_number(database, one) for one in self.definitions}
