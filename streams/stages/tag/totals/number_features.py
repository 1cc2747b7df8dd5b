"""What a number looks like to the model that decides whether it states a total: names of its features."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from streams.stages.tag.totals.counted import Counted
from streams.stages.tag.totals.ledger import Ledger
from streams.stages.tag.totals.reading import Number, Reading
from streams.stages.tag.totals.sides import Side
from streams.stages.tag.totals.stretches import Frame

_KINDS = ("attack", "occasion", "killed", "injured", "person", "done", "lost", "count_noun", "moves", "bring",
          "tallied", "cumulative", "back", "subset", "figurative", "corrects", "retold", "speech", "office",
          "hypothetical")  # fmt: skip
_BEFORE, _BEHIND = 6, 8
_NEAR = 0.8
_SIZES = (2, 3, 5, 10, 20, 50, 100, 1000)


@dataclass(frozen=True, slots=True)
class Context:
    """What the story has told before a number, and what the rules take it for: `total`, or why they do not.

    `known` is the last count told; `blocked`: a number before it in the sentence counts something else.
    """

    outcome: str
    ledger: Ledger | None
    apart: int
    known: int | None
    blocked: bool


def number_features(
    reading: Reading, number: Number, counted: Counted, side: Side, frame: Frame, context: Context
) -> frozenset[str]:
    """The features of a number: what the rules made of it, the words around it, and what the story counted before."""
    before = [_word(reading, at) for at in range(max(number.first - _BEFORE, 0), number.first)]
    behind = [_word(reading, at) for at in range(number.last, min(number.last + _BEHIND, len(reading.words)))]
    found = {f"before:{word}" for word in before} | {f"behind:{word}" for word in behind}
    found |= {f"before:{one} {two}" for one, two in pairwise(before)}
    found |= {f"behind:{one} {two}" for one, two in pairwise(behind)}
    found |= {f"last:{word}" for word in before[-1:]} | {f"next:{word}" for word in behind[:1]}
    found |= {f"line:{kind}" for kind in _KINDS if reading.has(kind)}
    found |= set(_made_of_it(reading, number, counted, side, frame))
    found |= set(_beside(number, side, context))
    return frozenset(found)


def _made_of_it(reading: Reading, number: Number, counted: Counted, side: Side, frame: Frame) -> Iterator[str]:
    of = counted.of if counted.of in ("attacks", "killed", "injured") else "things"
    size = sum(number.value >= least for least in _SIZES)
    yield f"of:{of}"
    yield f"size:{size}"
    yield f"of:{of} size:{size}"
    yield f"head:{counted.head.kind}"
    yield f"side:{side.how}"
    yield f"frame:{frame.strength}"
    yield f"frame:{frame.strength} {frame.scope} {frame.precision}"
    yield f"of:{of} frame:{frame.strength}"
    yield f"of:{of} frame:{frame.strength} side:{side.how}"
    yield f"moved:{counted.moved} elliptic:{counted.elliptic}"
    yield f"form:{number.form} ordinal:{number.ordinal}"
    yield f"qualifier:{number.qualifier}"
    yield f"role:{reading.kind}"
    yield f"first:{number.first == 0}"


def _beside(number: Number, side: Side, context: Context) -> Iterator[str]:
    ledger, outcome = context.ledger, context.outcome
    state = "none" if ledger is None else "asked" if ledger.asked else "headed" if ledger.headed else "told"
    since = bool(ledger and ledger.since)
    share = "none" if context.known is None else _share(number.value, context.known)
    yield f"rules:{outcome}"
    yield f"ledger:{state} {since}"
    yield f"apart:{min(context.apart, 4)}"
    yield f"known:{share}"
    yield f"rules:{outcome} known:{share}"
    yield f"rules:{outcome} ledger:{state}"
    yield f"rules:{outcome} blocked:{context.blocked}"
    yield f"side:{side.how} known:{share != 'none'} ledger:{state}"


def _share(value: int, known: int) -> str:
    """How near a number is to the last count told: what moves from week to week moves by little."""
    if value == known:
        return "same"
    low, high = sorted((value, known))
    near = "near" if low >= _NEAR * high else "half" if 2 * low >= high else "far"
    return f"{near} {'above' if value > known else 'below'}"


def _word(reading: Reading, at: int) -> str:
    if (when := reading.when_at(at)) is not None:
        return f"When.{when.kind}"
    if reading.number_at(at) is not None:
        return "Number"
    if (name := reading.name_at(at)) is not None:
        return f"{name.type.capitalize()}{'.watched' if name.watched or name.hosts else ''}"
    kind = next((kind for kind in _KINDS if reading.is_a(at, kind)), None)
    word = reading.words[at]
    return kind.capitalize() if kind else "Name" if word.capital and at else word.low
