"""The kinds of lines that the rules of this stage tell apart."""

from typing import Literal

LineKind = Literal[
    "prose", "headline", "short", "item", "label", "comments", "menu", "byline", "stamp", "caption", "caption?",
    "credit", "promo", "crumb", "slug", "rule", "note", "site",
]  # fmt: skip
"""The finer kinds of this stage; `caption?` waits for its neighbours."""
