"""The words around a number that are quoted as its evidence."""

from streams.stages.tag.totals.reading import Number, Reading

_LONGEST = 32


def evidence_range(reading: Reading, number: Number) -> tuple[int, int]:
    """Where the quote begins and ends in the passage: the sentence, or its part around the number where it is long."""
    if len(reading.words) <= _LONGEST:
        return reading.start, reading.end
    first, last = max(number.first - 14, 0), min(number.last + 18, len(reading.words))
    for at in range(first, number.first):
        if reading.low(at) in (";", ":") or (reading.low(at) == "," and number.first - at > 6):
            first = at + 1
    for at in range(last - 1, number.last + 3, -1):
        if reading.low(at) in (",", ";"):
            last = at
            break
    return reading.words[first].start, reading.words[last - 1].end
