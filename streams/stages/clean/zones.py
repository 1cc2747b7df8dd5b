"""Judge lines by the company they keep: lists of links, teasers, boxes, comment threads, doubled captions."""

from itertools import pairwise

from streams.stages.clean.boxes import boxes, cards, lists, teasers
from streams.stages.clean.figures import figures
from streams.stages.clean.interviews import interview
from streams.stages.clean.line import Line, is_spaced, leading_number
from streams.stages.clean.live import between_entries
from streams.stages.clean.masthead import (
    archive_fields,
    dated_headlines,
    listed_rows,
    mail_subjects,
    sections_bar,
    writers,
)
from streams.stages.clean.pictures import doubled_captions, headlines_around, labelled_captions, open_captions
from streams.stages.clean.threads import readers

FURNITURE = frozenset({"menu", "stamp", "rule", "site", "short", "label", "item", "promo"})

_FEWEST_ANNOUNCING = 3
_WHOLE_SENTENCE = 6


def settle(lines: list[Line]) -> None:
    """Settle the kinds that neighbours decide. Changes the lines in place."""
    mail_subjects(lines)
    archive_fields(lines)
    sections_bar(lines)
    listed_rows(lines)
    _number_lists(lines)
    _list_sentences(lines)
    _rest_of_sentences(lines)
    _announced(lines)
    interview(lines)
    _group_names(lines)
    dated_headlines(lines)
    writers(lines)
    headlines_around(lines)
    doubled_captions(lines)
    labelled_captions(lines)
    open_captions(lines)
    spaced = is_spaced(lines)
    boxes(lines, spaced)
    cards(lines)
    teasers(lines, spaced)
    readers(lines)
    between_entries(lines)
    lists(lines)
    figures(lines)


def _number_lists(lines: list[Line]) -> None:
    """Lines that begin with 1, 2, 3 are items of a list; a single such line may be a headline ("46 attacks ...")."""
    numbers = [leading_number(line.look.text) for line in lines]
    for at, number in enumerate(numbers):
        near = numbers[max(at - 2, 0) : at] + numbers[at + 1 : at + 3]
        if number and lines[at].kind in ("headline", "short") and (number - 1 in near or number + 1 in near):
            lines[at].kind = "item"


def _list_sentences(lines: list[Line]) -> None:
    """Entries of a list in a row of which most are sentences are sentences all, however short."""
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end].look.numbered and lines[end].kind in ("item", "prose"):
            end += 1
        told = sum(line.kind == "prose" for line in lines[at:end])
        if 2 * told > end - at:
            for line in lines[at:end]:
                line.kind = "prose" if line.look.stop == "." else line.kind
        at = max(end, at + 1)


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


def _announced(lines: list[Line]) -> None:
    """ "The main points:" between text and the sentences it announces is text, and so is a whole sentence of a word."""
    for at in range(1, len(lines) - 1):
        line, above, below = lines[at], lines[at - 1], lines[at + 1]
        if line.kind == "short" and line.look.stop in (".", "!") and above.kind == below.kind == "prose":
            line.kind = "prose"  # "Nobody comes." between paragraphs.
        if line.kind != "short" or line.look.stop != ":" or line.look.count < _FEWEST_ANNOUNCING:
            continue
        sentence = below.kind in ("prose", "item") and below.look.stop in (".", ";") and not below.element.linked
        if above.kind == "prose" and line.look.small >= 0.5 and (sentence or line.look.count >= _WHOLE_SENTENCE):
            line.kind = "prose"


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
