"""Questions and answers: a line that asks is text, and so is an answer of one word."""

import re

from streams.stages.clean.line import Line

FEWEST_QUESTIONS = 3
_YOU = re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE)
_I = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Ww]e|[Oo]ur)\b")
_LONGEST_QUESTION = 40
_LONGEST_ANSWER = 8


def interview(lines: list[Line]) -> None:
    """Where several questions each have their answer right below, both are running text. Changes the lines in place.

    Questions in a list of links have no answers. Those over the parts of an explainer are subheadings: there nobody
    is asked, and nobody speaks of himself.
    """
    asked = [at for at, line in enumerate(lines[:-1]) if _asks(line) and _answers(lines[at + 1])]
    if len(asked) < FEWEST_QUESTIONS:
        return
    for at in asked:
        lines[at + 1].kind = "prose"
    personal = sum(bool(_YOU.search(lines[at].look.text)) + bool(_I.search(lines[at + 1].look.text)) for at in asked)
    if personal < 0.5 * len(asked):
        return
    for at in asked:
        lines[at].kind = "prose"
    for line in lines[asked[0] : asked[-1] + 2]:
        line.spoken = True


def _asks(line: Line) -> bool:
    free = line.kind in ("prose", "headline", "short") and not line.element.region and line.element.linked < 0.5
    return free and not line.element.heading and line.look.stop == "?" and line.look.count <= _LONGEST_QUESTION


def _answers(line: Line) -> bool:
    brief = line.kind in ("short", "headline", "label", "menu") and line.look.count <= _LONGEST_ANSWER
    said = line.look.text[-1] in ".!…"  # "No." is no abbreviation here.
    return not line.element.region and (line.kind == "prose" or (brief and said)) and line.look.stop != "?"
