"""Marked text in pieces, as templates want it."""

from typing import NamedTuple

from streams.web.article_answers import ArticleView, Mark, MarkedPassage


class Piece(NamedTuple):
    """A piece of a passage, and what is marked by it, if anything."""

    text: str
    mark: Mark | None = None


def pieces(passage: MarkedPassage) -> tuple[Piece, ...]:
    """The passage in pieces: joined they are its text again."""
    found: list[Piece] = []
    at = 0
    for mark in passage.marks:
        if mark.start > at:
            found.append(Piece(passage.text[at : mark.start]))
        found.append(Piece(passage.text[mark.start : mark.end], mark))
        at = mark.end
    return (*found, Piece(passage.text[at:])) if at < len(passage.text) else tuple(found)


def telling(article: ArticleView, incident: str) -> tuple[MarkedPassage, ...]:
    """The paragraphs (or the title) of a story that tell of an incident, with the marks of that incident alone."""
    every = (article.title, *article.paragraphs)
    cut = (
        one.model_copy(update={"marks": tuple(mark for mark in one.marks if mark.incident == incident)})
        for one in every
    )
    return tuple(one for one in cut if one.marks)
