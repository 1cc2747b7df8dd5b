"""What one story on one page says about one group of targets: the small record that the state keeps."""

from collections.abc import Iterable

from schemas import Attack, Message, ReportedTotal, Span, TaggedArticle
from schemas.article import PublishedBasis
from streams.stages.tally.groups import TargetGroups


class ArticleFacts(Message):
    """The attacks and totals of a story, as it stands on one page, that belong to one group of targets.

    Of several facts with the same article and page the greatest `version` counts; a `withdrawn` one that is the
    greatest deletes.
    """

    article_id: str
    page_id: str
    version: str
    withdrawn: bool = False
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


def facts_of(tagged: TaggedArticle, groups: TargetGroups) -> dict[str, ArticleFacts]:
    """Cut a tagged story into the facts of each group of targets it speaks of.

    A withdrawn story gives a withdrawn fact for every group. A story in which anything looked like an attack gives a
    bare fact to the watched groups of which it says nothing (any more): an earlier version may have said something
    there. Most news give nothing at all.
    """
    if tagged.withdrawn:
        bare = _fact(tagged, (), ())
        return dict.fromkeys(sorted(groups.keys), bare)
    attacks: dict[str, list[Attack]] = {}
    totals: dict[str, list[ReportedTotal]] = {}
    for attack in tagged.attacks:
        attacks.setdefault(groups.key_of(attack.target.id), []).append(attack)
    for total in tagged.reported_totals:
        if total.target is not None:
            totals.setdefault(groups.key_of(total.target), []).append(total)
    keys = {*attacks, *totals}
    if keys or tagged.not_counted or tagged.reported_totals:
        keys |= groups.watched
    return {key: _fact(tagged, attacks.get(key, ()), totals.get(key, ())) for key in sorted(keys)}


def _fact(tagged: TaggedArticle, attacks: Iterable[Attack], totals: Iterable[ReportedTotal]) -> ArticleFacts:
    published = tagged.published
    if published == Span() and tagged.published_at:
        published = Span(start=tagged.published_at, end=tagged.published_at)
    return ArticleFacts(
        article_id=tagged.article_id,
        page_id=tagged.page_id or next(iter(tagged.raw_ids), tagged.article_id),
        version=tagged.version,
        withdrawn=tagged.withdrawn,
        url=tagged.url,
        outlet=tagged.outlet,
        title=tagged.title,
        published=published,
        published_basis=tagged.published_basis,
        attacks=tuple(attacks),
        totals=tuple(totals),
    )


def newest(facts: Iterable[ArticleFacts]) -> dict[tuple[str, str], ArticleFacts]:
    """The newest version of each (story, page), withdrawn ones among them. Order and repetition do not matter.

    Of two facts with the same version the one that is not withdrawn stays, else the one whose JSON is the greater:
    that happens only where a page was tagged again by other rules, and then any fixed choice is as good.
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
    if one.withdrawn != other.withdrawn:
        return other if one.withdrawn else one
    return one if one.to_json() >= other.to_json() else other
