"""Who states a total: the subject of the speech verb, who keeps the count, "we"."""

from dataclasses import dataclass

from streams.stages.tag.totals.keepers import FIRST_PERSON, keeper_of, named_keeper, tells_of_count
from streams.stages.tag.totals.reading import Reading
from streams.stages.tag.totals.speaker_names import (
    LONGEST,
    NO_PART,
    PRONOUNS,
    before_helpers,
    forward,
    names_somebody,
    phrase_before,
)
from streams.stages.tag.totals.vocabulary import vocabulary

_OWN = frozenset({"the", "our", "my", "their", "his", "her", "its", "own", "this", "that", "these", "to"})
_RELATIVE = frozenset({"which", "who", "whose", "that"})
_LABEL = 6
"""Words of the longest name in capitals before what somebody says."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who stated the totals said last, who spoke last of anything, and who writes: "we" outside of quotes."""

    last: str | None = None
    heard: str | None = None
    writer: str | None = None


def speaker_of(reading: Reading, known: Speaker) -> str | None:
    """The words that name who states it; a pronoun stands for who was `known` before; None where nobody does."""
    found = _stated_by(reading)
    words = found.lower().split() if found else []
    if found is None or (len(words) == 1 and words[0] in FIRST_PERSON):
        return _first_person(reading, known) if _is_own(reading) else _label_of(reading)
    if words[-1] in PRONOUNS or _OWN.issuperset(words):
        return known.heard
    return None if NO_PART.intersection(words) else found


def counts_itself(reading: Reading) -> bool:
    """ "We recorded 12", "our register": does whoever writes keep the count?"""
    return tells_of_count(reading) and _is_own(reading) and not _is_quoted(reading) and _label_of(reading) is None


def _is_own(reading: Reading) -> bool:
    return any(word.low in FIRST_PERSON for word in reading.words)


def _is_quoted(reading: Reading) -> bool:
    before = reading.passage.text[: reading.end]
    return '"' in before or "“" in before


def _first_person(reading: Reading, known: Speaker) -> str | None:
    """Who "we" is: whose words the passage gives, who was quoted last, or who writes."""
    if label := _label_of(reading):
        return label
    return known.heard if _is_quoted(reading) or known.writer is None else known.writer


def _label_of(reading: Reading) -> str | None:
    """The office in capitals before what somebody says: "PRESS SECRETARY: It's 168.", "GEN. DOYLE: Sure."."""
    label, colon, _ = reading.passage.text.partition(":")
    if not colon or not label.isupper() or len(label.split()) > _LABEL:
        return None
    named = "." in label or any(vocabulary().has("office", word) for word in label.lower().split())
    return label.strip() if named else None


def _stated_by(reading: Reading) -> str | None:
    if found := named_keeper(reading):
        return found
    for at in range(len(reading.words)):
        if not reading.is_a(at, "speech") or (reading.low(at) == "has" and reading.is_a(at + 1, "moves")):
            # "attacks on the forces have passed 44": nobody speaks.
            continue
        if found := _subject(reading, at):
            return found
    return keeper_of(reading)


def _subject(reading: Reading, verb: int) -> str | None:
    """The noun phrase before the verb of speech, or after it where the sentence is turned round ("said a broker")."""
    end = before_helpers(reading, verb)
    aside = reading.low(end - 1) == ","
    if aside and (inner := _before_relative(reading, end - 1) or _apposed(reading, end - 1)):
        return inner
    if found := phrase_before(reading, end):
        return found
    if reading.low(verb) in ("said", "says", "added", "noted"):
        found = forward(reading, verb + 1)
        last = min(verb + 1 + LONGEST, len(reading.words))
        return found if found and names_somebody(reading, verb + 1, last) else None
    return None


def _before_relative(reading: Reading, comma: int) -> str | None:
    """ "Runway Watch, which follows Sudan, Libya and Yemen, said": the name before all that is said of it."""
    for at in range(comma - 1, 0, -1):
        if reading.low(at) in (";", ":", "“", "”"):
            return None
        if reading.low(at) == "," and reading.low(at + 1) in _RELATIVE:
            return phrase_before(reading, at)
    return None


def _apposed(reading: Reading, comma: int) -> str | None:
    """ "Pat Ryder, the press secretary, told", "the UN mission, UNSMIL, said": the name before the apposition."""
    first = comma
    while first > 0 and comma - first < LONGEST and reading.low(first - 1) != ",":
        first -= 1
    return phrase_before(reading, first - 1) if reading.low(first - 1) == "," else None
