"""Type the elements of a page."""

import re
from itertools import pairwise

from schemas.clean_article import BlockKind
from streams.stages.clean import words
from streams.stages.clean.element import Element
from streams.stages.clean.kinds import LineKind
from streams.stages.clean.line import Line
from streams.stages.clean.line_kinds import line_kind
from streams.stages.clean.look import look
from streams.stages.clean.repeats import pulled
from streams.stages.clean.sections import untitled_sections
from streams.stages.clean.tails import addressed, page_tail
from streams.stages.clean.titles import find_titles
from streams.stages.clean.zones import settle

_KINDS: dict[LineKind, BlockKind] = {
    "prose": "paragraph",
    "headline": "subheading",
    "byline": "byline",
    "caption": "caption",
    "caption?": "caption",
    "credit": "credit",
    "promo": "promo",
    "crumb": "breadcrumb",
    "slug": "breadcrumb",
}
_REGIONS: dict[str, LineKind] = {
    "widget": "site",
    "comments": "comments",
    "caption": "caption",
    "byline": "byline",
    "promo": "promo",
    "breadcrumb": "crumb",
    "note": "note",
    "pull": "promo",
    "kicker": "site",
    "pagetitle": "site",
    "stated": "stamp",
}

LONGEST_DECK = 32
"""Words of a standfirst, at most."""

# "Words and pictures by Ann Lee", as no headline ends.
_SIGNED = re.compile(r"^[^,:]{3,40}\bby ([A-Z][\w'’-]+(?: [A-Z][\w'’.-]+){1,3})$")
_CREDIT_WORDS = 6
_BESIDE_DECK = frozenset({"caption", "caption?", "credit", "menu", "stamp", "short", "label", "site", "rule"})


def classify(elements: list[Element]) -> list[BlockKind]:
    """The kind of each element."""
    lines = [_line(element) for element in elements]
    settle(lines)
    repeats = pulled(
        [line.look.key for line in lines],
        [line.look.stop == "." for line in lines],
        [line.kind == "prose" and not line.zone for line in lines],
        [line.kind in ("crumb", "slug", "rule") or line.element.heading in (1, 2) for line in lines],
    )
    standfirsts = {at for at, holder in enumerate(repeats) if holder >= 0 and _may_repeat(lines[at])}
    for at in standfirsts:
        lines[at].kind = "note"
    titles = find_titles(lines)
    decks = _decks(lines, titles)
    _author_notes(lines)
    untitled_sections(lines, titles)
    addressed(lines, titles)
    page_tail(lines, titles)
    return [
        "standfirst" if at in decks else _kind(line, titles[at], at in standfirsts, repeats[at] > at)
        for at, line in enumerate(lines)
    ]


def _may_repeat(line: Line) -> bool:
    return line.kind in ("prose", "headline", "promo") and not line.element.heading


def _line(element: Element) -> Line:
    seen = look(element.text)
    kind = line_kind(seen)
    if element.region in _REGIONS:
        kind = _REGIONS[element.region]
    elif element.heading and kind in ("prose", "item", "caption?"):
        kind = "headline"
    return Line(element, seen, kind)


def _decks(lines: list[Line], titles: list[bool]) -> set[int]:
    """Short sentences between a headline and its byline, with the text below the byline: standfirsts."""
    found: set[int] = set()
    for at, line in enumerate(lines):
        if line.kind != "prose" or line.zone or line.look.count > LONGEST_DECK or not at or not titles[at - 1]:
            continue
        below = [one for one in lines[at + 1 : at + 16] if one.kind not in _BESIDE_DECK]
        if len(below) > 1 and below[0].kind == "byline":
            following = next((one for one in below if one.kind != "byline"), None)
            if following is not None and following.kind == "prose":
                found.add(at)
    return found


def _author_notes(lines: list[Line]) -> None:
    """A sentence below the text that begins with the name in the byline tells of the author."""
    names: set[str] = set()
    for line in lines:
        signed = _SIGNED.search(line.look.text[:200]) if line.kind == "headline" else None
        if line.kind == "byline" or signed:
            names.update(_pairs(signed[1] if signed else line.look.text))
        elif line.kind == "prose" and line.look.count <= LONGEST_DECK and _closing_pair(line.look.text) in names:
            line.kind = "caption"
        elif line.kind == "prose" and line.look.count <= 60:
            opening = _opening_pair(line.look.text)
            first = opening.split(" ")[0]
            # "Lena has covered the north since 2011."
            known_as = f"{first} " in " ".join(f"{name} " for name in names) and bool(
                words.mentions("author_verbs", " ".join(line.look.folded.split()[1:4]))
            )
            if opening in names or (known_as and first):
                line.kind = "note"


def _pairs(text: str) -> list[str]:
    found = re.findall(r"[^\W\d_]+", text)
    return [f"{a} {b}".casefold() for a, b in pairwise(found) if a[0].isupper() and b[0].isupper()]


def _closing_pair(text: str) -> str:
    """The name behind the last sentence of a caption: `... on Tuesday. Ann Lee, The Post`; else empty."""
    before, _, last = text.rpartition(". ")
    found = re.findall(r"[^\W\d_]+", last)
    return " ".join(found[:2]).casefold() if before and 2 <= len(found) <= _CREDIT_WORDS and last[-1] != "." else ""


def _opening_pair(text: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", text[:60])[:2]).casefold()


def _kind(line: Line, title: bool, repeated: bool, holder_below: bool) -> BlockKind:
    if title:
        return "title"
    if line.element.region == "stated":
        return "byline"
    if repeated:
        return "standfirst" if holder_below else "promo"
    if line.zone or line.kind not in _KINDS:
        return "byline" if line.kind == "byline" and not line.zone else "widget"
    return _KINDS[line.kind]
