"""Counts of what is right, missing and false, as figures with their intervals."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

RESAMPLES = 1000


@dataclass(frozen=True)
class Counts:
    """Right, false and missing; they can be added."""

    right: int = 0
    false: int = 0
    missing: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Both together."""
        return Counts(self.right + other.right, self.false + other.false, self.missing + other.missing)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 1 where there is nothing."""
        return self.right / (self.right + self.missing) if self.right + self.missing else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both; 1 where there was nothing to find and nothing was found."""
        total = 2 * self.right + self.false + self.missing
        return 2 * self.right / total if total else 1.0


def summed(parts: Sequence[Counts]) -> Counts:
    """All together."""
    return sum(parts, Counts())


def interval(parts: Sequence[Counts], share: float = 0.95) -> tuple[float, float]:
    """Where F1 lies with this share of certainty, had other articles of the kind been drawn (bootstrap by article)."""
    draw = random.Random(0)
    values = sorted(summed(draw.choices(parts, k=len(parts))).f1 for _ in range(RESAMPLES)) if parts else [1.0]
    tail = int((1 - share) / 2 * len(values))
    return values[tail], values[-1 - tail]
