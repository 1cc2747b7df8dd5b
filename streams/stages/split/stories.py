"""Cut the blocks of a page into stories."""

import re
from dataclasses import dataclass, field

from schemas import Block, Passage
from streams.stages.clean.words import key

TEASER_WORDS = 32
"""A story without a byline that is shorter than this, on a page with others, is a link to a story."""

_OPEN_END = re.compile(r"(?:[,;\u2014\u2013-]|[^\W\d_])$")
_MARKS = re.compile(
    r"^(?:(?i:(?:subject|headline):\s+)|#{1,6}\s+|[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f]+\s*|\*{1,3}(?=\S)|(?:\(?\d{1,2}[.)]|\[\d{1,2}\])\s+)+"
)
_SENT = re.compile(r"^(?:date|sent|gesendet|envoyé)\s*:\s", re.IGNORECASE)
_BARE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATELINE = re.compile(r"^[A-Z][A-Z'\u2019 .,\-]{2,}")


@dataclass(slots=True)
class Story:
    """The blocks of one story, sorted by what they are.

    `listed`: it stands under the name of a section. `sent`: the header with the date of the mail it came in.
    """

    title: Block | None = None
    title_key: str = ""
    standfirst: Block | None = None
    bylines: list[Block] = field(default_factory=list)
    captions: list[Block] = field(default_factory=list)
    listed: bool = False
    sent: Block | None = None
    paragraphs: list[Passage] = field(default_factory=list)
    broken_off: bool = False

    @property
    def words(self) -> int:
        """Words of its paragraphs."""
        return sum(len(paragraph.text.split()) for paragraph in self.paragraphs)


def cut(blocks: tuple[Block, ...]) -> list[Story]:
    """The stories of a page in its order. A page without any headline is one story."""
    stories = [Story()]
    for block in blocks:
        if block.kind == "title":
            if key(block.text) != stories[-1].title_key:
                stories.append(_begin(stories[-1], block))
        elif block.kind == "breadcrumb":
            if stories[-1].title or stories[-1].paragraphs:
                stories.append(Story())
            stories[-1].listed = True
        else:
            _take(stories[-1], block)
    return _told(stories)


def _begin(before: Story, title: Block) -> Story:
    """A new story under `title`. A date that stood above it, after all text of the one before, is its own."""
    story = Story(title=title, title_key=key(title.text), listed=before.listed and not before.title, sent=before.sent)
    above = [byline for byline in before.bylines if before.paragraphs and byline.start > before.paragraphs[-1].end]
    if above or not before.title:
        # What a page states for machines is its own day; a date printed at its head may be that of the visit.
        stated = [byline for byline in before.bylines if _BARE_DAY.fullmatch(byline.text)]
        story.bylines = above or stated[:1] or before.bylines[-1:]
        before.bylines = [byline for byline in before.bylines if byline not in story.bylines]
    return story


def _take(story: Story, block: Block) -> None:
    if block.kind == "byline" and not story.paragraphs and _SENT.match(block.text):
        story.sent = block
    elif block.kind == "byline":
        story.bylines.append(block)
    elif block.kind in ("caption", "credit"):
        story.captions.append(block)
    elif block.kind == "standfirst":
        if story.title and story.standfirst is None:
            story.standfirst = block
    elif block.kind == "paragraph":
        if story.broken_off and story.paragraphs and _goes_on(story.paragraphs[-1].text, block.text):
            story.paragraphs[-1] = joined(story.paragraphs[-1], block)
        else:
            story.paragraphs.append(Passage(text=block.text, start=block.start, end=block.end, offsets=block.offsets))
        story.broken_off = False
        return
    story.broken_off = True


def headline(block: Block) -> Passage:
    """A headline without list number or marks of Markdown around it."""
    found = _MARKS.match(block.text)
    start = found.end() if found else 0
    end = len(block.text.rstrip("#* ")) if block.text[:1] in "#*" else len(block.text)
    if (start, end) == (0, len(block.text)) or start >= end:
        return Passage(text=block.text, start=block.start, end=block.end, offsets=block.offsets)
    offsets = tuple((max(at - start, 0), raw + max(start - at, 0)) for at, raw in block.offsets)
    first = max((n for n, (at, _) in enumerate(block.offsets) if at <= start), default=0)
    raw_end = block.raw_position(end - 1) + 1 if end < len(block.text) else block.end
    return Passage(text=block.text[start:end], start=block.raw_position(start), end=raw_end, offsets=offsets[first:])


def _goes_on(text: str, following: str) -> bool:
    """Was a sentence cut in two by what stands between, as by the foot of a printed page?"""
    return len(text) > 60 and bool(_OPEN_END.search(text)) and (following[0].islower() or text[-1] in ",;")


def joined(first: Passage, second: Passage) -> Passage:
    """Two pieces of one paragraph as one passage, with one space between them."""
    shift = len(first.text) + 1
    before = first.offsets or ((0, first.start),)
    after = second.offsets or ((0, second.start),)
    space = (shift - 1, max(second.start - 1, first.end))
    return Passage(
        text=f"{first.text} {second.text}",
        start=first.start,
        end=second.end,
        offsets=(*before, space, *((at + shift, raw) for at, raw in after)),
    )


def _told(stories: list[Story]) -> list[Story]:
    """Those that are stories: with text, and more of it than a teaser has where others stand beside."""
    told = [story for story in stories if story.paragraphs]
    if any(story.title for story in told):
        # Running text above the first headline is the site's greeting, not a story.
        told = [story for story in told if story.title]
    longest = max((story.words for story in told), default=0)
    return [story for story in told if story.words >= TEASER_WORDS or longest < 2 * TEASER_WORDS or _is_signed(story)]


def _is_signed(story: Story) -> bool:
    return bool(story.bylines) or bool(_DATELINE.match(story.paragraphs[0].text))
