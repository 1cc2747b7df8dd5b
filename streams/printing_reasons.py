"""Why each story counts or does not, as a person reads it in a terminal."""

from collections.abc import Iterable, Mapping

from rich.console import Console, Group, RenderableType
from rich.text import Text

from schemas import Attack, Evidence, NotCounted, ReportedTotal
from streams.harmless import harmless
from streams.printing import INDENT, attack_line, indented, shortened, source_name, tally_panel, when
from streams.stages.tally.explanation import (
    AttackVerdict,
    ExplainedAttack,
    ExplainedStory,
    ExplainedTotal,
    Explanation,
    TotalVerdict,
)
from streams.wording import QUALIFIERS

BECAME = {
    "current": "the current figure",
    "superseded": "not the current figure: another total overtakes it",
    "looser": "not the current figure: a looser bound than the one before",
    "corrected": "not the current figure: a later total contradicts it",
}


def print_explanation(explanation: Explanation, console: Console) -> None:
    """Print what became of each story, then the numbers that all of them give."""
    titles = {one.article_id: title_of(one) for one in explanation.stories}
    for story in explanation.stories:
        console.print(story_lines(story, titles))
    for page in explanation.without_story:
        console.print(Group(Text(harmless(page), style="bold"), indented("no story was found in it"), Text()))
    for tally in explanation.tallies:
        console.print(tally_panel(tally))


def story_lines(story: ExplainedStory, titles: Mapping[str, str]) -> RenderableType:
    """A story: its title, where it stands, and what was found in it; `titles` are those of all stories."""
    parts: list[RenderableType] = [_heading(story)]
    if story.overtaken:
        parts.append(indented("not counted: a newer version of its page was read, without this story"))
    elif not (story.attacks or story.totals or story.not_counted):
        parts.append(indented("nothing found in it"))
    parts += [attack_lines(one, titles) for one in story.attacks]
    parts += [total_lines(one) for one in story.totals]
    parts += [refused_lines(one) for one in story.not_counted]
    return Group(*parts, Text())


def attack_lines(told: ExplainedAttack, titles: Mapping[str, str]) -> RenderableType:
    """An attack with its quote, the incident that it tells of, and what each tally makes of it."""
    parts: list[RenderableType] = [_attack_line(told.attack), _quote(told.attack.evidence)]
    if told.incident:
        parts.append(indented(f"incident {harmless(told.incident)}"))
    if told.also_told_by:
        others = "; ".join(titles[one] for one in told.also_told_by)
        parts.append(indented(f"also told by: {others}; counted at most once"))
    if told.incident and told.filled_by:
        parts.append(indented(f"what is left of it; told one by one: {harmless(', '.join(told.filled_by))}"))
    if told.may_be:
        parts.append(indented(f"it may be {harmless(told.may_be)}, told again"))
    if told.claimed_only:
        parts.append(indented("claimed only: nobody but a claimant tells of it"))
    return Group(*parts, *(attack_verdict(one) for one in told.verdicts))


def attack_verdict(verdict: AttackVerdict) -> RenderableType:
    """What a tally makes of an attack."""
    if not verdict.counted:
        return _verdict(verdict.tally, "not counted", verdict.why)
    return _verdict(verdict.tally, f"counted, {verdict.adds}" if verdict.adds else "counted already", verdict.why)


def total_lines(told: ExplainedTotal) -> RenderableType:
    """A stated total with its quote, and what each tally makes of it."""
    return Group(_total_line(told.total), _quote(told.total.evidence), *(total_verdict(one) for one in told.verdicts))


def total_verdict(verdict: TotalVerdict) -> RenderableType:
    """What a tally makes of a stated total."""
    if verdict.standing is None:
        return _verdict(verdict.tally, "not in the series", verdict.why)
    return _verdict(verdict.tally, "in the series", BECAME[verdict.standing])


def refused_lines(refused: NotCounted) -> RenderableType:
    """What looked countable and was refused before any tally saw it."""
    head = Text.assemble((f"{'refused':<{INDENT}}", "yellow"), harmless(refused.reason))
    return Group(head, _quote(refused.evidence))


def title_of(story: ExplainedStory) -> str:
    """What others call the story: its title, else where it stands."""
    return harmless(story.title) or f"(without a title, in {', '.join(_sources(story))})"


def _heading(story: ExplainedStory) -> Text:
    published = when(story.published) if story.published.start or story.published.end else "date not known"
    title = harmless(story.title) or "(without a title)"
    return Text.assemble((title, "bold"), (f"  ({', '.join(_sources(story))}; {published})", "dim"))


def _sources(story: ExplainedStory) -> Iterable[str]:
    return dict.fromkeys(source_name(one.outlet or one.page_id) for one in story.pages)


def _attack_line(attack: Attack) -> Text:
    line = attack_line(attack.span, attack)
    line.append("  a statement about a day" if attack.statement == "day" else "")
    line.append("  claimed only" if attack.status == "claimed_only" else "  reported", style="dim")
    return line


def _total_line(total: ReportedTotal) -> Text:
    said = f"{QUALIFIERS[total.qualifier]}{total.count} {total.of}"
    line = Text.assemble((f"{'total':<{INDENT}}", "bold"), harmless(said))
    line.append(f", since {total.since}" if total.since else "")
    line.append(f", {', '.join(total.countries)}" if total.countries else "")
    return line


def _verdict(tally: str, what: str, why: str) -> RenderableType:
    style = "green" if what.startswith(("counted", "in the")) else "yellow"
    text = Text.assemble(f"{tally}: ", (what, style), f" ({harmless(why)})" if why else "")
    return indented(text)


def _quote(evidence: Evidence) -> RenderableType:
    return indented(f"“{shortened(evidence.text)}”", style="dim")
