"""What a story is about: the class of target that it names most."""

from collections import Counter
from collections.abc import Sequence

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.anchors import named_anchors
from streams.stages.tag.attacks.lines import Line
from streams.stages.tag.attacks.words import grammar


def subject_of(lines: Sequence[Line], lexicon: Lexicon) -> str | None:
    """The class of target that the lines name most, those in title and lead above all; None where they name none."""
    seen: Counter[str] = Counter()
    for line in lines:
        weight = {"title": 4, "standfirst": 3}.get(line.role, 2 if line.paragraph == 0 else 1)
        for anchor in named_anchors(line.view(), lexicon):
            seen[anchor.target] += weight * _breadth(anchor.target, lexicon)
    return seen.most_common(1)[0][0] if seen else None


def names(line: Line, subject: str | None, lexicon: Lexicon) -> bool:
    """Does a line name the subject?"""
    return any(anchor.target == subject for anchor in named_anchors(line.view(), lexicon))


def _breadth(target: str, lexicon: Lexicon) -> int:
    """How much a word of a class says of what a story is about; what tallies count says most."""
    if target in lexicon.watched:
        return 9
    if grammar().has("inhabited", target):
        return 1
    return 2 if grammar().has("broad_target", target) else 8
