"""Marks that mail programs and Markdown set into plain text: read over, not read out."""

import re

from streams.stages.clean.repair import INVISIBLE, SPACES, Text, TextBuilder, repaired

_QUOTE = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_LINK = re.compile(
    r"(?<!!)\[([^\[\]\n]{1,300})\]\((?:https?://|/|#|mailto:)[^()\s]{0,500}(?:\([^()\s]{0,80}\))?(?:\s\"[^\"\n]{0,200}\")?\)"
)
_STRONG = re.compile(r"(\*\*\*|\*\*|__|(?<![\w*_])[*_](?=[^\s*_]))([^*_\n]{1,400}?)(?<=\S)\1(?!\w)")
_SEEN = re.compile(rf"[^\s{SPACES}{INVISIBLE}]")
FEWEST_QUOTED = 3
"""Lines that begin with `>` from which on the mark is that of a quoted mail."""


def is_quoted(body: str) -> bool:
    """Does the page quote a mail or a post, line by line?"""
    found = 0
    for _ in re.finditer(r"^[ \t]{0,3}>(?=[ >\t])", body, re.MULTILINE):
        found += 1
        if found == FEWEST_QUOTED:
            return True
    return bool(found) and bool(_LINK.search(body))


def after_quote(body: str, start: int, end: int) -> int:
    """Where the line `body[start:end]` begins behind its quotation marks `> `; its end where nothing is quoted."""
    found = _QUOTE.match(body, start, end)
    return found.end() if found else start


def line_text(body: str, start: int, end: int) -> tuple[Text | None, float]:
    """The line without the marks of Markdown for links and stress, and the share of it that is a link."""
    pieces = list(_pieces(body, start, end)) if _marked(body, start, end) else []
    if not pieces:
        return repaired(body, start, end), 0.0
    while pieces and not _SEEN.search(body, *pieces[0][:2]):
        pieces.pop(0)
    builder = TextBuilder(body)
    for at, to, _ in pieces:
        builder.add_repaired(at if builder.tail() else _SEEN.search(body, at, to).start(), to)  # type: ignore[union-attr]
    text = builder.build()
    linked = sum(to - at for at, to, link in pieces if link)
    return text, linked / max(sum(to - at for at, to, _ in pieces), 1)


def _marked(body: str, start: int, end: int) -> bool:
    return body.find("](", start, end) >= 0 or body.find("*", start, end) >= 0 or body.find("__", start, end) >= 0


def _pieces(body: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """The parts of a line that are shown, each with its place and whether it is a link."""
    if body.startswith("!", start):
        return []
    found: list[tuple[int, int, bool]] = []
    at = start
    for link in _LINK.finditer(body, start, end):
        found += [*_stressed(body, at, link.start()), (*link.span(1), True)]
        at = link.end()
    found += _stressed(body, at, end)
    return [piece for piece in found if piece[0] < piece[1]] if len(found) > 1 else []


def _stressed(body: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    found: list[tuple[int, int, bool]] = []
    at = start
    for strong in _STRONG.finditer(body, start, end):
        found += [(at, strong.start(), False), (*strong.span(2), False)]
        at = strong.end()
    return [*found, (at, end, False)]
