"""Captions that only their neighbours give away."""

import re
from itertools import pairwise

from streams.stages.clean import words
from streams.stages.clean.line import Line
from streams.stages.clean.repeats import near_repeats

_CREDITED = re.compile(r"^\W*(?:photo )?(?:credits?|photo|picture|image)\s?(?:by)?\s?:", re.IGNORECASE)
PRINTED_WITHIN = 8
"""Lines within which a headline is printed again below its picture."""


def headlines_around(lines: list[Line]) -> None:
    """A line that is printed again below a doubled line is a headline, whatever its words are like.

    Pages print headline, picture with its alternative text and caption, and the headline again.
    """
    keys = [line.look.key for line in lines]
    for at, below in enumerate(near_repeats(keys, PRINTED_WITHIN)):
        between = keys[at + 1 : at + below]
        if lines[at].look.headline and any(a and a == b for a, b in pairwise(between)):
            for line in (lines[at], lines[at + below]):
                line.kind = line.kind if line.kind in ("crumb", "slug", "byline", "prose") else "headline"


def doubled_captions(lines: list[Line]) -> None:
    """A line printed twice in a row is the caption of a picture with its alternative text."""
    for number, (line, below) in enumerate(pairwise(lines)):
        same = (
            bool(line.look.key)
            and line.look.key == below.look.key
            and line.look.text.isupper() == below.look.text.isupper()
        )
        # The second print may carry the credit: "The port at dawn. JO LEE FOR THE POST".
        credit = below.look.text[len(line.look.text) :] if below.look.text.startswith(line.look.text) else ""
        same = same or (line.look.count >= 4 and 0 < len(credit.split()) <= 10 and credit.isupper())
        if same and line.kind == "headline" and not _has_headline(lines, number):
            continue
        if same and line.kind in ("headline", "prose", "short", "caption?", "caption") and 3 <= line.look.count <= 80:
            line.kind = below.kind = "caption"


def _has_headline(lines: list[Line], at: int) -> bool:
    """Is there another headline close by, so that the doubled line at `at` need not be the headline itself?"""
    near = lines[max(at - 5, 0) : at + 7]
    return any(line.kind == "headline" and line.look.key != lines[at].look.key for line in near)


def labelled_captions(lines: list[Line]) -> None:
    """The line under `Image` or `Image caption`, or right above `Credit: ...`, describes the picture."""
    for line, below in pairwise(lines):
        # A sentence with its credit in the same cluster, on a page that keeps its paragraphs apart.
        credited = below.kind in ("credit", "caption") and below.element.gap == 0 and _CREDITED.match(below.look.text)
        if credited and line.kind == "prose" and line.element.gap and line.look.count <= 40 and not line.element.html:
            line.kind = "caption"
        short = line.look.count <= 3 and words.is_in("picture_labels", words.bare(line.look.text))
        if short and below.kind in ("prose", "headline", "short", "caption?") and below.element.gap <= 1:
            below.kind = "caption" if below.look.count <= 60 and not below.element.heading else below.kind


def open_captions(lines: list[Line]) -> None:
    """Whole sentences that end in an agency's name are captions above the text, and paragraphs inside and below it."""
    above, listed = True, _lists_reports(lines)
    for number, line in enumerate(lines):
        if line.kind == "prose" and line.look.count >= 12:
            above = False
        elif line.kind in ("headline", "crumb", "slug", "byline"):
            above = True
        elif line.kind == "caption?":
            beside = [lines[n].look.text for n in (number - 1, number + 1) if 0 <= n < len(lines)]
            shown = (above and number and not listed) or "TT" in beside or line.element.region == "caption"
            line.kind = "caption" if shown else "prose"
            above = above and line.kind == "caption"


def _lists_reports(lines: list[Line]) -> bool:
    """Is the page a list of reports with the source behind each, more of them than of other text?"""
    sourced = {line.look.key for line in lines if line.kind == "caption?"}
    return len(sourced) > max(2, sum(1 for line in lines if line.kind == "prose" and line.look.count >= 12))
