"""What the model has to say to what the rules make of a number."""

from dataclasses import replace

from streams.stages.tag.totals.candidate import Candidate
from streams.stages.tag.totals.draft import Draft
from streams.stages.tag.totals.drafting import drafted
from streams.stages.tag.totals.number_features import Context, number_features
from streams.stages.tag.totals.overlooked import candidate_of
from streams.stages.tag.totals.reading import Number
from streams.stages.tag.totals.story import Sentence

TOTAL = "total"
"""The outcome of a number that the rules take for a total."""
NOTHING = "nothing"
"""The outcome of a number of which the rules make nothing."""


def judged(sentence: Sentence, number: Number, told: Candidate, outcome: str, blocked: bool) -> bool | None:
    """Does the model take a number for a total? `outcome`: what the rules take it for, or why they do not.

    `blocked`: a number before it in the sentence counts something else.
    """
    story, ledger = sentence.story, sentence.story.ledger
    counts = [draft.count for draft in story.drafts if draft.scope == "running" and not draft.weak]
    apart = sentence.passage - ledger.passage if ledger else 0
    context = Context(outcome, ledger, apart, counts[-1] if counts else None, blocked)
    return story.judge(sentence.reading, number, number_features(sentence.reading, number, *told, context))


def proposed(sentence: Sentence, number: Number, blocked: bool) -> Draft | None:
    """A number that the rules overlook, where the model takes it for a total."""
    found = candidate_of(sentence, number)
    if found is None or not judged(sentence, number, found, NOTHING, blocked):
        return None
    draft = drafted(sentence, number, found)
    return draft and replace(draft, weak=False)
