"""Questions about stories and feeds: a story with what it tells marked, the stories of a page, how fresh feeds are."""

import json
import sqlite3

from schemas import Evidence, Incident, TaggedArticle
from streams.stages.tally.facts import page_of
from streams.web.article_answers import ArticlePage, ArticleView, Feed, MarkedPassage
from streams.web.database import Database
from streams.web.marking import marks_of


class ArticleQuestions(Database):
    """Blocking functions, to be called from a thread."""

    def article(self, article: str) -> ArticleView | None:
        """A story with its attacks and totals marked; None where neither its text nor a quote of it is known.

        Its text is known for as long as `articles-tagged` keeps it; after that there are the quotes of the incidents
        and of the tallies' figures.
        """
        with self.reading() as database:
            rows = database.execute("SELECT json FROM story WHERE article = ? ORDER BY page", (article,)).fetchall()
            told = _incidents_of(database, article)
            figures = [] if rows else _figures_of(database, article)
        stories = [TaggedArticle.model_validate_json(text) for (text,) in rows]
        if stories:
            return _view(stories, told)
        return _without_text(article, told, figures) if told or figures else None

    def stories_of_page(self, page: str) -> list[str]:
        """The article ids of the stories on a page, by the short name that `POST /api/articles` answers with."""
        with self.reading() as database:
            rows = database.execute("SELECT article FROM story WHERE page_hash = ? ORDER BY number", (page,))
            return [article for (article,) in rows]

    def feeds(self) -> list[Feed]:
        """How fresh each feed is; the one that was fetched last comes first."""
        sql = (
            "SELECT outlet, fetched, published, (SELECT count(*) FROM feed_story WHERE outlet = feed.outlet) FROM feed "
            "ORDER BY fetched DESC, outlet"
        )
        with self.reading() as database:
            rows = database.execute(sql).fetchall()
        names = ("outlet", "last_fetched", "last_published", "stories")
        return [Feed.model_validate(dict(zip(names, row, strict=True))) for row in rows]


def _incidents_of(database: sqlite3.Connection, article: str) -> list[Incident]:
    sql = "SELECT json FROM mention JOIN incident_json USING (number) JOIN incident USING (number) "
    sql += "WHERE article = ? ORDER BY day, id"
    return [Incident.model_validate_json(text) for (text,) in database.execute(sql, (article,))]


def _figures_of(database: sqlite3.Connection, article: str) -> list[dict[str, object]]:
    sql = "SELECT json FROM tally WHERE id IN (SELECT tally FROM cited WHERE article = ?)"
    series = [figure for (text,) in database.execute(sql, (article,)) for figure in json.loads(text)["reported_series"]]
    quotes = [quote for figure in series for quote in (figure["evidence"], *figure["parts"])]
    return [quote for quote in quotes if quote["article_id"] == article]


def _view(stories: list[TaggedArticle], told: list[Incident]) -> ArticleView:
    newest = max(stories, key=lambda one: one.version)
    title, paragraphs, unplaced = marks_of(newest, _by_quote(newest, told))
    return ArticleView(
        article_id=newest.article_id,
        title=title,
        paragraphs=paragraphs,
        published_at=newest.published_at,
        pages=tuple(_page(one) for one in stories),
        quotes=_quotes(newest.article_id, told),
        unplaced=unplaced,
        incidents=tuple(one.id for one in told),
    )


def _by_quote(story: TaggedArticle, told: list[Incident]) -> dict[tuple[int, int], str]:
    mine = [(one.id, m) for one in told for m in one.mentions if m.article_id == story.article_id]
    # Offsets are those of a page's body: prefer the mentions of the very page, whatever else is told with the words.
    mine.sort(key=lambda one: one[1].page_id == page_of(story))
    return {(m.evidence.start, m.evidence.end): name for name, m in mine}


def _page(story: TaggedArticle) -> ArticlePage:
    return ArticlePage(page_id=page_of(story), url=story.url, outlet=story.outlet, published_at=story.published_at)


def _quotes(article: str, told: list[Incident]) -> tuple[Evidence, ...]:
    return tuple(m.evidence for one in told for m in one.mentions if m.article_id == article)


def _without_text(article: str, told: list[Incident], figures: list[dict[str, object]]) -> ArticleView:
    mentions = [m for one in told for m in one.mentions if m.article_id == article]
    pages = {m.page_id: ArticlePage(**m.model_dump(include={*ArticlePage.model_fields})) for m in mentions}
    pages |= {page.page_id: page for page in map(ArticlePage.model_validate, figures) if page.page_id not in pages}
    return ArticleView(
        article_id=article,
        title=MarkedPassage(text=mentions[0].title if mentions else ""),
        published_at=mentions[0].published_at if mentions else None,
        pages=tuple(pages.values()),
        kept=False,
        quotes=(*_quotes(article, told), *map(Evidence.model_validate, figures)),
        incidents=tuple(one.id for one in told),
    )
