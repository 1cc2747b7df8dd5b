"""What the models learn from: which clauses and numbers of an article are right."""

import json
from pathlib import Path

from tests.eval.labels import Example, examples

TALLY = """
tallies:
  - {id: forces, title: Attacks, since: 2023-10-17, measure: attacks, targets: [us-forces], unit: attack}
"""
HIT = "Two rockets hit the al-Asad air base, which hosts American troops, on Tuesday."
AGAIN = "The strike on al-Asad wounded nobody."
OTHER = "On Monday a drone hit an Iraqi militia camp near Hilla."
TOTAL = "American forces have been attacked 83 times since 17 October, against 12 times in 2022."


def found(folder: Path) -> list[Example]:
    article = {
        "id": "a", "published_at": "2024-01-10", "title": "News", "body_paragraphs": [f"{HIT} {AGAIN} {OTHER}", TOTAL],
        "attacks": [{"event_key": "e", "target": "us-forces", "evidence": HIT, "also_evidence": [AGAIN]}],
        "reported_totals": [{"count": 83, "evidence": TOTAL}],
    }  # fmt: skip
    (folder / "forces.yaml").write_text(TALLY)
    (folder / "forces.jsonl").write_text(json.dumps(article))
    return list(examples(folder / "forces.jsonl"))


def test_a_clause_is_right_where_the_gold_quotes_it_and_one_that_tells_it_again_teaches_nothing(tmp_path: Path) -> None:
    body = f"News\n\n{HIT} {AGAIN} {OTHER}\n\n{TOTAL}"
    clauses = {body[one.start : one.end]: one.right for one in found(tmp_path) if one.of == "attacks"}
    assert clauses.pop(HIT) is True
    assert clauses.pop(OTHER) is False
    assert not any(AGAIN in text for text in clauses)


def test_a_number_is_right_where_the_gold_has_it_as_a_total(tmp_path: Path) -> None:
    numbers = {one.value: one.right for one in found(tmp_path) if one.of == "totals"}
    assert numbers[83] is True
    assert numbers.get(12, False) is False
