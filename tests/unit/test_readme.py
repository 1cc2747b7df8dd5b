"""What the README says is there, is there."""

import re
from pathlib import Path

from typer.main import get_command

from streams.cli import app
from streams.stages.tally import parse_definitions

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_its_example_of_a_tallies_file_can_be_used() -> None:
    block = re.search(r"^    tallies:\n(?:    .*\n)+", README, re.MULTILINE)
    assert block
    definitions = parse_definitions(re.sub(r"^    ", "", block.group(), flags=re.MULTILINE), "README.md")
    assert [one.id for one in definitions.tallies] == ["ship-attacks"]


def test_its_commands_exist() -> None:
    known = get_command(app).commands  # type: ignore[attr-defined]
    table = " ".join(line for line in README.splitlines() if line.startswith("| `tallywire"))
    named = {name.split()[0] for name in re.findall(r"`(?:tallywire )?([a-z][a-z -]+)[^`]*`", table)}
    assert named and named <= set(known) and set(known) <= named


def test_the_files_and_folders_it_names_exist() -> None:
    named = set(re.findall(r"`((?:streams|schemas|docs|deploy|tests)/[\w./]*)`", README))
    named |= set(re.findall(r"\]\(([\w./]+)\)", README))
    assert len(named) > 10
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
