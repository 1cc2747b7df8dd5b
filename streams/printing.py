"""Tallies and incidents as a person reads them in a terminal."""

from collections.abc import Iterable, Mapping

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from schemas import Incident, ReportedFigure, Tally

WORDS = {
    "exactly": "",
    "at_least": "at least ",
    "more_than": "more than ",
    "about": "about ",
    "nearly": "nearly ",
    "fewer_than": "fewer than ",
}


def reported_line(figure: ReportedFigure | None) -> Text:
    """The official figure with qualifier, speaker and date, and the quote that states it."""
    if figure is None:
        return Text("reported  none", style="dim")
    line = Text.assemble(("reported  ", "dim"), (f"{WORDS[figure.qualifier]}{figure.count}", "bold"))
    if figure.attributed_to:
        line.append(f", {figure.attributed_to}")
    if figure.as_of:
        line.append(f", {figure.as_of:%-d %B %Y}")
    line.append(f"\n          “{shortened(figure.evidence.text)}”", style="italic dim")
    return line


def observed_line(tally: Tally) -> Text:
    """The number of attacks observed, and what part of it only a claimant tells."""
    observed = tally.observed
    line = Text.assemble(("observed  ", "dim"), (str(observed.count), "bold"))
    if observed.claimed_only:
        line.append(f", {observed.claimed_only} of them claimed only")
    if observed.by_country:
        line.append("  (" + ", ".join(f"{name} {count}" for name, count in observed.by_country.items()) + ")")
    if observed.undated:
        line.append(f"\n          {len(observed.undated)} more without a date, not counted", style="dim")
    return line


def tally_panel(tally: Tally, incidents: Mapping[str, Incident] | None = None) -> Panel:
    """A tally in a box: both numbers, and its incidents with a quote each where they are given."""
    parts: list[Text | Table] = [observed_line(tally), reported_line(tally.reported)]
    if incidents is not None and (tally.incidents or tally.observed.undated):
        parts.append(
            incident_table(incidents[one] for one in (*tally.incidents, *tally.observed.undated) if one in incidents)
        )
    span = f"since {tally.since:%-d %B %Y}" + (f" until {tally.until:%-d %B %Y}" if tally.until else "")
    return Panel(Group(*parts), title=tally.title or tally.id, subtitle=span, title_align="left", subtitle_align="left")


def incident_table(incidents: Iterable[Incident]) -> Table:
    """Incidents, one a row: day, place, weapons, how many, status, and the words that tell of it."""
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="dim")
    for name in ("date", "place", "weapons", "n", "status", "told as"):
        table.add_column(name, no_wrap=name in {"date", "n"}, overflow="fold")
    for one in incidents:
        quote = shortened(one.mentions[0].evidence.text) if one.mentions else ""
        more = f" (+{len(one.mentions) - 1})" if len(one.mentions) > 1 else ""
        place = one.place.name if one.place else one.vessel or ", ".join(one.countries) or "-"
        table.add_row(
            when(one), f"{place} {one.country or ''}".strip(), ", ".join(one.weapons) or "-", str(one.count),
            "claimed only" if one.status == "claimed_only" else one.status, Text(f"“{quote}”{more}", style="dim"),
        )  # fmt: skip
    return table


def when(incident: Incident) -> str:
    """The date of an incident: a day, an interval, or `undated`."""
    span = incident.date
    if span.day:
        return span.day.isoformat()
    if span.start is None and span.end is None:
        return "undated"
    return f"{span.start or ''}..{span.end or ''}"


def shortened(text: str, limit: int = 110) -> str:
    """Text on one line, cut at `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def print_tallies(tallies: Iterable[Tally], incidents: Mapping[str, Incident] | None, console: Console) -> None:
    """Print all tallies, one box each."""
    for tally in tallies:
        console.print(tally_panel(tally, incidents))
