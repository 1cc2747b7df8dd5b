"""The day that a figure is stated for: up to which it holds, or on which an earlier one stood."""

from datetime import date, timedelta

from streams.stages.tag.totals.cues import DAYS, begins_something
from streams.stages.tag.totals.reading import Number, Reading, When
from streams.stages.tag.totals.vocabulary import word_set

_UP_TO = word_set("cues_up_to")
_EARLIER = {"a day earlier": 1, "the day before": 1, "two days earlier": 2, "a week earlier": 7, "the week before": 7}
_BEGINS = frozenset({"since", "from", "between"})


def said_on(reading: Reading) -> date | None:
    """The day up to which the sentence's count holds, or on which it was stated."""
    for when in reading.whens:
        if when.cue in _UP_TO and when.span and when.span.end and when.kind != "period":
            return _day_before(when) if when.cue in ("before", "prior to") else when.span.end
    whens = [
        when
        for when in reading.whens
        if when.kind in DAYS and when.span and when.span.day and not begins_something(reading, when)
        if when.kind != "day" or _is_told_on(reading, when)
    ]
    # "said on Sunday that it was 40, not 44 as stated on Friday": the first speech is the one that counts.
    spoken = [when for when in whens if _is_told_on(reading, when, 2)]
    best = spoken[0] if spoken else whens[-1] if whens else None
    return best.span.day if best is not None and best.span is not None else None


def compared_day(reading: Reading, number: Number, today: date | None) -> date | None:
    """ "up from 38 a day earlier", "against 41 on Tuesday": the day of a figure that is only compared with."""
    before = reading.low(number.first - 1)
    if before not in ("from", "with", "against") and not (
        before == "to" and reading.low(number.first - 2) == "compared"
    ):
        return None
    when = next((row for row in reading.whens if number.last <= row.first <= number.last + 3), None)
    if when is not None and when.kind in ("month", "approx") and when.cue not in _BEGINS:
        # "from 548 at the end of July"
        return when.span.end if when.span else None
    if when is None or when.kind not in DAYS or when.cue in _BEGINS:
        return None
    if when.span is not None:
        return when.span.day
    back = _EARLIER.get(" ".join(reading.low(at) for at in range(when.first, when.last)))
    base = said_on(reading) or today
    return base - timedelta(days=back) if base is not None and back is not None else None


def _is_told_on(reading: Reading, when: When, reach: int = 6) -> bool:
    """ "said on Nov. 14": a date by number is of the statement only beside a word of speech, not of some event."""
    return any(reading.is_a(at, "speech") for at in range(max(when.first - reach, 0), when.first))


def _day_before(when: When) -> date | None:
    start = when.span.start if when.span else None
    return date.fromordinal(start.toordinal() - 1) if start and start.toordinal() > 1 else start
