"""Short lines that carry a story's figures: list lines and table rows of a count, and what is said in a transcript."""

import re

from streams.stages.clean import words
from streams.stages.clean.kinds import LineKind
from streams.stages.clean.line import Line

_ROW = re.compile(
    r"^\W*[^\W\d_][^:|\n]{1,60}?\s*(?::|\||\s[-–—])\s*(?:[a-z]+ ){0,3}\d{1,3}(?:,\d{3})?(?![\d:/%]|\.\d)"
    r"(?P<rest>\s*(?:\([^()]*\)|(?:[a-z]+ )?(?:attacks?|incidents?|strikes?|times|so far|to date)\b.{0,80})?\W*)$"
)
_BULLET = re.compile(r"^\s*[-–—*•▪●·]\s+(?=\D{0,40}\d{1,3}\b)")
_SPOKEN = re.compile(r"^(?:Q|A|[A-Z][A-Z.'’ -]{2,34})\s*:\s+\S")
_LOOSE: frozenset[LineKind] = frozenset(
    {"headline", "short", "item", "caption", "caption?", "label", "menu", "stamp", "site"}
)
_ABOVE = 3
"""Lines above a list of figures in which it may be said what they count."""
_LONGEST = 26
_LONGEST_ROW = 400
"""Characters of a row; of what is longer the patterns would take their time."""


def figures(lines: list[Line]) -> None:
    """Rows of figures about attacks, and lines of a transcript, are running text, however short. Changes the lines."""
    rows = [_is_row(line) for line in lines]
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and rows[end]:
            end += 1
        if end > at and _counts_attacks(lines, at, end):
            for line in lines[at:end]:
                line.kind, line.zone = "prose", ""
        at = max(end, at + 1)
    _transcript(lines)


def _is_row(line: Line) -> bool:
    free = line.kind in _LOOSE or line.kind == "prose"
    return free and not line.element.region and line.look.count <= _LONGEST and _has_figure(line.look.text)


def _has_figure(text: str) -> bool:
    return len(text) <= _LONGEST_ROW and bool(_ROW.match(text) or _BULLET.match(text))


def _counts_attacks(lines: list[Line], first: int, last: int) -> bool:
    """Does a row say that it counts attacks; or, of several rows, a line right above them?"""
    if any(words.mentions("counted_things", line.look.folded) for line in lines[first:last]):
        return last - first > 1 or not _may_be_title(lines[first])
    above = lines[max(first - _ABOVE, 0) : first]
    return last - first > 1 and any(
        not line.element.region and words.mentions("counted_things", line.look.folded) for line in above
    )


def _may_be_title(line: Line) -> bool:
    """ "Pentagon: 46 attacks on troops" is a headline as well; a row ends with its figure."""
    found = _ROW.match(line.look.text[:_LONGEST_ROW])
    return line.kind == "headline" and found is not None and found["rest"].strip()[:1].isalpha()


def _transcript(lines: list[Line]) -> None:
    spoken = [line for line in lines if not line.element.region and _SPOKEN.match(line.look.text)]
    if len(spoken) < 3 or not any(line.look.stop == "?" for line in spoken):
        return
    for line in spoken:
        if line.kind in _LOOSE:
            line.kind, line.zone = "prose", ""
