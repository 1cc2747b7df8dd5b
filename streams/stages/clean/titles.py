"""Find the headlines that begin a story, by weighing what speaks for them."""

from streams.stages.clean.line import Line, is_spaced, leading_number
from streams.stages.clean.look import SUBJECT
from streams.stages.clean.openings import many_stories, openings, section_names
from streams.stages.clean.pictures import PRINTED_WITHIN
from streams.stages.clean.repeats import near_repeats
from streams.stages.clean.scores import SoFar, is_stamped, score

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
    groups = list(openings(lines))
    so_far.many = many_stories(lines, groups)
    repeats = near_repeats([line.look.key if line.look.count >= 3 else "" for line in lines], PRINTED_WITHIN)
    found = [False] * len(lines)
    for candidates in groups:
        scores = {at: score(lines, at, repeats[at], so_far) for at in candidates}
        best = max(scores, key=lambda at: (scores[at], at))
        if scores[best] >= (ENOUGH if so_far.told else 1):
            found[best] = so_far.told = True
            so_far.stamped = is_stamped(lines, best)
            so_far.capitals = lines[best].look.text.isupper()
            so_far.level, so_far.number = lines[best].element.heading, leading_number(lines[best].look.text)
    if not so_far.told:
        _name_page(lines, found)
    _mark_repeats(lines, found)
    return found


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
