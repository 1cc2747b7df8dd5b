"""Who has a say beside the rules: the trained models, or nobody."""

from functools import lru_cache
from typing import NamedTuple

from streams.stages.tag.attacks import acceptance as of_attacks
from streams.stages.tag.totals import acceptance as of_totals


class Judges(NamedTuple):
    """One judge for clauses that may tell of an attack, one for numbers that may state a total."""

    attacks: of_attacks.Judge
    totals: of_totals.Judge


RULES_ALONE = Judges(of_attacks.rules_alone, of_totals.rules_alone)


@lru_cache(maxsize=1)
def trained_judges() -> Judges:
    """The models that are part of the program."""
    return Judges(of_attacks.trained(), of_totals.trained())
