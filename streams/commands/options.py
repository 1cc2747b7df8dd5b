"""What several commands share: options, consoles, JSON lists."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from schemas import Message

out = Console(soft_wrap=False)
err = Console(stderr=True)

Inputs = Annotated[list[str], typer.Argument(help="Files (.txt, .html, .jsonl), directories, or - for standard input.")]
TalliesFile = Annotated[Path | None, typer.Option("--tallies", help="YAML file that says what to count.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on stdout, nothing else.")]


def dump(messages: Iterable[Message]) -> str:
    """Messages as one JSON list, an entry a line."""
    return "[" + ",\n ".join(message.to_json().decode() for message in messages) + "]"
