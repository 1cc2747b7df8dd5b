"""Noun phrases that may name who speaks or keeps a count."""

from streams.stages.tag.totals.reading import Reading
from streams.stages.tag.totals.vocabulary import word_set

BREAKS = word_set("speakers_breaks")
PRONOUNS = word_set("speakers_pronouns")
NO_PART = frozenset({"was", "were", "is", "are", "it", "takes", "took", "can", "brings", "brought", "number"})
"""Words that are in a clause, and in no name of a speaker."""
LONGEST = 9
"""Words of the longest name."""
_SEATS = frozenset({"in", "at", "from", "for"})
_OPENERS = frozenset({"by", "over", "in", "on", "since", "from", "during", "with", "after", "for", "until", "to", "of"})
_DETERMINERS = frozenset({"the", "our", "its", "their", "his", "her", "a", "an"})
_HELPERS = frozenset({"has", "have", "had", "also", "later", "then", "now", "just", "already"})
_BEFORE_DATES = frozenset({"on", "by", "in"})


def phrase_before(reading: Reading, end: int) -> str | None:
    """The noun phrase that ends before a word, where it names somebody."""
    first = begin_of(reading, end)
    if reading.low(first - 1) in _SEATS and (seat := reading.name_at(first)) and seat.type == "place":
        # "The Example Monitor in Geneva has logged": who it is stands before the place.
        end = first - 1
        first = begin_of(reading, end)
    if _is_ground(reading, first, end):
        return None
    return text_of(reading, first, end) if names_somebody(reading, first, end) else None


def begin_of(reading: Reading, end: int) -> int:
    """Where the noun phrase before a word begins."""
    first = end
    while first > 0 and end - first < LONGEST and not bounds(reading, first - 1):
        first -= 1
    if first < end and reading.low(first) in _OPENERS:
        # "Over the same time our colleagues": the phrase begins with its own article.
        own = [at for at in range(first, end) if reading.low(at) in _DETERMINERS]
        first = own[-1] if own else first + 1
    return first


def before_helpers(reading: Reading, verb: int) -> int:
    """Where the subject of a verb ends: before "has", "had also", "on Friday"."""
    while verb > 0:
        if reading.low(verb - 1) in _HELPERS:
            verb -= 1
        elif (when := reading.when_at(verb - 1)) is not None and when.first > 1:
            verb = when.first - (reading.low(when.first - 1) in _BEFORE_DATES)
        else:
            break
    return verb


def forward(reading: Reading, start: int) -> str | None:
    """The noun phrase that begins at a word."""
    at = start
    while at < min(len(reading.words), start + LONGEST) and reading.low(at) not in BREAKS | NO_PART:
        at += 1
    return text_of(reading, start, at)


def text_of(reading: Reading, first: int, last: int) -> str | None:
    """The words [first, last) as a name: without an article, None where there are none."""
    if first >= last:
        return None
    words = reading.passage.text[reading.words[first].start : reading.words[last - 1].end]
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        words = words.removeprefix(article)
    return words.strip(' .,;:“”"') or None


def names_somebody(reading: Reading, first: int, last: int) -> bool:
    """Do the words [first, last) hold an office, a pronoun or a proper name?"""
    words = range(first, min(last, len(reading.words)))
    return any(reading.is_a(at, "office") or reading.low(at) in PRONOUNS for at in words) or any(
        reading.words[at].capital and reading.when_at(at) is None for at in words if at > 0 or len(words) > 1
    )


def bounds(reading: Reading, at: int) -> bool:
    """Where the name of a speaker cannot reach over: a break, or a date ("Since the start of May the agency has")."""
    return reading.low(at) in BREAKS or reading.when_at(at) is not None or reading.is_a(at, "back")


def _is_ground(reading: Reading, first: int, last: int) -> bool:
    """Is the phrase nothing but a place or what is attacked: "Lebanon has 29", "the bases had 12"?"""
    while first < last and reading.low(first) in _DETERMINERS:
        first += 1
    name = reading.name_at(last - 1)
    named = name is not None and name.type in ("place", "target", "weapon") and name.first <= first
    return named and not any(reading.is_a(at, "office") for at in range(first, last))
