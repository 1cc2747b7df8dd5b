"""The figures of a set that are committed: a change of the extractor that makes one of them worse is seen."""

from collections.abc import Iterable, Sequence

from tests.eval.coreference import b_cubed, conll
from tests.eval.evaluation import FIELDS, Result, Subject
from tests.eval.gold import HERE
from tests.eval.measures import Counts, summed
from tests.eval.total_fields import FIELDS_OF_TOTALS
from tests.eval.totals import KINDS

FIGURES = HERE / "figures.json"


def figures(parts: Sequence[Subject]) -> dict[str, float]:
    """The figures of a set by their names, each between 0 and 1 and better the greater it is."""
    results = [one for part in parts for one in part.results]
    empty = [one for one in results if one.empty]
    clean = sum(not one.attacks.false for one in empty)
    found = {
        "attacks": summed([one.attacks for one in results]).f1,
        "attacks strictly": summed([one.strictly for one in results]).f1,
        "totals": summed([one.totals.feeding for one in results]).f1,
        "articles without attacks in which none is found": clean / len(empty) if empty else 1.0,
        "identity B3": joined(parts).identity(b_cubed).f1,
        "identity CoNLL": joined(parts).identity(conll),
    }
    found |= {f"totals stated: {kind}": counts.f1 for kind, counts in stated(results).items()}
    found |= {f"field {field}": share(one.fields[field] for one in results) for field in FIELDS}
    found |= {f"field of totals {field}": right for field, right in right_in_totals(results).items()}
    return {what: round(value, 4) for what, value in found.items()}


def joined(parts: Sequence[Subject]) -> Subject:
    """All subjects as one, their events and incidents kept apart."""
    return Subject(
        "all",
        [one for part in parts for one in part.results],
        [f"{part.name} {one}" for part in parts for one in part.events],
        [f"{part.name} {one}" for part in parts for one in part.incidents],
    )


def stated(results: Sequence[Result]) -> dict[str, Counts]:
    """What was found of all totals that are stated, together and of each kind."""
    kinds = {kind: summed([one.totals.by_kind[kind] for one in results]) for kind in KINDS}
    return {"all": summed(list(kinds.values())), **kinds}


def right_in_totals(results: Sequence[Result]) -> dict[str, float]:
    """In what share of the totals that were found each field is right."""
    return {field: share(one.totals.fields[field] for one in results) for field in FIELDS_OF_TOTALS}


def share(parts: Iterable[tuple[int, int]]) -> float:
    """What share is right, of parts that are right and looked at; 1 where nothing was looked at."""
    right, looked_at = (sum(side) for side in zip((0, 0), *parts, strict=True))
    return right / looked_at if looked_at else 1.0
