"""When it happened: the event's own date before one carried over, the date of the report last of all."""

from streams.stages.tag.attacks.anchors import Anchor
from streams.stages.tag.attacks.draft import When
from streams.stages.tag.attacks.lines import Day, Line, View
from streams.stages.tag.attacks.reading import in_context
from streams.stages.tag.attacks.state import State


def when_of(view: View, anchor: Anchor, state: State) -> When:
    """The days of an event told in a view."""
    for days in (event_days(view), event_days(view.line.view())):
        chosen = _choose(days, anchor)
        for day in [chosen] if chosen else []:
            when = resolved(day, state)
            if when.known:
                return when
    if state.when.known and state.event is not None and 0 <= view.line.paragraph - state.event.paragraph <= 1:
        return When(state.when.start, state.when.end, "carried")
    return reported_on(view.line)


def event_days(view: View) -> list[Day]:
    """The dates of a view that are dates of events."""
    return [day for day in view.days() if day.role == "event"]


def resolved(day: Day, state: State) -> When:
    """The days a date stands for; "two days later" counts from the event before."""
    if day.start is not None:
        return When(day.start, day.end, day.basis)
    if state.when.known and (found := in_context(day, state.when.start, state.when.end)):
        return When(*found, "relative")
    return When()


def _choose(days: list[Day], anchor: Anchor) -> Day | None:
    """The last date before the thing struck where the dates come first, else the nearest."""
    if not days:
        return None
    before = [day for day in days if day.last <= anchor.first]
    if before and len(days) > 1 and days[0] in before:
        return before[-1]
    return min(days, key=lambda day: min(abs(day.first - anchor.last), abs(anchor.first - day.last)))


def reported_on(line: Line) -> When:
    """The day of the report: the event was then or before."""
    for day in line.days:
        if day.role == "report" and day.start is not None:
            return When(day.start, day.end, "reported")
    return When()
