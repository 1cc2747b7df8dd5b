"""From a sentence to mentions of attacks: typed company makes candidates, filters refuse."""

from dataclasses import dataclass

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.anchor import Anchor
from streams.stages.tag.attacks.anchors import anchors_of
from streams.stages.tag.attacks.clauses import clauses_of, is_finite
from streams.stages.tag.attacks.counts import count_of
from streams.stages.tag.attacks.draft import Draft, When
from streams.stages.tag.attacks.filters import OWN_STRIKE, refusal, strikes_out
from streams.stages.tag.attacks.forces import Force, forces_of
from streams.stages.tag.attacks.implied import implied_anchors, one_of_them
from streams.stages.tag.attacks.likely import likely_of
from streams.stages.tag.attacks.lines import Line, Unit, View, join
from streams.stages.tag.attacks.lists import by_day, by_place, by_thing, share_out
from streams.stages.tag.attacks.means import intercepted_of, seizure, strikes, weapons_of
from streams.stages.tag.attacks.merge import add_weapons
from streams.stages.tag.attacks.patients import choose
from streams.stages.tag.attacks.plausible import dated, objection, placed, stands_alone
from streams.stages.tag.attacks.roles import owner_of, striker_of
from streams.stages.tag.attacks.state import State
from streams.stages.tag.attacks.whens import when_of
from streams.stages.tag.attacks.where import countries_of, country_of, place_of


@dataclass(frozen=True, slots=True)
class Refused:
    """A clause that looked like an attack and is none."""

    view: View
    reason: str


def views_of(line: Line, lexicon: Lexicon, state: State) -> list[View]:
    """The clauses of a sentence; one with a weapon and nothing struck joins a neighbour with the reverse."""
    views = [View(line, *clause) for clause in clauses_of(line.words)]
    index = 0
    while index + 1 < len(views):
        one, two = views[index], views[index + 1]
        if _shares_subject(one, two) or _complements(one, two, lexicon, state):
            views[index : index + 2] = [join((one, two))]
            index = max(0, index - 1)
        else:
            index += 1
    return views


def _shares_subject(one: View, two: View) -> bool:
    """ "Gunmen walked in | and killed them": the second verb has the subject of the first."""
    if two.low(two.first) != "and" or not is_finite(two.line.words, two.first + 1) or strikes(one):
        return False
    return bool(one.units("striker")) and any(unit.first == two.first + 1 for unit in two.units("casualty", "fire"))


def _complements(one: View, two: View, lexicon: Lexicon, state: State) -> bool:
    force = [bool(strikes(view)) for view in (one, two)]
    struck = [any(view.low(anchor.first) != "it" for anchor in anchors_of(view, lexicon, state)) for view in (one, two)]
    return (force[0] and not struck[0] and struck[1] and not force[1]) or (
        force[1] and not struck[1] and struck[0] and not force[0]
    )


def mentions_of(view: View, lexicon: Lexicon, state: State, number: int) -> tuple[list[Draft], list[Refused]]:
    """The attacks that a clause tells of, and what was refused in it. `number` is that of the sentence."""
    if not strikes(view) and not seizure(view) and not one_of_them(view, lexicon, state):
        return [], []
    forces = forces_of(view)
    things = anchors_of(view, lexicon, state)
    anchors = choose(view, forces, things, lexicon, state)
    anchors = anchors or implied_anchors(view, forces, lexicon, state)
    if not anchors:
        if state.subject and strikes_out(view, forces, state.subject, lexicon, state):
            state.own_strike = number
        return [], []
    if reason := refusal(view, forces, anchors[0], lexicon, state):
        if reason == OWN_STRIKE:
            state.own_strike = number
        return [], [Refused(view, reason)]
    if not anchors[0].explicit and number - state.own_strike <= 1 and not _stated_striker(view, forces):
        return [], [Refused(view, OWN_STRIKE)]
    drafts = [draft_of(view, forces, anchor, lexicon, state, number) for anchor in anchors]
    if len(anchors) > 1:
        share_out(drafts, anchors, view)
    drafts = by_place(by_thing(drafts, things, view, lexicon, state), view, lexicon)
    drafts = by_day(drafts, view, state)
    if reason := objection(drafts[0], view, forces):
        return [], [Refused(view, reason)]
    for draft in drafts:
        draft.alone = _opens(draft, anchors[0], forces)
        if draft.count > 1 and dated(draft) and not placed(draft):
            draft.statement = "day"
    return drafts, []


def _opens(draft: Draft, anchor: Anchor, forces: tuple[Force, ...]) -> bool:
    # A count of attacks on something unnamed only tells the day of those to come.
    vague = not anchor.explicit and draft.count > 1 and not anchor.place
    return stands_alone(draft, forces) and not anchor.retold and not vague


def _stated_striker(view: View, forces: tuple[Force, ...]) -> bool:
    return any(striker_of(view, force) is not None for force in forces)


def draft_of(
    view: View, forces: tuple[Force, ...], anchor: Anchor, lexicon: Lexicon, state: State, number: int
) -> Draft:
    """What a clause tells of an attack on the anchor."""
    line, whole = view.line, view.line.view()
    count = count_of(view, forces)
    draft = Draft(
        target=anchor.target, text=anchor.text, passage=line.passage, start=line.words[view.first].start,
        end=line.words[view.last - 1].end, sentence=number, paragraph=line.paragraph,
        vessel=anchor.vessel, explicit=anchor.explicit, munitions=count.munitions,
        count=count.attacks, counted=count.told,
    )  # fmt: skip
    draft.where = place_of(view, anchor, lexicon) or (place_of(whole, anchor, lexicon) if anchor.explicit else None)
    draft.country = country_of(view, lexicon, anchor) or country_of(whole, lexicon, anchor)
    if draft.where is None and len(countries_of(view, lexicon)) > 1:
        # "In X and Y on the 3rd and 4th": which day was where, the story may tell later.
        draft.country = None
    draft.when, draft.scene = when_of(view, anchor, _points(view, forces), state), state.scene
    add_weapons(draft.weapons, weapons_of(view, forces) or (list(state.weapons) if not strikes(view) else []))
    draft.spot = state.spot if line.paragraph - state.spot_of <= 1 else None
    draft.likely = likely_of(view, forces)
    draft.flashback = any(word.low == "had" for word in line.words[view.first : view.last])
    draft.intercepted = intercepted_of(view, forces)
    draft.actor = actor_of(view, forces, anchor, lexicon, state)
    draft.same, draft.another = view.has("same"), view.has("another") and not anchor.retold
    if anchor.retold and draft.when.basis == "reported":
        draft.when = When()
    if draft.count > 1:
        draft.countries = countries_of(view, lexicon)
    return draft


def _points(view: View, forces: tuple[Force, ...]) -> list[int]:
    return [force.unit.last - 1 for force in forces] + [unit.last - 1 for unit in view.units("weapon")]


def _of_group(view: View, striker: Unit) -> Unit | None:
    """The group that armed men belong to: "Example fighters", "fighters of the Example Front"."""
    for unit in view.units("group"):
        before = unit.last == striker.first or unit.first == striker.first
        words = {view.low(index) for index in range(striker.last, unit.first)}
        behind = 0 < unit.first - striker.last <= 3 and words <= {"of", "from", "the", "with"}
        if before or behind:
            return unit
    return None


def actor_of(view: View, forces: tuple[Force, ...], anchor: Anchor, lexicon: Lexicon, state: State) -> str | None:
    """The group that strikes, where the clause names it and it is not of the target's side."""
    own = state.own(anchor.target)
    units = [striker_of(view, force) for force in forces if force.unit.type != "intercept"]
    units += [owner_of(view, unit) for unit in view.units("weapon")]
    units += [_of_group(view, unit) for unit in units if unit is not None and unit.type == "striker"]
    for unit in units:
        if unit is not None and unit.type == "group" and not own.intersection((unit.id, *lexicon.group_chain(unit.id))):
            return unit.id
    return None
