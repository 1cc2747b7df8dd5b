"""What stands around a sentence, as features of its clauses: the sentences beside it and the list it may be part of.

A chronology leaves out verbs ("29 March: Trypillia plant, two missiles"), and a sentence of an attack has its effects,
claims and denials in the next one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from streams.stages.tag.attacks.lines import Line

_CUES = ("harm", "struck", "definite", "accident", "claim_phrase", "denial")
TYPES = ("ship", "target", "weapon", "fire", "intercept", "casualty", "striker", "group", "place", "report", "claim",
         "cumulative", "number")  # fmt: skip
"""What a model knows words by, the surest first: which type a word stands for that has several."""
_HEADS = frozenset(("place", "ship", "number", "target"))
_DAY_BY = 2
"""A paragraph is an entry of a chronology where its day stands among the first words up to this one."""
_MOST = 4
_SIZES = (5, 9, 14, 22, 30)
_SHORT = 12
"""Words of a sentence under which it is a short one: lists and live blogs are made of them."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The sentences of a story in order, with what its paragraphs begin with."""

    lines: Sequence[Line] = ()
    _heads: dict[int, str] = field(default_factory=dict)
    _shape: frozenset[str] = frozenset()
    _kinds: dict[int, frozenset[str]] = field(default_factory=dict)
    """What stands in a sentence, sought once: the many clauses of a long one beside it ask for it."""

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Surroundings":
        """Those of a story's sentences."""
        heads: dict[int, str] = {}
        for line in lines:
            heads.setdefault(line.paragraph, _head(line))
        days = sum(head == "day" for head in heads.values())
        short = sum(len(line.words) < _SHORT for line in lines)
        shape = {f"list:{min(days, _MOST)}", f"shorts:{min(short * 5 // max(len(lines), 1), _MOST)}"}
        return cls(lines, heads, frozenset(shape))

    def features(self, number: int, outcome: str) -> Iterator[str]:
        """The features of a sentence's clauses; `outcome`: what the rules make of the clause."""
        line = self.lines[number]
        head = self._heads[line.paragraph]
        opens = number == 0 or self.lines[number - 1].paragraph != line.paragraph
        yield from self._shape
        for one in self._shape:
            yield f"{one} {outcome}"
            yield f"{one} head:{head}"
        yield f"head:{head}"
        yield f"head:{head} {outcome}"
        yield f"begins:{opens}"
        yield f"size:{sum(len(line.words) > size for size in _SIZES)}"
        if number and self.lines[number - 1].role != "title":
            yield from (f"prev:{kind}" for kind in self._kinds_of(number - 1))
        if number + 1 < len(self.lines):
            yield from (f"next:{kind}" for kind in self._kinds_of(number + 1))

    def _kinds_of(self, number: int) -> frozenset[str]:
        if number not in self._kinds:
            line = self.lines[number]
            types = {unit.type for unit in line.units if unit.type in TYPES}
            self._kinds[number] = frozenset(types | {cue.kind for cue in line.cues_of(_CUES)})
        return self._kinds[number]


def _head(line: Line) -> str:
    if line.days and line.days[0].first <= _DAY_BY:
        return "day"
    unit = line.units[0] if line.units else None
    return unit.type if unit and unit.first <= 1 and unit.type in _HEADS else "none"
