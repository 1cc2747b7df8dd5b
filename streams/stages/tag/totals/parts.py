"""Parts of a total told as a list ("Russia 119, Sudan 34 and Libya 10"): that they add up to it is what tells."""

from collections.abc import Sequence
from dataclasses import replace

from schemas import PlaceRef
from streams.stages.tag.totals.draft import Draft
from streams.stages.tag.totals.drafting import evidence_of
from streams.stages.tag.totals.reading import Name, Number, Reading
from streams.stages.tag.totals.story import Sentence

Part = tuple[Number, Name]
_REACH = 6
"""Words between a number and the place it falls to."""
_FEWEST = 2
_STOPS = frozenset({",", ";", ".", ""})


def take_parts(sentence: Sentence, before: int) -> None:
    """Put the parts that a sentence lists in the place of the totals that it seemed to state.

    The totals of the sentence are those of the story from number `before` on. The whole is told in its passage or the
    one before.
    """
    drafts = sentence.story.drafts
    near = [row for row in drafts if not (row.weak or row.title) and sentence.passage - row.passage <= 1]
    found = _whole_of(sentence.reading, near)
    if found is None:
        return
    whole, parts = found
    known = {draft.count for draft in drafts[before:] if draft.named_countries and len(draft.countries) == 1}
    parts = [(number, place) for number, place in parts if number.value not in known]
    taken = {number.value for number, _ in parts}
    kept = [draft for draft in drafts[before:] if draft is whole or draft.count not in taken]
    drafts[before:] = kept + [_part(sentence, whole, number, place) for number, place in parts]


def _part(sentence: Sentence, whole: Draft, number: Number, place: Name) -> Draft:
    return replace(
        whole, count=number.value, qualifier=number.qualifier, evidence=evidence_of(sentence.reading, number),
        at=sentence.at, passage=sentence.passage, title=False, countries=(place.country,) if place.country else (),
        named_countries=True, scope="split", more=[],
        place=None if place.kind == "country" else PlaceRef(id=place.id, name=place.text),
    )  # fmt: skip


def _whole_of(reading: Reading, totals: Sequence[Draft]) -> tuple[Draft, list[Part]] | None:
    """The latest of the totals whose parts the sentence lists, with the parts; None where the numbers do not add up.

    "Russia has 249. Ukraine follows with 118 and Yemen with 71": what was told behind the total is a part as well.
    """
    numbers = [number for number in reading.numbers if _counts(reading, number)]
    for at in range(len(totals) - 1, -1, -1):
        whole = totals[at]
        parts = [number for number in numbers if number.value != whole.count]
        if whole.of != "attacks" or whole.scope != "running" or len(parts) < _FEWEST:
            continue
        values = {number.value for number in parts}
        behind = [one.count for one in totals[at + 1 :] if one.at > whole.at and one.count not in values]
        told = sum(count for count in behind if count < whole.count)
        if whole.count - sum(number.value for number in parts) in (0, told) and (placed := _placed(reading, parts)):
            return whole, placed
    return None


def _counts(reading: Reading, number: Number) -> bool:
    return not number.ordinal and reading.when_at(number.inner) is None and not reading.is_a(number.last, "measure")


def _placed(reading: Reading, numbers: Sequence[Number]) -> list[Part]:
    """Each number with its place, all places before their numbers or all behind; nothing where one has none."""
    for steps in (-1, 1):
        parts = [(number, place) for number in numbers if (place := _place(reading, number, steps)) is not None]
        if len({place.id for _, place in parts}) == len(numbers):
            return parts
    return []


def _place(reading: Reading, number: Number, step: int) -> Name | None:
    """The next country or region on one side of a number, without a stop or a part between them."""
    start = number.last if step > 0 else number.first - 1
    for at in range(start, start + step * _REACH, step):
        other = reading.number_at(at)
        if reading.low(at) in _STOPS or (other is not None and reading.low(other.first - 1) != "the"):
            return None
        name = reading.name_at(at)
        if name is not None and name.type == "place" and name.country:
            return name
    return None
