"""Note in the events told who claims them."""

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.claims import Claim, claim_of
from streams.stages.tag.attacks.draft import Draft
from streams.stages.tag.attacks.lines import Line
from streams.stages.tag.attacks.state import State


def take_claims(line: Line, told: list[Draft], state: State, lexicon: Lexicon) -> None:
    """Who claims what the sentence, or the one before, tells of; an event that another tells, too, is reported."""
    subject = state.subject or ""
    claim = claim_of(line.view(), state.own(subject), lexicon, state.claimant)
    state.claimant = claim.group if claim else state.claimant
    if claim is None and state.listing and line.words[-1].low != ":":
        claim = Claim(state.listing, only=True)
    for draft in told:
        if claim:
            draft.claimed_by = draft.claimed_by or claim.group
        draft.claim = bool(claim and claim.only) and (
            draft.claim or (draft.paragraph == line.paragraph and not draft.quotes)
        )
    if claim and claim.plain and not told and state.event is not None:
        every = {word.low for word in line.words} & {"both", "all", "attacks", "strikes"}
        for draft in state.told if every else [state.event]:
            draft.claimed_by = draft.claimed_by or claim.group
