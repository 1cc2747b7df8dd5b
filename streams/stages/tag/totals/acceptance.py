"""A small linear model that refuses numbers that the rules take for running counts: most of them are none.

Trained like the one for attacks (`tests.eval.training`); its weights stand in `acceptance.json`.
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
    """The model that is part of the program."""
    model = linear("streams.stages.tag.totals")
    return lambda reading, number, features: model.verdict(features)
