"""What both readers, for text and for HTML, make of a page: elements in the order of the page."""

from dataclasses import dataclass

from streams.stages.clean.repair import Text


@dataclass(frozen=True, slots=True)
class Element:
    """A line of a text page or a block of an HTML page, not yet typed.

    `gap` is the number of blank lines before it (HTML: 1 between blocks, 2 at the border of an article element).
    `heading` is 1 to 6 inside such an HTML element, else 0. `region` says what the mark-up around it claims to be
    (widget, comments, caption, ...), empty where it claims nothing. `contested` marks a claim made by a class name
    only. `linked` is the share of its characters inside links.
    """

    content: Text
    gap: int = 1
    heading: int = 0
    region: str = ""
    contested: bool = False
    linked: float = 0.0
    html: bool = False

    @property
    def text(self) -> str:
        """The repaired text."""
        return self.content.text
