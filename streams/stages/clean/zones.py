"""Judge lines by the company they keep: lists of links, teasers, boxes, comment threads, doubled captions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from streams.stages.clean.element import Element
from streams.stages.clean.line_kinds import LineKind, is_box, is_signature
from streams.stages.clean.look import SPEAKER, Look

BRIEF = 32
"""A teaser's summary has at most so many words."""

_BULLET = re.compile(r"^(?:[-–—*•▪●·]|\d{1,2}[.)])\s")
FURNITURE = frozenset({"menu", "stamp", "rule", "site", "short", "label", "item", "promo"})


@dataclass(slots=True)
class Line:
    """One element with its look and its kind so far."""

    element: Element
    look: Look
    kind: LineKind
    zone: str = ""

    @property
    def brief(self) -> bool:
        """Running text short enough for a summary under a linked headline."""
        return self.kind == "prose" and self.look.count <= BRIEF


def settle(lines: list[Line]) -> None:
    """Settle the kinds that neighbours decide. Changes the lines in place."""
    _number_lists(lines)
    _rest_of_sentences(lines)
    _group_names(lines)
    _doubled_captions(lines)
    _open_captions(lines)
    spaced = is_spaced(lines)
    _boxes(lines, spaced)
    _teasers(lines, spaced)
    _lists(lines)


def _number_lists(lines: list[Line]) -> None:
    """Lines that begin with 1, 2, 3 are items of a list; a single such line may be a headline ("46 attacks ...")."""
    numbers = [leading_number(line.look.text) for line in lines]
    for at, number in enumerate(numbers):
        near = numbers[max(at - 2, 0) : at] + numbers[at + 1 : at + 3]
        if number and lines[at].kind in ("headline", "short") and (number - 1 in near or number + 1 in near):
            lines[at].kind = "item"


def leading_number(text: str) -> int:
    """The number with which a line begins, with or without a stop, up to 99; else 0."""
    digits = text.split(None, 1)[0].strip("().[]")
    return int(digits) if digits.isdecimal() and digits.isascii() and len(digits) <= 2 else 0


def _rest_of_sentences(lines: list[Line]) -> None:
    """Both parts of a sentence that furniture has cut in two are running text, however short."""
    open_at = -9
    for at, line in enumerate(lines):
        if line.kind in ("headline", "short") and at - open_at <= 9 and line.look.stop == ".":
            line.kind = "prose"
        if line.kind == "headline" and line.look.count >= 9 and line.look.small > 0.5 and _goes_on_below(lines, at):
            line.kind, open_at = "prose", at
        elif line.kind == "prose":
            open_at = at if line.look.text[-1] in ",;" else -9


def _goes_on_below(lines: list[Line], at: int) -> bool:
    """Is the next line that is no furniture the middle of a sentence?"""
    below = lines[at + 1 : at + 8]
    following = next((line for line in below if line.kind not in FURNITURE), None)
    return following is not None and following is not below[0] and following.look.text[0].islower()


def _group_names(lines: list[Line]) -> None:
    """The line under `Categories` names the section; it is no headline."""
    for line, below in pairwise(lines):
        alone = len(line.look.text.split()) <= 2
        if (
            line.kind == "crumb"
            and alone
            and below.element.gap == 0
            and below.kind in ("headline", "short", "item", "menu")
        ):
            below.kind = "crumb"


def _doubled_captions(lines: list[Line]) -> None:
    """A line printed twice in a row is the caption of a picture with its alternative text."""
    for number, (line, below) in enumerate(pairwise(lines)):
        same = (
            bool(line.look.key)
            and line.look.key == below.look.key
            and line.look.text.isupper() == below.look.text.isupper()
        )
        if same and line.kind == "headline" and not _has_headline(lines, number):
            continue
        if same and line.kind in ("headline", "prose", "short", "caption?", "caption") and 3 <= line.look.count <= 80:
            line.kind = below.kind = "caption"


def _has_headline(lines: list[Line], at: int) -> bool:
    """Is there another headline close by, so that the doubled line at `at` need not be the headline itself?"""
    near = lines[max(at - 5, 0) : at + 7]
    return any(line.kind == "headline" and line.look.key != lines[at].look.key for line in near)


def _open_captions(lines: list[Line]) -> None:
    """Whole sentences that end in an agency's name are captions above the text, and paragraphs inside and below it."""
    above = True
    for number, line in enumerate(lines):
        if line.kind == "prose" and line.look.count >= 12:
            above = False
        elif line.kind in ("headline", "crumb", "slug", "byline"):
            above = True
        elif line.kind == "caption?":
            beside = [lines[n].look.text for n in (number - 1, number + 1) if 0 <= n < len(lines)]
            line.kind = (
                "caption" if (above and number) or "TT" in beside or line.element.region == "caption" else "prose"
            )
            above = above and line.kind == "caption"


def is_spaced(lines: Sequence[Line]) -> bool:
    """Does the page put blank lines between its paragraphs?"""
    prose = [line for line in lines if line.kind == "prose" and line.look.count > 7]
    return sum(1 for line in prose if line.element.gap) > 0.6 * len(prose)


def _boxes(lines: list[Line], spaced: bool) -> None:
    """What stands directly under an advertiser's label, or in one cluster with lines about the site, is of that box.

    So is what stands directly above the signature of a post from elsewhere.
    """
    for line, below in pairwise(lines):
        if (
            below.kind == "site"
            and below.element.gap == 0
            and is_signature(below.look)
            and line.look.count <= 2 * BRIEF
        ):
            line.kind = "site"
    box = False
    for line in lines:
        if line.element.gap or not spaced:
            box = False
        if line.kind == "label" and is_box(line.look):
            box = True
        elif box and line.kind in ("prose", "headline") and line.look.count <= 2 * BRIEF:
            line.kind = "site"
        elif line.kind == "site" and spaced and not line.element.html:
            box = True


def _teasers(lines: list[Line], spaced: bool) -> None:
    """Headline and summary, headline and summary: links to other stories, where at least two follow each other."""
    starts = [n for n in range(len(lines) - 1) if _is_teaser(lines, n, spaced)]
    for number, start in enumerate(starts):
        near = (number > 0 and start - starts[number - 1] <= 4) or (
            number + 1 < len(starts) and starts[number + 1] - start <= 4
        )
        if near:
            lines[start].kind = "promo"
            lines[start + 1].kind = "promo"


def _is_teaser(lines: list[Line], at: int, spaced: bool) -> bool:
    line, below = lines[at], lines[at + 1]
    if (
        line.kind not in ("headline", "promo")
        or line.look.count > 18
        or not below.brief
        or SPEAKER.match(line.look.text)
    ):
        return False
    if line.element.html and not line.element.heading and (line.element.linked < 0.8 or _in_link_list(lines, at)):
        return False
    if spaced and below.element.gap and not line.element.html:
        return False
    after = lines[at + 2] if at + 2 < len(lines) else None
    live = at > 0 and lines[at - 1].kind == "stamp" and ":" in lines[at - 1].look.text
    return not live and (after is None or after.kind != "prose")


def _in_link_list(lines: list[Line], at: int) -> bool:
    """Is the line above a link as well?"""
    return at > 0 and lines[at - 1].element.linked > 0.8


def _lists(lines: list[Line]) -> None:
    """Under the label of a list or a comment thread nothing is a story until a story's signs come."""
    zone = ""
    for number, line in enumerate(lines):
        if line.kind == "comments":
            zone = "comments"
        elif line.kind in ("crumb", "slug"):
            zone = ""
        elif line.kind == "label" and not is_box(line.look):
            zone = zone or "list"
        elif zone == "list" and (_begins(lines, number) or (line.kind == "prose" and _resumes(lines, number))):
            zone = ""
        line.zone = zone


def _begins(lines: list[Line], at: int) -> bool:
    """Does a story begin: a heading of the mark-up, or a headline with its byline directly under it?"""
    line, below = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    if line.element.heading in (1, 2) and line.kind == "headline":
        return True
    return line.kind == "headline" and below is not None and below.kind == "byline"


def _resumes(lines: list[Line], at: int) -> bool:
    """Is it running text again, after a list of links: long, or followed by more of it?"""
    if _BULLET.match(lines[at].look.text):
        return False
    below = [line.kind for line in lines[at + 1 : at + 3]]
    return (
        lines[at].look.count > BRIEF or "prose" in below[:1] or (lines[at].element.gap > 0 and below.count("prose") > 0)
    )
