"""articles-clean: the same page as typed blocks."""

from itertools import pairwise
from typing import Literal, Self

from pydantic import model_validator

from schemas.common import Day, Message, Moment, Passage

BlockKind = Literal[
    "title",
    "standfirst",
    "subheading",
    "paragraph",
    "caption",
    "credit",
    "breadcrumb",
    "byline",
    "promo",
    "widget",
]


class Block(Passage):
    """One block of a page with its kind and its place in the raw body. The blocks hold all text of the page."""

    kind: BlockKind


class CleanArticle(Message):
    """A page as typed blocks in the order of the page.

    `page_id` is the page's identity (the record key: URL, else id, else a hash of the body), `raw_id` the id under
    which the producer knows it. `version` sorts as text: of two versions of a page the greater one is the newer.
    """

    page_id: str
    raw_id: str = ""
    version: str
    url: str | None = None
    outlet: str | None = None
    published_at: Day | None = None
    fetched_at: Moment | None = None
    language: str | None = None
    blocks: tuple[Block, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for one, two in pairwise(self.blocks):
            if two.start < one.end:
                raise ValueError(f"blocks: one begins at {two.start}, before the end of the one above it at {one.end}")
        return self
