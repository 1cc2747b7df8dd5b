"""What a story has said by the time a sentence is reached: it carries over to later sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from schemas import NotCounted
from streams.stages.lexicon import Lexicon
from streams.stages.tag.totals.acceptance import Judge
from streams.stages.tag.totals.draft import Draft
from streams.stages.tag.totals.kin import Kin
from streams.stages.tag.totals.ledger import Ledger, after
from streams.stages.tag.totals.reading import Reading
from streams.stages.tag.totals.regions import told_countries, usual_countries
from streams.stages.tag.totals.speakers import Speaker
from streams.stages.tag.totals.stretches import Calendar

_OPEN_FOR = 2
"""Sentences after a total in which a number may leave out what it counts."""


@dataclass(slots=True)
class Story:
    """What is known when a sentence is reached."""

    lexicon: Lexicon
    watched: frozenset[str]
    today: date | None
    readings: tuple[tuple[int, Reading], ...]
    kin: Kin
    judge: Judge
    target: str | None = None
    subject: str | None = None
    speaker: Speaker = field(default_factory=Speaker)
    last: Draft | None = None
    ledger: Ledger | None = None
    drafts: list[Draft] = field(default_factory=list)
    refused: list[NotCounted] = field(default_factory=list)
    _usual: dict[str | None, tuple[str, ...]] = field(default_factory=dict)
    _told: tuple[str, ...] | None = None

    def usual_countries(self, target: str | None) -> tuple[str, ...]:
        """Where the story plays, sought once for each target."""
        if target not in self._usual:
            self._usual[target] = usual_countries(
                [reading for _, reading in self.readings], target, _is_ship(self.lexicon, target)
            )
        return self._usual[target]

    def told_countries(self) -> tuple[str, ...]:
        """The countries that the story names, sought once."""
        if self._told is None:
            self._told = told_countries(reading for _, reading in self.readings)
        return self._told

    def calendar(self, target: str | None) -> Calendar:
        """What the dates of a count of attacks on a target are read beside."""
        return Calendar(self.today, self.lexicon.campaigns, target)

    def keep(self, drafts: Sequence[Draft]) -> None:
        """Take what was told into the count that is open; what hardly counts anything opens one at most."""
        for draft in drafts:
            if not (draft.title or draft.aside) and (not draft.weak or self.ledger is None):
                self.ledger = after(self.ledger, draft)

    def open_of(self, at: int, passage: int) -> str | None:
        """What the last total counted, if it was said not long ago."""
        return self.last.of if self.last is not None and self.is_open(at, passage) else None

    def standing(self, passage: int) -> str | None:
        """What the story keeps count of, if it said so in this passage or the last."""
        near = self.ledger is not None and passage - self.ledger.passage <= 1
        return self.ledger.of if self.ledger is not None and near else None

    def is_open(self, at: int, passage: int) -> bool:
        """Was a total said in this passage or the last, or just before?"""
        last = self.last
        return last is not None and not last.title and (at - last.at <= _OPEN_FOR or passage - last.passage <= 1)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a story, and what was said before it. `at` is its number, `passage` that of its passage."""

    story: Story
    at: int
    passage: int
    reading: Reading

    def open_total(self) -> Draft | None:
        """The total said last, if that was not long ago."""
        return self.story.last if self.story.is_open(self.at, self.passage) else None


def _is_ship(lexicon: Lexicon, target: str | None) -> bool:
    return target is not None and target in lexicon.targets and lexicon.targets[target].kind == "ship"
