"""Read a page of plain text into elements: a line each, soft-wrapped lines joined again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from streams.stages.clean import words
from streams.stages.clean.element import Element
from streams.stages.clean.hyphens import hyphenated, known_words
from streams.stages.clean.line_kinds import line_kind
from streams.stages.clean.look import look
from streams.stages.clean.marks import after_quote, is_quoted, line_text
from streams.stages.clean.repair import Text, TextBuilder, repaired

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_FURNITURE = re.compile(r"^\W*(?:https?://\S*|[-=*_#~\s]{3,}|(?:page )?\d+\W+(?:of\W+)?\d+\W*)$", re.IGNORECASE)
_GLUED = re.compile(r"(?<=[a-z0-9)][.!?\u201d\"'\u2019])(?=[A-Z\u2018\u201c\"])")
_NUMBERED = re.compile(r"^(?:\(?\d{1,3}[.)\]]|\[\d+\]|[-*\u2022\u2013\u2014>])\s")
_HEADING = re.compile(r"^(#{1,6})\s+\S")
_LONGEST_RULE = 200
"""Characters of a rule, an address or a page's number that stands between the lines of a paragraph."""
WRAP = range(45, 101)
"""Widths at which mail programs and printers wrap lines."""


@dataclass(frozen=True, slots=True)
class _Line:
    content: Text
    gap: int
    indent: int
    linked: float = 0.0


def read_text(body: str) -> list[Element]:
    """The elements of a plain-text page. Every character of the body that is not white space is in one of them."""
    lines = list(_lines(body))
    width = _wrap_width(lines, 1 if is_quoted(body) else 3)
    known = known_words(body) if width else frozenset()
    elements: list[Element] = []
    for run in _runs(lines, width):
        content = run[0].content if len(run) == 1 else _joined(body, run, known)
        marks = _HEADING.match(content.text)
        elements.append(
            Element(
                content, gap=run[0].gap, heading=len(marks[1]) if marks else 0, linked=min(line.linked for line in run)
            )
        )
    return list(_unglued(elements, body))


def _lines(body: str) -> Iterator[_Line]:
    """The lines that show something, each with the number of blank lines before it."""
    breaks, at, quoted = 1, 0, is_quoted(body)
    for found in _LINE.finditer(body):
        breaks += sum(1 for _ in _BREAK.finditer(body, at, found.start()))
        at = found.end()
        start = after_quote(body, *found.span()) if quoted else found.start()
        content, linked = line_text(body, start, found.end())
        if content is None:
            breaks -= 0 if found.group().isspace() else 1
            continue
        indent = len(found.group()) - len(found.group().lstrip())
        yield _Line(content, max(breaks - 1, 0), indent, linked)
        breaks = 0


def _wrap_width(lines: list[_Line], fewest: int) -> int:
    """The column at which the page is soft-wrapped; 0 where it is not.

    A page is wrapped where many lines (at least `fewest`) of nearly one width go on in the next line in the middle of
    a sentence.
    """
    going_on = [
        len(line.content.text) + line.indent
        for line, following in pairwise(lines)
        if not following.gap and line.content.text[-1] not in ".!?:|" and following.content.text[0].islower()
    ]
    fitting = sorted(length for length in going_on if length in WRAP)
    if len(fitting) < fewest or len(fitting) < 0.1 * len(lines):
        return 0
    return fitting[-1 - len(fitting) // 50]


def _runs(lines: list[_Line], width: int) -> Iterator[list[_Line]]:
    """Lines that belong together: one each, or the lines of a wrapped paragraph."""
    run: list[_Line] = []
    for line in lines:
        if run and (not _continues(run[-1], line, width) or (len(run) == 1 and _stands_alone(run[0]))):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _continues(line: _Line, following: _Line, width: int) -> bool:
    """Does `following` continue a wrapped `line`? Only where its first word would not have fitted."""
    text, next_text = line.content.text, following.content.text
    if not width or following.gap or following.indent > line.indent + 1:
        return False
    if len(text) > width + 8 or _is_furniture(text) or _is_furniture(next_text) or _NUMBERED.match(next_text):
        return False
    fits = line.indent + len(text) + 1 + len(next_text.split(None, 1)[0]) <= width
    # Pages wrapped by hand are ragged: a sentence that goes on in small letters goes on.
    ragged = (
        len(text) > 0.6 * width
        and text[-1] not in ".!?:"
        and not (next_text[0].isupper() or not next_text[0].isalnum())
    )
    if fits and not ragged:
        return False
    return not _stands_alone(following)


def _is_furniture(text: str) -> bool:
    return len(text) <= _LONGEST_RULE and bool(_FURNITURE.match(text))


def _stands_alone(line: _Line) -> bool:
    """Is it a line of its own kind, whatever its length: a byline, a label, a link?"""
    seen = look(line.content.text)
    return seen.opens_high and line_kind(seen) in ("byline", "label", "promo", "site", "credit", "menu", "caption")


def _joined(body: str, run: list[_Line], known: frozenset[str]) -> Text:
    """The lines of a wrapped paragraph as one text; no space where a line ends in a hyphen inside a word."""
    builder = TextBuilder(body)
    for number, line in enumerate(run):
        content = line.content
        following = run[number + 1].content.text if number + 1 < len(run) else ""
        broken = bool(following) and hyphenated(content.text, following, known)
        builder.add_repaired(content.start, content.end - broken)
        if following and not re.search(r"[^\W\d]-$", content.text):
            builder.space(content.end)
    return builder.build() or run[0].content


def _unglued(elements: list[Element], body: str) -> Iterator[Element]:
    """Cut a headline off the end of a paragraph it was glued to: `...the end.Next Story`, which comes again below."""
    for number, element in enumerate(elements):
        content = element.content
        size = 0 if content.offsets else _glued(content.text, elements[number + 1 : number + 11])
        if not size:
            yield element
            continue
        middle = content.end - size
        for text, gap in (
            (repaired(body, content.start, middle), element.gap),
            (repaired(body, middle, content.end), 2),
        ):
            if text:
                yield Element(text, gap=gap)


def _glued(text: str, below: list[Element]) -> int:
    """How many characters at the end are the headline or section name of the next story; 0 where none are."""
    for element in below:
        headline = element.text
        if (
            len(headline.split()) >= 4
            and len(headline) < min(len(text), 250)
            and text.endswith(headline)
            and not text[-len(headline) - 1].isspace()
        ):
            return len(headline)
    *_, last = (None, *_GLUED.finditer(text, max(len(text) - 40, 0)))
    if last and words.is_in("crumbs", words.bare(text[last.start() :])):
        return len(text) - last.start()
    return 0
