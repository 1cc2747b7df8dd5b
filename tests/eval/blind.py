"""Articles by other hands that nobody here has read: `python -m tests.eval blind` prints their figures, nothing else.

They lie beside the project with the program that scores them, which runs as it is. Whatever else it or the extractor
says is dropped, errors too: a line of them that is seen ends their use.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from streams.errors import ConfigError
from streams.tallies_file import load_definitions
from tests import SHARED

PROJECT = Path(__file__).parents[2]
EVALUATION = SHARED / "eval"
BEGIN, END = "<!-- blind -->\n", "<!-- figures -->\n"
"""Between these lines the figures stand in the document."""

FIELDS = ("date", "place", "weapons", "country", "count", "killed", "injured", "intercepted")
FIELDS_OF_TOTALS = ("since", "as_of", "qualifier", "regions")


class Failed(Exception):
    """A step failed. Says which, and nothing of what it read."""


def show(evaluation: Path, document: Path | None) -> None:
    """Print the figures, and put them into the document; it stays as it is where there are no such articles."""
    found = batches(evaluation / "blind")
    if not found:
        print(f"No articles by other hands in {evaluation / 'blind'}: nothing is scored, nothing written.")
        return
    try:
        section = "\n".join(report(found, evaluation))
    except Failed as error:
        sys.exit(str(error))
    print(section)
    if document:
        document.write_text(replaced(document.read_text(encoding="utf-8"), section), encoding="utf-8")


def batches(folder: Path) -> list[Path]:
    """The batches of articles in a folder."""
    return sorted(path.parent for path in folder.glob("*/articles.jsonl"))


def report(found: Sequence[Path], programs: Path) -> Iterator[str]:
    """The figures of some batches, in Markdown. `programs` is the folder of `raw.py` and `score.py`.

    Raises:
        Failed: the name of the batch and of the step.
    """
    scores = {batch.name: _scores(batch, programs) for batch in found}
    yield "\n## blind: articles by other hands, scored by their own program\n"
    yield "| | attacks F1 | precision | recall | strictly F1 | totals stated F1 | precision | recall |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for name, one in scores.items():
        strictly = f"{one['attacks_strict']['f1']:.2f}"
        yield f"| {name} | {_rates(one['attacks_lenient'])} | {strictly} | {_rates(one['reported_totals'])} |"
    for name, one in scores.items():
        empty, fields = one["hard_negatives"], one["fields"]
        wrong = f"{empty['with_a_false_attack']:d} have a false attack"
        yield f"\n*{name}*: of {empty['articles']:d} articles in which nothing counts {wrong}. In what was found:"
        yield _shares(fields, FIELDS) + "; of totals " + _shares(fields, FIELDS_OF_TOTALS, "total.") + "."
        if "mean_observed_error" in one:
            right = f"the reported total is right in {one['reported_right']:d} of {one['of']:d} tallies"
            yield f"The observed count is off by {one['mean_observed_error']:.0%} on average; {right}."


def replaced(document: str, section: str) -> str:
    """The document with this section of figures in place of the one it has."""
    head, _, rest = document.partition(BEGIN)
    return f"{head}{BEGIN}{section}\n\n{END}{rest.partition(END)[2]}"


def _scores(batch: Path, programs: Path) -> dict[str, Any]:
    """What `score.py` says of a batch, from articles to figures; and of its tallies where it is told what they are."""
    own, expected = batch / "tallies.yaml", batch / "expected.json"
    options = ["--tallies", str(own)] if own.exists() else []
    with TemporaryDirectory() as folder:
        articles, tagged, counted = (Path(folder) / name for name in ("articles.jsonl", "tagged.jsonl", "tallies.json"))
        articles.write_text(_output(batch, [str(programs / "raw.py"), str(batch / "articles.jsonl")]), encoding="utf-8")
        tagged.write_text(_output(batch, ["-m", "streams.cli", "extract", str(articles), *options]), encoding="utf-8")
        gold = ["--gold", str(batch / "articles.jsonl"), *_limits(own if own.exists() else None, batch)]
        found = _output(batch, [str(programs / "score.py"), "extract", "--pred", str(tagged), *gold])
        scores: dict[str, Any] = json.loads(found)
        if expected.exists():
            counted.write_text(
                _output(batch, ["-m", "streams.cli", "tally", str(articles), *options, "--json"]), encoding="utf-8"
            )
            gold = ["--gold", str(expected), "--pred", str(counted)]
            scores |= json.loads(_output(batch, [str(programs / "score.py"), "tally", *gold]))
    return scores


def _limits(tallies: Path | None, batch: Path) -> list[str]:
    """The targets of the tallies; and their first day, where it is one."""
    try:
        definitions = load_definitions(tallies)
    except ConfigError:
        raise Failed(f"{batch.name}: tallies.yaml cannot be read") from None
    targets = sorted({target for one in definitions.tallies for target in one.targets})
    days = {one.since for one in definitions.tallies}
    return ["--targets", ",".join(targets), *(["--since", f"{min(days)}"] if len(days) == 1 else [])]


def _output(batch: Path, command: Sequence[str]) -> str:
    done = subprocess.run([sys.executable, *command], cwd=PROJECT, capture_output=True, check=False)
    if done.returncode:
        step = " ".join([Path(part).name for part in command if not part.startswith("-")][:2])
        raise Failed(f"{batch.name}: {step} ended with {done.returncode}; what it said is not shown")
    return done.stdout.decode()


def _rates(one: Mapping[str, float]) -> str:
    return " | ".join(f"{one[name]:.2f}" for name in ("f1", "precision", "recall"))


def _shares(fields: Mapping[str, float], names: Sequence[str], prefix: str = "") -> str:
    return ", ".join(f"{name} {fields[prefix + name]:.2f}" for name in names if prefix + name in fields)
