"""A tally as of a day of attacks: what the incidents up to it add up to, and the figure that stood then."""

from collections.abc import Iterable, Sequence
from datetime import date

from schemas import Incident, Observed, ReportedFigure, Tally
from streams.stages.tally import TallyDefinition
from streams.stages.tally.count import Observing
from streams.stages.tally.standing import Point, with_standing


def as_of(now: Tally, definition: TallyDefinition, incidents: Iterable[Incident], day: date) -> Tally:
    """The tally, had it ended on `day`. `incidents` are those that `now` counts.

    An incident counts whose whole interval lies up to that day, as it does for a tally with an `until`.
    """
    observing = Observing(definition)
    for incident in incidents:
        if incident.date.end is not None and incident.date.end <= day:
            observing.enter(incident)
    return _with(now, observing.observed(), observing.ids(), day)


def stood_as_of(
    stood: Tally, definition: TallyDefinition, incidents: Sequence[Incident], day: date
) -> tuple[Tally, bool]:
    """The same of a tally as it once stood, of which only the ids of its incidents and its days are known.

    `incidents` are those of them that still stand, as they read today. The sum is that of its days. Where today's
    incidents add up to other days, the breakdowns are not known: they are left out, and the second value is False.
    """
    told = as_of(stood, definition, incidents, day)
    by_day = {one: count for one, count in stood.observed.by_day.items() if one <= day.isoformat()}
    if told.observed.by_day == by_day:
        return told, True
    later = {incident.id for incident in incidents if incident.date.end is None or incident.date.end > day}
    ids = tuple(name for name in stood.incidents if name not in later)
    return _with(stood, Observed(count=sum(by_day.values()), by_day=by_day), ids, day), False


def _with(now: Tally, observed: Observed, incidents: tuple[str, ...], day: date) -> Tally:
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
