"""What the models learn from: clauses and numbers of articles with gold, as features, and whether the gold has them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from streams.offline import extract
from streams.stages.tag.attacks.lines import View
from streams.stages.tag.judges import Judges
from streams.stages.tag.totals.reading import Number, Reading
from streams.tallies_file import load_definitions
from tests.eval.evaluation import LARGEST, none_refused
from tests.eval.gold import GoldArticle, definitions_of, read
from tests.eval.totals import unit

MOST_OF = 0.5
"""A clause that shares so much with what the gold quotes teaches nothing, unless it is the one that tells it."""


@dataclass(frozen=True)
class Example:
    """A clause or number of an article: its place in the body, its features, and whether it is what it looks like."""

    of: Literal["attacks", "totals"]
    subject: str
    start: int
    end: int
    features: frozenset[str]
    value: int = 0
    right: bool | None = None


def examples(path: Path) -> Iterator[Example]:
    """The examples of a file's articles; those that may be read either way are left out."""
    definitions = load_definitions(definitions_of(path))
    for article in read(path):
        seen: list[Example] = []
        for _ in extract([article.raw], definitions.lexicon, LARGEST, none_refused, _noting(seen, path.stem)):
            pass
        clauses = [one for one in seen if one.of == "attacks"]
        for one, right in zip(clauses, _tell(article, clauses), strict=True):
            if right is not None:
                yield replace(one, right=right)
        for one in seen:
            if one.of == "totals" and (right := _states(article, one)) is not None:
                yield replace(one, right=right)


def _noting(seen: list[Example], subject: str) -> Judges:
    """Judges that leave all to the rules and note what they are shown."""

    def clause(view: View, features: frozenset[str]) -> None:
        words = view.line.words
        quote = view.line.passage.quote(words[view.first].start, words[view.last - 1].end)
        seen.append(Example("attacks", subject, quote.start, quote.end, features))

    def number(reading: Reading, number: Number, features: frozenset[str]) -> None:
        quote = reading.passage.quote(reading.start, reading.end)
        seen.append(Example("totals", subject, quote.start, quote.end, features, number.value))

    return Judges(clause, number)


def _tell(article: GoldArticle, clauses: Sequence[Example]) -> list[bool | None]:
    """Does each clause tell of an attack? None for those that share its quote, and for those that tell it again."""
    body = article.raw.body
    labels: list[bool | None] = [False] * len(clauses)
    for attack in article.attacks:
        for quote in (attack.evidence, *attack.also_evidence) if attack.in_span else ():
            start = body.find(quote)
            if start < 0 or not clauses:
                continue
            shared = [min(start + len(quote), one.end) - max(start, one.start) for one in clauses]
            best = max(range(len(clauses)), key=lambda at: shared[at])
            for at, one in enumerate(clauses):
                if labels[at] is False and shared[at] > MOST_OF * min(len(quote), one.end - one.start):
                    labels[at] = None
            if shared[best] > 0 and quote == attack.evidence:
                labels[best] = True
    return labels


def _states(article: GoldArticle, number: Example) -> bool | None:
    """Does the gold have a total of this number here? None where it has it elsewhere in the article."""
    body = article.raw.body
    same = [one for one in article.reported_totals if one.count == number.value]
    by_rules = "rules:total" in number.features
    starts = [body.find(one.evidence) for one in same]
    here = any(
        start < number.end and number.start < start + len(one.evidence) for one, start in zip(same, starts, strict=True)
    )
    if here and not by_rules and not any(f"of:{unit(one.of)}" in number.features for one in same):
        return None  # It counts something, but is not what would be made of it.
    return True if here else (None if same else False)
