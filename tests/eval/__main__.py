"""How well the extractor reads: `python -m tests.eval [SET...] [--write] [--misses]`.

Sets are the folders here, of articles and of pages, and `blind`: articles by other hands beside the project, scored
apart. Misses are shown of development data only: who looks at those of another one ends its use.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from streams.stages.tag.judges import RULES_ALONE
from tests.eval import blind
from tests.eval.date_values import Value, date_values
from tests.eval.evaluation import Subject, evaluate
from tests.eval.figures import FIGURES, figures
from tests.eval.gold import HERE, article_sets, subjects
from tests.eval.pages_gold import PAGE_SETS, PLAIN, plain_pages, read_pages
from tests.eval.pages_measure import (
    PageResult,
    evaluate_pages,
    one_identity,
    pages_figures,
    pages_report,
    plain_figures,
)
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
    dates: dict[str, list[tuple[list[Value], list[Value]]]] = {}
    with ProcessPoolExecutor() as pool:
        for folder in options.sets:
            found[folder] = list(pool.map(evaluate, subjects(folder)))
            alone[folder] = list(pool.map(by_rules_alone, subjects(folder)))
            dates[folder] = list(pool.map(date_values, subjects(folder)))
    pages = {folder: evaluate_pages(read_pages(folder)) for folder in options.pages}
    plain = {folder: plain_figures(evaluate_pages(plain_pages(folder))) for folder in options.pages}
    lines = [line for folder, parts in found.items() for line in report(folder, parts, alone[folder], dates[folder])]
    text = "\n".join([*lines, *_of_pages(pages, plain)])
    print(text)
    if options.write:
        articles = {name: figures(parts) for name, parts in found.items()}
        both = articles | {name: pages_figures(results) | plain[name] for name, results in pages.items()}
        FIGURES.write_text(json.dumps(both, indent=1) + "\n")
        head = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)[0]
        DOCUMENT.write_text(f"{head}{BEGIN}{text}\n", encoding="utf-8")
    if options.misses:
        for folder in [name for name in found if name.endswith("development")]:
            _show_misses(found[folder])
        for folder in [name for name in pages if name.endswith("development")]:
            _show_pages(pages[folder])


def _of_pages(pages: Mapping[str, Sequence[PageResult]], plain: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    for folder, results in pages.items():
        yield from pages_report(folder, results)
        yield f"\nOf {PLAIN[folder]}, which are headline and text: "
        yield ", ".join(f"{what} {value:.3f}" for what, value in plain[folder].items()) + "."
    same, of = one_identity([one for results in pages.values() for one in results])
    if of:
        yield f"\nOf {of} stories that stand on several pages {same} have one id wherever they stand."


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.eval", description=__doc__)
    sets = [*article_sets(), *PAGE_SETS]
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
    options.pages = [name for name in options.sets if name in PAGE_SETS]
    options.sets = [name for name in options.sets if name not in PAGE_SETS]
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


def _show_pages(results: Sequence[PageResult]) -> None:
    for one in results:
        for text in one.lost:
            print(f"{one.page.id} lost: {text}")
        for text in one.false:
            print(f"{one.page.id} false: {text}")


if __name__ == "__main__":
    main()
