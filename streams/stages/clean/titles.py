"""Find the headlines that begin a story, by weighing what speaks for them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from streams.stages.clean.line import Line, is_spaced
from streams.stages.clean.look import DATELINE, REPLY
from streams.stages.clean.pictures import PRINTED_WITHIN
from streams.stages.clean.repeats import near_repeats
from streams.stages.clean.zones import FURNITURE, leading_number

ENOUGH = 4
"""Points that make a headline the beginning of a story wherever it stands."""

_AHEAD = 14
_SUBJECT = re.compile(r"^subject:", re.IGNORECASE)
_HEADINGS = {1: 6, 2: 4, 3: 1, 4: -1, 5: -2, 6: -2}
_HEADED = frozenset({"headline", "short", "prose", "promo", "item", "slug", "caption", "byline"})
_BORDERS = frozenset({"crumb", "slug", "rule"})


@dataclass(slots=True)
class _SoFar:
    """What has been found above: any title at all, the heading level of the last one, its number in a list."""

    spaced: bool = True
    page_title: str = ""
    told: bool = False
    level: int = 0
    number: int = 0
    stamped: bool = False
    many: bool = False


def find_titles(lines: list[Line]) -> list[bool]:
    """Which lines are headlines of stories, their repeats included."""
    so_far = _SoFar(
        spaced=is_spaced(lines),
        page_title=next((f" {line.look.key} " for line in lines[:3] if line.element.region == "pagetitle"), ""),
    )
    groups = list(_openings(lines))
    sections = _section_names(lines, groups)
    so_far.many = _many_stories(lines, groups)
    repeats = near_repeats([line.look.key if line.look.count >= 3 else "" for line in lines], PRINTED_WITHIN)
    found = [False] * len(lines)
    for candidates in groups:
        scores = {
            at: _score(lines, at, repeats[at], so_far) - (8 if lines[at].look.key in sections else 0)
            for at in candidates
        }
        best = max(scores, key=lambda at: (scores[at], at))
        if scores[best] >= (ENOUGH if so_far.told else 1):
            found[best] = so_far.told = True
            so_far.stamped = _is_stamped(lines, best)
            so_far.level, so_far.number = lines[best].element.heading, leading_number(lines[best].look.text)
    _mark_repeats(lines, found)
    return found


def _known(line: Line, so_far: _SoFar) -> int:
    """Points for what the page has shown above: its own title, the mark-up and the numbers of its headlines."""
    heading = line.element.heading
    # Under a headline of level 1 those of level 2 are its subheadings.
    points = 1 if 0 < so_far.level < heading <= 3 else _HEADINGS.get(heading, 0)
    points += 3 if line.look.count >= 3 and f" {line.look.key} " in so_far.page_title else 0
    # A heading of one or two words is the name of the site or the section.
    points -= 5 if heading and line.look.count <= 2 else 0
    points += 3 if so_far.number and leading_number(line.look.text) == so_far.number + 1 else 0
    points += line.kind == "item" and leading_number(line.look.text) == 1
    # "Brand | Motto" is how sites sign their pages.
    points -= 9 if REPLY.match(line.look.text) else 0
    points -= 3 if " | " in line.look.text and not heading else 0
    # Where no blank lines tell anything, a whole headline between paragraphs tells more.
    points += line.look.count >= 7 and not so_far.spaced and not heading
    return points + (0 if so_far.told else 2)


def _openings(lines: list[Line]) -> Iterator[list[int]]:
    """Headlines that stand together before a piece of running text; at most one of each group is a title."""
    group: list[int] = []
    for at, line in enumerate(lines):
        if line.kind == "prose" and not line.zone:
            if group:
                yield group
            group = []
        elif _can_be_title(line) or (line.kind == "item" and _heads_text(lines, at)):
            group.append(at)


def _section_names(lines: list[Line], groups: list[list[int]]) -> set[str]:
    """Headlines that stand over several stories, each time with another headline under them: names of sections."""
    below: dict[str, set[str]] = {}
    for group in groups:
        for at, following in pairwise(group):
            below.setdefault(lines[at].look.key, set()).add(lines[following].look.key)
    over = {name for name, headlines in below.items() if len(headlines) > 1 and name not in headlines}
    return over | _site_names(lines)


def _many_stories(lines: list[Line], groups: list[list[int]]) -> bool:
    """Do most headlines of the page say in short what the text under them says, as those of stories do?

    Subheadings of one story are short, and the text under them goes on rather than begins.
    """
    telling = others = 0
    for group in groups[1:]:
        lead = _lead(lines, group[-1])
        if lead is None:
            continue
        told = max(
            _overlap(lines[at].look.key, lead.look.key) for at in group if lines[at].look.words >= 3 or at == group[-1]
        )
        telling += told >= 0.4 and lines[group[-1]].look.words >= 3
        others += told < 0.4
    return telling >= 2 and telling >= 2 * others


def _site_names(lines: list[Line]) -> set[str]:
    """Short headlines that come again inside what the site says of itself: its name."""
    own = [
        f" {line.look.key} "
        for line in lines
        if line.kind == "site" and line.look.count <= 16 and not _SUBJECT.match(line.look.text)
    ]
    short = {line.look.key for line in lines if line.kind == "headline" and 2 <= line.look.count <= 4}
    return {name for name in short if any(f" {name} " in line for line in own if line.strip() != name)}


def _heads_text(lines: list[Line], at: int) -> bool:
    """Is a numbered line the headline of the text below rather than an item of a list?"""
    around = lines[max(at - 1, 0) : at] + lines[at + 1 : at + 2]
    return lines[at].look.count >= 4 and all(line.kind not in ("item", "headline") for line in around)


def _can_be_title(line: Line) -> bool:
    if line.element.heading and line.kind in _HEADED:
        return line.look.count <= 40
    return line.kind == "headline"


def _score(lines: list[Line], at: int, repeat: int, so_far: _SoFar) -> int:
    line = lines[at]
    score = _known(line, so_far) + (4 if repeat else 0) + _layout(lines, at, so_far.stamped)
    score += 3 if _signed_below(lines, at) or _dated_above(lines, at) else 0
    lead = _lead(lines, at)
    if lead is None:
        return -10
    score += 2 if DATELINE.match(lead.look.text) else 0
    overlap = _overlap(line.look.key, lead.look.key)
    score += 2 if overlap >= 0.45 else 1 if overlap >= 0.25 else 0
    if so_far.many and not line.element.heading and not so_far.level:
        score += 3 if overlap >= 0.25 else 1
    score += (line.look.count >= 7) - (line.look.count <= 4 and not line.element.heading) - 2 * (line.look.count > 20)
    score -= 2 if _is_deck(lines, at) else 0
    score -= {"list": 4, "comments": 7}.get(line.zone, 0)
    return score - (3 if line.element.linked > 0.8 and not line.element.heading else 0)


def _is_deck(lines: list[Line], at: int) -> bool:
    """Is it the longer line under a whole headline that sums the story up, without a stop?"""
    above = lines[at - 1] if at else None
    return (
        above is not None
        and above.kind == lines[at].kind == "headline"
        and not lines[at].element.heading
        and 6 <= above.look.words <= lines[at].look.words
        and lines[at].element.gap <= 1
        and above.element.linked < 0.8
    )


def _layout(lines: list[Line], at: int, stamped: bool) -> int:
    """Points for the white space and the lines just above."""
    score = (3 if lines[at].element.gap >= 3 else 2 if lines[at].element.gap == 2 else 0) + (
        at == 0 and lines[at].look.count >= 5
    )
    for above in reversed(lines[max(at - 4, 0) : at]):
        if above.kind in _BORDERS:
            return score + 3
        if above is lines[at - 1] and _is_stamped(lines, at):
            # Where the first headline stands under its hour too, each entry is a story; else they are parts of one.
            return score + (3 if stamped else -4)
        if above.kind in ("prose", "headline", "byline"):
            break
    return score


def _is_stamped(lines: list[Line], at: int) -> bool:
    """Does the hour of an entry stand directly above?"""
    return at > 0 and lines[at - 1].kind == "stamp" and bool(re.search(r"\d[:.]\d", lines[at - 1].look.text))


def _signed_below(lines: list[Line], at: int) -> bool:
    """Does a byline or a date of publication stand under it, before any running text and second headline?"""
    others = 0
    for number in range(at + 1, min(at + 6, len(lines))):
        line = lines[number]
        if line.kind == "byline":
            return not _dated_above(lines, number + 1)
        others += line.kind == "headline" and line.look.key != lines[at].look.key
        if line.kind == "prose" or others > 1:
            return False
    return False


def _dated_above(lines: list[Line], at: int) -> bool:
    """Does a date stand directly above a headline, nearer to it than to what is above the date?"""
    if at >= len(lines) or lines[at].kind != "headline":
        return False
    headline = lines[at]
    for _ in range(4):
        at -= at > 0 and lines[at - 1].kind in ("short", "stamp")
    if at == 0 or lines[at - 1].kind != "byline":
        return False
    first = at - 1
    for _ in range(4):
        first -= first > 0 and lines[first - 1].kind == "byline"
    above = [line.kind for line in lines[max(first - 2, 0) : first]]
    return headline.element.gap < lines[at - 1].element.gap or not {"headline", "short"} & set(above)


def _lead(lines: list[Line], at: int) -> Line | None:
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


def _overlap(title: str, lead: str) -> float:
    """Share of the headline's words whose stems come in the lead."""
    wanted = {word[:4] for word in title.split() if len(word) >= 4 or word.isdigit()}
    return len(wanted & {word[:4] for word in lead.split()}) / len(wanted) if len(wanted) >= 2 else 0.0


def _mark_repeats(lines: list[Line], found: list[bool]) -> None:
    """Every later print of a title is a title too; what stands between a title and its print is furniture."""
    known: set[str] = set()
    for at in range(len(lines)):
        if found[at]:
            known.add(lines[at].look.key)
        elif lines[at].look.key in known and lines[at].kind in ("headline", "short", "prose", "caption"):
            found[at] = True
    known.clear()
