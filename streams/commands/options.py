"""What several commands share: options, consoles, JSON lists."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from schemas import Message
from streams.harmless import harmless_json

out = Console(soft_wrap=False)
err = Console(stderr=True)

INPUTS = "Files (.txt, .html, .jsonl, .warc, feeds), directories, or - for standard input."
Inputs = Annotated[list[str], typer.Argument(help=INPUTS)]
TalliesFile = Annotated[Path | None, typer.Option("--tallies", help="YAML file that says what to count.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on stdout, nothing else.")]


def progress() -> Progress:
    """A line on stderr that says what is being done and for how long; nothing where stderr is no terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)


def dump(messages: Iterable[Message]) -> str:
    """Messages as one JSON list, an entry a line."""
    return "[" + ",\n ".join(harmless_json(message.to_json().decode()) for message in messages) + "]"
