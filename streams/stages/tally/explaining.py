"""What a fold has made of each attack and total of its stories, tally by tally. Each decision is the fold's own."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from schemas import Incident, ReportedFigure, ReportedTotal, TaggedArticle
from streams.stages.lexicon import Lexicon
from streams.stages.tally.belonging import why_not
from streams.stages.tally.count import Observing
from streams.stages.tally.definitions import Definitions, TallyDefinition
from streams.stages.tally.explanation import (
    AttackVerdict,
    ExplainedAttack,
    ExplainedStory,
    ExplainedTotal,
    StoryPage,
    TotalReason,
    TotalVerdict,
)
from streams.stages.tally.facts import page_of
from streams.stages.tally.fold import GroupFold
from streams.stages.tally.points import points_in, why_other_total
from streams.stages.tally.standing import Point
from streams.stages.tally.stories import Story
from streams.stages.tally.traces import Trace
from streams.stages.tally.wording import why_no_attack, why_no_total, why_same_unit, why_told_singly

_Figures = Mapping[Hashable, ReportedFigure]


@dataclass(frozen=True, slots=True)
class Told:
    """What a story says about one group of targets, explained; `page_id` is that of the appearance that counts."""

    page_id: str
    attacks: tuple[ExplainedAttack, ...]
    totals: tuple[ExplainedTotal, ...]


def explain_group(fold: GroupFold, definitions: Sequence[TallyDefinition]) -> dict[str, Told]:
    """The stories of a group by article id, with the verdicts of these tallies, whether they watch the group or not.

    `fold` has to have worked off all that it was given.
    """
    traces = fold.traces()
    tellers = {
        incident.id: tuple(dict.fromkeys(mention.article_id for mention in incident.mentions))
        for incident in fold.incidents.values()
    }
    figures = {tally: series.shown() for tally, (_, series) in fold.counts.items()}
    return {
        article: Told(
            page_id=story.facts.page_id,
            attacks=tuple(_attack(trace, article, tellers, fold, definitions) for trace in traces[article]),
            totals=_totals(story, definitions, figures, fold.lexicon),
        )
        for article, story in fold.stories.items()
    }


def explain_story(
    appearances: Sequence[tuple[TaggedArticle, bool]], told: Sequence[Told], definitions: Definitions
) -> ExplainedStory:
    """A story with all that it says, in its order.

    `appearances` are the pages on which it was found, and of each whether that version of it stands; `told` is what it
    says about each group of targets.
    """
    counts = next((one.page_id for one in told), None)
    there = [article for article, stands in appearances if stands]
    best = next((one for one in there if page_of(one) == counts), (there or [appearances[0][0]])[0])
    aimless = [_aimless(one, definitions) for one in best.reported_totals if there and one.target is None]
    totals = [*aimless, *(total for one in told for total in one.totals)]
    return ExplainedStory(
        article_id=best.article_id,
        title=best.title,
        published=best.published,
        pages=tuple(dict.fromkeys(_page(*appearance) for appearance in appearances)),
        attacks=tuple(sorted((a for one in told for a in one.attacks), key=lambda a: a.attack.evidence.start)),
        totals=tuple(sorted(totals, key=lambda one: one.total.evidence.start)),
        not_counted=best.not_counted if there else (),
    )


def _page(article: TaggedArticle, stands: bool) -> StoryPage:
    return StoryPage(
        page_id=page_of(article),
        raw_id=next(iter(article.raw_ids), ""),
        url=article.url,
        outlet=article.outlet,
        version=article.version,
        overtaken=not stands,
    )


def _aimless(total: ReportedTotal, definitions: Definitions) -> ExplainedTotal:
    """A total that does not say what was attacked: it is in no group of targets, and feeds no tally."""
    reasons = [(one, why_other_total(one, total, definitions.lexicon)) for one in definitions.tallies]
    verdicts = tuple(_refused(definition, total, reason) for definition, reason in reasons if reason)
    return ExplainedTotal(total=total, verdicts=verdicts)


def _attack(
    trace: Trace,
    article: str,
    tellers: Mapping[str, Sequence[str]],
    fold: GroupFold,
    definitions: Iterable[TallyDefinition],
) -> ExplainedAttack:
    incident = trace.incident
    return ExplainedAttack(
        attack=trace.attack,
        incident=incident.id if incident else None,
        claimed_only=incident is not None and incident.status == "claimed_only",
        also_told_by=tuple(one for one in tellers[incident.id] if one != article) if incident else (),
        filled_by=trace.filled_by,
        may_be=trace.may_be,
        verdicts=tuple(_verdict(one, trace, fold) for one in definitions),
    )


def _verdict(definition: TallyDefinition, trace: Trace, fold: GroupFold) -> AttackVerdict:
    if trace.incident is None:
        why = why_told_singly(trace.filled_by)
        return AttackVerdict(tally=definition.id, counted=False, reason="told_singly", why=why)
    refused = why_not(definition, trace.incident, fold.lexicon)
    if refused:
        why = why_no_attack(refused, definition, trace.incident)
        return AttackVerdict(tally=definition.id, counted=False, reason=refused, why=why)
    observing, _ = fold.counts[definition.id]
    return _counted(definition, trace.incident, observing)


def _counted(definition: TallyDefinition, incident: Incident, observing: Observing) -> AttackVerdict:
    adds, first = observing.share(incident.id)
    verdict = AttackVerdict(tally=definition.id, counted=True, adds=adds)
    if first == incident.id:
        return verdict
    return verdict.model_copy(update={"reason": "same_unit", "why": why_same_unit(definition, first)})


def _totals(
    story: Story, definitions: Iterable[TallyDefinition], figures: Mapping[str, _Figures], lexicon: Lexicon
) -> tuple[ExplainedTotal, ...]:
    by_tally = [_stated(story, one, figures.get(one.id, {}), lexicon) for one in definitions]
    by_total = zip(story.facts.totals, zip(*by_tally, strict=True), strict=True)
    return tuple(ExplainedTotal(total=total, verdicts=verdicts) for total, verdicts in by_total)


def _stated(story: Story, definition: TallyDefinition, figures: _Figures, lexicon: Lexicon) -> tuple[TotalVerdict, ...]:
    became = points_in(story, definition, lexicon).became
    return tuple(
        _fed(definition, total, figures.get(what.order))
        if isinstance(what, Point)
        else _refused(definition, total, what)
        for total, what in zip(story.facts.totals, became, strict=True)
    )


def _fed(definition: TallyDefinition, total: ReportedTotal, figure: ReportedFigure | None) -> TotalVerdict:
    if figure is None:
        return _refused(definition, total, "does_not_continue")
    return TotalVerdict(tally=definition.id, feeds=True, standing=figure.standing, stories=figure.stories)


def _refused(definition: TallyDefinition, total: ReportedTotal, reason: TotalReason) -> TotalVerdict:
    why = why_no_total(reason, definition, total)
    return TotalVerdict(tally=definition.id, feeds=False, reason=reason, why=why)
