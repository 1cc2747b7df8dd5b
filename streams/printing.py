"""Tallies and incidents as a person reads them in a terminal."""

from collections.abc import Iterable, Mapping

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from schemas import Attack, Evidence, Incident, Mention, ReportedFigure, Span, Tally
from streams.harmless import harmless
from streams.wording import QUALIFIERS

INDENT = 14
QUOTE = 200
"""Characters of a quote that are shown; two or three lines of a terminal."""


def print_tallies(tallies: Iterable[Tally], incidents: Mapping[str, Incident] | None, console: Console) -> None:
    """Print all tallies, one box each."""
    for tally in tallies:
        console.print(tally_panel(tally, incidents))


def tally_panel(tally: Tally, incidents: Mapping[str, Incident] | None = None) -> Panel:
    """A tally in a box: both numbers, and its incidents with a quote each where they are given."""
    parts: list[RenderableType] = [observed_line(tally), reported_lines(tally.reported)]
    if incidents is not None:
        for heading, ids in (("", tally.incidents), ("without a date, not counted", tally.observed.undated)):
            known = [incidents[one] for one in ids if one in incidents]
            if known:
                parts += [Text(f"\n{heading}".rstrip(), style="dim"), *(incident_lines(one) for one in known)]
    span = f"since {tally.since:%-d %B %Y}" + (f" until {tally.until:%-d %B %Y}" if tally.until else "")
    # Not as markup: "[/]" in a title is two brackets and a stroke.
    title = Text(harmless(tally.title or tally.id))
    return Panel(Group(*parts), title=title, subtitle=span, title_align="left", subtitle_align="left")


def observed_line(tally: Tally) -> Text:
    """The number observed, what part of it only a claimant tells, and its split by country."""
    observed = tally.observed
    line = Text.assemble((f"{'observed':<{INDENT}}", "dim"), (str(observed.count), "bold"))
    if observed.claimed_only:
        line.append(f", {observed.claimed_only} of them claimed only")
    if observed.by_country:
        line.append("  (" + ", ".join(f"{name} {count}" for name, count in observed.by_country.items()) + ")")
    return line


def reported_lines(figure: ReportedFigure | None) -> RenderableType:
    """The official figure with qualifier, speaker and date, and the quote that states it."""
    label = (f"{'reported':<{INDENT}}", "dim")
    if figure is None:
        return Text.assemble(label, ("none", "dim"))
    line = Text.assemble(label, (f"{QUALIFIERS[figure.qualifier]}{figure.count}", "bold"))
    line.append(f", {harmless(figure.attributed_to)}" if figure.attributed_to else "")
    line.append(f", {figure.as_of:%-d %B %Y}" if figure.as_of else "")
    return Group(line, quoted(figure.evidence, figure.evidence.outlet or figure.evidence.page_id))


def incident_lines(one: Incident) -> RenderableType:
    """An incident on one line (day, place, weapons, how many) and, below it, the quote and where it stands."""
    line = attack_line(one.date, one)
    line.append("  claimed only" if one.status == "claimed_only" else "", style="yellow")
    if not one.mentions:
        return line
    first: Mention = one.mentions[0]
    return Group(line, quoted(first.evidence, first.outlet or first.page_id, len(one.mentions) - 1))


def attack_line(days: Span, told: Attack | Incident) -> Text:
    """The beginning of the line of an attack, told or counted: when, where, with what, how many."""
    place = harmless(told.place.name if told.place else told.vessel or "place not told")
    line = Text.assemble((f"{when(days):<{INDENT}}", "bold"), place)
    for country in [told.country] if told.country else told.countries:
        line.append(f", {country}")
    line.append(f"  {', '.join(told.weapons)}")
    line.append(f"  ×{told.count}" if told.count > 1 else "")
    return line


def quoted(evidence: Evidence, source: str, others: int = 0) -> Padding:
    """A quote, indented, and where it stands: the outlet, else the file or address of the page."""
    more = f", and {others} more" if others else ""
    return indented(f"“{shortened(evidence.text)}” ({source_name(source)}{more})", style="dim")


def indented(text: str | Text, style: str = "") -> Padding:
    """What stands below a label and belongs to it."""
    return Padding(Text(text, style=style) if isinstance(text, str) else text, (0, 0, 0, INDENT))


def source_name(source: str) -> str:
    """An outlet, or the last part of an address or path, fit for a terminal."""
    return harmless(source.rstrip("/").rsplit("/", 1)[-1])


def change_lines(before: Tally, after: Tally, incidents: Mapping[str, Incident], seconds: float) -> RenderableType:
    """How a tally moved: the numbers before and after, and what came in or went."""
    head = Text.assemble((f"{seconds:.1f} s".ljust(INDENT), "dim"), (after.id, "bold"))
    head.append(f": observed {before.observed.count} → {after.observed.count}")
    if before.reported != after.reported:
        counts = [str(one.reported.count) if one.reported else "none" for one in (before, after)]
        head.append(f", reported {counts[0]} → {counts[1]}")
    parts: list[RenderableType] = [head]
    if before.reported != after.reported:
        parts.append(reported_lines(after.reported))
    parts += [
        incident_lines(incidents[one]) for one in after.incidents if one not in before.incidents and one in incidents
    ]
    parts += [Text(f"{'':<{INDENT}}- {one}") for one in before.incidents if one not in after.incidents]
    return Group(*parts)


def when(span: Span) -> str:
    """A date: a day, a short interval, or `undated`."""
    if span.day:
        return span.day.isoformat()
    if span.start and span.end:
        last = f"{span.end:%d}" if (span.start.year, span.start.month) == (span.end.year, span.end.month) else span.end
        return f"{span.start}/{last}"
    if span.start or span.end:
        return f"{span.start} …" if span.start else f"… {span.end}"
    return "undated"


def shortened(text: str, limit: int = QUOTE) -> str:
    """Text on one line, fit for a terminal, cut at `limit` characters."""
    line = " ".join(text.split())
    return harmless(line if len(line) <= limit else line[: limit - 1] + "…")
