"""The table of kinds, runs and differences."""

from collections.abc import Iterable
from typing import Any

from tests.faults.kinds import KINDS


def table(rows: Iterable[dict[str, Any]]) -> str:
    """Markdown: a line for each kind of fault, and one for runs of several kinds."""
    rows = list(rows)
    lines = [
        "| kind | what happens | runs | faults | articles | crashes | runs with a difference |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, kind in KINDS.items():
        chosen = [row for row in rows if row["kinds"] == [name]]
        lines.append(_line(f"`{name}`", kind.about, chosen))
    several = [row for row in rows if len(row["kinds"]) > 1]
    if several:
        lines.append(_line("several", "Random faults of several kinds under continuous load", several))
    lines.append(_line("all", "", rows))
    return "\n".join(lines)


def _line(name: str, about: str, rows: list[dict[str, Any]]) -> str:
    counts = (
        len(rows),
        sum(len(row["strikes"]) for row in rows),
        sum(row["articles"] for row in rows),
        sum(row["crashes"] for row in rows),
        sum(bool(row["differences"]) for row in rows),
    )
    return f"| {name} | {about} | " + " | ".join(f"{count:,}" for count in counts) + " |"
