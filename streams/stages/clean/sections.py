"""Pages cut up by rules, as letters to subscribers are: a part without a headline among parts that have one."""

from itertools import pairwise

from streams.stages.clean.line import Line

FEWEST_HEADED = 2
LONGEST_PART = 60
"""Words of a part that is taken for an advertiser's or the sender's; a story that goes on below a rule has more."""


def untitled_sections(lines: list[Line], titles: list[bool]) -> None:
    """Short parts between rules without a headline are no story where stories stand in parts of their own."""
    rules = [-1, *(at for at, line in enumerate(lines) if line.kind == "rule"), len(lines)]
    parts = [range(one + 1, two) for one, two in pairwise(rules)]
    headed = [part for part in parts if any(titles[at] for at in part)]
    if len(headed) < FEWEST_HEADED:
        return
    for part in parts:
        texts = [lines[at] for at in part if lines[at].kind == "prose" and not lines[at].zone]
        if not any(titles[at] for at in part) and sum(line.look.count for line in texts) <= LONGEST_PART:
            for line in texts:
                line.kind = "site"
