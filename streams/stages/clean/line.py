"""A line among others: an element with its look and its kind so far."""

from collections.abc import Sequence
from dataclasses import dataclass

from streams.stages.clean.element import Element
from streams.stages.clean.kinds import LineKind
from streams.stages.clean.look import Look

BRIEF = 32
"""A teaser's summary has at most so many words."""


@dataclass(slots=True)
class Line:
    """One element with its look and its kind so far. `spoken`: it is part of an interview."""

    element: Element
    look: Look
    kind: LineKind
    zone: str = ""
    spoken: bool = False

    @property
    def brief(self) -> bool:
        """Running text short enough for a summary under a linked headline."""
        return self.kind == "prose" and self.look.count <= BRIEF


def is_spaced(lines: Sequence[Line]) -> bool:
    """Does the page put blank lines between its paragraphs?"""
    prose = [line for line in lines if line.kind == "prose" and line.look.count > 7]
    return sum(1 for line in prose if line.element.gap) > 0.6 * len(prose)


def leading_number(text: str) -> int:
    """The number with which a line begins, with or without a stop, up to 99; else 0."""
    digits = text.split(None, 1)[0].strip("().[]")
    return int(digits) if digits.isdecimal() and digits.isascii() and len(digits) <= 2 else 0
