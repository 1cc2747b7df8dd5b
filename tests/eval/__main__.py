"""How well the extractor reads: `python -m tests.eval [SET...] [--write] [--misses]`.

Sets are the folders here, and `blind`: articles by other hands beside the project, scored apart. Misses are shown of
development data only: who looks at those of another one ends its use.
"""

import argparse
import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from streams.stages.tag.judges import RULES_ALONE
from tests.eval import blind
from tests.eval.evaluation import Subject, evaluate
from tests.eval.figures import FIGURES, figures
from tests.eval.gold import HERE, subjects
from tests.eval.report import report

DOCUMENT = HERE.parents[1] / "docs" / "evaluation.md"
BEGIN = blind.END
"""Behind this line the document is written anew."""


def main() -> None:
    """Print the figures of each set."""
    options = _options()
    if options.sets == ["blind"]:
        blind.show(blind.EVALUATION, DOCUMENT if options.write else None)
        return
    found: dict[str, list[Subject]] = {}
    alone: dict[str, list[Subject]] = {}
    with ProcessPoolExecutor() as pool:
        for folder in options.sets:
            found[folder] = list(pool.map(evaluate, subjects(folder)))
            alone[folder] = list(pool.map(by_rules_alone, subjects(folder)))
    text = "\n".join(line for folder, parts in found.items() for line in report(folder, parts, alone[folder]))
    print(text)
    if options.write:
        FIGURES.write_text(json.dumps({name: figures(parts) for name, parts in found.items()}, indent=1) + "\n")
        head = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)[0]
        DOCUMENT.write_text(f"{head}{BEGIN}{text}\n", encoding="utf-8")
    if options.misses:
        for folder in [name for name in found if name.endswith("development")]:
            _show_misses(found[folder])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.eval", description=__doc__)
    sets = sorted({str(path.parent.relative_to(HERE)) for path in Path(HERE).rglob("*.jsonl")})
    parser.add_argument("sets", nargs="*", default=sets, help=", ".join([*sets, "blind"]))
    parser.add_argument("--write", action="store_true", help="write docs/evaluation.md and the figures of the check")
    parser.add_argument("--misses", action="store_true", help="show what is missed and false, in development data")
    options = parser.parse_args()
    if unknown := set(options.sets) - {*sets, "blind"}:
        parser.error(f"no such set: {', '.join(sorted(unknown))}")
    if "blind" in options.sets:
        if options.misses or len(options.sets) > 1:
            parser.error("blind is scored apart, and nothing of it but its figures is ever shown")
    elif options.write and set(options.sets) != set(sets):
        parser.error("--write is for all sets together")
    return options


def by_rules_alone(path: Path) -> Subject:
    """All articles of a file, read without the models."""
    return evaluate(path, RULES_ALONE)


def _show_misses(parts: Sequence[Subject]) -> None:
    for part in parts:
        for one in part.results:
            for quote in one.missed:
                print(f"{one.article.id} missed: {quote}")
            for quote in one.false:
                print(f"{one.article.id} false: {quote}")


if __name__ == "__main__":
    main()
