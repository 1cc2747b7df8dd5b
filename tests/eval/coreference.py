"""Two groupings of mentions into events held against each other: MUC, B3, CEAF-e and their mean, the CoNLL score.

Definitions as in Pradhan et al. 2014 ("Scoring Coreference Partitions of Predicted Mentions"), with one difference:
where there is nothing to join and nothing is joined, MUC is 1 here, as is every figure of this evaluation, not 0: most
events are told once, and a grouping without a fault has to score 1.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

Clusters = Sequence[frozenset[Hashable]]
"""Mentions that are one, for each event; no mention is in two. A side may have mentions that the other lacks."""


@dataclass(frozen=True)
class Score:
    """What of the grouping found is right, and what of the gold's was found, each between 0 and 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def clusters(names: Sequence[str]) -> Clusters:
    """Groups of positions, from the name of each position's group."""
    members: dict[str, set[Hashable]] = defaultdict(set)
    for position, name in enumerate(names):
        members[name].add(position)
    return [frozenset(group) for group in members.values()]


def conll(gold: Clusters, found: Clusters) -> float:
    """The mean of the three F1, as in the shared tasks of CoNLL 2011 and 2012."""
    return (muc(gold, found).f1 + b_cubed(gold, found).f1 + ceaf_e(gold, found).f1) / 3


def muc(gold: Clusters, found: Clusters) -> Score:
    """Vilain et al. 1995: of the links that hold each group together, how many the other side has too."""
    return Score(precision=_links_kept(found, gold), recall=_links_kept(gold, found))


def b_cubed(gold: Clusters, found: Clusters) -> Score:
    """Bagga and Baldwin 1998: of each mention's group, how much is with it on the other side too."""
    return Score(precision=_company_kept(found, gold), recall=_company_kept(gold, found))


def ceaf_e(gold: Clusters, found: Clusters) -> Score:
    """Luo 2005, phi4: each group beside at most one of the other side, so that most is in common."""
    if not gold or not found:
        return Score(precision=float(not found), recall=float(not gold))
    common = best_alignment([[2 * len(one & other) / (len(one) + len(other)) for other in found] for one in gold])
    return Score(precision=common / len(found), recall=common / len(gold))


def _links_kept(groups: Clusters, other: Clusters) -> float:
    home = _home(other)
    links = kept = 0
    for group in groups:
        links += len(group) - 1
        # A mention that the other side lacks is a piece of its own.
        kept += len(group) - len({home.get(one, -1 - at) for at, one in enumerate(group)})
    return kept / links if links else 1.0


def _company_kept(groups: Clusters, other: Clusters) -> float:
    mentions = sum(len(group) for group in groups)
    kept = sum(len(group & there) ** 2 / len(group) for group in groups for there in other)
    return kept / mentions if mentions else 1.0


def _home(groups: Clusters) -> dict[Hashable, int]:
    return {one: number for number, group in enumerate(groups) for one in group}


def best_alignment(weights: Sequence[Sequence[float]]) -> float:
    """The greatest sum of weights with at most one taken from each row and each column; none is negative.

    The Hungarian method with shortest augmenting paths, exact (Jonker and Volgenant 1987).
    """
    if len(weights) > len(weights[0]):
        weights = list(zip(*weights, strict=True))
    column_of: dict[int, int] = {}
    row_prices, column_prices = [0.0] * len(weights), [0.0] * len(weights[0])
    for row in range(len(weights)):
        _give_column(row, weights, column_of, row_prices, column_prices)
    return sum(weights[row][column] for row, column in column_of.items())


def _give_column(
    start: int,
    weights: Sequence[Sequence[float]],
    column_of: dict[int, int],
    row_prices: list[float],
    column_prices: list[float],
) -> None:
    """Give one more row a column: others move over where that loses least. `column_of` and the prices are changed."""
    row_of = {column: row for row, column in column_of.items()}
    loss = dict.fromkeys(range(len(column_prices)), float("inf"))
    lost, row, comes_from, reached = 0.0, start, {}, {}
    while True:
        for column in loss:
            more = lost - weights[row][column] - row_prices[row] - column_prices[column]
            if more < loss[column]:
                loss[column], comes_from[column] = more, row
        column = min(loss, key=loss.__getitem__)
        lost = reached[column] = loss.pop(column)
        if column not in row_of:
            break
        row = row_of[column]
    row_prices[start] += lost
    for passed in reached.keys() & row_of.keys():
        row_prices[row_of[passed]] += lost - reached[passed]
        column_prices[passed] -= lost - reached[passed]
    while True:
        row = comes_from[column]
        left = column_of.get(row)
        column_of[row] = column
        if left is None:
            return
        column = left
