"""The tallies in a terminal while they move: both numbers, a sparkline, tables of what is counted and of the latest."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from schemas import Incident, Tally
from streams.harmless import harmless
from streams.printing import INDENT, observed_line, reported_lines, when

BARS = " ▁▂▃▄▅▆▇█"
FIXED_LINES = 12
"""Lines of a panel that are not rows of the table of the latest incidents, quotes of the figure included."""
FEWEST = 3
"""Rows of that table, however small the terminal."""


class Bucket(NamedTuple):
    """Some days, and how many attacks were counted on them."""

    first: date
    last: date
    attacks: int


def live_view(tallies: Iterable[Tally], incidents: Mapping[str, Incident], width: int, height: int) -> RenderableType:
    """All tallies, so that they fit a terminal of so many columns and lines as far as they can."""
    every = tuple(tallies)
    rows = max(FEWEST, height // max(1, len(every)) - FIXED_LINES)
    return Group(*(live_panel(tally, incidents, width, rows) for tally in every))


def live_panel(tally: Tally, incidents: Mapping[str, Incident], width: int, rows: int) -> Panel:
    """One tally: its numbers, its sparkline, what the count is made of, and the latest incidents."""
    parts: list[RenderableType] = [observed_line(tally), reported_lines(tally.reported)]
    if tally.difference is not None:
        parts.append(_labelled("difference", f"{tally.difference:+}, reported less observed"))
    parts += [*_curve(tally, max(10, width - INDENT - 6)), _made_of(tally)]
    known = [incidents[one] for one in tally.incidents if one in incidents]
    if known:
        parts += [Text(), latest(known, rows)]
    title = Text(harmless(tally.title or tally.id))
    return Panel(Group(*parts), title=title, title_align="left")


def _labelled(label: str, words: str) -> Text:
    return Text.assemble((f"{label:<{INDENT}}", "dim"), words)


def _curve(tally: Tally, width: int) -> list[Text]:
    found = buckets(tally, width)
    if not found:
        return []
    ends = f"{found[0].first} to {found[-1].last}"
    days = (found[0].last - found[0].first).days + 1
    each = "a day each" if days == 1 else f"{days} days each"
    return [
        _labelled("day by day", sparkline([one.attacks for one in found])),
        _labelled("", f"{ends}, {each}, at most {max(one.attacks for one in found)}"),
    ]


def buckets(tally: Tally, most: int) -> tuple[Bucket, ...]:
    """What was counted from the first day to the last one on which something was, in at most so many equal parts.

    What has no day of its own is in none of them.
    """
    days = {date.fromisoformat(day): count for day, count in tally.observed.by_day.items() if day != "unknown"}
    if not days:
        return ()
    first = min(tally.since, *days)
    size = -(-((max(days) - first).days + 1) // most)
    counts = [0] * ((max(days) - first).days // size + 1)
    for day, count in days.items():
        counts[(day - first).days // size] += count
    starts = (first + timedelta(size * at) for at in range(len(counts)))
    return tuple(Bucket(start, start + timedelta(size - 1), count) for start, count in zip(starts, counts, strict=True))


def sparkline(counts: Iterable[int]) -> str:
    """A bar for each number, the largest the full height; nothing is drawn for 0, and something for all else."""
    every = tuple(counts)
    top = max(every, default=0)
    return "".join(BARS[-(-one * (len(BARS) - 1) // top)] if one > 0 else BARS[0] for one in every)


def _made_of(tally: Tally) -> Text:
    ordered = sorted(tally.observed.by_weapon.items(), key=lambda one: (-one[1], one[0]))
    return _labelled("weapons", ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in ordered) or "none")


def latest(incidents: Iterable[Incident], rows: int) -> Table:
    """The latest incidents as a table, the latest first; of the rest how many there are."""
    ordered = sorted(incidents, key=lambda one: (one.date.end or date.min, one.id), reverse=True)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", caption_justify="left")
    for name in ("day", "place", "", "with", "told by"):
        table.add_column(name, no_wrap=name != "place", justify="right" if name == "told by" else "left")
    for one in ordered[:rows]:
        place = harmless(one.place.name if one.place else one.vessel or "place not told")
        weapons = ", ".join(each.replace("_", " ") for each in one.weapons)
        more = f" ×{one.count}" if one.count > 1 else ""
        claimed = ", claimed only" if one.status == "claimed_only" else ""
        # As text: brackets in a place's name are no markup.
        cells = (when(one.date), place, one.country or "", weapons + more + claimed, str(one.sources))
        table.add_row(*map(Text, cells))
    if len(ordered) > rows:
        table.caption = f"and {len(ordered) - rows} earlier"
    return table
