"""Lines of lists and tables that tell what happened: "12 May | Example Base | two rockets" is text of the story."""

import re
from itertools import pairwise

from schemas import Block
from streams.stages.dates import find_dates
from streams.stages.lexicon import Lexicon

LONGEST_ENTRY = 400
"""Characters of a line that is looked at as an entry of a list."""

_MARK = re.compile(r"^\s*(?:[-*•‣▪●◦–—]|\(?\d{1,2}[.)])\s+")
_STRIPPED = ("subheading", "widget", "byline")
_DOES = frozenset(("weapon", "fire", "intercept"))
_LABEL_WORDS = 6
_CELLS = 9
"""Cells of a row, at most."""
_BAR = " | "
_OPENING = 40
_FRONT = 6
"""Characters before the day that opens an entry: a mark, a number."""


def with_entries(blocks: tuple[Block, ...], lexicon: Lexicon) -> tuple[Block, ...]:
    """The blocks, with entries of lists as paragraphs; a line with nothing but a day above one is one, too.

    An entry has a list mark, cells or a day in front, a word for what struck, and a target or a place that hosts
    one. One alone is no list.
    """
    blocks = _with_rows(blocks, lexicon)
    told = [_is_entry(block, lexicon) for block in blocks]
    for at, block in enumerate(blocks[1:], start=1):
        introduced = told[at - 1] or (blocks[at - 1].kind == "paragraph" and blocks[at - 1].text.endswith(":"))
        told[at] = told[at] or bool(introduced and _MARK.match(block.text) and _tells(block, lexicon, _STRIPPED))
    days = [_is_day(one) and _tells(two, lexicon, ("paragraph",)) for one, two in pairwise(blocks)]
    if sum(days) > 1:
        told = [entry or day for entry, day in zip(told, [*days, False], strict=True)]
    if sum(told) < 2:
        return blocks
    for at in range(len(blocks) - 2, -1, -1):
        told[at] = told[at] or (told[at + 1] and _is_day(blocks[at]))
    return tuple(
        block.model_copy(update={"kind": "paragraph"}) if entry else block
        for block, entry in zip(blocks, told, strict=True)
    )


def _with_rows(blocks: tuple[Block, ...], lexicon: Lexicon) -> tuple[Block, ...]:
    """The blocks, with the cells of a table that follow a day put together: one block for each row."""
    found: list[Block] = []
    at = 0
    while at < len(blocks):
        end = at + 1
        while _is_day(blocks[at]) and end < min(len(blocks), at + _CELLS) and _is_cell(blocks[end]):
            end += 1
        row = _row(blocks[at:end]) if end - at > 2 else blocks[at]
        if end - at > 2 and not _tells(row, lexicon, _STRIPPED):
            row, end = blocks[at], at + 1
        found.append(row)
        at = max(end, at + 1)
    return tuple(found)


def _is_cell(block: Block) -> bool:
    short = len(block.text.split()) <= _LABEL_WORDS and not _MARK.match(block.text)
    return block.kind in _STRIPPED and short and not _is_day(block)


def _row(cells: tuple[Block, ...]) -> Block:
    """Cells as one text, with bars between them."""
    row = cells[0]
    for cell in cells[1:]:
        shift = len(row.text) + len(_BAR)
        before = row.offsets or ((0, row.start),)
        after = cell.offsets or ((0, cell.start),)
        moved = tuple((at + shift, raw) for at, raw in after)
        bar = (len(row.text), max(cell.start - len(_BAR), row.end))
        row = row.model_copy(
            update={"text": f"{row.text}{_BAR}{cell.text}", "end": cell.end, "offsets": (*before, bar, *moved)}
        )
    return row


def _is_entry(block: Block, lexicon: Lexicon) -> bool:
    text = block.text
    if block.kind not in _STRIPPED or len(text) > LONGEST_ENTRY:
        return False
    # In boxes beside the text a list mark alone says nothing: key points tell the story again.
    marked = block.kind == "subheading" and bool(_MARK.match(text))
    listed = marked or text.count(" | ") > 1 or "\t" in text
    if not listed and not _opens_with_day(text):
        return False
    return _tells(block, lexicon, _STRIPPED)


def _tells(block: Block, lexicon: Lexicon, kinds: tuple[str, ...]) -> bool:
    """Does a block of one of these kinds name something that strikes, and what it strikes?"""
    if block.kind not in kinds or len(block.text) > LONGEST_ENTRY:
        return False
    terms = [term for match in lexicon.find(block.text) for term in match.terms]
    struck = any(term.type == "target" or (term.type == "place" and _hosts(lexicon, term.id)) for term in terms)
    return struck and any(term.type in _DOES for term in terms)


def _hosts(lexicon: Lexicon, place: str) -> bool:
    known = lexicon.places.get(place)
    return bool(known and (known.hosts or known.kind in ("site", "airport", "base")))


def _opens_with_day(text: str) -> bool:
    return any(found.start <= _FRONT for found in find_dates(text[:_OPENING]))


def _is_day(block: Block) -> bool:
    text = block.text
    if block.kind not in _STRIPPED or len(text.split()) > _LABEL_WORDS:
        return False
    return any(found.end - found.start > len(text) - 8 for found in find_dates(text))
