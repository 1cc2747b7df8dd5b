"""How well pages are cleaned and cut into stories: what came out of each held against the gold."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from schemas import Article
from streams.offline import stories
from streams.tallies_file import load_definitions
from tests.eval.evaluation import LARGEST, none_refused
from tests.eval.figures import share
from tests.eval.matching import pairs
from tests.eval.measures import Counts, interval, summed
from tests.eval.pages_gold import GoldPage, GoldStory

MOST = 0.6
"""Share of its words that a story has in common with the one it is paired with, seen from either."""

WHOLE = 0.98
"""Share of its words that are left of a story that is kept whole."""


@dataclass(frozen=True)
class PageResult:
    """What came out for one page. Shares: how many are right, and of how many."""

    page: GoldPage
    found: tuple[Article, ...]
    articles: Counts
    words: Counts
    titles: tuple[int, int]
    days: tuple[int, int]
    whole: tuple[int, int]
    lost: tuple[str, ...]
    false: tuple[str, ...]


def evaluate_pages(pages: Sequence[GoldPage]) -> list[PageResult]:
    """All pages, cleaned and split, each by itself."""
    lexicon = load_definitions(None).lexicon
    return [judge_page(page, tuple(stories([page.raw], lexicon, LARGEST, none_refused))) for page in pages]


def judge_page(page: GoldPage, found: tuple[Article, ...]) -> PageResult:
    """What of a page's stories was found."""
    either = _words(page.either)
    gold_words = [_words(story.paragraphs) for story in page.stories]
    found_words = [_words(one.text for one in story.paragraphs) for story in found]
    same = pairs(gold_words, found_words, lambda one, other: _alike(one, other, either))
    kept = sum((gold_words[at] & found_words[there] for at, there in same), Counter[str]())
    lost = sum(gold_words, Counter[str]()) - kept
    extra = sum(found_words, Counter[str]()) - kept - either
    matched = [(page.stories[at], found[there]) for at, there in same]
    whole = len(found) == len(same) == 1 and lost.total() <= (1 - WHOLE) * (kept + lost).total()
    return PageResult(
        page,
        found,
        articles=Counts(len(same), len(found) - len(same), len(page.stories) - len(same)),
        words=Counts(kept.total(), extra.total(), lost.total()),
        titles=(sum(_titled(one, other) for one, other in matched), len(same)),
        days=(sum(one.published_at == other.published.day for one, other in matched), len(same)),
        whole=(int(whole), 1) if len(page.stories) == 1 else (0, 0),
        lost=tuple(_unlike([part for one in page.stories for part in one.paragraphs], found_words)),
        false=tuple(_unlike([part.text for one in found for part in one.paragraphs], [*gold_words, either])),
    )


def by_type(results: Sequence[PageResult]) -> dict[str, list[PageResult]]:
    """All pages, and those of text and of HTML apart."""
    kinds = {"text": "text/plain", "HTML": "text/html"}
    apart = {name: [one for one in results if one.page.content_type == kind] for name, kind in kinds.items()}
    return {"all": list(results), **apart}


def pages_figures(results: Sequence[PageResult]) -> dict[str, float]:
    """The figures of a set of pages by their names, each between 0 and 1 and better the greater it is."""
    found: dict[str, float] = {}
    for name, part in by_type(results).items():
        words = summed([one.words for one in part])
        found |= {
            f"articles {name}": summed([one.articles for one in part]).f1,
            f"words precision {name}": words.precision,
            f"words recall {name}": words.recall,
            f"titles {name}": share(one.titles for one in part),
            f"days {name}": share(one.days for one in part),
            f"single stories whole {name}": share(one.whole for one in part),
        }
    return {what: round(value, 4) for what, value in found.items()}


def pages_report(name: str, results: Sequence[PageResult]) -> Iterator[str]:
    """The lines of a set's table, in Markdown."""
    yield f"\n## {name}: {len(results)} pages\n"
    yield "| | pages | stories F1 | 95 % | words F1 | 95 % | precision | recall | titles | days | kept whole |"
    yield "|---|--:|--:|---|--:|---|--:|--:|--:|--:|--:|"
    for kind, part in by_type(results).items():
        found, words = [one.articles for one in part], [one.words for one in part]
        total = summed(words)
        shares = [share(side) for side in ([getattr(one, of) for one in part] for of in ("titles", "days", "whole"))]
        cells = [
            *(kind, f"{len(part)}", f"{summed(found).f1:.3f}", _interval(found), f"{total.f1:.3f}", _interval(words)),
            *(f"{value:.3f}" for value in (total.precision, total.recall, *shares)),
        ]
        yield f"| {' | '.join(cells)} |"


def plain_figures(results: Sequence[PageResult]) -> dict[str, float]:
    """How much is left of articles that have nothing but a headline and text: all of it should."""
    whole = share(one.whole for one in results)
    return {
        "articles kept whole": round(whole, 4),
        "words kept": round(summed([one.words for one in results]).recall, 4),
    }


def one_identity(results: Sequence[PageResult]) -> tuple[int, int]:
    """Of the stories that stand on several pages, how many have one id wherever they stand."""
    ids: dict[tuple[str, ...], set[str]] = {}
    pages: Counter[tuple[str, ...]] = Counter()
    for one in results:
        for at, there in pairs(one.page.stories, one.found, lambda story, other: float(_titled(story, other))):
            text = one.page.stories[at].paragraphs
            ids.setdefault(text, set()).add(one.found[there].article_id)
            pages[text] += 1
    again = [text for text, number in pages.items() if number > 1]
    return sum(len(ids[text]) == 1 for text in again), len(again)


def _interval(parts: Sequence[Counts]) -> str:
    low, high = interval(parts)
    return f"{low:.3f}-{high:.3f}"


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(
        word for text in texts for word in re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
    )


def _alike(gold: Counter[str], found: Counter[str], either: Counter[str]) -> float:
    common = (gold & found).total()
    return common if common >= MOST * max(gold.total(), (found - (either - gold)).total(), 1) else 0


def _titled(gold: GoldStory, found: Article) -> bool:
    return bool(found.title) and _words([gold.title]) == _words([found.title.text])  # type: ignore[union-attr]


def _unlike(texts: Sequence[str], others: Sequence[Counter[str]]) -> Iterator[str]:
    """The texts that have words which are in none of the others."""
    for text in texts:
        words = _words([text])
        if max(((words & other).total() for other in others), default=0) < words.total():
            yield text
