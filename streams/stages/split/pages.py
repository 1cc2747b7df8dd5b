"""Which stories stand on a page: a page published again replaces its older version."""

from collections.abc import Sequence
from typing import NamedTuple

from schemas import Article, CleanArticle, Message


class PageState(Message):
    """What is remembered of a page: its newest version so far, and the stories on it.

    That there is one says that the page was seen before; so much is true of any row, also of an outdated one that a
    late writer has put back. The stories only decide which of them are told to be withdrawn.
    """

    version: str
    article_ids: tuple[str, ...] = ()


class Replacement(NamedTuple):
    """What a version of a page changes: the new state, the stories to send on, and whether an older one goes."""

    state: PageState
    articles: tuple[Article, ...]
    replaces: bool


def replace_page(known: PageState | None, page: CleanArticle, articles: Sequence[Article]) -> Replacement:
    """Put a version of a page in the place of the known one.

    An older version than the known one changes nothing. A newer one sends its stories, and a withdrawn message for
    each story that is gone. The same version again sends the same again: it may have come in twice.
    """
    if known and page.version < known.version:
        return Replacement(known, (), False)
    replaces = known is not None and page.version != known.version
    ids = tuple(dict.fromkeys(article.article_id for article in articles))
    gone = [one for one in (known.article_ids if known else ()) if one not in set(ids)]
    withdrawn = [
        Article(article_id=one, page_id=page.page_id, raw_id=page.raw_id, version=page.version, withdrawn=True)
        for one in gone
    ]
    standing = [article.model_copy(update={"replaces": replaces}) for article in articles] if replaces else articles
    return Replacement(PageState(version=page.version, article_ids=ids), (*standing, *withdrawn), replaces)
