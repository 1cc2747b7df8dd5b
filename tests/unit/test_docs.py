"""What users can set and see is documented."""

import re
import textwrap
from pathlib import Path

import pytest
import yaml
from prometheus_client import CollectorRegistry

from streams.metrics import Metrics, WebMetrics
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
    WebMetrics(registry)
    names = {family.name + ("_total" if family.type == "counter" else "") for family in registry.collect()}
    lines = (DOCS / "operations.md").read_text().splitlines()
    documented = {line.split("`")[1].split("{")[0] for line in lines if line.startswith("| `tallywire_")}
    assert documented == names


def test_each_key_of_a_tally_is_documented() -> None:
    text = (DOCS / "tallies.md").read_text()
    assert [name for name in TallyDefinition.model_fields if f"`{name}`" not in text and name != "reported"] == []
    assert "`reported.counts`" in text and "`reported.since_tolerance`" in text


def test_the_settings_that_the_documents_name_are_settings() -> None:
    known = {f"TALLYWIRE_{name.upper()}" for name in Settings.model_fields}
    pages = {page.name: page.read_text() for page in DOCS.rglob("*.md")}
    named = {name for text in pages.values() for name in re.findall(r"TALLYWIRE_[A-Z_]*[A-Z]", text)}
    assert len(pages) > 5 and named == known


def test_secrets_for_containers_are_given_as_the_document_says() -> None:
    found = re.search(r"\n\n(    services:\n(?:    .*\n)+)", (DOCS / "security.md").read_text())
    assert found
    given = yaml.safe_load(textwrap.dedent(found[1]))
    worker = given["services"]["worker-1"]
    values = {name.removeprefix("TALLYWIRE_").lower(): value for name, value in worker["environment"].items()}
    assert Settings(**values).kafka_security == "SASL_SSL"
    mounted = {f"/run/secrets/{name}" for name in worker["secrets"]}
    assert mounted == {value for value in values.values() if value.startswith("/run/secrets/")}
    assert set(given["secrets"]) == set(worker["secrets"]) and given["services"]["worker-2"] == worker
