"""A tally as it stood: after a change of its log, or up to a day of attacks. Pure functions over messages."""

from dataclasses import dataclass
from datetime import date

from schemas import Observed, ReportedFigure, Tally, TallyChange
from streams.web.tally_answers import Series, Step


@dataclass(frozen=True)
class Known:
    """What the log says of a tally after one of its changes.

    `observed` and `reported` are the last changes of each number, None where there was none; `figures` those that
    were current, in order. `complete`: all changes up to it are there, and say what stood after them.
    """

    observed: TallyChange | None
    by_day: dict[str, int]
    incidents: tuple[str, ...]
    figures: tuple[ReportedFigure, ...]
    reported: ReportedFigure | None
    complete: bool


def as_known(now: Tally, known: Known) -> tuple[Tally, bool]:
    """The tally as it stood after a change; and is it complete?

    Title and days are those of `now`. The series has the figures that were the current ones. Not complete are numbers
    from changes without the fields that say what stood after them, and where a change is missing.
    """
    change, step = known.observed, known.observed and known.observed.observed
    observed = Observed(
        count=(change and change.after) or 0,
        claimed_only=step.claimed_only if step else 0,
        by_country=step.by_country if step else {},
        by_weapon=step.by_weapon if step else {},
        by_day=known.by_day,
    )
    stood = now.model_copy(
        update={
            "observed": observed,
            "reported": known.reported,
            "difference": known.reported.count - observed.count if known.reported else None,
            "incidents": known.incidents,
            "reported_series": known.figures,
        }
    )
    return stood, known.complete and sum(known.by_day.values()) == observed.count


def stands_after(tally: Tally, observed: TallyChange | None, reported: TallyChange | None) -> bool:
    """Do these last changes of its two numbers say what the tally says? None: there was no change of that number."""
    count, step = (observed.after, observed.observed) if observed else (0, None)
    if count != tally.observed.count or (reported.after if reported else None) != _count(tally.reported):
        return False
    if reported and reported.reported and _said(reported.reported) != _said(tally.reported):
        return False
    if step is None:
        return True
    now, counted = tally.observed, set(tally.incidents)
    sums = (step.claimed_only, step.by_country, step.by_weapon) == (now.claimed_only, now.by_country, now.by_weapon)
    days = all(now.by_day.get(day, 0) == count for day, count in step.by_day.items())
    return sums and days and counted.issuperset(step.entered) and counted.isdisjoint(step.left)


def _count(figure: ReportedFigure | None) -> int | None:
    return figure.count if figure else None


def _said(figure: ReportedFigure | None) -> tuple[object, ...] | None:
    return (figure.count, figure.qualifier, figure.as_of) if figure else None


def differ(one: Tally, other: Tally) -> bool:
    """Do two states of a tally say different things: another number, other incidents, another figure?

    What is listed and not counted, and how many stories state the same figure, makes no difference.
    """
    return _says(one) != _says(other)


def _says(tally: Tally) -> tuple[object, ...]:
    observed = tally.observed
    sums = (observed.count, observed.claimed_only, observed.by_country, observed.by_weapon, observed.by_day)
    return *sums, _said(tally.reported), frozenset(tally.incidents)


def series_of(tally: Tally) -> Series:
    """The curve of a tally: what each day added to the sum, and the reported points by their date."""
    steps: list[Step] = []
    total = 0
    for day, added in sorted(tally.observed.by_day.items()):
        if day != "unknown":
            total += added
            steps.append(Step(date=date.fromisoformat(day), added=added, total=total))
    points = sorted(tally.reported_series, key=lambda one: (one.as_of or date.max, one.count))
    return Series(
        tally=tally.id,
        observed=tuple(steps),
        undated_count=tally.observed.by_day.get("unknown", 0),
        reported=tuple(points),
    )
