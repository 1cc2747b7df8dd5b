"""Split: a page of typed blocks becomes its stories, each with an id from its content and a publication date."""

from schemas import Article, CleanArticle, Passage
from streams.stages.lexicon import Lexicon
from streams.stages.split.entries import with_entries
from streams.stages.split.identity import article_id
from streams.stages.split.published import publications
from streams.stages.split.stories import cut, headline

__all__ = ["split"]


def split(page: CleanArticle, lexicon: Lexicon) -> tuple[Article, ...]:
    """The stories of a page in its order, each once. None where it has only links to stories."""
    stories = cut(with_entries(page.blocks, lexicon))
    dates = publications(page, stories, lexicon)
    articles: dict[str, Article] = {}
    for story, (span, basis) in zip(stories, dates, strict=True):
        identity = article_id(story)
        articles.setdefault(
            identity,
            Article(
                article_id=identity,
                page_id=page.page_id,
                raw_id=page.raw_id,
                version=page.version,
                url=page.url,
                outlet=page.outlet,
                language=page.language,
                title=story.title and headline(story.title),
                standfirst=_passage(story.standfirst),
                paragraphs=tuple(story.paragraphs),
                published=span,
                published_basis=basis,
            ),
        )
    return tuple(articles.values())


def _passage(block: Passage | None) -> Passage | None:
    return block and Passage(text=block.text, start=block.start, end=block.end, offsets=block.offsets)
