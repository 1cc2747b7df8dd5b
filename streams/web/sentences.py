"""What the page says about a tally in sentences, and dates and numbers as a reader wants them."""

from datetime import UTC, date, datetime

from schemas import ReportedFigure, Span, Tally
from streams.wording import QUALIFIERS

ONE_AND_MANY = {"attacks": ("attack", "attacks"), "killed": ("death", "deaths"), "injured": ("injury", "injuries")}
MEASURES = {"attacks": "attacks", "killed": "people killed", "injured": "people injured"}
STANDING = {
    "current": "the current figure",
    "superseded": "overtaken by a later one",
    "looser": "a looser bound, lowers nothing",
    "corrected": "corrected later",
}
BASES = {
    "explicit": "the date is told",
    "weekday": "told as a weekday",
    "relative": "told as “yesterday”, “last week” or the like",
    "carried": "told earlier in the story",
    "reported": "the day of the report",
    "campaign": "only known to lie within a total’s span",
    "none": "not told",
}


def day(value: date) -> str:
    """A day in words: 17 October 2023."""
    return f"{value.day} {value:%B %Y}"


def short_day(value: date) -> str:
    """A day in a column: 17 Oct 2023."""
    return f"{value.day} {value:%b %Y}"


def moment(value: datetime) -> str:
    """A moment in words, in UTC."""
    there = value.astimezone(UTC)
    return f"{day(there)}, {there:%H:%M} UTC"


def short_moment(value: datetime) -> str:
    """A moment in a column, in UTC: 4 Feb, 09:31."""
    there = value.astimezone(UTC)
    return f"{there.day} {there:%b, %H:%M}"


def number(value: int) -> str:
    """A number with its thousands apart by a narrow space: 1 234."""
    return f"{value:,}".replace(",", "\u202f")


def counted(value: int, measure: str) -> str:
    """A number with what it counts: 1 attack, 2 attacks."""
    one, many = ONE_AND_MANY.get(measure, ("", measure))
    return f"{number(value)} {one if value == 1 else many}"


def span(value: Span) -> str:
    """The days on which something may lie."""
    start, end = value.start, value.end
    if start and end:
        return short_day(start) if start == end else _interval(start, end)
    if end:
        return f"by {short_day(end)}"
    return f"from {short_day(start)}" if start else "day not known"


def _interval(start: date, end: date) -> str:
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{short_day(end)}"
    return f"{short_day(start)} – {short_day(end)}"


def qualified(figure: ReportedFigure) -> str:
    """The figure with its qualifier: at least 151."""
    return f"{QUALIFIERS[figure.qualifier]}{number(figure.count)}"


def difference(tally: Tally) -> tuple[str, ...]:
    """Why the two numbers differ, in sentences: what either has that the other lacks, by the day of the figure.

    Only what follows from the numbers is said; nothing is guessed about who is right.
    """
    figure, observed = tally.reported, tally.observed
    if figure is None:
        return ("No total that somebody states has been read for this tally, so there is nothing to compare with.",)
    if figure.as_of is None:
        return ("The total is stated without a day.", _apart(figure.count - observed.count, tally.measure))
    until = sum(count for one, count in observed.by_day.items() if one <= figure.as_of.isoformat())
    said = [
        f"Up to {day(figure.as_of)}, the day of the official figure, the articles tell of {number(until)}.",
        _apart(figure.count - until, tally.measure),
    ]
    if later := observed.count - until:
        said.append(f"{counted(later, tally.measure)} {_were(later)} counted after that day; the figure is older.")
    return tuple(said)


def _apart(gap: int, measure: str) -> str:
    if gap > 0:
        return f"{counted(gap, measure)} {_are(gap)} known only from the total; no article read tells of them singly."
    if gap < 0:
        return f"That is {number(-gap)} more than the total states. Neither number corrects the other."
    return "Both numbers agree."


def reservations(tally: Tally) -> tuple[str, ...]:
    """What a reader has to know of the number counted: what only a claimant tells, and what has no certain day."""
    said: list[str] = []
    if claimed := tally.observed.claimed_only:
        said.append(f"{number(claimed)} of them {_are(claimed)} told by nobody but whoever claims them.")
    if undated := len(tally.observed.undated):
        has = "has" if undated == 1 else "have"
        said.append(f"{number(undated)} more {has} no certain day within the span and {_are(undated)} not counted.")
    return tuple(said)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
