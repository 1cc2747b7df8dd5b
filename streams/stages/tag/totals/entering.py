"""Numbers that say nothing by themselves, as entries of the count that is open: "Iraq: 27", "Total: 55"."""

from collections.abc import Sequence

from streams.stages.tag.totals.candidate import Candidate
from streams.stages.tag.totals.cues import NO_FRAME, frame_of
from streams.stages.tag.totals.doubts import is_quoted_away, is_supposed
from streams.stages.tag.totals.draft import Draft
from streams.stages.tag.totals.drafting import drafted
from streams.stages.tag.totals.ledger import Ledger, entered
from streams.stages.tag.totals.reading import Number
from streams.stages.tag.totals.regions import countries_in, split_country
from streams.stages.tag.totals.sides import Side
from streams.stages.tag.totals.story import Sentence
from streams.stages.tag.totals.stretches import Frame


def entry_in_ledger(sentence: Sentence, number: Number, told: Sequence[Draft]) -> Draft | None:
    """The number as an entry of the open count; None where it is none, or where what it has told (`told`) stands."""
    story, reading, ledger = sentence.story, sentence.reading, sentence.story.ledger
    if ledger is None:
        return None
    # "Nov. 14 - 55 attacks" in a list of the count is where it stood that day.
    listed = ledger.headed and all(_is_one_days(draft, ledger) for draft in told)
    if told and not listed:
        return None
    counted = entered(reading, number, ledger, sentence.passage)
    if counted is None or is_quoted_away(reading, number) or is_supposed(reading, number, NO_FRAME):
        return None
    frame = frame_of(reading, number, story.calendar(ledger.target))
    if frame.strength != "since":
        frame = Frame("cumulative", ledger.since, ledger.precision)
    draft = drafted(sentence, number, Candidate(counted, Side(ledger.target, "carried"), frame))
    if draft is not None and split_country(reading, number) is None and not countries_in(reading):
        # "Total: 55" below "Syria: 28"
        draft.countries = story.usual_countries(draft.target)
    return draft


def _is_one_days(draft: Draft, ledger: Ledger) -> bool:
    return draft.scope == "window" and draft.of == ledger.of and draft.since == draft.as_of != ledger.since
