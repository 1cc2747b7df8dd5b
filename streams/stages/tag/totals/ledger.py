"""A count that is open: asked for, headed or told, so that terse lines after it need not say what they count.

"How many attacks on our troops?" - "We are at 46 now."; "Attacks on US bases since 17 October:" - "Iraq: 27".
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from streams.stages.tag.totals.counted import Counted
from streams.stages.tag.totals.draft import Draft, Precision
from streams.stages.tag.totals.heads import Head
from streams.stages.tag.totals.reading import Number, Reading
from streams.stages.tag.totals.vocabulary import word_set

_SMALL = word_set("ledger_small")
_LABELS = word_set("ledger_labels")
_POINTING = word_set("ledger_pointing")
_ALLOWED = ("attack", "count_noun", "cumulative", "back", "occasion", "office", "done")
_REACH = 3
"""Passages after the last number of an open count in which a terse line still belongs to it."""
_MANY = 10
_HEADING = 10
"""Words of the longest line without a stop that is a heading."""
_CLOCK = re.compile(r"\d:\d\d")


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is being counted, where it was said last, and whether it was asked for or headed (else only told)."""

    of: str
    target: str
    at: int
    passage: int
    since: date | None = None
    precision: Precision | None = None
    asked: bool = False
    headed: bool = False


def opened(reading: Reading, at: int, passage: int, target: str | None, before: Ledger | None) -> Ledger | None:
    """The count that a sentence opens: a question for it, a heading, a title; else what was open before."""
    text = reading.passage.text[reading.start : reading.end].rstrip()
    about = reading.has("attack") or reading.has("done") or (before is not None and reading.has("occasion"))
    if text.endswith("?"):
        return _question(reading, at, passage, target, before, about)
    if target is None:
        if text.endswith(":") and not about:
            return None
        return before
    heading = len(reading.words) <= _HEADING and text[-1:] not in ".!"
    if about and (text.endswith(":") or reading.kind == "title" or heading):
        return Ledger("attacks", target, at, passage, headed=True)
    if about and reading.has("back") and reading.has("attack"):
        return Ledger("attacks", target, at, passage, headed=reading.has("count_noun"))
    if about and (before is None or passage - before.passage > _REACH):
        return Ledger("attacks", target, at, passage)
    return before


def _question(
    reading: Reading, at: int, passage: int, target: str | None, before: Ledger | None, about: bool
) -> Ledger | None:
    whom = target or (before.target if before else None)
    if whom is None:
        return None
    for kind in ("killed", "injured"):
        if reading.has(kind):
            return replace(before, of=kind, at=at, passage=passage, asked=True) if before else None
    if about:
        known = (before.since, before.precision) if before and before.of == "attacks" else (None, None)
        return Ledger("attacks", whom, at, passage, *known, asked=True)
    if before is not None and any(_asks_on(reading, place) for place in range(12)):
        return replace(before, at=at, passage=passage, asked=True)
    return None


def _asks_on(reading: Reading, at: int) -> bool:
    """ "how many in Iraq?", "and those hurt?": of the same count; "how many aircraft" is of something else."""
    if reading.low(at) == "many":
        return reading.low(at + 1) in _SMALL or not reading.low(at + 1).isalnum()
    return reading.low(at) == "those"


def after(ledger: Ledger | None, draft: Draft) -> Ledger | None:
    """The open count once a number has been read: told again, and since when if that was not known."""
    if draft.target is None or draft.of != "attacks":
        return ledger
    if draft.scope == "window" or draft.weak:
        # "17 attacks in the reporting period": it counts them, and may say next where the count stands.
        return ledger or Ledger(draft.of, draft.target, draft.at, draft.passage)
    kept = ledger if ledger and ledger.of == draft.of and ledger.target == draft.target else None
    return Ledger(
        draft.of,
        draft.target,
        draft.at,
        draft.passage,
        draft.since or (kept.since if kept else None),
        draft.precision or (kept.precision if kept else None),
        kept.asked if kept else False,
        kept.headed if kept else False,
    )


def entered(reading: Reading, number: Number, ledger: Ledger, passage: int) -> Counted | None:
    """What a number of a terse line or answer counts, if it belongs to the open count."""
    if passage - ledger.passage > _REACH or number.ordinal or number.value < 2 or reading.kind == "title":
        return None
    start = _after_speaker(reading)
    if len(reading.words) <= 2 and number.first == 0 and reading.end < len(reading.passage.text):
        # "2." in front of a question
        return None
    if number.first < start or not all(_is_small(reading, at) for at in range(start, len(reading.words))):
        return None
    text = reading.passage.text[reading.start : reading.end]
    if _CLOCK.search(text) or not _says_enough(reading, number, ledger, start):
        return None
    return Counted(ledger.of, Head("bare", number.last, number.last), True)


def _says_enough(reading: Reading, number: Number, ledger: Ledger, start: int) -> bool:
    if ledger.asked:
        return True
    labelled = any(
        reading.low(at) in _LABELS or reading.is_a(at, "count_noun") for at in range(start, len(reading.words))
    )
    labelled = labelled or any(name.type == "place" and name.country for name in reading.names)
    pointing = reading.low(start) in _POINTING or reading.low(start + 1) in _POINTING
    if ledger.headed:
        dated = bool(reading.whens) and reading.has("attack") and number.value >= _MANY
        return dated or pointing or (labelled and not reading.has("attack")) or reading.has("back")
    return (number.value >= _MANY and (pointing or reading.has("back") or reading.has("count_noun"))) or (
        labelled and len(reading.numbers) > 1
    )


def _is_small(reading: Reading, at: int) -> bool:
    low = reading.low(at)
    if low in _SMALL or low in _LABELS or low in _POINTING or not any(sign.isalnum() for sign in low):
        return True
    if reading.number_at(at) is not None or reading.when_at(at) is not None:
        return True
    name = reading.name_at(at)
    if name is not None:
        return (name.type == "place" and name.kind == "country") or (name.type == "group" and bool(name.target))
    return any(reading.is_a(at, kind) for kind in _ALLOWED)


def _after_speaker(reading: Reading) -> int:
    """The first word after the speaker's name in capitals ("GEN. DOYLE: Sure"), or 0."""
    for at in range(1, min(7, len(reading.words))):
        if reading.low(at) == ":":
            label = reading.passage.text[reading.words[0].start : reading.words[at].start]
            known = any(reading.name_at(place) or reading.number_at(place) for place in range(at))
            return at + 1 if label.isupper() and not known else 0
    return 0


def counts_else(reading: Reading) -> bool:
    """ "Iraq: 2,500 troops" among the rows: what follows it counts the like, not attacks."""
    if not reading.numbers or len(reading.words) > _HEADING:
        return False
    about = any(reading.has(kind) for kind in ("attack", "done", "killed", "injured", "casualties"))
    return not about and not all(_is_small(reading, at) for at in range(len(reading.words)))
