"""What users can set and see is documented."""

from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from streams.metrics import Metrics
from streams.settings import Settings
from streams.stages.tally import TallyDefinition

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_each_setting_is_documented_with_its_meaning(name: str) -> None:
    row = f"| `TALLYWIRE_{name.upper()}` |"
    (line,) = [one for one in (DOCS / "operations.md").read_text().splitlines() if one.startswith(row)]
    description = Settings.model_fields[name].description
    assert description and description in line


def test_each_metric_is_documented_and_no_other() -> None:
    registry = CollectorRegistry()
    Metrics(registry)
    names = {family.name + ("_total" if family.type == "counter" else "") for family in registry.collect()}
    lines = (DOCS / "operations.md").read_text().splitlines()
    documented = {line.split("`")[1].split("{")[0] for line in lines if line.startswith("| `tallywire_")}
    assert documented == names


def test_each_key_of_a_tally_is_documented() -> None:
    text = (DOCS / "tallies.md").read_text()
    assert [name for name in TallyDefinition.model_fields if f"`{name}`" not in text and name != "reported"] == []
    assert "`reported.counts`" in text and "`reported.since_tolerance`" in text
