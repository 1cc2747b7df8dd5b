"""What the totals of one count have in common and each need not say: since when it runs, and in which countries."""

from collections.abc import Iterable, Sequence

from streams.stages.tag.totals.draft import Draft

_OF_COUNT = ("running", "split")


def inherit(drafts: Sequence[Draft]) -> None:
    """Give to totals that do not say it the first day and the countries of the count that they belong to."""
    for draft in drafts:
        if draft.since is None and draft.scope in (*_OF_COUNT, "part") and not draft.title:
            source = _nearest(draft, (other for other in drafts if other.since and _may_date(other, draft)))
            if source is not None:
                draft.since, draft.precision = source.since, source.precision
    for draft in drafts:
        if draft.guessed and draft.scope != "split":
            source = _nearest(draft, (other for other in drafts if _may_place(other, draft)))
            if source is not None:
                draft.countries = source.countries


def _may_date(other: Draft, draft: Draft) -> bool:
    if other.scope not in _OF_COUNT or other.target != draft.target:
        return False
    # What has been counted since a day is no less than a part of it.
    part = other.at == draft.at and other.of == draft.of and other.count < draft.count
    return not part and abs(other.passage - draft.passage) <= 1


def _may_place(other: Draft, draft: Draft) -> bool:
    whole = other.scope == "running" and not other.guessed and len(other.countries) > 1
    return whole and other.target == draft.target and other.since == draft.since and _one_voice(other, draft)


def _one_voice(one: Draft, other: Draft) -> bool:
    """Does one and the same body state both?"""
    return one.attributed_to is not None and one.attributed_to == other.attributed_to


def _nearest(draft: Draft, others: Iterable[Draft]) -> Draft | None:
    return min(others, key=lambda other: (abs(other.at - draft.at), other.at > draft.at), default=None)
