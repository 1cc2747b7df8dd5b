"""Boxes of advertisers, teasers of other stories, lists of links and comment threads."""

import re
from itertools import pairwise

from streams.stages.clean.line import BRIEF, Line, leading_number
from streams.stages.clean.look import REPLY, SPEAKER, SUBJECT
from streams.stages.clean.outside import is_box, is_signature

_BULLET = re.compile(r"^(?:[-–—*•▪●·]|\d{1,2}[.)])\s")

_BETWEEN = frozenset({"byline", "stamp", "menu", "site", "caption", "credit", "short"})
_LEAST_TEXT = 8


def boxes(lines: list[Line], spaced: bool) -> None:
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
        elif (
            box
            and line.kind in ("prose", "headline")
            and line.look.count <= 2 * BRIEF
            and not SUBJECT.match(line.look.text)
        ):
            line.kind = "site"
        elif line.kind == "site" and spaced and not line.element.html:
            box = True


def teasers(lines: list[Line], spaced: bool) -> None:
    """Headline and summary, headline and summary: links to other stories, where at least two follow each other."""
    starts, told = [], 0
    for n in range(len(lines) - 1):
        number = leading_number(lines[n].look.text) if lines[n].kind in ("headline", "item") else 0
        # Below a story numbered 1 that is no teaser, those numbered 2 and 3 are none either.
        if number and number == told + 1 and (told or not _is_teaser(lines, n, spaced)):
            told = number
        elif _is_teaser(lines, n, spaced):
            starts.append(n)
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
        or (SPEAKER.match(line.look.text) and line.element.linked < 0.8)
        # Capitals over a text are the headline of a brief, as in letters to subscribers.
        or (line.look.text.isupper() and not line.element.html)
    ):
        return False
    # Where mark-up says what is a link, a headline that is none heads its own text.
    if line.element.html and (line.element.linked < 0.8 or (not line.element.heading and _in_link_list(lines, at))):
        return False
    if spaced and below.element.gap and not line.element.html:
        return False
    after = lines[at + 2] if at + 2 < len(lines) else None
    live = at > 0 and lines[at - 1].kind == "stamp" and ":" in lines[at - 1].look.text
    return not live and (after is None or after.kind != "prose")


def cards(lines: list[Line]) -> None:
    """Running text that is a link as a whole, on a page whose other text is none, leads to another story."""
    prose = [line for line in lines if line.kind == "prose" and not line.element.region]
    linked = [line for line in prose if line.element.linked > 0.8]
    if 2 * sum(line.look.count for line in linked) < sum(line.look.count for line in prose):
        for line in linked:
            line.kind = "promo"


def _in_link_list(lines: list[Line], at: int) -> bool:
    """Is the line above a link as well?"""
    return at > 0 and lines[at - 1].element.linked > 0.8


def lists(lines: list[Line]) -> None:
    """Under the label of a list or a comment thread nothing is a story until a story's signs come."""
    zone, replied, told = "", set[str](), False
    for number, line in enumerate(lines):
        # Above all text "12 comments" is a button.
        told = told or (line.kind in ("prose", "note") and line.look.count >= _LEAST_TEXT)
        if (told and line.kind == "comments" and _is_below_text(lines, number)) or _is_reply(line, replied):
            zone = "comments"
        elif line.kind in ("crumb", "slug"):
            zone = ""
        elif line.kind == "label" and not is_box(line.look):
            zone = zone or "list"
        elif zone == "list" and (_begins(lines, number) or (line.kind == "prose" and _resumes(lines, number))):
            zone = ""
        line.zone = zone


def _is_below_text(lines: list[Line], at: int) -> bool:
    """Does the head of a thread stand below the text of a story? Above it, it is a button that leads to the thread."""
    signed = False
    for line in reversed(lines[max(at - 30, 0) : at]):
        if line.kind in ("prose", "note", "headline"):
            return line.kind != "headline" or not signed
        signed = signed or line.kind == "byline"
    return at > 30


def _begins(lines: list[Line], at: int) -> bool:
    """Does a story begin: a heading of the mark-up, or a headline with its byline directly under it?"""
    line, below = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    if below is not None and below.kind == "headline" and below.element.gap and below.look.words > line.look.words:
        # A longer line under it sums the story up.
        below = lines[at + 2] if at + 2 < len(lines) else None
    if line.element.heading in (1, 2) and line.kind == "headline":
        return True
    if line.kind == "headline" and SUBJECT.match(line.look.text):
        return True
    if line.kind != "headline" or below is None or below.kind != "byline":
        return False
    # Links in a list have their dates too; a story has text.
    following = next((one.kind for one in lines[at + 2 : at + 8] if one.kind not in _BETWEEN), "")
    return following in ("prose", "headline", "caption?")


def _resumes(lines: list[Line], at: int) -> bool:
    """Is it running text again, after a list of links: long, or followed by more of it?"""
    if _BULLET.match(lines[at].look.text):
        return False
    below = [line.kind for line in lines[at + 1 : at + 3]]
    return (
        lines[at].look.count > BRIEF or "prose" in below[:1] or (lines[at].element.gap > 0 and below.count("prose") > 0)
    )


def _is_reply(line: Line, replied: set[str]) -> bool:
    """Is it the second post on a subject (`Re: Subject`): an answer to the text that was posted first?"""
    if not REPLY.match(line.look.text):
        return False
    again = line.look.key in replied
    replied.add(line.look.key)
    return again
