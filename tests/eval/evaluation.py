"""One subject: its articles through the extractor, and what came out held against the gold."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from schemas import Incident, TaggedArticle
from schemas.tagged_article import Attack
from streams.offline import extract, fold
from streams.stages.tag.judges import Judges
from streams.stages.tally import Definitions
from streams.tallies_file import load_definitions
from tests.eval.coreference import Clusters, clusters
from tests.eval.gold import GoldArticle, GoldAttack, definitions_of, read
from tests.eval.matching import (
    alike,
    date_agrees,
    in_scope,
    on_target,
    pairs,
    place_agrees,
    strict,
    weapons_agree,
)
from tests.eval.measures import Counts
from tests.eval.totals import Totals, judge_totals

M = TypeVar("M")

LARGEST = 10_000_000

FIELDS: Mapping[str, Any] = {
    "date": date_agrees,
    "place": place_agrees,
    "weapons": weapons_agree,
    "country": lambda gold, found: found.country in gold.allowed("country"),
    "count": lambda gold, found: found.count in gold.allowed("count"),
    "killed": lambda gold, found: found.killed in gold.allowed("killed"),
    "injured": lambda gold, found: found.injured in gold.allowed("injured"),
    "status": lambda gold, found: (gold.status == "reported") == (found.status == "reported"),
}
"""What is looked at in an attack that was found: does it agree with the gold?"""


@dataclass
class Result:
    """What came out for one article. Fields: how often right, and of how many."""

    article: GoldArticle
    attacks: Counts
    strictly: Counts
    totals: Totals
    fields: dict[str, tuple[int, int]] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Is there nothing to find?"""
        return not self.article.attacks


@dataclass
class Subject:
    """The results of a subject, and the grouping of the mentions found: of the gold, and of the incidents."""

    name: str
    results: list[Result]
    events: list[str]
    incidents: list[str]

    def identity(self, measure: Callable[[Clusters, Clusters], M]) -> M:
        """A measure of identity over the mentions that were found."""
        return measure(clusters(self.events), clusters(self.incidents))


def evaluate(path: Path, judges: Judges | None = None) -> Subject:
    """All articles of a file, read with the trained models or other judges."""
    definitions = load_definitions(definitions_of(path))
    articles = list(read(path))
    results, tagged, found = [], [], []
    for article in articles:
        stories = list(extract([article.raw], definitions.lexicon, LARGEST, none_refused, judges))
        result, matched = judge(article, stories, definitions)
        results.append(result)
        tagged += stories
        found += matched
    events, incidents = _grouped(found, tagged, definitions)
    return Subject(path.stem, results, events, incidents)


def judge(
    article: GoldArticle, stories: Sequence[TaggedArticle], definitions: Definitions
) -> tuple[Result, list[tuple[GoldAttack, Attack, str]]]:
    """What of one article was found; and the attacks that are right, each with its gold and its story's id."""
    gold = [one for one in article.attacks if one.in_span]
    attacks, totals = on_target(stories, definitions.tallies)
    body = article.raw.body
    same = pairs(gold, attacks, lambda one, other: alike(one, other, body))
    paired = {there for _, there in same}
    false = [one for at, one in enumerate(attacks) if at not in paired and in_scope(one, definitions.tallies)]
    exact = sum(strict(gold[at], attacks[there]) for at, there in same)
    result = Result(
        article,
        attacks=Counts(len(same), len(false), len(gold) - len(same)),
        strictly=Counts(exact, len(false) + len(same) - exact, len(gold) - exact),
        totals=judge_totals(article, totals, definitions),
        fields={name: _agreeing(name, [(gold[at], attacks[there]) for at, there in same]) for name in FIELDS},
        missed=[gold[at].evidence for at in range(len(gold)) if at not in {one for one, _ in same}],
        false=[one.evidence.text for one in false],
    )
    story_of = {id(attack): story.article_id for story in stories for attack in story.attacks}
    return result, [(gold[at], attacks[there], story_of[id(attacks[there])]) for at, there in same]


def _agreeing(name: str, matched: Sequence[tuple[GoldAttack, Attack]]) -> tuple[int, int]:
    return sum(FIELDS[name](gold, found) for gold, found in matched), len(matched)


def _grouped(
    found: Sequence[tuple[GoldAttack, Attack, str]], tagged: Sequence[TaggedArticle], definitions: Definitions
) -> tuple[list[str], list[str]]:
    """For each mention that is right: its event in the gold, and the incident that it was joined to."""
    _, incidents = fold(tagged, definitions)
    joined = dict(_mentions(incidents))
    events, names = [], []
    for gold, attack, story in found:
        name = joined.get((story, attack.evidence.start, attack.evidence.end))
        if name is not None:
            events.append(gold.event_key)
            names.append(name)
    return events, names


def _mentions(incidents: Sequence[Incident]) -> Iterator[tuple[tuple[str, int, int], str]]:
    for incident in incidents:
        for mention in incident.mentions:
            yield (mention.article_id, mention.evidence.start, mention.evidence.end), incident.id


def none_refused(*args: object) -> None:
    raise AssertionError(f"a gold article was refused: {args}")
