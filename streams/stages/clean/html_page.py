"""Read a page of HTML into elements: a block each, its text with the way back to every character."""

import re
from dataclasses import dataclass, field

from streams.stages.clean.belief import believed
from streams.stages.clean.containers import JUDGED, by_contents
from streams.stages.clean.element import Element
from streams.stages.clean.markup import Run, Tag, implied_end, knowledge, scan
from streams.stages.clean.regions import Around, hiding_names, inside
from streams.stages.clean.repair import Text, TextBuilder
from streams.stages.clean.stated import stated_in_script, stated_in_tag

_SPACE = re.compile(r"\s+")
_PICTURES = frozenset({"img", "amp-img"})
_DEEPEST = 2_000
_LOOKED_BACK = 12
"""Open elements among which one that has no end tag is looked for."""
_RUNNING = 12
"""Words from which on a block is text of a story rather than a line of its head."""


@dataclass(slots=True)
class _Open:
    name: str
    around: Around
    number: int = 0
    first: int = 0
    pictures: int = 0


@dataclass(slots=True)
class _Reader:
    """The state of one pass over the page."""

    body: str
    stack: list[_Open] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    claims: list[int] = field(default_factory=list)
    hiding: set[str] = field(default_factory=set)
    builder: TextBuilder | None = None
    shown: Around = field(default_factory=Around)
    linked: int = 0
    length: int = 0
    article: int = 0
    breaks: int = 0
    spaced: bool = True
    pictures: int = 0
    paragraph: bool = False
    stated: bool = False
    headed: bool = False
    tops: int = 0

    @property
    def around(self) -> Around:
        return self.stack[-1].around if self.stack else Around()


def read_html(body: str) -> list[Element]:
    """The elements of an HTML page: its visible text. Scripts, styles and hidden parts are left out."""
    reader = _Reader(body)
    raw = ""
    for number, token in enumerate(scan(body), 1):
        if isinstance(token, Run):
            if raw == "style":
                reader.hiding |= hiding_names(body[token.start : token.end])
            elif raw == "title" and len(reader.elements) == reader.stated:
                _page_title(reader, token)
            elif raw == "script":
                _stated(reader, stated_in_script(body, token.start, token.end))
            elif not reader.around.hidden:
                _text(reader, token)
            raw = ""
        else:
            raw = token.name if not token.closing else ""
            _tag(reader, token, number)
    _flush(reader)
    return believed(reader.elements, reader.claims, reader.body)


def _page_title(reader: _Reader, run: Run) -> None:
    """The title in the head of the page: shown in the window's frame, and evidence for the headline."""
    reader.builder = TextBuilder(reader.body)
    reader.builder.add_repaired(run.start, run.end)
    reader.shown = Around(region="pagetitle")
    _flush(reader)


def _stated(reader: _Reader, place: tuple[int, int] | None) -> None:
    """Note the day on which the page says to have been published: the first one, as a block of its own."""
    if place is None or reader.stated or reader.tops > 1 or reader.builder is not None:
        return
    day = TextBuilder(reader.body)
    day.add_repaired(*place)
    content = day.build()
    if content:
        reader.stated = True
        reader.elements.append(Element(content, region="stated", html=True))
        reader.claims.append(0)


def _tag(reader: _Reader, tag: Tag, number: int) -> None:
    known = knowledge()
    if tag.name == "meta" or (tag.name == "time" and reader.headed):
        _stated(reader, stated_in_tag(reader.body, tag))
    if tag.name == "br":
        reader.breaks += 1
        _flush_line(reader, tag)
        return
    block = tag.name not in known["inline"]
    if block and not reader.around.hidden and tag.name not in known["unseen"]:
        _flush(reader)
    if tag.name == "hr":
        reader.breaks = 3
    if tag.name in known["void"]:
        reader.pictures += tag.name in _PICTURES
        return
    if tag.closing:
        _close(reader, tag.name)
        return
    depth = implied_end([opened.name for opened in reader.stack[-_LOOKED_BACK:]], tag.name)
    if depth:
        del reader.stack[-depth:]
    if len(reader.stack) < _DEEPEST:
        around = inside(reader.around, tag, reader.hiding, number)
        if around.region == "kicker" and around.claim == number:
            _flush(reader)
        reader.stack.append(_Open(tag.name, around, number, len(reader.elements), reader.pictures))


def _close(reader: _Reader, name: str) -> None:
    """Close the innermost open element of this name, unless it lies outside of the table cell we are in."""
    for depth in range(len(reader.stack) - 1, max(len(reader.stack) - 60, -1), -1):
        opened = reader.stack[depth].name
        if opened == name:
            if reader.around.region == "kicker":
                _flush(reader)
            if name in JUDGED:
                _judge(reader, reader.stack[depth])
            del reader.stack[depth:]
            return
        if opened == "table" and name not in ("body", "html"):
            return


def _judge(reader: _Reader, opened: _Open) -> None:
    """Ask what the element that closes is by what it holds."""
    if not 1 <= len(reader.elements) - opened.first <= 2 or reader.builder is not None:
        return
    held = reader.elements[opened.first :]
    judged = by_contents(
        held, pictures=reader.pictures - opened.pictures, paragraph=reader.paragraph, claim=opened.number
    )
    if judged:
        reader.elements[opened.first :] = [element for element, _ in judged]
        reader.claims[opened.first :] = [claim for _, claim in judged]


def _text(reader: _Reader, run: Run) -> None:
    """Add a run of text to the block, white space as single spaces."""
    body, around = reader.body, reader.around
    at = run.start
    if reader.builder is None:
        if not body[run.start : run.end].strip():
            return
        reader.builder, reader.spaced = TextBuilder(body), True
        reader.shown, reader.linked, reader.length = around, 0, 0
    for space in [*_SPACE.finditer(body, run.start, run.end), None]:
        end = space.start() if space else run.end
        if end > at:
            reader.builder.add_repaired(at, end)
            reader.length += end - at
            reader.linked += (end - at) * around.linked
            reader.spaced = False
        if space:
            if not reader.spaced:
                reader.builder.add(" ", space.start(), space.start() + 1)
            reader.spaced, at = True, space.end()


def _flush_line(reader: _Reader, tag: Tag) -> None:
    """A line break ends a paragraph where a sentence has ended; inside a sentence it is only a space."""
    if reader.builder is None:
        return
    so_far = reader.builder.tail().rstrip()
    following = reader.body[tag.end : tag.end + 200].lstrip()
    cut_inside = so_far.endswith((",", ";")) or (so_far[-1:].islower() and following[:1].islower() and len(so_far) > 40)
    if cut_inside and not following[:4].lower().startswith("<br"):
        if not reader.spaced:
            reader.builder.space(tag.start)
        reader.spaced = True
    else:
        _flush(reader)


def _flush(reader: _Reader) -> None:
    """End the block that is being read."""
    builder, reader.builder = reader.builder, None
    content: Text | None = builder.build() if builder else None
    if content is None:
        return
    shown = reader.shown
    gap = 2 if shown.article != reader.article or reader.breaks >= 3 else 1
    reader.article, reader.breaks = shown.article, 0
    linked = reader.linked / max(reader.length, 1)
    reader.elements.append(Element(content, gap, shown.heading, shown.region, shown.contested, linked, html=True))
    reader.claims.append(shown.claim)
    reader.paragraph = bool(reader.stack) and reader.stack[-1].name == "p"
    reader.tops += shown.heading == 1
    # A time stands for the story's day under its headline only, above its text.
    reader.headed = shown.heading in (1, 2) or (reader.headed and len(content.text.split()) < _RUNNING)
