"""Linear models over features that are there or not: weights that can be read, and one sum to decide.

They are trained by `tests.eval.training` and stand as JSON beside what they judge.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from math import exp, fsum


@dataclass(frozen=True)
class Linear:
    """Weights by feature, and the two bounds.

    What the rules tell is refused below the one; what they leave is accepted above the other.
    """

    weights: Mapping[str, float]
    refuse_below: float
    accept_above: float

    def verdict(self, features: frozenset[str]) -> bool | None:
        """False and True beyond the bounds; None between them, where it is as the rules say."""
        likely = self.likely(features)
        if likely < self.refuse_below:
            return False
        return True if likely > self.accept_above else None

    def likely(self, features: frozenset[str]) -> float:
        """The probability that what has these features is what it looks like."""
        known = self.weights
        # The exact sum: features come in another order in each process, and all workers have to agree.
        total = fsum((known["bias"], *(known[feature] for feature in features if feature in known)))
        return 1 / (1 + exp(-total))


def linear(package: str, name: str = "acceptance.json") -> Linear:
    """A model in a package."""
    told = json.loads(files(package).joinpath(name).read_text("utf-8"))
    return Linear(told["weights"], told["refuse_below"], told["accept_above"])
