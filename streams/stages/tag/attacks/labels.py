"""Lines that say something of the entries below or behind them: a day, a time, the group that claims them."""

import re

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.claims import claim_of
from streams.stages.tag.attacks.draft import When
from streams.stages.tag.attacks.lines import Line
from streams.stages.tag.attacks.state import State
from streams.stages.tag.attacks.whens import event_days

_LABEL = 8
"""Words of a line that is the day of those below it, at most."""
_BULLETS = frozenset(("•", "-", "–", "*", "on", "("))
_DASHES = frozenset((":", "–", "—", "-", ")"))
_CLOCK = re.compile(r"\W{0,3}(?:[01]?\d|2[0-3])(?:[:.][0-5]\d(?![\d:.]?\d)|[0-5]\d (?:GMT|UTC|BST|CET|h\b|hrs))")


def opens_live(line: Line) -> bool:
    """Does a sentence open an entry of a live page: "10:15 ...", "1640 GMT - ..."?"""
    return line.role == "paragraph" and bool(_CLOCK.match(line.passage.text[line.start : line.end]))


def is_label(line: Line, state: State) -> bool:
    """Is the line nothing but the day of those below it? The state keeps that day.

    So it does a day that opens an entry: it holds for the whole entry.
    """
    if label := _label_of(line):
        state.label, state.event = label, None
    elif entry := _entry_of(line):
        state.label, state.entry = entry, line.paragraph
    elif line.paragraph != state.entry and (line.days or state.entry >= 0):
        state.label, state.entry = When(), -1
    return label is not None


def begin_list(line: Line, state: State, lexicon: Lexicon) -> None:
    """ "X claimed the following attacks on 3 May:": the day and the claim hold for the entries below."""
    days = event_days(line.view())
    if len(days) == 1 and days[0].start:
        state.label = When(days[0].start, days[0].end, days[0].basis)
    claim = claim_of(line.view(), state.own(state.subject or ""), lexicon, state.claimant)
    state.listing = claim.group if claim else None


def _label_of(line: Line) -> When | None:
    """The day of a line that holds nothing else: "12 May", "Tuesday, 12 May:"."""
    if line.role != "paragraph" or len(line.words) > _LABEL or line.units or len(line.days) != 1:
        return None
    day = line.days[0]
    rest = [word.low for word in (*line.words[: day.first], *line.words[day.last :]) if word.low[0].isalnum()]
    return When(day.start, day.end, day.basis) if day.start and not rest and line.paragraph > -1 else None


def _entry_of(line: Line) -> When | None:
    """The day that opens an entry of a chronology and holds for the whole of it: "12 May – ...", "On 12 May: ..."."""
    if line.role != "paragraph" or not line.days or line.days[0].first > 1 or line.days[0].role != "event":
        return None
    day, view = line.days[0], line.view()
    if day.first == 1 and view.low(0) not in _BULLETS:
        return None
    return When(day.start, day.end, day.basis) if day.start and view.low(day.last) in _DASHES else None
