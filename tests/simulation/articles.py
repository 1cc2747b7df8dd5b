"""Pages in several versions, in our own words: attacks that merge and part, totals that rise and are corrected."""

import json
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from schemas import RawArticle
from streams.stages.tally import Definitions, parse_definitions

DEFINITIONS: Definitions = parse_definitions(
    """
tallies:
  - {id: bases, since: 2023-10-17, targets: [us-forces], not_actors: [us-forces], countries: [IQ, SY, JO]}
  - {id: bases-days, since: 2023-11-20, targets: [us-forces], unit: place-day}
  - {id: hurt, since: 2023-10-17, targets: [us-forces], measure: injured}
  - {id: ships, since: 2023-11-01, targets: [commercial-ships]}
""",
    "simulation",
)

STORIES = (
    ("Rockets fired at base in Iraq", "Two rockets were fired at the Ain al-Asad air base in Iraq on Monday"),
    ("Base in western Iraq hit", "Rockets hit the Ain al-Asad air base in Iraq early on Tuesday, hurting two soldiers"),
    ("Base attacked again", "A drone was fired at the Ain al-Asad air base in Iraq on Tuesday"),
    ("Drone near Erbil", "A drone was shot down near the Harir air base in northern Iraq, which hosts US troops"),
    ("Drone downed", "A drone was shot down over the Harir air base in Iraq, where US troops are based, on Sunday"),
    ("A busy Monday", "US troops in Iraq and Syria were attacked three times on Monday"),
    ("Mortars in Syria", "Mortar rounds were fired at US troops at the Conoco gas field in Syria on Monday"),
    ("Attacks mount", "US troops in Iraq and Syria have been attacked at least 66 times since 17 October"),
    ("Attacks mount further", "US troops in Iraq and Syria have been attacked 68 times since 17 October"),
    ("Count corrected", "US troops in Iraq and Syria were attacked 67 times since 17 October, not 68"),
    ("Tanker struck", "A missile struck the tanker Alba Star in the southern Red Sea on Monday"),
    ("Ship on fire", "The Alba Star, a tanker, was hit by a missile in the Red Sea, its operator said"),
    ("A quiet day", "The weather over the capital was mild on Monday and the markets hardly moved"),
)

# Few, so that the same pages come again in thousands of runs and need be cleaned and tagged only once.
TOGETHER = ((0,), (1,), (2,), (3, 4), (0, 5), (5, 6), (7, 8), (8,), (9,), (0, 1, 2), (10, 11), (11,), (4, 7), (12,))
"""Which stories stand on a page together."""


@dataclass(frozen=True)
class Sent:
    """A record for articles-raw: its key and bytes, and when it was produced (seconds since 1970)."""

    key: bytes
    value: bytes
    timestamp: float


def page(url: str, version: int, told: tuple[int, ...]) -> RawArticle:
    """A version of a page, with the stories of these numbers."""
    parts = (
        f"<article><h2>{STORIES[n][0]}</h2><p>21 November 2023</p><p>{STORIES[n][1]}, a US official said.</p></article>"
        for n in told
    )
    return RawArticle(
        url=url,
        outlet=url.split("/")[2],
        published_at="2023-11-21",
        fetched_at=f"2023-11-21T{8 + version:02}:00:00Z",
        content_type="text/html",
        body=f"<html><body>{''.join(parts)}</body></html>",
    )


@st.composite
def loads(draw: Any) -> tuple[list[RawArticle], list[Sent]]:
    """The articles of a run, and the records that bring them: in any order, some twice, broken ones among them."""
    articles = []
    for number in range(draw(st.integers(1, 4))):
        versions = draw(st.lists(st.sampled_from(TOGETHER), min_size=1, max_size=3))
        articles += [page(f"https://outlet-{number}.example/page", at, one) for at, one in enumerate(versions)]
    sent = [Sent((one.url or "").encode(), one.to_json(), 0.0) for one in articles]
    broken = draw(st.lists(st.sampled_from([b"{", b"\xff\x00", json.dumps({"body": 3}).encode()]), max_size=2))
    sent += [Sent(f"broken-{number}".encode(), value, 0.0) for number, value in enumerate(broken)]
    again = draw(st.lists(st.sampled_from(sent), max_size=3))
    return articles, draw(st.permutations([*sent, *again]))
