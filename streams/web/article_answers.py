"""What the read side says of articles and where they come from: one frozen model for each answer."""

from datetime import datetime
from typing import Literal

from schemas import Evidence, Message
from schemas.common import Day


class Mark(Message):
    """A marked piece of a passage: `start` and `end` are characters of the passage's text, end excluded.

    `kind` says what the words tell: an attack (`incident` is the incident it became part of, where known) or a total.
    """

    start: int
    end: int
    kind: Literal["attack", "total"]
    incident: str | None = None


class MarkedPassage(Message):
    """A paragraph (or title) of a story with what is marked in it, in order and without overlaps."""

    text: str
    marks: tuple[Mark, ...] = ()


class ArticlePage(Message):
    """A page on which a story stands."""

    page_id: str
    url: str | None = None
    outlet: str | None = None
    published_at: Day | None = None


class ArticleView(Message):
    """A story with what it tells marked in its text.

    `kept` is false where its text is no longer kept: `title` and `paragraphs` are then empty of text, and `quotes` are
    what the incidents have of it. `unplaced` are quotes that were not found in the text. `incidents` are those that
    it tells of.
    """

    article_id: str
    title: MarkedPassage
    paragraphs: tuple[MarkedPassage, ...] = ()
    published_at: Day | None = None
    pages: tuple[ArticlePage, ...] = ()
    kept: bool = True
    quotes: tuple[Evidence, ...] = ()
    unplaced: tuple[Evidence, ...] = ()
    incidents: tuple[str, ...] = ()


class Feed(Message):
    """How fresh a feed is: when the newest page of this outlet was fetched, the latest day of publication among its
    stories, and how many stories there are, all of those that `articles-tagged` still keeps.
    """

    outlet: str
    last_fetched: datetime
    last_published: Day | None = None
    stories: int


class Accepted(Message):
    """What became of an article that was posted.

    `status` is 202 where it was taken and 200 where the same was taken before; in a batch also 413, 422 or 429, with
    `error` saying what is wrong and where. `id` names its page: `GET /api/articles/{id}` gives a story of it as soon
    as it is worked off. `line` is that of the batch.
    """

    status: int
    id: str | None = None
    line: int | None = None
    error: str | None = None
