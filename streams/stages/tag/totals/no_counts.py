"""Numbers that count nothing: footnote marks, the numbers of paragraphs, fractions, ratios, differences."""

from streams.stages.tag.totals.reading import Number, Reading

_DIFFERENCE = frozenset({"more", "fewer", "less", "higher", "lower"})
_VERBS = frozenset({"was", "is", "had", "has", "came", "every"})
_CHANGED = frozenset(
    {"revised", "rose", "fell", "grew", "dropped", "increased", "decreased", "down", "up", "upward", "downward", "off"}
)


def no_count(reading: Reading, number: Number) -> bool:
    """Is the number a mark, a share, a ratio or a difference?"""
    return _is_mark(reading, number) or _is_share(reading, number) or _is_difference(reading, number)


def is_pronoun(reading: Reading, number: Number) -> bool:
    """ "One was never found", "the next one": the word stands for a thing told of and counts nothing."""
    if number.form != "words" or number.ordinal:
        return False
    after, before = reading.low(number.last), reading.low(number.first - 1)
    return (
        not after.isalpha()
        or after in ("was", "is", "had", "has", "came", "every")
        or before in ("the", "next", "this")
    )


def _is_mark(reading: Reading, number: Number) -> bool:
    """ "[4]" behind a sentence, "42." before a paragraph."""
    before, after = reading.low(number.first - 1), reading.low(number.last)
    alone = number.first == 0 and after in (".", ")") and number.last + 1 >= len(reading.words)
    return alone or (before == "[" and after == "]")


def _is_share(reading: Reading, number: Number) -> bool:
    """ "A third of the dead", "every third one", "seven in every ten", "one every two days"."""
    before, after = reading.low(number.first - 1), reading.low(number.last)
    if number.ordinal and before in ("a", "one", "two", "every"):
        return before == "every" or after in ("of", "more", "fewer", "less")
    return "every" in (before, after) or (after == "in" and reading.low(number.last + 1) == "every")


def _is_difference(reading: Reading, number: Number) -> bool:
    """ "136 more than in 2024", "revised downward by three"."""
    if reading.low(number.last) in _DIFFERENCE and reading.low(number.last + 1) == "than":
        return True
    changed = {reading.low(at) for at in range(max(number.first - 4, 0), number.first - 1)}
    return reading.low(number.first - 1) == "by" and bool(changed & _CHANGED)
