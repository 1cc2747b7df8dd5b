"""A curve with a known answer: the running total of attacks on US forces, October 2023 to January 2024, as reported."""

from collections.abc import Iterable
from pathlib import Path

from schemas import RawArticle, TaggedArticle, Tally

ARTICLES = Path(__file__).parent / "stories" / "curve" / "articles.jsonl"
"""Invented articles of invented outlets, each of which states one point of it in words of its own."""

CURVE = (
    ("2023-10-24", 13, "exactly"),
    ("2023-10-30", 23, "exactly"),
    ("2023-10-31", 27, "exactly"),
    ("2023-11-06", 38, "exactly"),
    ("2023-11-09", 46, "exactly"),
    ("2023-11-13", 52, "exactly"),
    ("2023-11-14", 55, "at_least"),
    ("2023-11-14", 56, "exactly"),
    ("2023-11-17", 61, "exactly"),
    ("2023-11-23", 73, "exactly"),
    ("2023-12-26", 100, "more_than"),
    ("2024-01-23", 151, "exactly"),
    ("2024-01-26", 158, "exactly"),
)
"""Each point by its day, as the articles state it; of 14 November there are two figures."""

SPLITS = {
    "2023-10-24": {"IQ": 10, "SY": 3},
    "2023-10-30": {"IQ": 14, "SY": 9},
    "2023-10-31": {"IQ": 16, "SY": 11},
    "2023-11-06": {"IQ": 20, "SY": 18},
    "2023-11-14": {"IQ": 27, "SY": 28},
    "2023-11-17": {"IQ": 29, "SY": 32},
    "2023-11-23": {"IQ": 36, "SY": 37},
}
"""What of a point fell to each country, where it is told."""


def articles() -> list[RawArticle]:
    """The articles, in the order of the days that they tell of."""
    return [RawArticle.model_validate_json(line) for line in ARTICLES.read_text(encoding="utf-8").splitlines()]


def curve_of(tally: Tally) -> list[tuple[str, int, str]]:
    """The points of a tally's reported series, with the countries that each must have."""
    assert {point.countries for point in tally.reported_series} == {("IQ", "SY")}
    return [(str(point.as_of), point.count, point.qualifier) for point in tally.reported_series]


def splits_of(tagged: Iterable[TaggedArticle]) -> dict[str, dict[str, int]]:
    """What the stories tell of single countries, by day."""
    found: dict[str, dict[str, int]] = {}
    for total in (total for story in tagged for total in story.reported_totals if total.scope == "split"):
        found.setdefault(str(total.as_of), {})[",".join(total.countries)] = total.count
    return found
