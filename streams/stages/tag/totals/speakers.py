"""Who states a total: the subject of the speech verb, "according to ...", "by ...'s count"."""

from streams.stages.tag.totals.reading import Reading
from streams.stages.tag.totals.vocabulary import word_set

_BREAKS = word_set("speakers_breaks")
_PRONOUNS = word_set("speakers_pronouns")
_BEFORE_COUNT = frozenset(["by", "on"])
_COUNTS = word_set("speakers_counts")
_LONGEST = 9
_KEPT = frozenset(
    {"documented", "recorded", "logged", "registered", "counted", "verified", "tallied", "kept", "file", "compiled"}
)
_NEAR = frozenset({"in", "and", "on"})


_OWN = frozenset({"the", "our", "my", "their", "his", "her", "its", "own", "this", "that", "these", "to"})
_NO_PART = frozenset({"was", "were", "is", "are", "it", "takes", "took", "can", "brings", "brought", "number"})
"""Words that are in a clause, and in no name of a speaker."""


def speaker_of(reading: Reading, earlier: str | None) -> str | None:
    """The words that name who states it; a pronoun stands for the `earlier` speaker; None where nobody does."""
    found = _stated_by(reading)
    words = found.lower().split() if found else []
    if words and (words[-1] in _PRONOUNS or _OWN.issuperset(words)):
        return earlier
    return None if _NO_PART.intersection(words) else found


def _stated_by(reading: Reading) -> str | None:
    for at, word in enumerate(reading.words):
        if word.low == "to" and reading.low(at - 1) == "according":
            return _forward(reading, at + 1)
        if word.low in _BEFORE_COUNT and (found := _by_count(reading, at)):
            return found
    for at, word in enumerate(reading.words):
        if word.low in ("by", "with") and (found := _recorder(reading, at)):
            return found
    for at in range(len(reading.words)):
        if reading.is_a(at, "speech") and (found := _subject(reading, at)):
            return found
    return None


def _text(reading: Reading, first: int, last: int) -> str | None:
    if first >= last:
        return None
    words = reading.passage.text[reading.words[first].start : reading.words[last - 1].end]
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        words = words.removeprefix(article)
    return words.strip(' .,;:“”"') or None


def _forward(reading: Reading, start: int) -> str | None:
    at = start
    while at < min(len(reading.words), start + _LONGEST) and reading.low(at) not in _BREAKS | _NO_PART:
        at += 1
    return _text(reading, start, at)


def _recorder(reading: Reading, at: int) -> str | None:
    """ "logged by the watchdog X since May", "on file with the prosecutor": who keeps the count."""
    kept = range(max(at - 9, 0), at)
    if not any(reading.low(near) in _KEPT for near in kept) or any(
        reading.low(near) in _BREAKS - _NEAR for near in kept
    ):
        return None
    end = at + 1
    while end < min(at + 1 + _LONGEST, len(reading.words)) and not _bounds(reading, end):
        end += 1
    return _text(reading, at + 1, end) if _names_somebody(reading, at + 1, end) else None


def _by_count(reading: Reading, at: int) -> str | None:
    """ "by the Observatory's reckoning", "by an American tally", "by the tally of Example Watch"."""
    for end in range(at + 2, min(at + 7, len(reading.words))):
        if reading.low(end) in _COUNTS:
            if reading.low(end + 1) == "of":
                return _forward(reading, end + 2)
            last = end - 1 if reading.low(end - 1) in ("'s", "’s", "'") else end
            return _text(reading, at + 1, last)
        if reading.low(end) in _BREAKS:
            return None
    return None


def _subject(reading: Reading, verb: int) -> str | None:
    """The noun phrase before the verb of speech, or after it where the sentence is turned round ("said a broker")."""
    end = verb
    while reading.low(end - 1) in ("has", "have", "had", "also", "later", "then", "now", "just"):
        end -= 1
    if reading.low(end - 1) == "," and (inner := _apposed(reading, end - 1)):
        return inner
    first = end
    while first > 0 and end - first < _LONGEST and not _bounds(reading, first - 1):
        first -= 1
    if reading.low(first - 1) == "in" and (seat := reading.name_at(first)) and seat.type == "place":
        # "The Example Monitor in Geneva has logged": who it is stands before the place.
        end = first = first - 1
        while first > 0 and end - first < _LONGEST and not _bounds(reading, first - 1):
            first -= 1
    if _names_somebody(reading, first, end):
        return _text(reading, first, end)
    if reading.low(verb) in ("said", "says", "added", "noted"):
        found = _forward(reading, verb + 1)
        last = min(verb + 1 + _LONGEST, len(reading.words))
        return found if found and _names_somebody(reading, verb + 1, last) else None
    return None


def _bounds(reading: Reading, at: int) -> bool:
    """Where the name of a speaker cannot reach over: a break, or a date ("Since the start of May the agency has")."""
    return reading.low(at) in _BREAKS or reading.when_at(at) is not None or reading.is_a(at, "back")


def _apposed(reading: Reading, comma: int) -> str | None:
    """ "Pat Ryder, the press secretary, told": the name before the apposition."""
    first = comma
    while first > 0 and comma - first < _LONGEST and reading.low(first - 1) != ",":
        first -= 1
    end = first - 1
    begin = end
    while begin > 0 and reading.words[begin - 1].capital and end - begin < 4:
        begin -= 1
    return _text(reading, begin, end) if reading.low(end) == "," else None


def _names_somebody(reading: Reading, first: int, last: int) -> bool:
    words = range(first, min(last, len(reading.words)))
    return any(reading.is_a(at, "office") or reading.low(at) in _PRONOUNS for at in words) or any(
        reading.words[at].capital and reading.when_at(at) is None for at in words if at > 0 or len(words) > 1
    )
