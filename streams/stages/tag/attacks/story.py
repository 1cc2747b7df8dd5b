"""Read a story sentence by sentence and merge what it tells into events."""

from collections import Counter

from schemas import Article, Attack, NotCounted
from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.anchors import anchors_of
from streams.stages.tag.attacks.casualties import toll_of
from streams.stages.tag.attacks.draft import Draft
from streams.stages.tag.attacks.lines import Line, View
from streams.stages.tag.attacks.mentions import Refused, mentions_of, strikes, views_of
from streams.stages.tag.attacks.merge import absorb, same_event
from streams.stages.tag.attacks.reading import lines_of
from streams.stages.tag.attacks.roles import sides_of
from streams.stages.tag.attacks.state import State


def attacks_of(article: Article, lexicon: Lexicon) -> tuple[tuple[Attack, ...], tuple[NotCounted, ...]]:
    """The attacks that a story tells, and what looked like one and was refused, with the reason."""
    story = _Story(lexicon, lines_of(article, lexicon))
    story.read()
    attacks = tuple(draft.attack(article.published) for draft in story.drafts)
    return attacks, tuple(_not_counted(refused) for refused in story.refused)


def _not_counted(refused: Refused) -> NotCounted:
    view = refused.view
    words = view.line.words
    return NotCounted(
        reason=refused.reason, evidence=view.line.passage.quote(words[view.first].start, words[view.last - 1].end)
    )


class _Story:
    def __init__(self, lexicon: Lexicon, lines: tuple[Line, ...]) -> None:
        self.lexicon = lexicon
        self.lines = lines
        self.state = State()
        self.drafts: list[Draft] = []
        self.refused: list[Refused] = []

    def read(self) -> None:
        self.state.subject = self._subject()
        targets = {anchor.target for line in self.lines for anchor in anchors_of(line.view(), self.lexicon, self.state)}
        self.state.sides = {target: sides_of(target, self.lexicon) for target in targets}
        for number, line in enumerate(self.lines):
            if line.role != "title":
                self._line(number, line)
        for number, line in enumerate(self.lines):
            if line.role == "title":
                self._title(number, line)

    def _subject(self) -> str | None:
        seen: Counter[str] = Counter()
        for line in self.lines:
            weight = {"title": 4, "standfirst": 3}.get(line.role, 2 if line.paragraph == 0 else 1)
            for anchor in anchors_of(line.view(), self.lexicon, self.state):
                entry = self.lexicon.targets.get(anchor.target)
                seen[anchor.target] += weight if not entry or entry.kind != "person" else max(1, weight // 2)
        return seen.most_common(1)[0][0] if seen else None

    def _line(self, number: int, line: Line) -> None:
        told: list[Draft] = []
        for view in views_of(line, self.lexicon, self.state):
            drafts, refused = mentions_of(view, self.lexicon, self.state, number)
            self.refused += refused
            for draft in drafts:
                told.append(self._add(draft))
            self._remember(view)
        self._toll(line, told)

    def _add(self, draft: Draft) -> Draft:
        for known in reversed(self.drafts):
            if same_event(draft, known, self.lexicon):
                absorb(known, draft, self.lexicon)
                self._open(known)
                return known
        self.drafts.append(draft)
        self._open(draft)
        return draft

    def _open(self, draft: Draft) -> None:
        self.state.event = draft
        if draft.when.known:
            self.state.when = draft.when
        if draft.where:
            self.state.place = draft.where.id

    def _remember(self, view: View) -> None:
        for anchor in anchors_of(view, self.lexicon, self.state):
            if anchor.explicit and (anchor.place or anchor.vessel or self.state.anchor is None):
                self.state.anchor = anchor

    def _toll(self, line: Line, told: list[Draft]) -> None:
        toll = toll_of(line.view())
        if not toll or any(unit.type == "cumulative" for unit in line.units):
            return
        of = told or ([self.state.event] if self.state.event and not self._struck_others(line) else [])
        for draft in of:
            if draft.killed is None:
                draft.killed = toll.killed
            if draft.injured is None:
                draft.injured = toll.injured

    def _struck_others(self, line: Line) -> bool:
        return bool(strikes(line.view()))

    def _title(self, number: int, line: Line) -> None:
        if self.drafts:
            return
        for view in views_of(line, self.lexicon, self.state):
            drafts, _ = mentions_of(view, self.lexicon, self.state, number)
            for draft in drafts:
                self._add(draft)
