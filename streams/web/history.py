"""A tally as it stood: after a change of its log, or up to a day of attacks. Pure functions over messages."""

from collections.abc import Iterable
from datetime import date

from schemas import Observed, ReportedFigure, Tally, TallyChange
from streams.web.answers import Series, Step


def after_changes(now: Tally, changes: Iterable[TallyChange]) -> tuple[Tally, bool]:
    """The tally as it stood after the last of these changes, which are all up to it, by number; and is it complete?

    Title and days are those of `now`. The series has the figures that were the current ones. Not complete are numbers
    from changes without the fields that say what stood after them, and where a change is missing.
    """
    observed, reported, figures = Observed(), None, list[ReportedFigure]()
    incidents: set[str] = set()
    by_day: dict[str, int] = {}
    complete, number = True, 0
    for change in changes:
        complete &= change.number == number + 1
        number = change.number
        if change.what == "observed" and (step := change.observed):
            incidents = (incidents | set(step.entered)) - set(step.left)
            by_day = {day: count for day, count in (by_day | step.by_day).items() if count}
            observed = Observed(
                count=change.after or 0,
                claimed_only=step.claimed_only,
                by_country=step.by_country,
                by_weapon=step.by_weapon,
                by_day=dict(sorted(by_day.items())),
            )
        elif change.what == "observed":
            observed, complete = Observed(count=change.after or 0), False
        else:
            reported = change.reported
            figures += [reported] if reported else []
            complete &= (reported and reported.count) == change.after
    complete &= sum(by_day.values()) == observed.count
    stood = now.model_copy(
        update={
            "observed": observed,
            "reported": reported,
            "difference": _difference(observed, reported),
            # Ids begin with the day, so this is their order by date but for intervals.
            "incidents": tuple(sorted(incidents)),
            "reported_series": tuple(figures),
        }
    )
    return stood, complete


def _difference(observed: Observed, reported: ReportedFigure | None) -> int | None:
    return None if reported is None else reported.count - observed.count


def differ(one: Tally, other: Tally) -> bool:
    """Do two states of a tally say different things: another number, other incidents, another figure?

    What is listed and not counted, and how many stories state the same figure, makes no difference.
    """
    return _says(one) != _says(other)


def _says(tally: Tally) -> tuple[object, ...]:
    observed, figure = tally.observed, tally.reported
    sums = (observed.count, observed.claimed_only, observed.by_country, observed.by_weapon, observed.by_day)
    said = figure and (figure.count, figure.qualifier, figure.as_of)
    return *sums, said, frozenset(tally.incidents)


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
