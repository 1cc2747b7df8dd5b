"""Tallies and incidents as a person reads them in a terminal."""

from collections.abc import Iterable, Mapping

from rich.console import Console, Group
from rich.panel import Panel
from rich.text import Text

from schemas import Incident, Mention, ReportedFigure, Tally

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
    parts = [observed_line(tally), reported_line(tally.reported)]
    if incidents is not None:
        counted = [incidents[one] for one in tally.incidents if one in incidents]
        undated = [incidents[one] for one in tally.observed.undated if one in incidents]
        parts += [Text(), *(incident_lines(one) for one in counted)] if counted else []
        parts += [Text("\nwithout a date", style="dim"), *(incident_lines(one) for one in undated)] if undated else []
    span = f"since {tally.since:%-d %B %Y}" + (f" until {tally.until:%-d %B %Y}" if tally.until else "")
    return Panel(Group(*parts), title=tally.title or tally.id, subtitle=span, title_align="left", subtitle_align="left")


def incident_lines(one: Incident) -> Text:
    """An incident on one line (day, place, weapons, how many) and, below it, the quote and where it stands."""
    place = one.place.name if one.place else one.vessel or "place not told"
    line = Text.assemble((f"{when(one):<12}", "bold"), place)
    for country in [one.country] if one.country else one.countries:
        line.append(f", {country}")
    line.append(f"  {', '.join(one.weapons)}")
    line.append(f"  ×{one.count}" if one.count > 1 else "")
    line.append("  claimed only" if one.status == "claimed_only" else "", style="yellow")
    if one.mentions:
        line.append("\n" + quote_line(one.mentions[0], len(one.mentions) - 1), style="dim")
    return line


def quote_line(mention: Mention, others: int = 0) -> str:
    """A mention's quote, and the outlet or page in which it stands."""
    source = mention.outlet or mention.page_id.rsplit("/", 1)[-1]
    more = f", and {others} more" if others else ""
    return f"            “{shortened(mention.evidence.text)}” ({source}{more})"


def change_lines(before: Tally, after: Tally, incidents: Mapping[str, Incident], seconds: float) -> Text:
    """How a tally moved: the numbers before and after, and what came in or went."""
    line = Text.assemble((f"{seconds:6.1f} s  ", "dim"), (after.id, "bold"))
    line.append(f": observed {before.observed.count} → {after.observed.count}")
    if before.reported != after.reported:
        line.append("\n            + ").append_text(reported_line(after.reported))
    for name in after.incidents:
        if name not in before.incidents and name in incidents:
            line.append("\n            + ").append_text(incident_lines(incidents[name]))
    for name in before.incidents:
        if name not in after.incidents:
            line.append(f"\n            - {name}")
    return line


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
