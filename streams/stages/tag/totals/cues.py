"""The stretch of time that a number runs over: since when, up to when, and how plainly the sentence says so."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from streams.stages.lexicon.entries import Campaign
from streams.stages.lexicon.folding import fold_key
from streams.stages.tag.totals.draft import Precision, Scope
from streams.stages.tag.totals.periods import Period, periods_in
from streams.stages.tag.totals.reading import Number, Reading, When
from streams.stages.tag.totals.vocabulary import word_set

_UP_TO = word_set("cues_up_to")
_DURING = frozenset({"in", "during", "throughout", "for", "over"})
_DAYS = frozenset({"day", "weekday", "relative"})
_PARTING = frozenset([";", "saying", "while", "whereas", "but", "adding", "including"])
_SNAP = 9
"""Days between a vague date ("mid-October") and the start of a campaign that it means."""


@dataclass(frozen=True, slots=True)
class Frame:
    """`strength`: since (a date or event), period (a stretch), cumulative (a word), day (one day), none."""

    strength: Literal["since", "period", "cumulative", "day", "none"]
    since: date | None = None
    precision: Precision | None = None
    as_of: date | None = None
    scope: Scope = "running"


NO_FRAME = Frame("none")


@dataclass(frozen=True, slots=True)
class _Stretch:
    first: int
    last: int
    frame: Frame


@dataclass(frozen=True, slots=True)
class Calendar:
    """What dates are read beside: the day of publication, the campaigns, the target they are told of."""

    today: date | None
    campaigns: tuple[Campaign, ...]
    target: str | None

    def start_near(self, day: date) -> date | None:
        """The start of a campaign against the target close to a day that is told vaguely."""
        starts = [row.start for row in self.campaigns if self.target in row.targets]
        return next((start for start in starts if abs((start - day).days) <= _SNAP), None)


def frame_of(reading: Reading, number: Number, calendar: Calendar) -> Frame:
    """The stretch that the number runs over."""
    since = _since_stretches(reading, calendar)
    periods = [_as_stretch(reading, period) for period in periods_in(_text(reading), calendar.today)]
    periods += [_month_stretch(when, calendar) for when in reading.whens if _is_stretch(reading, when)]
    free = [row for row in periods if not any(row.first < other.last and other.first < row.last for other in since)]
    if (found := _belonging(reading, number, since, sorted(free, key=lambda row: row.first))) is not None:
        return found.frame
    if (
        reading.has("cumulative")
        and (at := _nearest(reading, number, "cumulative")) is not None
        and abs(at - number.first) <= 22
    ):
        return Frame("cumulative")
    if (day := _one_day(reading, number)) is not None:
        return Frame("day", day, "day", day, "window")
    return NO_FRAME


def _text(reading: Reading) -> str:
    return reading.passage.text[reading.start : reading.end]


def _nearest(reading: Reading, number: Number, kind: str) -> int | None:
    places = [at for at in range(len(reading.words)) if reading.is_a(at, kind)]
    return min(places, key=lambda at: abs(at - number.first), default=None)


def _is_stretch(reading: Reading, when: When) -> bool:
    """ "in October", or as a subject: "September saw eight"."""
    opens = when.first == 0 or reading.low(when.first - 1) in (";", ",", ":")
    return when.kind == "month" and (when.cue in _DURING or (opens and reading.low(when.last) != ","))


def _month_stretch(when: When, calendar: Calendar) -> _Stretch:
    """ "in October", "the first half of November": a month told as a stretch of its own."""
    since, until = (when.span.start, when.span.end) if when.span else (None, None)
    over = until is not None and (calendar.today is None or until < calendar.today)
    return _Stretch(when.first, when.last, Frame("period", since, "month", until if over else None, "window"))


def _as_stretch(reading: Reading, period: Period) -> _Stretch:
    first, last = word_range(reading, reading.start + period.start, reading.start + period.end)
    strength: Literal["period", "day"] = "period"
    return _Stretch(first, last, Frame(strength, period.since, period.precision, period.until, period.scope))


def word_range(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The words [first, last) that overlap text[start:end] of the passage."""
    covered = [at for at, word in enumerate(reading.words) if word.start < end and word.end > start]
    return (covered[0], covered[-1] + 1) if covered else (0, 0)


def _belonging(reading: Reading, number: Number, since: list[_Stretch], periods: list[_Stretch]) -> _Stretch | None:
    """The stretch said of this number: one after it in the same breath, if no other number claims it; else the nearest.

    A since-date goes before a period ("66 times in the past month, since October 17").
    """
    choices = []
    for rank, stretches in enumerate((since, periods)):
        for row in stretches:
            if row.first <= number.first < row.last:
                continue
            if row.first >= number.last and not _claimed(reading, number, row):
                far = _commas(reading, number.last, row.first)
                choices.append((far + rank * 0.5, row.first - number.last, row))
            elif row.last <= number.first and not _parted(reading, row.last, number.first):
                choices.append((0.8 + rank * 0.4, number.first - row.last, row))
    dated = [choice for choice in choices if choice[2].frame.since is not None]
    return min(dated or choices, key=lambda choice: choice[:2])[2] if choices else None


def _commas(reading: Reading, first: int, last: int) -> int:
    return min(sum(reading.low(at) in (",", "–", "—") for at in range(first, last)), 2)


def _parted(reading: Reading, first: int, last: int) -> bool:
    return any(reading.low(at) == ";" for at in range(first, last))


def _claimed(reading: Reading, number: Number, stretch: _Stretch) -> bool:
    """Does a later number take the stretch for itself ("to 127, saying nine of them since Jan. 4")?"""
    between = [
        other
        for other in reading.numbers
        if number.last <= other.first < stretch.first and reading.when_at(other.first) is None
    ]
    words = range(number.last, stretch.first)
    if any(reading.low(at) in _PARTING or reading.low(at) == ":" for at in words) and between:
        return True
    return any(reading.is_a(other.last, "subset") for other in between) or any(reading.low(at) == ";" for at in words)


def _since_stretches(reading: Reading, calendar: Calendar) -> list[_Stretch]:
    found = []
    for at in range(len(reading.words)):
        if reading.low(at) in ("between", "from") and (stretch := _range_stretch(reading, at, calendar)):
            found.append(stretch)
        elif reading.is_a(at, "back") and reading.low(at) != "from" and not reading.is_a(at - 1, "back"):
            found.append(_since(reading, at, calendar))
    found += [
        _Stretch(when.first, when.last, _range_frame(when, when, calendar))
        for when in reading.whens
        if when.kind == "range" and not any(row.first <= when.first < row.last for row in found)
    ]
    return sorted(found, key=lambda row: row.first)


def _range_frame(first: When, last: When, calendar: Calendar) -> Frame:
    until = last.span.end if last.span else None
    if first.span is None or first.span.start is None:
        return Frame("since", None, None, until)
    begun = _dated(first, calendar)
    return Frame("since", begun.since, begun.precision, until)


def _range_stretch(reading: Reading, at: int, calendar: Calendar) -> _Stretch | None:
    """ "between mid-October and early February", "from January 2021 to March 2023"."""
    near = [when for when in reading.whens if at < when.first <= at + 14]
    if near and near[0].kind == "range" and near[0].first <= at + 3:
        return _Stretch(at, near[0].last, _range_frame(near[0], near[0], calendar))
    if len(near) < 2 or near[0].first > at + 6:
        return None
    joint = {reading.low(index) for index in range(near[0].last, near[1].first)}
    if not joint & {"and", "to", "until", "through", "till", "up"}:
        return None
    return _Stretch(at, near[1].last, _range_frame(near[0], near[1], calendar))


def _counts(reading: Reading, at: int) -> bool:
    return reading.number_at(at) is not None and reading.when_at(at) is None


def _since(reading: Reading, at: int, calendar: Calendar) -> _Stretch:
    last = at + 1
    while (
        last < len(reading.words)
        and last < at + 16
        and not _counts(reading, last)
        and reading.low(last) not in (",", ";", ".", ":", ")", "–", "—")
    ):
        last += 1
    when = next((row for row in reading.whens if at < row.first < last), None)
    event = _event(reading, at, last, calendar)
    if event is not None and (when is None or when.kind in ("relative", "year")):
        return _Stretch(at, last, Frame("since", event, "event"))
    if when is not None and when.span is not None and when.span.start is not None:
        return _Stretch(at, max(when.last, at + 1), _dated(when, calendar))
    period = next(
        iter(periods_in(reading.passage.text[reading.words[at].start : reading.words[last - 1].end], calendar.today)),
        None,
    )
    if period is not None:
        return _Stretch(at, last, Frame("since", period.since, period.precision))
    return _Stretch(at, last, Frame("since", None, "event" if when is None else None))


def _dated(when: When, calendar: Calendar) -> Frame:
    assert when.span is not None and when.span.start is not None
    start = when.span.start
    if when.year_before and calendar.today is not None and start.year == calendar.today.year:
        start = start.replace(year=start.year - 1, day=min(start.day, 28))
    if when.kind == "weekday":
        return Frame("since", start, "day", scope="window")
    if when.part in ("mid", "late"):
        middle = start + timedelta(days=4)
        snapped = calendar.start_near(middle)
        return Frame("since", snapped or middle, "month" if snapped else "approx")
    if when.part:
        return Frame("since", start, "approx")
    return Frame("since", start, "day" if when.kind in ("day", "range") else "month")


def _event(reading: Reading, first: int, last: int, calendar: Calendar) -> date | None:
    """The start of a campaign that the words after "since" name."""
    words = f" {fold_key(reading.passage.text[reading.words[first].start : reading.words[last - 1].end])} "
    return next((start for term, start in _campaign_terms(calendar.campaigns) if term in words), None)


@lru_cache(maxsize=8)
def _campaign_terms(campaigns: tuple[Campaign, ...]) -> tuple[tuple[str, date], ...]:
    return tuple((f" {fold_key(term)} ", row.start) for row in campaigns for term in row.terms)


def _one_day(reading: Reading, number: Number) -> date | None:
    """The one day on which the number was counted, where it is the only date of the sentence."""
    days = [
        when.span.day
        for when in reading.whens
        if when.kind in _DAYS and when.span and when.span.day and not _begins_something(reading, when)
    ]
    return days[0] if len(set(days)) == 1 else None


def said_on(reading: Reading) -> date | None:
    """The day up to which the sentence's count holds, or on which it was stated."""
    for when in reading.whens:
        if when.cue in _UP_TO and when.span and when.span.end and when.kind != "period":
            return _day_before(when) if when.cue in ("before", "prior to") else when.span.end
    days = [
        when.span.day
        for when in reading.whens
        if when.kind in _DAYS and when.span and when.span.day and not _begins_something(reading, when)
    ]
    return days[-1] if days else None


def _begins_something(reading: Reading, when: When) -> bool:
    """Is the date part of what the count started with ("since the war began on 7 October")?"""
    if when.cue in ("since", "from", "between"):
        return True
    for at in range(when.first - 1, max(when.first - 14, -1), -1):
        if reading.is_a(at, "back") and reading.low(at) != "from":
            return True
        if reading.low(at) in (",", ";", "."):
            return False
    return False


def _day_before(when: When) -> date | None:
    start = when.span.start if when.span else None
    return date.fromordinal(start.toordinal() - 1) if start and start.toordinal() > 1 else start
