"""What moved from one fold to the next: incidents to write and to take back, and the log of each tally."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schemas import Incident, Observed, ObservedStep, ReportedFigure, Tally, TallyChange


@dataclass(frozen=True, slots=True)
class IncidentDiff:
    """Incidents that are new or changed, and those that are gone, with what they were merged into (None: retracted).

    `moved_places` are places that lie in others than before, by what the stories now tell: an incident there may read
    the same and yet belong to another tally.
    """

    upserts: tuple[Incident, ...]
    gone: Mapping[str, str | None]
    added: frozenset[str]
    moved_places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Moved:
    """Which incidents a tally counts now and did not before, no longer counts, and counts as before but changed."""

    entered: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def incident_diff(
    before: Mapping[str, Incident], after: Iterable[Incident], moved_places: frozenset[str] = frozenset()
) -> IncidentDiff:
    """Compare the incidents of a group before and after a fold.

    One that is gone was merged into the one that now has its mentions, the one with most of them where they were
    divided; without any of them left it was retracted. Only one that has changed can have got them.
    """
    now = {incident.id: incident for incident in after}
    upserts = tuple(incident for name, incident in now.items() if _differ(before.get(name), incident))
    gone: dict[str, str | None] = dict.fromkeys(sorted(before.keys() - now.keys()))
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for incident in upserts if gone else ():
        for mention in _mentions(incident):
            holders[mention].append(incident.id)
    for name in gone:
        heirs = [heir for mention in _mentions(before[name]) for heir in holders.get(mention, ())]
        gone[name] = max(sorted(set(heirs)), key=heirs.count, default=None)
    return IncidentDiff(upserts, gone, frozenset(now.keys() - before.keys()), moved_places)


def _differ(before: Incident | None, now: Incident) -> bool:
    # Most are the same object; comparing field by field is slow.
    return before is not now and before != now


def moved_between(before: Tally, after: Tally, diff: IncidentDiff) -> Moved:
    """Which incidents two states of a tally count, compared one by one."""
    was, now = set(before.incidents), set(after.incidents)
    changed = {incident.id for incident in diff.upserts} - diff.added
    return Moved(
        entered=tuple(name for name in after.incidents if name not in was),
        left=tuple(name for name in before.incidents if name not in now),
        changed=tuple(name for name in after.incidents if name in changed and name in was),
    )


def changes_of(
    before: Tally | None, after: Tally, diff: IncidentDiff, number: int, at: datetime, moved: Moved | None = None
) -> tuple[TallyChange, ...]:
    """The changes of one tally between two folds: none, or one for each of its two numbers that moved.

    `number` is that of the first change. The first tally of all is a change where it is not empty. `moved` says which
    incidents the second fold counts and the first did not, where that is known: a long tally is not compared again.
    All changes up to one give the numbers and incidents as they stood after it: whatever moves them is a change.
    """
    old = before or after.model_copy(update={"observed": type(after.observed)(), "reported": None, "incidents": ()})
    moved = moved or moved_between(old, after, diff)
    changes: list[TallyChange] = []

    def note(what: str, was: int | None, now: int | None, **more: Any) -> None:
        index = number + len(changes)
        fields = {"id": f"{after.id}-{index}", "tally_id": after.id, "number": index, "at": at}
        changes.append(TallyChange.model_validate({**fields, "what": what, "before": was, "after": now, **more}))

    # Also where one incident has taken the place of another, or another day, and the count is the same.
    if _sums(old.observed) != _sums(after.observed) or moved.entered or moved.left:
        step = _step(old.observed, after.observed, moved, diff)
        note("observed", old.observed.count, after.observed.count, why=_why_observed(moved, diff, step), observed=step)
    if _said(old.reported) != _said(after.reported):
        was, now = (tally.reported.count if tally.reported else None for tally in (old, after))
        note("reported", was, now, why=_why_reported(old.reported, after.reported), reported=after.reported)
    return tuple(changes)


def _sums(observed: Observed) -> tuple[object, ...]:
    return observed.count, observed.claimed_only, observed.by_country, observed.by_weapon, observed.by_day


def _step(before: Observed, after: Observed, moved: Moved, diff: IncidentDiff) -> ObservedStep:
    days = sorted(day for day, _ in before.by_day.items() ^ after.by_day.items())
    return ObservedStep(
        entered=moved.entered,
        left=moved.left,
        merged={name: heir for name in moved.left if (heir := diff.gone.get(name))},
        claimed_only=after.claimed_only,
        by_country=after.by_country,
        by_weapon=after.by_weapon,
        by_day={day: after.by_day.get(day, 0) for day in days},
    )


def _mentions(incident: Incident) -> list[tuple[str, str]]:
    return [(mention.article_id, mention.evidence.text) for mention in incident.mentions]


def _said(figure: ReportedFigure | None) -> tuple[object, ...] | None:
    return (figure.count, figure.qualifier, figure.as_of) if figure else None


def _why_observed(moved: Moved, diff: IncidentDiff, step: ObservedStep) -> list[str]:
    why = [f"incident {name} added" for name in moved.entered]
    for name in moved.left:
        if name in step.merged:
            why.append(f"incident {name} merged into {step.merged[name]}")
        else:
            why.append(f"incident {name} {'retracted' if name in diff.gone else 'no longer counted'}")
    why = why or [f"incident {name} told differently" for name in moved.changed]
    return why or ["counted differently"]


def _why_reported(before: ReportedFigure | None, after: ReportedFigure | None) -> list[str]:
    if after is None:
        return ["the statement was retracted"]
    words = "" if after.qualifier == "exactly" else after.qualifier.replace("_", " ") + " "
    who = f" by {after.attributed_to}" if after.attributed_to else ""
    when = f" as of {after.as_of}" if after.as_of else ""
    if after.correction:
        return [f"total corrected to {words}{after.count}{who}{when}"]
    if before and after.as_of and before.as_of and after.as_of < before.as_of:
        return [f"a later statement was retracted; {words}{after.count}{who}{when} stands"]
    return [f"total of {words}{after.count} stated{who}{when}"]
