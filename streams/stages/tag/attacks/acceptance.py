"""A small linear model that decides where the rules are unsure: does this clause tell of an attack on the target?

The rules make the mention; the model only says which of them to believe. Its weights were trained on the articles in
`tests/eval` (see there); they stand in `acceptance.json`, feature by feature, and can be read.
"""

from collections.abc import Callable
from functools import lru_cache

from streams.stages.tag.attacks.lines import View
from streams.stages.tag.linear import linear

Judge = Callable[[View, frozenset[str]], bool | None]
"""Does a clause with these features tell of an attack of its own on the target? None: as the rules say."""


def rules_alone(view: View, features: frozenset[str]) -> bool | None:
    """The judge that leaves all to the rules."""
    return None


@lru_cache(maxsize=1)
def trained() -> Judge:
    """The model that is part of the program."""
    model = linear("streams.stages.tag.attacks")
    return lambda view, features: model.verdict(features)
