"""What the model makes of a clause beside the rules: it keeps mentions from opening an event, or opens one itself."""

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.acceptance import Judge
from streams.stages.tag.attacks.anchor import Anchor
from streams.stages.tag.attacks.anchors import anchors_of
from streams.stages.tag.attacks.clause_features import features_of
from streams.stages.tag.attacks.draft import Draft
from streams.stages.tag.attacks.filters import refusal
from streams.stages.tag.attacks.forces import Force, forces_of
from streams.stages.tag.attacks.lines import View
from streams.stages.tag.attacks.lists import by_day, by_place
from streams.stages.tag.attacks.means import strikes
from streams.stages.tag.attacks.mentions import Refused, draft_of
from streams.stages.tag.attacks.plausible import MOST
from streams.stages.tag.attacks.state import State

_OPEN = frozenset(("opens", "joins", "unanchored", "nothing", "listed", "dated", "running total", "no single event"))
"""What the model has a say in.

Other refusals of the rules stand: they have their reasons in grammar. So do counts ("four attacks on Tuesday"), which
what the story tells one by one may fill.
"""
UNLIKELY = "not likely to tell of an attack on the target"

Told = tuple[list[Draft], list[Refused]]


def weighed(view: View, told: Told, lexicon: Lexicon, state: State, number: int, judge: Judge) -> Told:
    """What the rules found in a clause, as far as the model agrees; and what it finds where they found nothing."""
    drafts, _ = told
    outcome = _outcome(view, told, state)
    if outcome not in _OPEN:
        return told
    forces = forces_of(view)
    features = features_of(view, forces, outcome, lexicon, state, number)
    verdict = judge(view, features)
    if verdict is None:
        return told
    if drafts:
        if verdict:
            _of_the_tally(drafts, view, forces, lexicon, state)
        for draft in drafts:
            draft.alone = verdict
        return drafts, [Refused(view, UNLIKELY)] if outcome == "opens" and not verdict else []
    return (_proposed(view, forces, lexicon, state, number), []) if verdict else told


def _outcome(view: View, told: Told, state: State) -> str:
    drafts, refused = told
    if drafts and drafts[0].count > 1:
        return "counted"
    if drafts:
        return "opens" if drafts[0].alone else "joins"
    if refused:
        return refused[0].reason
    if strikes(view):
        return "unanchored"
    if state.label.known and state.event is not None:
        return "listed"
    dated = state.event is not None and any(day.role == "event" for day in view.days())
    return "dated" if dated and view.units("target", "ship", "place") else "nothing"


def _proposed(view: View, forces: tuple[Force, ...], lexicon: Lexicon, state: State, number: int) -> list[Draft]:
    anchor = _struck(view, lexicon, state) or _unnamed(view, forces, lexicon, state)
    if anchor is None:
        return []
    draft = draft_of(view, forces, anchor, lexicon, state, number)
    return by_day(by_place([draft], view, lexicon), view, state) if draft.count <= MOST else []


def _of_the_tally(drafts: list[Draft], view: View, forces: tuple[Force, ...], lexicon: Lexicon, state: State) -> None:
    """Where the rules take another thing of the clause for the one struck, it is the watched class that was meant.

    The model was asked for an attack on that: "two lorries of an aid agency" are its staff in a tally of them.
    """
    if any(lexicon.watched.intersection((draft.target, *lexicon.target_chain(draft.target))) for draft in drafts):
        return
    # People and forces are struck in what is theirs; a site is no other site, and ships are told apart.
    entry, other = (lexicon.targets.get(target or "") for target in (state.subject, drafts[0].target))
    theirs = bool(entry and entry.kind in ("person", "force") and other and other.kind != "ship")
    anchor = _struck(view, lexicon, state) or (_unnamed(view, forces, lexicon, state) if theirs else None)
    if anchor and not refusal(view, forces, anchor, lexicon, state):
        for draft in drafts:
            draft.target, draft.text = anchor.target, anchor.text
            draft.explicit = draft.explicit and anchor.explicit


def _struck(view: View, lexicon: Lexicon, state: State) -> Anchor | None:
    """What the clause names of a watched class, else whatever stands for it."""
    anchors = [anchor for anchor in anchors_of(view, lexicon, state) if anchor.target in lexicon.watched]
    return max(
        anchors, key=lambda anchor: (anchor.target == state.subject, anchor.explicit, -anchor.first), default=None
    )


def _unnamed(view: View, forces: tuple[Force, ...], lexicon: Lexicon, state: State) -> Anchor | None:
    """The subject of the story itself, where the clause names nothing that stands for it."""
    if state.subject not in lexicon.watched or state.subject is None:
        return None
    first = forces[0].first if forces else view.first
    return Anchor(state.subject, view.line.words[first].low, first, first + 1, explicit=False)
