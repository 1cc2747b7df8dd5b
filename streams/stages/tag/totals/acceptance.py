"""Two small linear models beside the rules for running counts: one refuses numbers, one finds what they overlook.

Trained like the one for attacks (`tests.eval.training`); the weights stand in `acceptance.json` and `overlooked.json`.
"""

from collections.abc import Callable
from functools import lru_cache

from streams.stages.tag.linear import linear
from streams.stages.tag.totals.reading import Number, Reading

Judge = Callable[[Reading, Number, frozenset[str]], bool | None]
"""Does a number with these features state a total? None: as the rules say."""


def rules_alone(reading: Reading, number: Number, features: frozenset[str]) -> bool | None:
    """The judge that leaves all to the rules."""
    return None


@lru_cache(maxsize=1)
def trained() -> Judge:
    """The models that are part of the program."""
    package = "streams.stages.tag.totals"
    told, overlooked = linear(package), linear(package, "overlooked.json")
    return lambda reading, number, features: (told if "rules:total" in features else overlooked).verdict(features)
