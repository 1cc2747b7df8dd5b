"""Stories without a date of publication: what bounds the attacks they tell.

A weekday says nothing where nobody knows the week. But a story that states how many attacks there have been since a
day, and tells of the last ones, tells of attacks since that day.
"""

from collections.abc import Sequence

from schemas import Attack, ReportedTotal, Span
from streams.stages.lexicon import Lexicon


def anchored(
    attacks: Sequence[Attack], totals: Sequence[ReportedTotal], published: Span, lexicon: Lexicon
) -> tuple[Attack, ...]:
    """Give undated attacks of an undated story the since-date of its running total on the same target.

    The interval is open at its end where nothing bounds the day of publication. Nothing changes in a story whose day of
    publication is known: its own dates say more.
    """
    if published.start and published.end:
        return tuple(attacks)
    return tuple(_anchored(attack, totals, published, lexicon) for attack in attacks)


def _anchored(attack: Attack, totals: Sequence[ReportedTotal], published: Span, lexicon: Lexicon) -> Attack:
    if attack.span.start is not None:
        return attack
    family = set(lexicon.target_chain(attack.target.id))
    since = [
        total.since
        for total in totals
        if total.since
        and total.target
        and total.scope in ("running", "split")
        and _related(total.target, family, lexicon)
    ]
    end = attack.span.end or published.end
    if not since or (end and max(since) > end):
        return attack
    return attack.model_copy(update={"date": Span(start=max(since), end=end), "date_basis": "campaign"})


def _related(target: str, family: set[str], lexicon: Lexicon) -> bool:
    return bool(family & set(lexicon.target_chain(target)))
