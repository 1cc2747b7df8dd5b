"""Posts of readers below a story, known by how they are built where nothing names them."""

import re

from streams.stages.clean import words
from streams.stages.clean.line import Line

_NAMES = frozenset({"short", "menu", "stamp", "site"})
_LONGEST_NAME = 6
_LONGEST_POST = 4
"""Paragraphs of a post, at most."""
_AGED = r"(?:\d+|an?)\s?(?:[hmdwy]|hrs?|hours?|mins?|minutes?|days?|weeks?|months?)(?:\s+ago)?\W*$"
_AGE = re.compile(rf"^\W*{_AGED}", re.IGNORECASE)
_AGED_NAME = re.compile(rf"^\W*\w[\w .'’-]{{1,30}}?[\s·•|,(-]+{_AGED}", re.IGNORECASE)


def readers(lines: list[Line]) -> None:
    """Name and age, a few sentences; name and age, a few sentences: readers speak, label or not."""
    heads: list[int] = []
    told = False
    posts = _posts(lines)
    for at, line in enumerate(lines[:-1]):
        told = told or (line.kind == "prose" and line.look.count >= 12)
        if told and (at in posts or _is_readers_name(lines, at)):
            heads.append(at)
    if len(heads) > 1 and heads[1] - heads[0] <= 8:
        lines[heads[0]].kind = "comments"


def _posts(lines: list[Line]) -> set[int]:
    """Where posts begin that are built alike: a name, a day or an age, a few sentences, and each time the same foot."""
    feet: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if line.kind not in _NAMES or line.look.count > _LONGEST_NAME or line.element.heading:
            continue
        below = lines[at + 1 : at + 2 + _LONGEST_POST]
        text = next((n for n, one in enumerate(below[1:], 1) if one.kind != "prose"), 0)
        if text > 1 and below[0].kind in ("byline", "stamp") and below[text].look.words <= _LONGEST_NAME:
            foot = words.key(re.sub(r"\d", "", below[text].look.text))
            feet.setdefault(foot, []).append(at)
    return {at for foot, heads in feet.items() if foot and len(heads) > 1 for at in heads}


def _is_readers_name(lines: list[Line], at: int) -> bool:
    """Is it one who comments: `name 3h` over prose, or a name, an age, and prose?"""
    line, below = lines[at], lines[at + 1]
    if line.kind in ("short", "menu", "stamp", "site", "headline") and _AGED_NAME.match(line.look.text):
        return below.kind == "prose"
    if line.kind != "short" or at + 2 >= len(lines) or lines[at + 2].kind != "prose":
        return False
    if below.kind == "stamp" and _AGE.match(below.look.text):
        return True
    # With a full date the button to answer tells a comment from a story with a short headline.
    answered = any(words.is_in("answer_buttons", words.bare(one.look.text)) for one in lines[at + 3 : at + 6])
    return below.kind == "byline" and (
        answered or line.look.folded.rstrip(": ").endswith((" says", " said", " writes"))
    )
