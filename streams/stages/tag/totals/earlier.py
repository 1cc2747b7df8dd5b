"""What a count was before, told beside what it is now: "from 181 a week earlier to 188"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from streams.stages.tag.totals.draft import Draft
from streams.stages.tag.totals.stated import compared_day
from streams.stages.tag.totals.story import Sentence


def earlier_figures(sentence: Sentence, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The smaller figures that the running counts of a sentence rose from, with the day on which it was that."""
    reading = sentence.reading
    counts = {draft.count: draft for draft in drafts if draft.scope == "running" and not draft.weak}
    for number in reading.numbers:
        if number.ordinal or number.value in counts or reading.when_at(number.inner) is not None:
            continue
        day = compared_day(reading, number, sentence.story.today)
        later = [draft for count, draft in counts.items() if count > number.value]
        if day is not None and later and reading.low(number.first - 1) == "from":
            yield replace(later[0], count=number.value, as_of=day, dated=True, qualifier="exactly", more=[])
