"""A tally as of a day of attacks: what the incidents up to it add up to, and the figure that stood then."""

from collections.abc import Collection, Iterable
from datetime import date

from schemas import Incident, Observed, ReportedFigure, Tally
from streams.stages.tally import TallyDefinition
from streams.stages.tally.count import Observing
from streams.stages.tally.standing import Point, with_standing


def as_of(now: Tally, definition: TallyDefinition, incidents: Iterable[Incident], day: date) -> Tally:
    """The tally, had it ended on `day`. `incidents` are those that `now` counts.

    For tallies whose unit is not the attack: which incidents share a unit has to be found anew. For the others the
    sums are the database's (`adding_up`).

    An incident counts whose whole interval lies up to that day, as it does for a tally with an `until`.
    """
    observing = Observing(definition)
    for incident in incidents:
        if incident.date.end is not None and incident.date.end <= day:
            observing.enter(incident)
    return cut_at(now, observing.observed(), observing.ids(), day)


def stood_as_of(stood: Tally, today: Tally, later: Collection[str], day: date) -> tuple[Tally, bool]:
    """The same of a tally as it once stood, of which only the ids of its incidents and its days are known.

    `today` is what these incidents, as they read today, add up to up to the day; `later` are those of after it. The sum
    is that of the days that were known. Where today's incidents add up to other days, the breakdowns of then are not
    known: they are left out, and the second value is False.
    """
    by_day = {one: count for one, count in stood.observed.by_day.items() if one <= day.isoformat()}
    if today.observed.by_day == by_day:
        return today, True
    ids = tuple(name for name in stood.incidents if name not in later)
    return cut_at(stood, Observed(count=sum(by_day.values()), by_day=by_day), ids, day), False


def cut_at(now: Tally, observed: Observed, incidents: tuple[str, ...], day: date) -> Tally:
    """The tally with what it observed up to a day, and the figure that stood then."""
    series = reported_series(now.reported_series, day)
    reported = next((figure for figure in reversed(series) if figure.standing == "current"), None)
    return now.model_copy(
        update={
            "until": min(day, now.until or day),
            "observed": observed,
            "reported": reported,
            "difference": reported.count - observed.count if reported else None,
            "incidents": incidents,
            "reported_series": series,
        }
    )


def reported_series(series: tuple[ReportedFigure, ...], day: date) -> tuple[ReportedFigure, ...]:
    """The points of a series up to a day, each with what had become of it by then.

    What was too loose to stand, or stood aside, did not stand then either.
    """
    dated = [figure for figure in series if figure.as_of is not None]
    then = [figure for figure in dated if figure.as_of is not None and figure.as_of <= day]
    if len(then) == len(dated):
        return series
    points = [Point(figure, corrects=figure.correction, stories=figure.stories) for figure in then]
    return with_standing(points)
