"""What one story on one page says about one group of targets: the small record that the state keeps."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Discriminator, RootModel, Tag

from schemas import Article, Attack, CleanArticle, Message, ReportedTotal, Span, TaggedArticle
from schemas.article import PublishedBasis
from streams.stages.tally.groups import TargetGroups


class ArticleFacts(Message):
    """The attacks and totals of a story, as it stands on one page, that belong to one group of targets.

    Of several facts with the same article and page the greatest `version` counts.
    """

    article_id: str
    page_id: str
    version: str
    url: str | None = None
    outlet: str | None = None
    title: str = ""
    published: Span = Span()
    published_basis: PublishedBasis = "none"
    attacks: tuple[Attack, ...] = ()
    totals: tuple[ReportedTotal, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Story and page: what a newer version replaces."""
        return self.article_id, self.page_id


class PageMarker(Message):
    """Facts of a page that are older than `version` count no more, in all groups of targets.

    With an `article_id`: those of this story, which has been read again. Without one: those of all stories but the
    ones in `standing`, which are on the page as before and wait for being read again. Facts of `version` itself and
    of newer ones are never touched, so markers and facts may come in any order.
    """

    page_id: str
    version: str
    article_id: str = ""
    standing: tuple[str, ...]

    def overtakes(self, article_id: str) -> bool:
        """Is a fact of the story overtaken by this marker, where it is older?"""
        return article_id == self.article_id if self.article_id else article_id not in self.standing


def _kind(value: object) -> str:
    return "marker" if isinstance(value, dict) and "standing" in value else "facts"


class TallyFact(
    RootModel[
        Annotated[
            Annotated[ArticleFacts, Tag("facts")] | Annotated[PageMarker, Tag("marker")],
            Discriminator(_kind),
        ]
    ]
):
    """A message of tally-facts: facts of a story, or a marker of a page."""


def facts_of(tagged: TaggedArticle, groups: TargetGroups) -> dict[str, ArticleFacts]:
    """Cut a tagged story into the facts of each group of targets it speaks of. Most news give nothing at all."""
    attacks: dict[str, list[Attack]] = {}
    totals: dict[str, list[ReportedTotal]] = {}
    for attack in tagged.attacks:
        attacks.setdefault(groups.key_of(attack.target.id), []).append(attack)
    for total in tagged.reported_totals:
        if total.target is not None:
            totals.setdefault(groups.key_of(total.target), []).append(total)
    return {key: _fact(tagged, attacks.get(key, ()), totals.get(key, ())) for key in sorted({*attacks, *totals})}


def standing_on(page: CleanArticle, articles: Iterable[Article]) -> PageMarker:
    """The marker that says which stories stand on a version of a page."""
    ids = sorted({article.article_id for article in articles if not article.withdrawn})
    return PageMarker(page_id=page.page_id, version=page.version, standing=tuple(ids))


def read_again(article: Article) -> PageMarker:
    """The marker that overtakes what older versions of a page told in a story. It goes out after the story's facts."""
    return PageMarker(page_id=article.page_id, version=article.version, article_id=article.article_id, standing=())


def page_of(tagged: TaggedArticle) -> str:
    """The page on which a tagged story stands."""
    return tagged.page_id or next(iter(tagged.raw_ids), tagged.article_id)


def _fact(tagged: TaggedArticle, attacks: Iterable[Attack], totals: Iterable[ReportedTotal]) -> ArticleFacts:
    published = tagged.published
    if published == Span() and tagged.published_at:
        published = Span(start=tagged.published_at, end=tagged.published_at)
    return ArticleFacts(
        article_id=tagged.article_id,
        page_id=page_of(tagged),
        version=tagged.version,
        url=tagged.url,
        outlet=tagged.outlet,
        title=tagged.title,
        published=published,
        published_basis=tagged.published_basis,
        attacks=tuple(attacks),
        totals=tuple(totals),
    )


def newest(facts: Iterable[ArticleFacts]) -> dict[tuple[str, str], ArticleFacts]:
    """The newest version of each (story, page). Order and repetition do not matter.

    Of two facts with the same version the one whose JSON is the greater stays: that happens only where a page was
    tagged again by other rules, and then any fixed choice is as good.
    """
    kept: dict[tuple[str, str], ArticleFacts] = {}
    for fact in facts:
        other = kept.get(fact.key)
        kept[fact.key] = fact if other is None else newer(other, fact)
    return kept


def newer(one: ArticleFacts, other: ArticleFacts) -> ArticleFacts:
    """The one of two facts of the same story and page that counts."""
    if one.version != other.version:
        return one if one.version > other.version else other
    return one if one.to_json() >= other.to_json() else other
