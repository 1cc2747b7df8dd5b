"""Stories as the stage gets them, for tests."""

from datetime import date

from schemas import Article, Passage, Span


def story(title: str, *paragraphs: str, published: date | None) -> Article:
    """A story published on a day, or on none that is known, its passages one behind the other."""
    passages, at = [], 0
    for text in (title, *paragraphs):
        passages.append(Passage(text=text, start=at, end=at + len(text)))
        at += len(text) + 2
    return Article(
        article_id="a", page_id="p", version="1", title=passages[0], paragraphs=tuple(passages[1:]),
        published=Span(start=published, end=published), published_basis="field" if published else "none",
    )  # fmt: skip
