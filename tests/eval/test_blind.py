"""Articles by other hands: their figures are shown, and nothing else of them."""

import json
import sys
from pathlib import Path

import pytest

from tests import SHARED
from tests.eval import blind
from tests.eval.__main__ import main

SECRET = "Umbrella"
"""Stands in everything that must not be seen."""

RAW = """
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    gold = json.loads(line)
    print(json.dumps({"id": gold["id"], "content_type": "text/plain", "body": gold["title"]}))
"""
SCORE = f"""
import json, sys
options = dict(zip(sys.argv[2::2], sys.argv[3::2]))
rates = {{"precision": 0.5, "recall": 0.25, "f1": 0.33, "tp": 1, "fp": 1, "fn": 3}}
found = sum(1 for _ in open(options["--pred"], encoding="utf-8"))
extract = {{
    "attacks_lenient": rates, "attacks_strict": rates, "reported_totals": rates,
    "hard_negatives": {{"articles": found, "with_a_false_attack": 1}},
    "fields": {{"date": 0.75, "total.since": 0.625, "{SECRET}": 1}}, "misses": [{{"id": "{SECRET}"}}],
}}
tally = {{"tallies": [{{"id": "{SECRET}"}}], "mean_observed_error": 0.2, "reported_right": 1, "of": 2}}
print(json.dumps({{"extract": extract, "tally": tally}}[sys.argv[1]]))
print("{SECRET}", file=sys.stderr)
"""
FAILS = f"raise SystemExit('{SECRET}')"
TALLIES = "tallies: [{id: all, since: 2024-01-01, targets: [us-forces]}]"


def evaluation(folder: Path, score: str = SCORE) -> Path:
    batch = folder / "blind" / "first"
    batch.mkdir(parents=True)
    gold = {"id": SECRET, "title": f"{SECRET}: drones hit a US base in Iraq on 3 May 2024."}
    (batch / "articles.jsonl").write_text(json.dumps(gold) + "\n")
    (batch / "tallies.yaml").write_text(TALLIES)
    (batch / "expected.json").write_text("[]")
    (folder / "raw.py").write_text(RAW)
    (folder / "score.py").write_text(score)
    return folder


def test_figures_are_shown_and_written_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = tmp_path / "evaluation.md"
    document.write_text(f"Head\n\n{blind.BEGIN}old\n\n{blind.END}\ntables\n")
    blind.show(evaluation(tmp_path), document)
    shown, said = capsys.readouterr()
    assert "| first | 0.33 | 0.50 | 0.25 | 0.33 | 0.33 | 0.50 | 0.25 |" in shown
    assert "of 1 articles in which nothing counts 1 have" in shown and "date 0.75; of totals since 0.62" in shown
    assert "off by 20% on average; the reported total is right in 1 of 2" in shown
    written = document.read_text()
    assert shown.strip() in written and "old" not in written
    assert written.startswith("Head\n") and written.endswith(f"{blind.END}\ntables\n")
    assert SECRET not in shown + said + written


def test_a_step_that_fails_is_named_and_what_it_said_is_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        blind.show(evaluation(tmp_path, FAILS), None)
    assert "first: score.py extract ended with 1" in str(ended.value)
    assert SECRET not in "".join([str(ended.value), *capsys.readouterr()])


def test_a_batch_whose_tallies_cannot_be_read_is_named_and_they_are_not(tmp_path: Path) -> None:
    folder = evaluation(tmp_path)
    (folder / "blind" / "first" / "tallies.yaml").write_text(f"{SECRET}: 1")
    with pytest.raises(SystemExit, match="first") as ended:
        blind.show(folder, None)
    assert SECRET not in str(ended.value)


def test_without_such_articles_the_document_stays_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = tmp_path / "evaluation.md"
    document.write_text(f"{blind.BEGIN}old\n{blind.END}")
    blind.show(tmp_path, document)
    assert "No articles by other hands" in capsys.readouterr().out
    assert document.read_text() == f"{blind.BEGIN}old\n{blind.END}"


@pytest.mark.parametrize("options", [["blind", "--misses"], ["blind", "development"], ["../shared/eval/blind/us"]])
def test_there_is_no_way_to_see_misses_of_them(options: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["tests.eval", *options])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2


@pytest.mark.skipif(not (SHARED / "eval").exists(), reason="no evaluation data beside the project")
def test_the_program_beside_the_project_is_understood() -> None:
    """On a batch of its development articles, which lie there in the same layout."""
    lines = list(blind.report([SHARED / "eval" / "other"], SHARED / "eval"))
    assert any(line.startswith("| other | 0.") for line in lines) and any(
        "The observed count" in line for line in lines
    )
