"""docs/tallies.md: whoever types what the page says gets what the page shows."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from textwrap import dedent
from typing import get_args

import pytest

from streams.cli import main
from streams.commands.options import out
from streams.errors import ConfigError
from streams.stages.tally import parse_definitions
from streams.stages.tally.belonging import Refusal
from streams.stages.tally.explanation import (
    AttackReason,
    AttackVerdict,
    ExplainedAttack,
    ExplainedStory,
    ExplainedTotal,
    Explanation,
    StoryPage,
    TotalReason,
    TotalVerdict,
)

PAGE = (Path(__file__).parents[2] / "docs" / "tallies.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(.*)\n\n((?: {4}.*\n(?:\n(?= {4}))?)+)")
FINAL = """tallies:
  - id: railways
    since: 2025-03-01
    targets: [railways]
    countries: [UA]
lexicon:
  targets:
    railways: {terms: [rail depot]}
"""
MISTAKES = [
    ("targets:", "target:"),
    ("[railways]", "railways"),
    ("since: 2025-03-01\n    ", ""),
    ("2025-03-01", "March 2025"),
    ("UA", "Ukraine"),
    ("UA", "UK"),
    ("countries: [UA]", "weapons: [drones]"),
    ("{terms: [rail depot]}", "[rail depot]"),
]


def blocks() -> Iterator[tuple[str, str]]:
    """Each block of the page that is typed or shown, with the line before it."""
    return ((found[1], dedent(found[2])) for found in BLOCK.finditer(PAGE))


def plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def calls(block: str) -> Iterator[tuple[list[str], list[str]]]:
    """The commands of a block, each with the pieces of its output that are shown, `...` being what is left out."""
    for part in block.split("$ tallywire ")[1:]:
        command, _, output = part.partition("\n")
        yield command.split(), [plain(piece) for piece in re.split(r"^\.\.\.$", output, flags=re.MULTILINE)]


def test_the_tutorial_gives_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(out, "_width", 100)
    files = shown = 0
    for before, block in blocks():
        named = re.search(r"`([\w/]+\.(?:txt|yaml))`:$", before)
        typed = block.split("$ tallywire ")[0]
        if named:
            files += 1
            Path(named[1]).parent.mkdir(exist_ok=True)
            Path(named[1]).write_text(typed, encoding="utf-8")
        for arguments, pieces in calls(block):
            shown += 1
            monkeypatch.setattr("sys.argv", ["tallywire", *arguments])
            with suppress(SystemExit):
                main()
            printed = capsys.readouterr()
            rest = plain(printed.out) + plain(printed.err)
            for piece in filter(None, pieces):
                assert piece in rest
                rest = rest.partition(piece)[2]
            # Where nothing is left out at the end, nothing more was printed.
            assert not pieces[-1] or not rest
    assert (files, shown) == (7, 5)


@pytest.mark.parametrize(("right", "wrong"), MISTAKES)
def test_each_mistake_gets_the_error_that_the_page_lists(right: str, wrong: str) -> None:
    assert parse_definitions(FINAL).tallies
    with pytest.raises(ConfigError) as raised:
        parse_definitions(FINAL.replace(right, wrong, 1), "rail.yaml")
    line = re.sub(r"^rail\.yaml:\d+: ", "", str(raised.value))
    assert f"| `{line}` |" in PAGE


def test_each_mistake_that_the_page_lists_is_tried() -> None:
    table = PAGE.partition("| line | what is meant |")[2].partition("\n\n")[0]
    assert len(re.findall(r"^\| `", table, re.MULTILINE)) == len(MISTAKES)


def test_each_reason_is_documented() -> None:
    reasons = {*get_args(Refusal), *get_args(get_args(AttackReason)[1])}
    for part in get_args(TotalReason):
        reasons |= set(get_args(part)) if get_args(part) else {part}
    assert len(reasons) > 20
    assert [one for one in sorted(reasons) if f"`{one}`" not in PAGE] == []


def test_each_key_of_the_explanation_is_documented() -> None:
    models = (Explanation, ExplainedStory, StoryPage, ExplainedAttack, AttackVerdict, ExplainedTotal, TotalVerdict)
    names = {name for model in models for name in model.model_fields}
    assert [name for name in sorted(names) if f"`{name}`" not in PAGE] == []
