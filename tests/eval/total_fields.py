"""Which fields of a total that was found agree with the gold."""

from datetime import date

from schemas.tagged_article import ReportedTotal
from tests.eval.gold import GoldTotal
from tests.eval.matching import A_DAY, any_agrees, holds, plain

FIELDS_OF_TOTALS = ("since", "as_of", "qualifier", "countries", "scope", "attributed_to")


def agreeing_fields(gold: GoldTotal, found: ReportedTotal, scope: str | None) -> set[str]:
    """Those of `FIELDS_OF_TOTALS` that are right. `scope` is the gold's."""
    agrees = {
        "since": since_agrees(gold, found),
        "as_of": as_of_agrees(gold, found),
        "qualifier": found.qualifier in gold.allowed("qualifier"),
        "countries": countries_agree(gold, found),
        "scope": scope_agrees(gold, found, scope),
        "attributed_to": speaker_agrees(gold, found),
    }
    return {name for name, right in agrees.items() if right}


def since_agrees(gold: GoldTotal, found: ReportedTotal) -> bool:
    """The first day, as exactly as the text tells it: by the month or the year where it tells no day."""
    parts = {"month": 2, "year": 1}.get(gold.since_precision or "day", 3)
    return any(_cut(one, parts) == _cut(found.since, parts) for one in gold.allowed("since"))


def as_of_agrees(gold: GoldTotal, found: ReportedTotal) -> bool:
    """The day to which it counts; "so far" is the day of telling or the one before it."""
    return any(
        one == found.as_of if one is None or found.as_of is None else abs(one - found.as_of) <= A_DAY
        for one in gold.allowed("as_of")
    )


def countries_agree(gold: GoldTotal, found: ReportedTotal) -> bool:
    """The same countries; none where the text limits it to none."""
    return set(found.countries) in [set(one) for one in gold.allowed("regions")]


def scope_agrees(gold: GoldTotal, found: ReportedTotal, scope: str | None) -> bool:
    """The scope, or one that means the same to every tally.

    A share told without its whole may be `running` if its countries are named; so may a count from another day than
    the tally's, which feeds the tally no more than a window does. Where the gold does not tell, none is wrong.
    """
    if found.scope == "running" and scope == "split":
        return countries_agree(gold, found)
    return scope in (None, found.scope) or (found.scope == "running" and scope == "window")


def speaker_agrees(gold: GoldTotal, found: ReportedTotal) -> bool:
    """Who says it: the one name holds the other; both may be missing."""
    return any_agrees(
        gold.allowed("attributed_to"),
        found.attributed_to,
        lambda one, other: holds(f" {_bare(one)} ", f" {_bare(other)} "),
    )


def _cut(day: date | None, parts: int) -> tuple[int, ...] | None:
    return (day.year, day.month, day.day)[:parts] if day else None


def _bare(name: str) -> str:
    return plain(name).removeprefix("by ").removeprefix("the ")
