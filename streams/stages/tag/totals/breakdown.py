"""Entries of a list that breaks a total down: "112 attacks, distributed as follows:" and "• 31 attacks on the base"."""

from collections.abc import Sequence
from dataclasses import replace

from streams.stages.tag.totals.draft import Draft
from streams.stages.tag.totals.reading import Reading

_BULLETS = frozenset({"•", "-", "*", "–", "—", "►"})
_LONGEST = 30
"""Entries of a list that are read as such."""


def broken_down(readings: Sequence[tuple[int, Reading]], at: int, drafts: Sequence[Draft]) -> Draft | None:
    """The total that the list around a sentence breaks down; None where the sentence is no entry of such a list."""
    if not _is_entry(readings[at][1]):
        return None
    head = at - 1
    while head >= 0 and at - head <= _LONGEST and _is_entry(readings[head][1]):
        head -= 1
    if head < 0 or not _opens(readings[head][1]):
        return None
    told = [draft for draft in drafts if not draft.weak and draft.scope == "running" and head - draft.at in (0, 1)]
    return told[-1] if told else None


def entry_of(whole: Draft, draft: Draft) -> Draft:
    """An entry as a part of the total: it runs as long, and lies in the same countries if it names none."""
    countries = draft.countries if draft.named_countries else whole.countries
    return replace(
        draft,
        weak=False,
        scope="part" if draft.scope == "running" else draft.scope,
        countries=countries,
        since=whole.since,
        precision=whole.precision,
        as_of=whole.as_of,
        dated=whole.dated,
    )


def _is_entry(reading: Reading) -> bool:
    return reading.low(0) in _BULLETS and reading.number_at(1) is not None


def _opens(reading: Reading) -> bool:
    return reading.passage.text[reading.start : reading.end].rstrip().endswith(":")
