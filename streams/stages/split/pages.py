"""Which stories stand on a page: a page published again replaces its older version."""

from collections.abc import Sequence

from schemas import Article, CleanArticle, Message


class PageState(Message):
    """What is remembered of a page: its newest version so far, and the stories on it."""

    version: str
    article_ids: tuple[str, ...] = ()


def replace_page(
    known: PageState | None, page: CleanArticle, articles: Sequence[Article]
) -> tuple[PageState, tuple[Article, ...]]:
    """What a version of a page changes: the new state, and the stories to send on.

    An older version than the known one changes nothing. A newer one sends its stories, and a withdrawn message for
    each story that is gone. The same version again sends the same again: the first time may not have got through.
    """
    if known and page.version < known.version:
        return known, ()
    ids = tuple(dict.fromkeys(article.article_id for article in articles))
    gone = [one for one in (known.article_ids if known else ()) if one not in set(ids)]
    withdrawn = [
        Article(article_id=one, page_id=page.page_id, raw_id=page.raw_id, version=page.version, withdrawn=True)
        for one in gone
    ]
    return PageState(version=page.version, article_ids=ids), (*articles, *withdrawn)
