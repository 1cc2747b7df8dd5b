"""The stretches of a sentence that begin with a date or an event: "since the truce", "between May and July"."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from streams.stages.lexicon.entries import Campaign
from streams.stages.lexicon.folding import fold_key
from streams.stages.tag.totals.periods import periods_in
from streams.stages.tag.totals.reading import Reading, When
from streams.stages.tag.totals.stretches import Calendar, Frame, Stretch


@lru_cache(maxsize=32)
def since_stretches(reading: Reading, calendar: Calendar) -> Sequence[Stretch]:
    """The stretches that begin with a date or an event, from left to right."""
    found = []
    for at in range(len(reading.words)):
        if reading.low(at) in ("between", "from") and (stretch := _range_stretch(reading, at, calendar)):
            found.append(stretch)
        elif (
            reading.is_a(at, "back")
            and not _is_adverb(reading, at)
            and reading.low(at) != "from"
            and not reading.is_a(at - 1, "back")
        ):
            found.append(_since(reading, at, calendar))
    found += [
        Stretch(when.first, when.last, _range_frame(when, when, calendar))
        for when in reading.whens
        if when.kind == "range" and not any(row.first <= when.first < row.last for row in found)
    ]
    return sorted(found, key=lambda row: row.first)


def _is_adverb(reading: Reading, at: int) -> bool:
    """ "all had since returned to duty": since then, which dates nothing."""
    return reading.low(at - 1) in ("has", "have", "had") and reading.when_at(at + 1) is None


def _range_frame(first: When, last: When, calendar: Calendar) -> Frame:
    until = last.span.end if last.span else None
    if first.span is None or first.span.start is None:
        return Frame("since", None, None, until)
    begun = _dated(first, calendar)
    if until is not None and begun.since is not None and until < begun.since:
        until = None
    return Frame("since", begun.since, begun.precision, until)


def _range_stretch(reading: Reading, at: int, calendar: Calendar) -> Stretch | None:
    """ "between mid-October and early February", "from January 2021 to March 2023"."""
    near = [when for when in reading.whens if at < when.first <= at + 14]
    if near and near[0].kind == "range" and near[0].first <= at + 3:
        return Stretch(at, near[0].last, _range_frame(near[0], near[0], calendar))
    if len(near) < 2 or near[0].first > at + 6:
        return None
    if any(reading.is_a(index, "back") for index in range(at + 1, near[1].first)):
        # "taken from a farm since May and the ninth since 2020": two beginnings, and no range.
        return None
    if any(_counts(reading, index) for index in range(near[0].last, near[1].first)):
        # "from 181 a week earlier to 188 since 1 January": the numbers move, not the days.
        return None
    joint = {reading.low(index) for index in range(near[0].last, near[1].first)}
    if not joint & {"and", "to", "until", "through", "till", "up"}:
        return None
    return Stretch(at, near[1].last, _range_frame(near[0], near[1], calendar))


def _counts(reading: Reading, at: int) -> bool:
    return reading.number_at(at) is not None and reading.when_at(at) is None and _nth_of_month(reading, at) is None


def _nth_of_month(reading: Reading, at: int) -> date | None:
    """ "the 22nd of may": in small letters the dates of the sentence have the month alone."""
    number = reading.number_at(at)
    if number is None or not number.ordinal or number.value > 28 or reading.low(number.last) != "of":
        return None
    when = reading.when_at(number.last + 1)
    if when is None or when.kind != "month" or when.span is None or when.span.start is None:
        return None
    return when.span.start.replace(day=number.value)


def _is_first_of(reading: Reading, since: int, at: int) -> bool:
    """ "since the first rockets of June 2022": an ordinal that is part of what it began with."""
    number = reading.number_at(at)
    return number is not None and number.ordinal and number.first <= since + 2 and reading.low(since + 1) == "the"


def _since(reading: Reading, at: int, calendar: Calendar) -> Stretch:
    last = at + 1
    while (
        last < len(reading.words)
        and last < at + 16
        and (not _counts(reading, last) or _is_first_of(reading, at, last))
        and reading.low(last) not in (",", ";", ".", ":", ")", "–", "—")
    ):
        last += 1
    for near in range(at + 1, min(at + 4, last)):
        if (day := _nth_of_month(reading, near)) is not None:
            return Stretch(at, last, Frame("since", day, "day"))
    when = next((row for row in reading.whens if at < row.first < last), None)
    event = _event(reading, at, last, calendar)
    if event is not None and (when is None or when.kind in ("relative", "year")):
        return Stretch(at, last, Frame("since", event, "event"))
    if when is not None and when.span is not None and when.span.start is not None:
        return Stretch(at, max(when.last, at + 1), _dated(when, calendar))
    period = next(
        iter(periods_in(reading.passage.text[reading.words[at].start : reading.words[last - 1].end], calendar.today)),
        None,
    )
    if period is not None:
        return Stretch(at, last, Frame("since", period.since, period.precision))
    if when is None and (begun := _counted_back(reading, at, calendar)) is not None:
        return Stretch(at, last, Frame("since", begun, "approx"))
    return Stretch(at, last, Frame("since", None, "event" if when is None else None))


def _counted_back(reading: Reading, at: int, calendar: Calendar) -> date | None:
    """ "in the two years since she was sworn in", "in the 41 days since the truce": how long ago an event was."""
    text = reading.passage.text[reading.start : reading.words[at].start].rstrip()
    ends = [row for row in periods_in(text, calendar.today) if row.end == len(text) and row.until is None]
    return ends[-1].since if ends else None


def _dated(when: When, calendar: Calendar) -> Frame:
    assert when.span is not None and when.span.start is not None
    start = when.span.start
    if when.kind == "weekday":
        return Frame("since", start, "day", scope="window")
    if when.part in ("mid", "late"):
        middle = start + timedelta(days=4)
        snapped = calendar.start_near(middle)
        return Frame("since", snapped or middle, "month" if snapped else "approx")
    if when.part:
        return Frame("since", start, "month" if when.part == "start" else "approx")
    return Frame("since", start, "day" if when.kind in ("day", "range") else "month")


def _event(reading: Reading, first: int, last: int, calendar: Calendar) -> date | None:
    """The start of a campaign that the words after "since" name."""
    words = f" {fold_key(reading.passage.text[reading.words[first].start : reading.words[last - 1].end])} "
    return next((start for term, start in _campaign_terms(calendar.campaigns) if term in words), None)


@lru_cache(maxsize=8)
def _campaign_terms(campaigns: tuple[Campaign, ...]) -> tuple[tuple[str, date], ...]:
    return tuple((f" {fold_key(term)} ", row.start) for row in campaigns for term in row.terms)
