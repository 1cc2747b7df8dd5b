"""Read a story sentence by sentence and merge what it tells into events."""

from collections import Counter
from datetime import date
from itertools import islice

from schemas import Article, Attack, NotCounted, Span
from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.acceptance import Judge, trained
from streams.stages.tag.attacks.aftermath import better, events_meant, tells_effects, worth_reading
from streams.stages.tag.attacks.anchors import named_anchors
from streams.stages.tag.attacks.belonging import seats_of
from streams.stages.tag.attacks.casualties import Toll, toll_of
from streams.stages.tag.attacks.claims import Claim, claim_of
from streams.stages.tag.attacks.clause_features import story_features
from streams.stages.tag.attacks.draft import Draft, When
from streams.stages.tag.attacks.filling import fill_in
from streams.stages.tag.attacks.forces import forces_of
from streams.stages.tag.attacks.lines import Line, View
from streams.stages.tag.attacks.means import intercepted_of
from streams.stages.tag.attacks.mentions import Refused, mentions_of, views_of
from streams.stages.tag.attacks.merge import absorb, same_event
from streams.stages.tag.attacks.plausible import dated
from streams.stages.tag.attacks.reading import lines_of
from streams.stages.tag.attacks.roles import sides_of
from streams.stages.tag.attacks.sited import with_sites
from streams.stages.tag.attacks.state import State
from streams.stages.tag.attacks.subject import names, subject_of
from streams.stages.tag.attacks.surroundings import Surroundings
from streams.stages.tag.attacks.victims import victims_of
from streams.stages.tag.attacks.weighing import weighed
from streams.stages.tag.attacks.whens import entry_of, event_days, label_of, opens_live, set_scene
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
    story = _Story(lexicon, lines_of(prose), judge or trained())
    story.read(article.published)
    attacks = tuple(draft.attack(article.published) for draft in story.settled())
    return attacks, tuple(_not_counted(refused) for refused in story.refused)


def _not_counted(refused: Refused) -> NotCounted:
    view = refused.view
    words = view.line.words
    return NotCounted(
        reason=refused.reason, evidence=view.line.passage.quote(words[view.first].start, words[view.last - 1].end)
    )


class _Story:
    def __init__(self, lexicon: Lexicon, lines: tuple[Line, ...], judge: Judge) -> None:
        self.judge = judge
        self.lexicon = with_sites(lexicon, lines)
        self.lines = lines
        self.state = State()
        self.drafts: list[Draft] = []
        self.refused: list[Refused] = []

    def read(self, published: Span) -> None:
        subject = self.state.subject = subject_of(self.lines, self.lexicon)
        titles = [line for line in self.lines if line.role == "title"]
        self.state.titled = any(names(line, subject, self.lexicon) for line in titles)
        self.state.story = story_features(self.lines, self.lexicon)
        self.state.around = Surroundings.of(self.lines)
        self.state.newest = max((day.end for line in self.lines for day in line.days if day.end), default=None)
        self.state.seats = seats_of(self.lines, subject or "", self.lexicon)
        self.state.victims = victims_of(self.lines, self.state.subject, self.lexicon)
        targets = {anchor.target for line in self.lines for anchor in named_anchors(line.view(), self.lexicon)}
        self.state.sides = {target: sides_of(target, self.lexicon) for target in targets}
        for line in titles:
            set_scene(line, self.state)
        if published.day and sum(map(opens_live, self.lines)) > 1:
            self.state.live = When(published.day, published.day, "carried")
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
        if self._is_label(line):
            return
        if line.words[-1].low == ":" and line.role == "paragraph":
            self._list_begins(line)
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
        self._claims(line, told)
        if told:
            same = bool(self.state.telling) and self.state.telling_in == line.paragraph
            self.state.telling = [*self.state.telling, *told] if same else told
            self.state.told, self.state.sentence, self.state.telling_in = told, number, line.paragraph

    def _is_label(self, line: Line) -> bool:
        """Is the line nothing but the day of those below it? A day that opens an entry holds for the whole entry."""
        state = self.state
        if label := label_of(line):
            state.label, state.event = label, None
        elif entry := entry_of(line):
            state.label, state.entry = entry, line.paragraph
        elif line.paragraph != state.entry and (line.days or state.entry >= 0):
            state.label, state.entry = When(), -1
        return label is not None

    def _list_begins(self, line: Line) -> None:
        """ "X claimed the following attacks on 3 May:": the day and the claim hold for the entries below."""
        days = event_days(line.view())
        if len(days) == 1 and days[0].start:
            self.state.label = When(days[0].start, days[0].end, days[0].basis)
        claim = claim_of(line.view(), self.state.own(self.state.subject or ""), self.lexicon, self.state.claimant)
        self.state.listing = claim.group if claim else None

    def _claims(self, line: Line, told: list[Draft]) -> None:
        """Who claims what the sentence, or the one before, tells of; an event that another tells, too, is reported."""
        subject = self.state.subject or ""
        claim = claim_of(line.view(), self.state.own(subject), self.lexicon, self.state.claimant)
        self.state.claimant = claim.group if claim else self.state.claimant
        if claim is None and self.state.listing and line.words[-1].low != ":":
            claim = Claim(self.state.listing, only=True)
        for draft in told:
            if claim:
                draft.claimed_by = draft.claimed_by or claim.group
            draft.claim = bool(claim and claim.only) and (
                draft.claim or (draft.paragraph == line.paragraph and not draft.quotes)
            )
        if claim and claim.plain and not told and self.state.event is not None:
            every = {word.low for word in line.words} & {"both", "all", "attacks", "strikes"}
            for draft in self.state.told if every else [self.state.event]:
                draft.claimed_by = draft.claimed_by or claim.group

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

    def settled(self) -> list[Draft]:
        """The events without those statements of a day that the story itself fills; what all share is filled in."""
        if not self.drafts:
            return []
        fill_in(self.drafts, self.lines, self.lexicon)
        for draft in self.drafts:
            draft.when = draft.when if draft.when.known else draft.scene
            if draft.where is None and draft.spot and not draft.vessel:
                draft.where = known_place(draft.spot, self.lexicon)
        days = [draft for draft in self.drafts if draft.statement == "day"]
        events = [draft for draft in self.drafts if draft.statement == "event"]
        _share_nothing(days, events)
        told: Counter[tuple[str, date | None, str]] = Counter()
        for draft in events:
            told[draft.target, draft.when.start, draft.when.name] += draft.count
        return [draft for draft in self.drafts if draft.statement != "day" or not _is_filled(draft, told)]


def _share_nothing(days: list[Draft], events: list[Draft]) -> None:
    """ "Three attacks on Monday, none of which hurt anybody": it holds for each of them."""
    none_killed = {(day.when.start, day.when.name) for day in days if day.killed == 0}
    none_injured = {(day.when.start, day.when.name) for day in days if day.injured == 0}
    for draft in events:
        when = draft.when.start, draft.when.name
        draft.killed = 0 if draft.killed is None and when in none_killed else draft.killed
        draft.injured = 0 if draft.injured is None and when in none_injured else draft.injured


def _is_filled(day: Draft, told: Counter[tuple[str, date | None, str]]) -> bool:
    """Does the story tell as many single attacks on the target, of that day or of none?"""
    single = told[day.target, day.when.start, day.when.name]
    return single + (told[day.target, None, ""] if day.when.known else 0) >= day.count
