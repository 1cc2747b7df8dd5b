"""When it happened: the event's own date before one carried over, the date of the report last of all."""

from datetime import date

from streams.stages.dates import is_bare
from streams.stages.tag.attacks.anchor import Anchor
from streams.stages.tag.attacks.draft import When
from streams.stages.tag.attacks.lines import Day, Line, View
from streams.stages.tag.attacks.reading import in_context
from streams.stages.tag.attacks.state import State

OWN = frozenset(("explicit", "weekday", "relative"))
"""How an event's own date is known; the others are borrowed."""

_A_MONTH = 31
_OPENERS = frozenset(("after", "when", "that", "because", "as", "while"))
"""Words that open the clause of the event in a sentence that begins with something else."""
_DAY_NAMES = frozenset(("today", "yesterday"))


def when_of(view: View, anchor: Anchor, points: list[int], state: State) -> When:
    """The days of an event told in a view. `points`: the words of attack and weapons."""
    look_back = _looks_back(view, anchor, points)
    later = [day for day in event_days(view) if look_back and day.first > look_back.last and day.start]
    if look_back and not later:
        if state.when.known and view.line.words[0].low in ("it", "that", "this"):
            # "It came nine days after raiders burned X": counted back from what the story told.
            return _counted_back(look_back, state.when.start, state.when.end)
        return When() if state.when.known else _back(look_back, view.line)
    for days in (later or event_days(view), event_days(view.line.view())):
        chosen = _choose(days, anchor, points, view)
        if chosen and (when := resolved(chosen, view.line, state)).known:
            return when
    if state.label.known:
        return When(state.label.start, state.label.end, "carried", state.label.name)
    if state.scene.basis == "carried" and view.line.paragraph == state.scene_of > state.paragraph >= 0:
        return state.scene
    if state.when.known and _carries(view, anchor, state):
        return When(state.when.start, state.when.end, "carried", state.when.name)
    return reported_on(view.line)


def set_scene(line: Line, state: State) -> None:
    """Keep the days that a sentence leaves its story at: the last one it tells, and the last month.

    A day of a report, where no other has been told, stands in for it.
    """
    for day in event_days(line.view()):
        when = resolved(day, line, state)
        if when.start and when.end and (when.end - when.start).days <= _A_MONTH:
            state.season = when
        if _is_day(when):
            state.scene, state.scene_of = When(when.start, when.end, "carried"), line.paragraph
    reported = reported_on(line)
    if _is_day(reported) and state.scene.basis != "carried":
        state.scene = reported


def _is_day(when: When) -> bool:
    return bool(when.start and when.end and (when.end - when.start).days <= 1)


def _carries(view: View, anchor: Anchor, state: State) -> bool:
    """Does the day told before hold here: same paragraph, same thing, or one more of the same kind?"""
    if state.event is None:
        return view.line.paragraph - state.paragraph <= 1
    apart = view.line.paragraph - state.paragraph
    if view.has("another"):
        return 0 <= apart <= 4
    elsewhere = bool(anchor.place and state.event.where and anchor.place != state.event.where.id)
    return apart == 0 or (apart == 1 and (not elsewhere or view.has("sequence")))


def event_days(view: View) -> list[Day]:
    """The dates of a view that are dates of events."""
    days = [day for day in view.days() if day.role == "event"]
    return [day for index, day in enumerate(days) if not _explained(day, days[index + 1 : index + 2], view)]


def _explained(day: Day, following: list[Day], view: View) -> bool:
    """ "Two weeks ago on 13 May", "three weeks earlier, on 3 October": the date beside it says which day it was."""
    if not following or day.basis != "relative":
        return False
    if following[0].basis != "explicit" and not (following[0].basis == "weekday" and day.text.lower() in _DAY_NAMES):
        return False
    between = {view.low(index) for index in range(day.last, following[0].first)}
    return following[0].first - day.last <= 3 and between <= {",", "on", "the"}


def resolved(day: Day, line: Line, state: State) -> When:
    """The days a date stands for; "two days later" and "the day before" count from the date told before it."""
    if day.start is not None and not is_bare(day.when):
        return When(day.start, day.end, day.basis)
    # Two clauses of a sentence may share "the next day": it is counted once.
    key = (line.paragraph, line.start, day.first)
    if key in state.counted_days:
        return state.counted_days[key]
    before = [other for other in event_days(line.view()) if other.last <= day.first and other.start]
    base = state.when if state.when.known else state.scene
    if is_bare(day.when) and day.start is None:
        # Where publication does not say which 17th is the last, the month spoken of does.
        base = state.season
    base = When(before[-1].start, before[-1].end) if before else base
    if base.known and (found := in_context(day, base.start, base.end)):
        state.counted_days[key] = When(*found, "explicit" if day.start else "relative")
        return state.counted_days[key]
    if day.start is not None:
        return When(day.start, day.end, day.basis)
    return When() if day.basis == "relative" else When(None, None, day.basis, _name(day.text))


def _name(text: str) -> str:
    words = text.lower().split()
    return next((word for word in words if word.endswith("day") and word != "day"), " ".join(words))


def _looks_back(view: View, anchor: Anchor, points: list[int]) -> Day | None:
    """ "Two days after [the view]": the date is counted from what the view tells, it is not its own."""
    for day in view.line.days:
        if not day.text.lower().endswith(" after") or not view.first <= day.last < view.last:
            continue
        if not any(point >= day.last for point in points):
            continue
        comma = next((index for index in range(day.last, view.last) if view.low(index) == ","), None)
        if comma is None or anchor.first < comma or comma == view.last - 1:
            return day
    return None


def _back(day: Day, line: Line) -> When:
    told = [other for other in line.days if other.start and other.role in ("report", "event")]
    base = next((other for other in reversed(told) if other.last <= day.first), told[0] if told else None)
    return _counted_back(day, base.start, base.end) if base else When()


def _counted_back(day: Day, start: date | None, end: date | None) -> When:
    """As many days before a date as "two days after" says."""
    found = in_context(day, start, end)
    if not found or not start or not end:
        return When()
    return When(start - (found[0] - start), end - (found[1] - end), "relative")


def _choose(days: list[Day], anchor: Anchor, points: list[int], view: View) -> Day | None:
    """The last date before the thing struck where the dates come first, else the nearest to what strikes."""
    if len(days) < 2:
        return days[0] if days else None
    days = _within(days, points, view)
    close = [day for day in days for point in points if 0 < day.first - point <= 3]
    if close:
        return close[0]
    before = [day for day in days if day.last <= anchor.first]
    if before and days[0] in before:
        return before[-1]
    return min(days, key=lambda day: min(abs(day.first - anchor.last), abs(anchor.first - day.last)))


def _within(days: list[Day], points: list[int], view: View) -> list[Day]:
    """Those in the clause of what strikes: "sat in the dark on Thursday after a rocket hit the plant on the eve"."""
    if not points:
        return days
    opened = max((at for at in range(min(points)) if view.line.words[at].low in _OPENERS), default=-1)
    return [day for day in days if day.first > opened] or days


def reported_on(line: Line) -> When:
    """The day of the report: the event was then or before."""
    for day in line.days:
        if day.role == "report" and day.start is not None:
            return When(day.start, day.end, "reported")
    return When()
