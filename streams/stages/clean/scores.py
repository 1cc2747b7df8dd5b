"""What speaks for a line as the headline of a story, in points."""

from dataclasses import dataclass

from streams.stages.clean.line import Line, leading_number
from streams.stages.clean.look import DATED, DATELINE, REPLY, SUBJECT
from streams.stages.clean.openings import is_stamped, lead, overlap

_HEADINGS = {1: 6, 2: 4, 3: 1, 4: -1, 5: -2, 6: -2}
_BORDERS = frozenset({"crumb", "slug", "rule"})

_HEAD = 8
"""Lines of a page among which its name and motto stand."""

_MOTTO = 6
"""Words of a motto, at most."""


@dataclass(slots=True)
class SoFar:
    """What has been found above: any title at all, the heading level of the last one, its number in a list."""

    spaced: bool = True
    page_title: str = ""
    told: bool = False
    level: int = 0
    number: int = 0
    stamped: bool = False
    many: bool = False
    capitals: bool = False
    feet: frozenset[str] = frozenset()


def score(lines: list[Line], at: int, repeat: int, so_far: SoFar) -> int:
    """Points for the line as a headline; `repeat` lines below it the same line stands (0: nowhere)."""
    line = lines[at]
    points = _known(line, so_far) + (4 if repeat else 0) + _layout(lines, at, so_far.stamped)
    signed = _signed_below(lines, at) or _dated_above(lines, at)
    points += 3 if signed else 0
    # Each story of such a page ends in the same lines: "More from this section", "Next story".
    points += signed and at > 0 and lines[at - 1].look.key in so_far.feet
    text = lead(lines, at)
    if text is None:
        return -10
    points += 2 if DATELINE.match(text.look.text) else 0
    shared = overlap(line.look.key, text.look.key)
    points += 2 if shared >= 0.45 else 1 if shared >= 0.25 else 0
    if so_far.many and not line.element.heading and not so_far.level:
        points += 3 if shared >= 0.25 else 1
    points += (line.look.count >= 7) - (line.look.count <= 4 and not line.element.heading) - 2 * (line.look.count > 20)
    points -= 2 if _is_deck(lines, at) or (_is_motto(lines, at) and so_far.spaced) else 0
    points -= {"list": 4, "comments": 7}.get(line.zone, 0)
    return points - (3 if line.element.linked > 0.8 and not line.element.heading else 0)


def _known(line: Line, so_far: SoFar) -> int:
    """Points for what the page has shown above: its own title, the mark-up and the numbers of its headlines."""
    heading = line.element.heading
    # Under a headline of level 1 those of level 2 are its subheadings.
    points = 1 if 0 < so_far.level < heading <= 3 else _HEADINGS.get(heading, 0)
    points += 3 if line.look.count >= 3 and f" {line.look.key} " in so_far.page_title else 0
    # A heading of one or two words is the name of the site or the section.
    points -= 5 if heading and line.look.count <= 2 else 0
    points += 3 if so_far.number and leading_number(line.look.text) == so_far.number + 1 else 0
    points += 2 * (so_far.capitals and line.look.text.isupper() and line.look.words >= 3)
    points += line.kind == "item" and leading_number(line.look.text) == 1
    # "Brand | Motto" is how sites sign their pages.
    points += 4 if SUBJECT.match(line.look.text) else 0
    points -= 9 if REPLY.match(line.look.text) else 0
    points -= 3 if " | " in line.look.text and not heading else 0
    # Where no blank lines tell anything, a whole headline between paragraphs tells more.
    points += line.look.count >= 7 and not so_far.spaced and not heading
    return points + (0 if so_far.told else 2)


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


def _is_motto(lines: list[Line], at: int) -> bool:
    """Does it stand close under a line of few words at the head of the page, and a headline apart from both below?"""
    if not 0 < at < _HEAD or lines[at].element.html or lines[at].element.gap or lines[at].look.count > _MOTTO:
        return False
    below = lines[at + 1] if at + 1 < len(lines) else None
    name = lines[at - 1]
    return below is not None and below.kind == "headline" and below.element.gap > 0 and name.look.count <= 4


def _layout(lines: list[Line], at: int, stamped: bool) -> int:
    """Points for the white space and the lines just above."""
    score = (3 if lines[at].element.gap >= 3 else 2 if lines[at].element.gap == 2 else 0) + (
        at == 0 and lines[at].look.count >= 5
    )
    for above in reversed(lines[max(at - 4, 0) : at]):
        if above.kind in _BORDERS:
            return score + 3
        if above is lines[at - 1] and is_stamped(lines, at):
            # Where the first headline stands under its hour too, each entry is a story; else they are parts of one.
            return score + (3 if stamped else -4)
        if above.kind in ("prose", "headline", "byline"):
            break
    return score


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
    if at == 0 or lines[at - 1].kind != "byline" or not DATED.search(lines[at - 1].look.text):
        return False
    first = at - 1
    for _ in range(4):
        first -= first > 0 and lines[first - 1].kind == "byline"
    above = [line.kind for line in lines[max(first - 2, 0) : first] if ":" not in line.look.text]
    return headline.element.gap < lines[at - 1].element.gap or not {"headline", "short"} & set(above)
