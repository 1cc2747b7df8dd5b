"""Which count is open behind a sentence: the one it asks for, heads or tells, unless it counts something else."""

from collections.abc import Sequence
from dataclasses import replace

from streams.stages.tag.totals.beginnings import since_stretches
from streams.stages.tag.totals.cues import NO_FRAME
from streams.stages.tag.totals.draft import Draft
from streams.stages.tag.totals.ledger import counts_else, opened
from streams.stages.tag.totals.own_forces import own_forces
from streams.stages.tag.totals.sides import names_target
from streams.stages.tag.totals.story import Sentence


def open_ledger(sentence: Sentence, drafts: Sequence[Draft]) -> None:
    """Keep in the story the count that is open behind a sentence with these totals."""
    story, reading = sentence.story, sentence.reading
    target = names_target(reading, story.watched)
    asks = reading.passage.text[: reading.end].endswith("?")
    if target is None and story.subject and reading.kind != "title" and (asks or own_forces(reading)):
        target = story.subject
    ledger = opened(reading, sentence.at, sentence.passage, target, story.ledger)
    if ledger is not None and not drafts and counts_else(reading):
        ledger = None
    if ledger is not None and ledger.at == sentence.at and ledger.since is None:
        stretches = since_stretches(reading, story.calendar(ledger.target))
        since = next((row.frame for row in stretches if row.frame.since), NO_FRAME)
        ledger = replace(ledger, since=since.since, precision=since.precision)
    story.ledger = ledger
    story.keep(drafts)
