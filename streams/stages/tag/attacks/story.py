"""Read a story sentence by sentence and merge what it tells into events."""

from itertools import islice

from schemas import Article, Attack, NotCounted, Span
from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.acceptance import Judge, trained
from streams.stages.tag.attacks.aftermath import better, events_meant, tells_effects, worth_reading
from streams.stages.tag.attacks.anchors import named_anchors
from streams.stages.tag.attacks.casualties import Toll, toll_of
from streams.stages.tag.attacks.claiming import take_claims
from streams.stages.tag.attacks.draft import Draft
from streams.stages.tag.attacks.forces import forces_of
from streams.stages.tag.attacks.labels import begin_list, is_label, opens_live
from streams.stages.tag.attacks.lines import Line, View
from streams.stages.tag.attacks.means import intercepted_of
from streams.stages.tag.attacks.mentions import Refused, mentions_of, views_of
from streams.stages.tag.attacks.merge import absorb, same_event
from streams.stages.tag.attacks.outset import at_outset
from streams.stages.tag.attacks.plausible import dated
from streams.stages.tag.attacks.reading import lines_of
from streams.stages.tag.attacks.settling import settled
from streams.stages.tag.attacks.sited import with_sites
from streams.stages.tag.attacks.subject import names
from streams.stages.tag.attacks.weighing import weighed
from streams.stages.tag.attacks.whens import set_scene
from streams.stages.tag.attacks.where import known_place, spot_of
from streams.stages.tag.prose import Prose

REMEMBERED = 500
"""Events of a story, the last ones, of which a later sentence may be telling again: bounds what comparing them costs.

No real story tells of so many; one told again after more than these counts as another.
"""


def attacks_of(
    article: Article, prose: tuple[Prose, ...], lexicon: Lexicon, judge: Judge | None = None
) -> tuple[tuple[Attack, ...], tuple[NotCounted, ...]]:
    """The attacks that a story tells, and what looked like one and was refused, with the reason.

    `judge` has a say in what opens an event: the trained model where none is given.
    """
    story = _Story(lexicon, lines_of(prose), article.published, judge or trained())
    story.read()
    attacks = tuple(draft.attack(article.published) for draft in settled(story.drafts, story.lines, story.lexicon))
    return attacks, tuple(_not_counted(refused) for refused in story.refused)


def _not_counted(refused: Refused) -> NotCounted:
    view = refused.view
    words = view.line.words
    return NotCounted(
        reason=refused.reason, evidence=view.line.passage.quote(words[view.first].start, words[view.last - 1].end)
    )


class _Story:
    def __init__(self, lexicon: Lexicon, lines: tuple[Line, ...], published: Span, judge: Judge) -> None:
        self.judge = judge
        self.lexicon = with_sites(lexicon, lines)
        self.lines = lines
        self.state = at_outset(lines, self.lexicon, published)
        self.drafts: list[Draft] = []
        self.refused: list[Refused] = []

    def read(self) -> None:
        for number, line in enumerate(self.lines):
            if line.role != "title":
                if self.state.live.known and opens_live(line):
                    self.state.scene, self.state.scene_of = self.state.live, line.paragraph
                self._line(number, line)
                set_scene(line, self.state)
                if spot := spot_of(line.view(), self.lexicon):
                    self.state.spot, self.state.spot_of = spot, line.paragraph
        for number, line in enumerate(self.lines):
            if line.role == "title":
                self._title(number, line)

    def _line(self, number: int, line: Line) -> None:
        if names(line, self.state.subject, self.lexicon):
            self.state.named = number
        if is_label(line, self.state):
            return
        if line.words[-1].low == ":" and line.role == "paragraph":
            begin_list(line, self.state, self.lexicon)
        elif any(unit.type == "report" for unit in line.units):
            self.state.listing = None
        if not worth_reading(line, self.state) and line.paragraph != self.state.told_of:
            self._remember(line.view())
            return
        told: list[Draft] = []
        views = views_of(line, self.lexicon, self.state)
        for view in views:
            told_of = mentions_of(view, self.lexicon, self.state, number)
            drafts, refused = weighed(view, told_of, self.lexicon, self.state, number, self.judge)
            self.refused += refused
            added = [known for draft in drafts if (known := self._add(draft))]
            told += added
            self._effects(view, added, number)
            self._remember(view)
            if munitions := [unit.id for unit in view.units("weapon") if "munition" in unit.flags]:
                self.state.weapons, self.state.told_of = tuple(dict.fromkeys(munitions)), line.paragraph
        apart = len({id(draft) for draft in told}) > 1 and any(tells_effects(view) for view in views)
        if not apart:
            self._effects(line.view(), told, number)
        take_claims(line, told, self.state, self.lexicon)
        if told:
            same = bool(self.state.telling) and self.state.telling_in == line.paragraph
            self.state.telling = [*self.state.telling, *told] if same else told
            self.state.told, self.state.sentence, self.state.telling_in = told, number, line.paragraph

    def _add(self, draft: Draft) -> Draft | None:
        for known in islice(reversed(self.drafts), REMEMBERED):
            if same_event(draft, known, self.lexicon):
                absorb(known, draft, self.lexicon)
                self._open(known, draft)
                return known
        if not draft.alone:
            if draft.count > 1 and dated(draft):
                self.state.when, self.state.paragraph = draft.when, draft.paragraph
            return None
        if draft.where is None and not draft.explicit and self.state.place:
            draft.where = known_place(self.state.place, self.lexicon)
        self.drafts.append(draft)
        self._open(draft, draft)
        return draft

    def _open(self, event: Draft, told: Draft) -> None:
        state = self.state
        back = bool(event.when.end and state.when.start and event.when.end < state.when.start)
        state.event, state.paragraph = event, told.paragraph
        # What had happened before does not move the story's day.
        if event.when.known and not (told.flashback and back):
            state.when = event.when
        if event.where:
            state.place = event.where.id

    def _remember(self, view: View) -> None:
        for anchor in named_anchors(view, self.lexicon):
            if anchor.place or anchor.vessel or self.state.anchor is None:
                self.state.anchor = anchor

    def _effects(self, view: View, told: list[Draft], number: int) -> None:
        """Casualties and interceptions belong to the events of their clause, their sentence, or the one before."""
        toll = Toll() if view.units("cumulative") or view.has("running") else toll_of(view)
        downed = intercepted_of(view, forces_of(view))
        if not toll and downed is None:
            return
        for draft in told or events_meant(view, toll, self.state, number, self.lexicon):
            draft.killed = better(draft.killed, toll.killed)
            draft.injured = better(draft.injured, toll.injured)
            draft.intercepted = downed if draft.intercepted is None else draft.intercepted

    def _title(self, number: int, line: Line) -> None:
        if self.drafts:
            return
        for view in views_of(line, self.lexicon, self.state):
            told = mentions_of(view, self.lexicon, self.state, number)
            drafts, _ = weighed(view, told, self.lexicon, self.state, number, self.judge)
            for draft in drafts:
                if draft.explicit:
                    self._add(draft)
