"""Targets that are put together from a nationality and a noun: "American and other foreign soldiers", "US-run base"."""

import re
from itertools import islice

from streams.stages.tag.tokens import Token

_JOINT = re.compile(r"^['’]s?|[\s‐‑–-]+")
_NEAR = 16
"""Tokens that are looked at behind a nationality; some share their words."""
_BESIDE = frozenset({"target", "vessel", "striker", "fire", "weapon", "place", "drill", "role"})
"""Types that may stand on the same words as a noun for the military ("destroyer", "base", "training")."""
_FORCES = frozenset(("forces", "troops", "soldiers", "military", "army"))
_US = frozenset({"united-states", "us-forces", "coalition"})


def composed(text: str, tokens: list[Token]) -> list[Token]:
    """Targets put together from a name and a noun: "American and other foreign soldiers", "US-run base"."""
    made = []
    for index, token in enumerate(tokens):
        if token.type == "group" and token.id in _US:
            last = _force_after(text, tokens, index)
            if last is not None:
                identity = "us-diplomats" if last.type == "diplomatic" else "us-forces"
                words = text[token.start : last.end]
                made.append(Token("target", identity, token.start, last.end, words, last.flags | {"composed"}))
    return made


def _force_after(text: str, tokens: list[Token], index: int) -> Token | None:
    """The noun for the military that a nationality belongs to, up to three words behind it."""
    end = tokens[index].end
    best: Token | None = None
    for token in islice(tokens, index + 1, index + 1 + _NEAR):
        if token.start < end or (token.type in _BESIDE and token.start > end):
            continue
        gap = _JOINT.sub("", text[end : token.start])
        if not gap and not best and token.type == "group" and token.text.split()[-1].lower() in _FORCES:
            best = token  # "US and Iraqi forces", where "Iraqi forces" is a name too
            break
        if gap or (best and token.type == "group") or token.type not in ("force", "quality", "diplomatic", "group"):
            break
        if token.type in ("force", "diplomatic"):
            best = token
        end = token.end
    return best
