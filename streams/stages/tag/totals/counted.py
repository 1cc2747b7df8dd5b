"""What is decided of a number: that it counts something, or that it only looked so."""

from typing import NamedTuple

from streams.stages.tag.totals.heads import Head


class Counted(NamedTuple):
    """What a number counts: `of` (attacks, killed, injured, or a noun), the head, and whether a count moves to it."""

    of: str
    head: Head
    moved: bool = False
    elliptic: bool = False


class Refusal(NamedTuple):
    """A number that looked like a total and is none."""

    reason: str
