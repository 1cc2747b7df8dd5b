"""Where on a page stories may begin, and what the page as a whole says of its headlines."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import dropwhile, pairwise

from streams.stages.clean.line import Line, leading_number
from streams.stages.clean.look import SUBJECT
from streams.stages.clean.zones import FURNITURE

_AHEAD = 14
FEWEST_LISTED = 3
"""Headlines of one look that make a page a list of briefs."""

RETOLD = 0.35
"""Share of the words of such headlines that their texts take up, on average at least."""

RETOLD_NUMBERED = 0.15
"""The same where numbers already say that they are of one list."""

_WHOLE = 5
_LITTLE = frozenset({"byline", "stamp", "rule", "caption", "caption?", "credit"})
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
    # "Headline | Site" is a page's title as well as "Site: Headline", whose second part is then printed, too.
    titled = {line.look.key for line in lines if line.element.region == "pagetitle"}
    printed = {line.look.key for line in lines}
    return {
        name
        for name in short
        if any(f" {name} " in line for line in own if line.strip() != name)
        and not any(title.startswith(f"{name} ") and title[len(name) + 1 :] not in printed for title in titled)
    }


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


def listed_heads(lines: list[Line]) -> set[int]:
    """The headlines of a page that is a list of briefs: alike in look, each right above its text, none below a text.

    The page's own name stands above them and has no text. Subheadings of one story have the story's opening above
    them, and do not say in short what their text says.
    """
    for shape in (1, 2, 3, 4, 0, None):
        heads = _numbered(lines) if shape is None else [at for at, one in enumerate(lines) if _has_shape(one, shape)]
        # Above the first there may be the name of the site, in the same look.
        heads = list(dropwhile(lambda at: _text_below(lines, at) is None, heads))
        if len(heads) < FEWEST_LISTED or any(_is_text(line) for line in lines[: heads[0]]):
            continue
        if is_stamped(lines, heads[0]) and any(_names_all(line) for line in lines[: heads[0]]):
            continue  # Entries of a live page, under its headline.
        texts = [_text_below(lines, at) for at in heads]
        told = [overlap(lines[at].look.key, text.look.key) for at, text in zip(heads, texts, strict=True) if text]
        enough = RETOLD if shape is not None else RETOLD_NUMBERED
        if len(told) == len(heads) and sum(told) >= enough * len(told):
            return set(heads)
    return set()


def _numbered(lines: list[Line]) -> list[int]:
    """Short lines that begin with 1, 2, 3 and so on, each a headline rather than a sentence."""
    found: list[int] = []
    for at, line in enumerate(lines):
        short = line.kind in ("item", "headline") and line.look.words >= 2 and line.look.stop not in (".", ":", ";")
        if short and not line.zone and leading_number(line.look.text) == len(found) + 1:
            found.append(at)
    return found


def is_stamped(lines: list[Line], at: int) -> bool:
    """Does the hour of an entry stand directly above?"""
    return at > 0 and lines[at - 1].kind == "stamp" and bool(re.search(r"\d[:.]\d", lines[at - 1].look.text))


def _names_all(line: Line) -> bool:
    """Is it a whole headline, rather than the name of a site?"""
    return line.kind == "headline" and line.look.words >= _WHOLE and not line.element.region


def _has_shape(line: Line, level: int) -> bool:
    """Is it a heading of this level; or for 0, in plain text, a short line in capitals?"""
    if line.zone or line.element.region or line.look.words < 2 - bool(level):
        return False
    if level:
        return line.element.heading == level and line.kind in _HEADED
    return line.kind in ("headline", "short") and line.look.text.isupper() and not line.element.html


def _text_below(lines: list[Line], at: int) -> Line | None:
    below = next((line for line in lines[at + 1 : at + 6] if line.kind not in _LITTLE), None)
    return below if below is not None and _is_text(below) else None


def _is_text(line: Line) -> bool:
    return line.kind == "prose" and not line.zone


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
