"""What an element of a page is by what it holds: a picture with its description, a box with a button."""

from collections.abc import Sequence
from dataclasses import replace

from streams.stages.clean.element import Element

JUDGED = frozenset({"div", "section", "figure", "center", "li", "td", "span"})
_LONGEST_CAPTION = 60
_LONGEST_APPEAL = 45
_BUTTON = 4
"""Words of a caption, of the text in a box, and on its button, at most."""


def by_contents(held: Sequence[Element], *, pictures: int, paragraph: bool, claim: int) -> list[tuple[Element, int]]:
    """What an element holds, with the claim that follows from it: as it was where none does.

    `pictures` is how many pictures are in it, `paragraph` whether its text stands in a `<p>`, `claim` the number of
    the element. A picture and one text that is no paragraph are an illustration; a few words of text and a short link
    are a box that leads elsewhere.
    """
    texts = [len(one.text.split()) for one in held]
    free = not any(one.region or one.heading for one in held)
    if free and len(held) == 1 and pictures and not paragraph and texts[0] <= _LONGEST_CAPTION:
        return _claimed(held, "caption", claim)
    linked = [one.linked > 0.8 for one in held]
    if free and linked == [False, True] and texts[0] <= _LONGEST_APPEAL and texts[1] <= _BUTTON:
        return _claimed(held, "widget", claim)
    return []


def _claimed(held: Sequence[Element], region: str, claim: int) -> list[tuple[Element, int]]:
    return [(replace(one, region=region, contested=True), claim) for one in held]
