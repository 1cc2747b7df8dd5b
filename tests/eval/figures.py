"""The figures of a set that are committed: a change of the extractor that makes one of them worse is seen."""

from collections.abc import Sequence

from tests.eval.evaluation import FIELDS, Result, Subject
from tests.eval.gold import HERE
from tests.eval.measures import summed

FIGURES = HERE / "figures.json"


def figures(parts: Sequence[Subject]) -> dict[str, float]:
    """The figures of a set by their names, each between 0 and 1 and better the greater it is."""
    results = [one for part in parts for one in part.results]
    empty = [one for one in results if one.empty]
    clean = sum(not one.attacks.false for one in empty)
    found = {
        "attacks": summed([one.attacks for one in results]).f1,
        "attacks strictly": summed([one.strictly for one in results]).f1,
        "totals": summed([one.totals for one in results]).f1,
        "articles without attacks in which none is found": clean / len(empty) if empty else 1.0,
        "identity B3": joined(parts).b_cubed,
        "identity CoNLL": joined(parts).conll,
    }
    found |= {f"field {field}": right_share(field, results) for field in FIELDS}
    return {what: round(value, 4) for what, value in found.items()}


def joined(parts: Sequence[Subject]) -> Subject:
    """All subjects as one, their events and incidents kept apart."""
    return Subject(
        "all",
        [one for part in parts for one in part.results],
        [f"{part.name} {one}" for part in parts for one in part.events],
        [f"{part.name} {one}" for part in parts for one in part.incidents],
    )


def right_share(field: str, results: Sequence[Result]) -> float:
    """In what share of the attacks that were found the field is right; 1 where none was."""
    right = sum(one.fields[field][0] for one in results)
    looked_at = sum(one.fields[field][1] for one in results)
    return right / looked_at if looked_at else 1.0
