"""Name the places and groups in a story, and find the attacks and running totals that it reports."""

from collections.abc import Sequence

from schemas import Article, TaggedArticle
from streams.stages.lexicon import Lexicon
from streams.stages.tag import attacks, totals
from streams.stages.tag.anchoring import anchored
from streams.stages.tag.entities import entities
from streams.stages.tag.fitting import Given
from streams.stages.tag.given import with_given
from streams.stages.tag.judges import Judges, trained_judges
from streams.stages.tag.prose import read_prose
from streams.stages.tag.told_places import with_told_places

__all__ = ["Given", "tag"]


def tag(article: Article, lexicon: Lexicon, judges: Judges | None = None, given: Sequence[Given] = ()) -> TaggedArticle:
    """Read a story. A withdrawn one passes through without text or findings.

    `judges` have a say in what is an attack and a total: the trained models where none are given. `given` is what
    plug-in taggers have found in the story, in the order in which they decide.
    """
    if article.withdrawn:
        return _bare(article)
    judges = judges or trained_judges()
    read = with_given(read_prose(article, lexicon), lexicon, given)
    prose, lexicon = with_told_places(read.prose, read.lexicon)
    stated, not_totals = totals.totals_of(article, prose, lexicon, judge=judges.totals)
    told, not_attacks = attacks.attacks_of(article, prose, lexicon, judges.attacks)
    return _bare(article).model_copy(
        update={
            "title": article.title.text if article.title else "",
            "paragraphs": tuple(passage.text for passage in article.paragraphs),
            "attacks": anchored(told, stated, article.published, lexicon),
            "reported_totals": stated,
            "entities": entities(prose),
            "not_counted": (*not_totals, *not_attacks, *read.refused),
        }
    )


def _bare(article: Article) -> TaggedArticle:
    return TaggedArticle(
        article_id=article.article_id,
        page_id=article.page_id,
        raw_ids=(article.raw_id or article.page_id,),
        version=article.version,
        withdrawn=article.withdrawn,
        url=article.url,
        outlet=article.outlet,
        published_at=article.published.day,
        published=article.published,
        published_basis=article.published_basis,
    )
