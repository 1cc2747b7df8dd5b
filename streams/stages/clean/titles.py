"""Find the headlines that begin a story, by weighing what speaks for them."""

from collections import Counter

from streams.stages.clean.line import Line, is_spaced, leading_number
from streams.stages.clean.look import DATED, SUBJECT
from streams.stages.clean.openings import is_stamped, listed_heads, many_stories, openings, section_names
from streams.stages.clean.pictures import PRINTED_WITHIN
from streams.stages.clean.repeats import near_repeats
from streams.stages.clean.scores import SoFar, score
from streams.stages.clean.zones import FURNITURE

NAME_WITHIN = 14
"""Lines above the first text in which a page without any headline is searched for one."""

ENOUGH = 4
"""Points that make a headline the beginning of a story wherever it stands."""


def find_titles(lines: list[Line]) -> list[bool]:
    """Which lines are headlines of stories, their repeats included."""
    so_far = SoFar(
        spaced=is_spaced(lines),
        page_title=next((f" {line.look.key} " for line in lines[:3] if line.element.region == "pagetitle"), ""),
    )
    sections = section_names(lines, list(openings(lines)))
    for line in lines:
        if line.kind == "headline" and line.look.key in sections:
            line.kind = "menu"
    listed = _briefs(lines)
    so_far.feet = _feet(lines)
    groups = list(openings(lines))
    so_far.many = many_stories(lines, groups)
    repeats = near_repeats([line.look.key if line.look.count >= 3 else "" for line in lines], PRINTED_WITHIN)
    found = [False] * len(lines)
    for candidates in groups:
        scores = {at: score(lines, at, repeats[at], so_far) for at in candidates}
        best = max(scores, key=lambda at: (at in listed, scores[at], at))
        if best in listed or scores[best] >= (ENOUGH if so_far.told else 1):
            found[best] = so_far.told = True
            so_far.stamped = is_stamped(lines, best)
            so_far.capitals = lines[best].look.text.isupper()
            so_far.level, so_far.number = lines[best].element.heading, leading_number(lines[best].look.text)
    if not so_far.told:
        _name_page(lines, found)
    _mark_repeats(lines, found)
    return found


def _briefs(lines: list[Line]) -> set[int]:
    """The headlines of a list of briefs; a date above the first of them is that of the issue."""
    listed = listed_heads(lines)
    for at in listed:
        lines[at].kind = "headline"
    for line in lines[: min(listed, default=0)]:
        # "3 May 2024 - your news in three minutes".
        if line.kind in ("headline", "short") and DATED.search(line.look.text):
            line.kind = "byline"
    return listed


def _feet(lines: list[Line]) -> frozenset[str]:
    """Lines of furniture that come again on the page."""
    counts = Counter(line.look.key for line in lines if line.kind in FURNITURE and line.look.words)
    return frozenset(key for key, number in counts.items() if number > 1)


def _name_page(lines: list[Line], found: list[bool]) -> None:
    """A page without a headline may have one that looks like something else: a label and a few words, a mail's subject.

    The first such line near above the text is taken.
    """
    first = next((at for at, line in enumerate(lines) if line.kind == "prose" and not line.zone), 0)
    for at in range(max(first - NAME_WITHIN, 0), first):
        line = lines[at]
        named = SUBJECT.match(line.look.text) or line.kind in ("promo", "item", "slug", "caption")
        if named and line.look.words >= 3 and not line.zone and line.element.region in ("", "widget"):
            found[at] = True
            return


def _mark_repeats(lines: list[Line], found: list[bool]) -> None:
    """Every later print of a title is a title too; what stands between a title and its print is furniture."""
    known: set[str] = set()
    for at in range(len(lines)):
        if found[at]:
            known.add(lines[at].look.key)
        elif lines[at].look.key in known and lines[at].kind in ("headline", "short", "prose", "caption"):
            found[at] = True
    known.clear()
