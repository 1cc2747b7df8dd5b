"""articles-raw: what a producer sends."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from schemas.common import Day, Message, Moment, without_credentials


class RawArticle(Message):
    """A page or a story as a producer found it. Only `body` is required.

    Key of the record: `url`, else `id`, else a hash of the body. The same key sent again with another body is a
    newer version of the page; the version with the later `fetched_at` (else: record time) counts. User name and
    password in a URL are dropped: everything that a page says is published with its URL.
    """

    id: str | None = Field(None, min_length=1, max_length=2000)
    url: Annotated[str, AfterValidator(without_credentials)] | None = Field(None, min_length=1, max_length=4000)
    outlet: str | None = None
    published_at: Day | None = None
    fetched_at: Moment | None = None
    content_type: Literal["text/plain", "text/html"] = "text/plain"
    language: str | None = None
    body: str = Field(min_length=1)
