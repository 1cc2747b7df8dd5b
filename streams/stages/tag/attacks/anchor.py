"""Something that is struck."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Anchor:
    """Something that is struck: class of target, the words, the place or ship where one is named.

    `explicit` anchors are named; the others ("the base", "it") stand for what the story spoke of before. `definite`:
    the one spoken of before; `retold`: of an attack told just before.
    """

    target: str
    text: str
    first: int
    last: int
    place: str | None = None
    vessel: str | None = None
    explicit: bool = True
    definite: bool = False
    retold: bool = False
