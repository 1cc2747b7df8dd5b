"""Train the models that have a say in what is an attack and a total: `python -m tests.eval.training [--write]`.

They learn from the development articles alone. How well they do on a subject they have never seen is measured by
leaving out one subject after another. scikit-learn is needed for it, and for nothing else: `make train`.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from streams.stages.tag.linear import Linear
from tests.eval.gold import HERE, subjects
from tests.eval.labels import Example, examples

TAG = HERE.parents[1] / "streams" / "stages" / "tag"
SETS = ("development", "passages/development", "articles/development")
RARE = 3
"""A feature has to be there in so many examples."""
RARE_IN_STORIES = 40
"""The same of a feature that all clauses of a story share."""
STRENGTH = 0.3
"""Inverse of the strength of L2 regularisation; the best of 0.1, 0.3 and 1 on subjects left out."""
PARTS = 10
"""So many times a part of the subjects is left out."""
SMALL = 0.01
"""Weights smaller than this are left out of the file."""


class Bounds(NamedTuple):
    """What the rules tell is refused below the one; what they leave is accepted above the other."""

    refuse_below: float
    accept_above: float


NEVER = Bounds(0.0, 1.0)
"""The rules are never overruled."""


class Model(NamedTuple):
    """What a model learns from and judges. `of`: clauses or numbers; `by_rules`: only those that the rules accept."""

    of: str
    file: str
    bounds: Bounds
    by_rules: bool | None

    def judges(self, one: Example) -> bool:
        """Is it asked about the example?"""
        return self.of == one.of and self.by_rules in (None, bool(one.features & OURS))


OURS = {"rules:opens", "rules:total"}
"""What the rules take for an attack or a total."""
MODELS = (
    Model("attacks", "acceptance.json", Bounds(0.1, 0.4), None),
    Model("totals", "acceptance.json", Bounds(0.2, 1.0), True),
    # Numbers that the rules overlook are few; it learns from the others, too.
    Model("totals", "overlooked.json", Bounds(0.0, 0.55), False),
)
"""Bounds were chosen on subjects left out, and so that the rules, which are surer of some, are seldom overruled."""


def trained_on(found: Sequence[Example]) -> dict[str, float]:
    """Weights by feature."""
    seen = Counter(feature for one in found for feature in one.features)
    known = {name for name, count in seen.items() if count >= (RARE_IN_STORIES if name.startswith("story:") else RARE)}
    rows = [dict.fromkeys(one.features & known, 1.0) for one in found]
    names = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=5000)
    model.fit(names.fit_transform(rows), [one.right for one in found])
    weights = zip(names.get_feature_names_out(), model.coef_[0], strict=True)
    kept = {name: round(float(value), 3) for name, value in sorted(weights) if abs(value) >= SMALL}
    return {"bias": round(float(model.intercept_[0]), 3), **kept}


def learns_from(model: Model, found: Sequence[Example]) -> list[Example]:
    """The examples that a model is trained on."""
    return [one for one in found if one.of == model.of and (model.by_rules is not True or model.judges(one))]


def left_out(model: Model, found: Sequence[Example]) -> tuple[list[Example], list[float]]:
    """What the model is asked about, and for each the probability by one that has not seen its subject."""
    asked, probabilities = [], []
    subjects_of = sorted({one.subject for one in found})
    for part in (set(subjects_of[at::PARTS]) for at in range(PARTS)):
        known = [one for one in learns_from(model, found) if one.subject not in part]
        linear = Linear(trained_on(known), *NEVER)
        mine = [one for one in found if one.subject in part and model.judges(one)]
        asked += mine
        probabilities += [linear.likely(one.features) for one in mine]
    return asked, probabilities


def score(found: Sequence[Example], probabilities: Sequence[float], bounds: Bounds) -> tuple[float, float, float]:
    """F1, precision and recall of the rules with the model beside them, over examples."""
    right = told = 0
    for one, probability in zip(found, probabilities, strict=True):
        by_rules = bool(one.features & OURS)
        accepted = probability >= bounds.refuse_below if by_rules else probability > bounds.accept_above
        right += accepted and bool(one.right)
        told += accepted
    wanted = sum(bool(one.right) for one in found)
    return 2 * right / (told + wanted), right / max(told, 1), right / wanted


def main() -> None:
    """Train, say how well it does on subjects left out, and write the weights if asked to."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval.training", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the weights beside what they judge")
    options = parser.parse_args()
    with ProcessPoolExecutor() as pool:
        parts = pool.map(_all, [path for folder in SETS for path in subjects(folder)])
        found = list(chain.from_iterable(parts))
    for model in MODELS:
        _train(model, found, options.write)


def _train(model: Model, found: Sequence[Example], write: bool) -> None:
    asked, probabilities = left_out(model, found)
    right = sum(bool(one.right) for one in asked)
    print(f"{model.of}, {model.file}: asked about {len(asked)} examples, {right} of them right")
    for name, tried in (("rules alone", NEVER), ("with the model", model.bounds)):
        f1, precision, recall = score(asked, probabilities, tried)
        print(f"  on subjects left out, {name}: F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f}")
    if write:
        known = learns_from(model, found)
        weights = trained_on(known)
        told = {"examples": len(known), **model.bounds._asdict(), "weights": weights}
        path = TAG / model.of / model.file
        path.write_text(json.dumps(told, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"  {len(weights)} weights")


def _all(path: Path) -> list[Example]:
    return list(examples(path))


if __name__ == "__main__":
    main()
