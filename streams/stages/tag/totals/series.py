"""Put the mentions of a story's totals together: the same total said twice is one, with what each mention knows."""

from schemas import ReportedTotal
from streams.stages.tag.totals.draft import Draft
from streams.stages.tag.totals.inheriting import inherit

_MANY = 10
_NEAR = 7
"""Days by which "the past month" may miss the date that it means."""


def totals_from(drafts: list[Draft]) -> tuple[ReportedTotal, ...]:
    """One total for all mentions that agree, in the order of the story; weak mentions alone are none."""
    _share_sums(drafts)
    merged: list[Draft] = []
    for draft in drafts:
        known = next((other for other in merged if _same(other, draft)), None)
        if known is None:
            merged.append(draft)
        else:
            merged[merged.index(known)] = _merge(known, draft)
    kept = [draft for draft in merged if not draft.weak and not _put_right(draft, merged)]
    inherit(kept)
    _mark_windows(kept)
    _mark_corrections(kept)
    return tuple(draft.finished() for draft in kept)


def _put_right(draft: Draft, drafts: list[Draft]) -> bool:
    """ "Our report spoke of 61. The correct number is 54.": the figure that a later sentence withdraws."""
    return draft.retold and any(
        other.corrects and other.at > draft.at and other.of == draft.of and other.count != draft.count
        for other in drafts
    )


def _same(one: Draft, two: Draft) -> bool:
    if one.count != two.count or one.of != two.of:
        return False
    if one.since and two.since and one.since != two.since and not _vaguer(one, two):
        return False
    if (
        "window" in (one.scope, two.scope)
        and one.scope != two.scope
        and not (one.title or two.title or one.weak or two.weak)
    ):
        return False
    countries = set(one.countries), set(two.countries)
    return (
        not (one.named_countries and two.named_countries)
        or countries[0] <= countries[1]
        or countries[1] <= countries[0]
    )


def _vaguer(one: Draft, two: Draft) -> bool:
    """Is one "in the past month" where the other has the date?"""
    assert one.since and two.since
    loose = (one.precision == "window") != (two.precision == "window")
    return loose and one.count >= _MANY and abs((one.since - two.since).days) <= _NEAR


def _merge(one: Draft, two: Draft) -> Draft:
    """The better-informed mention leads and takes over what only the other knows."""
    lead, other = (two, one) if _knowledge(two) > _knowledge(one) else (one, two)
    lead.more = [*lead.more, other.evidence, *other.more]
    if lead.since is None or (lead.precision == "window" and other.since is not None and other.precision != "window"):
        lead.scope = other.scope if other.since else lead.scope
        lead.since, lead.precision = other.since, other.precision
    if lead.qualifier == "exactly" and not (lead.title and not other.title):
        lead.qualifier = other.qualifier if not other.title else lead.qualifier
    if not lead.named_countries and other.named_countries:
        lead.countries, lead.named_countries = other.countries, True
    if not lead.dated and other.dated:
        lead.as_of, lead.dated = other.as_of, True
    lead.attributed_to = lead.attributed_to or other.attributed_to
    lead.target = lead.target or other.target
    lead.actor = lead.actor or other.actor
    lead.corrects = lead.corrects or other.corrects
    return lead


def _knowledge(draft: Draft) -> tuple[bool, bool, bool, bool, bool]:
    return (
        not draft.weak,
        not draft.title,
        draft.since is not None,
        draft.attributed_to is not None,
        draft.named_countries,
    )


def _share_sums(drafts: list[Draft]) -> None:
    """Parts that add up to a total said nearby belong to it: they have its since-date, and it has theirs."""
    splits = [draft for draft in drafts if draft.scope == "split" and not draft.weak]
    for whole in drafts:
        parts = [
            part
            for part in splits
            if part is not whole and part.of == whole.of and abs(part.passage - whole.passage) <= 2
        ]
        if len(parts) < 2 or sum(part.count for part in parts) != whole.count:
            continue
        known = next((draft for draft in (whole, *parts) if draft.since), None)
        for draft in (whole, *parts):
            if draft.since is None and known is not None:
                draft.since, draft.precision = known.since, known.precision
        if not whole.named_countries:
            whole.countries, whole.guessed = (
                tuple(dict.fromkeys(code for part in parts for code in part.countries)),
                False,
            )


def _mark_windows(drafts: list[Draft]) -> None:
    """A count since a later day than the running one, and smaller, is a stretch of it ("nine of them since Jan. 4")."""
    for draft in drafts:
        for other in drafts:
            if (
                draft.scope in ("running", "part")
                and other.scope == "running"
                and draft.of == other.of
                and draft.target == other.target
                and draft.since
                and other.since
                and draft.since > other.since
                and draft.count < other.count
                and (draft.as_of is None or other.as_of is None or draft.as_of >= other.as_of)
            ):
                draft.scope = "window"


def _mark_corrections(drafts: list[Draft]) -> None:
    """A correction is said of the figure that stands; figures of earlier days are what it corrects."""
    for draft in drafts:
        if draft.corrects:
            rivals = [
                other
                for other in drafts
                if other is not draft
                and other.of == draft.of
                and other.scope == "running"
                and other.corrects
                and (other.as_of or draft.as_of) != draft.as_of
            ]
            if any(other.as_of and draft.as_of and other.as_of > draft.as_of for other in rivals):
                draft.corrects = False
