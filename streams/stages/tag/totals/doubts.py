"""Numbers that a sentence denies, supposes or plans."""

from streams.stages.tag.totals.reading import Number, Reading
from streams.stages.tag.totals.stretches import Frame


def is_quoted_away(reading: Reading, number: Number) -> bool:
    """ "not eight", "rather than twelve", "it is 30, not more than 40": a figure that is named to be denied."""
    if reading.low(number.first) == "not" and reading.low(number.first - 1) in (",", "and", "–", "—", "("):
        return any(other.last <= number.first for other in reading.numbers)
    before = [reading.low(at) for at in range(max(number.first - 3, 0), number.first)]
    return bool(before) and (
        before[-1] == "not" or before[-2:] in (["rather", "than"], ["instead", "of"], ["not", "the"])
    )


def is_supposed(reading: Reading, number: Number, frame: Frame) -> bool:
    """Is the number part of a plan, a threat or a supposition rather than told?"""
    for at in range(max(number.first - 8, 0), number.first):
        if (
            reading.when_at(at) is None
            and reading.is_a(at, "hypothetical")
            and not any(reading.low(mid) in (",", ";", ".", "“") for mid in range(at + 1, number.first))
        ):
            return not (frame.strength == "since" and reading.low(at) == "would")
    return False
