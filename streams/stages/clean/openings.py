"""Where on a page stories may begin, and what the page as a whole says of its headlines."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from streams.stages.clean.line import Line
from streams.stages.clean.look import SUBJECT
from streams.stages.clean.zones import FURNITURE

_AHEAD = 14
_HEADED = frozenset({"headline", "short", "prose", "promo", "item", "slug", "caption", "byline"})


def openings(lines: list[Line]) -> Iterator[list[int]]:
    """Headlines that stand together before a piece of running text; at most one of each group is a title."""
    group: list[int] = []
    for at, line in enumerate(lines):
        if line.kind == "prose" and not line.zone:
            if group:
                yield group
            group = []
        elif _can_be_title(line) or (line.kind == "item" and _heads_text(lines, at)):
            group.append(at)


def section_names(lines: list[Line], groups: list[list[int]]) -> set[str]:
    """Headlines that stand over several stories, each time with another headline under them: names of sections."""
    below: dict[str, set[str]] = {}
    for group in groups:
        for at, following in pairwise(group):
            below.setdefault(lines[at].look.key, set()).add(lines[following].look.key)
    # In a list of contents a headline stands over others too; those come again over their own texts.
    printed = Counter(lines[at].look.key for group in groups for at in group)
    over = {
        name
        for name, headlines in below.items()
        if len(headlines) > 1 and name not in headlines and all(printed[one] == 1 for one in headlines)
    }
    return over | _site_names(lines)


def _site_names(lines: list[Line]) -> set[str]:
    """Short headlines that come again inside what the site says of itself: its name."""
    own = [
        f" {line.look.key} "
        for line in lines
        if line.kind == "site" and line.look.count <= 16 and not SUBJECT.match(line.look.text)
    ]
    short = {line.look.key for line in lines if line.kind == "headline" and 2 <= line.look.count <= 4}
    return {name for name in short if any(f" {name} " in line for line in own if line.strip() != name)}


def many_stories(lines: list[Line], groups: list[list[int]]) -> bool:
    """Do most headlines of the page say in short what the text under them says, as those of stories do?

    Subheadings of one story are short, and the text under them goes on rather than begins.
    """
    telling = others = 0
    for group in groups[1:]:
        text = lead(lines, group[-1])
        if text is None:
            continue
        told = max(
            overlap(lines[at].look.key, text.look.key) for at in group if lines[at].look.words >= 3 or at == group[-1]
        )
        telling += told >= 0.4 and lines[group[-1]].look.words >= 3
        others += told < 0.4
    return telling >= 2 and telling >= 2 * others


def _heads_text(lines: list[Line], at: int) -> bool:
    """Is a numbered line the headline of the text below rather than an item of a list?"""
    around = lines[max(at - 1, 0) : at] + lines[at + 1 : at + 2]
    return lines[at].look.count >= 4 and all(line.kind not in ("item", "headline") for line in around)


def _can_be_title(line: Line) -> bool:
    if line.element.heading and line.kind in _HEADED:
        return line.look.count <= 40
    return line.kind == "headline"


def lead(lines: list[Line], at: int) -> Line | None:
    """The first running text below, if it is near enough to belong to the headline."""
    seen = 0
    for line in lines[at + 1 : at + 1 + 4 * _AHEAD]:
        seen += line.kind not in FURNITURE and not line.zone
        if seen > _AHEAD:
            return None
        if line.kind == "prose" and (not line.zone or line.zone == lines[at].zone):
            return line
        if line.kind in ("slug", "crumb"):
            return None
    return None


def overlap(title: str, lead: str) -> float:
    """Share of the headline's words whose stems come in the lead."""
    wanted = {word[:4] for word in title.split() if len(word) >= 4 or word.isdigit()}
    return len(wanted & {word[:4] for word in lead.split()}) / len(wanted) if len(wanted) >= 2 else 0.0
