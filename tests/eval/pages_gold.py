"""Pages with gold, as they stand in `pages/` beside this file: which stories a reader finds on each."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from schemas import RawArticle
from tests.eval.gold import PAGES, read, subjects

PLAIN = {f"{PAGES}/{part}": f"articles/{part}" for part in ("development", "set_aside")}
"""Beside each set of pages, articles as plain as they can be: headline and text, with nothing to clean away."""

PAGE_SETS = tuple(PLAIN)


class GoldStory(BaseModel):
    """A story of a page: its headline, its day where the page tells it, its text paragraph by paragraph."""

    model_config = ConfigDict(extra="forbid")

    title: str
    published_at: dt.date | None = None
    paragraphs: tuple[str, ...]


class GoldPage(BaseModel):
    """A page as it was fetched, and its stories. `either` is text that may be kept or left out."""

    model_config = ConfigDict(extra="forbid")

    id: str
    content_type: Literal["text/plain", "text/html"]
    body: str
    fetched_at: dt.datetime | None = None
    stories: tuple[GoldStory, ...]
    either: tuple[str, ...] = ()

    @property
    def raw(self) -> RawArticle:
        """The page as a producer sends it."""
        return RawArticle(id=self.id, content_type=self.content_type, fetched_at=self.fetched_at, body=self.body)


def read_pages(part: str) -> list[GoldPage]:
    """The pages of a part such as `pages/development`."""
    return [page for path in subjects(part) for page in _read(path)]


def plain_pages(part: str) -> list[GoldPage]:
    """The articles beside a set of pages, each as a page of plain text."""
    return [
        GoldPage(
            id=one.id,
            content_type="text/plain",
            body=one.raw.body,
            stories=(GoldStory(title=one.title, paragraphs=one.body_paragraphs),),
        )
        for path in subjects(PLAIN[part])
        for one in read(path)
    ]


def _read(path: Path) -> Iterator[GoldPage]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield GoldPage.model_validate(json.loads(line))
