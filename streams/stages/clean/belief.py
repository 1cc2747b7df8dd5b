"""What is to be believed of what a page says about its own parts."""

from collections import Counter
from dataclasses import replace

from streams.stages.clean.element import Element
from streams.stages.clean.judge import main_text
from streams.stages.clean.words import key

LEAST_FREE = 0.25
"""Share of a page's running text that class names leave over, where they are right."""


def believed(elements: list[Element], claims: list[int], body: str) -> list[Element]:
    """Claims by class names are not believed of what holds much of the page's running text."""
    weight: Counter[int] = Counter()
    total = free = 0
    for element, claim in zip(elements, claims, strict=True):
        words = len(element.text.split())
        if words >= 12 and element.linked < 0.5:
            total += words
            free += 0 if element.region else words
            if element.contested:
                weight[claim] += words
    doubted = {claim for claim, words in weight.items() if words > 0.4 * total and words > 60}
    if free < LEAST_FREE * total and sum(weight.values()) > 0.5 * total:
        # Many small parts with one name, each a story with its headline: a name that calls all text a box calls none.
        headed = {claim for element, claim in zip(elements, claims, strict=True) if element.heading}
        doubted |= {claim for claim in headed if weight[claim]}
    judged = [
        replace(element, region="", contested=False) if claim in doubted and element.region != "comments" else element
        for element, claim in zip(elements, claims, strict=True)
    ]
    return judged if free or doubted or not total else _rescued(judged, body)


def _rescued(elements: list[Element], body: str) -> list[Element]:
    """Where every paragraph claims to be something else, those that the judge takes for main text are believed."""
    main = main_text(body)
    return [
        replace(e, region="", contested=False) if key(e.text) in main or (main and e.heading in (1, 2)) else e
        for e in elements
    ]
