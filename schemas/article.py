"""articles-split: one story."""

from typing import Literal

from schemas.common import Message, Passage, Span

PublishedBasis = Literal["field", "url", "dateline", "byline", "text", "page_order", "fetched_at", "none"]
"""How the publication date is known, best first. `fetched_at` bounds it from above only."""


class Article(Message):
    """One story as it stood on one page.

    `article_id` comes from title and paragraphs, so the same story on two pages is one article; each page sends its
    own message for it. A `withdrawn` message says that the newest version of the page no longer has the story; it
    has no text. `replaces` says that the page was seen before in another version: what that one told in this story
    is overtaken.
    """

    article_id: str
    page_id: str
    raw_id: str = ""
    version: str
    withdrawn: bool = False
    replaces: bool = False
    url: str | None = None
    outlet: str | None = None
    language: str | None = None
    title: Passage | None = None
    standfirst: Passage | None = None
    paragraphs: tuple[Passage, ...] = ()
    published: Span = Span()
    published_basis: PublishedBasis = "none"
