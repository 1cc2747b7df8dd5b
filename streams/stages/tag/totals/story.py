"""Walk through a story's sentences and draft its totals; what an earlier sentence said carries over to later ones."""

from dataclasses import dataclass, field
from datetime import date

from schemas import Evidence, NotCounted
from streams.stages.lexicon import Lexicon
from streams.stages.tag.totals.clauses import evidence_range
from streams.stages.tag.totals.cues import NO_FRAME, Calendar, Frame, frame_of, said_on
from streams.stages.tag.totals.decide import Counted, Refusal, counted_by, is_quoted_away, is_supposed
from streams.stages.tag.totals.draft import Draft
from streams.stages.tag.totals.reading import Number, Reading
from streams.stages.tag.totals.regions import countries_in, means_both, split_country, usual_countries
from streams.stages.tag.totals.sides import Side, names_target, side_of, subject_of
from streams.stages.tag.totals.speakers import speaker_of

_LONG = 60
_OPEN_FOR = 2
"""Sentences after a total in which a number may leave out what it counts."""


@dataclass(slots=True)
class Story:
    """What is known when a sentence is reached."""

    lexicon: Lexicon
    watched: frozenset[str]
    today: date | None
    readings: tuple[tuple[int, Reading], ...]
    target: str | None = None
    subject: str | None = None
    speaker: str | None = None
    last: Draft | None = None
    drafts: list[Draft] = field(default_factory=list)
    refused: list[NotCounted] = field(default_factory=list)

    def run(self) -> None:
        """Read all sentences."""
        self.subject = subject_of((reading for _, reading in self.readings), self.watched)
        for at, (passage, reading) in enumerate(self.readings):
            _Sentence(self, at, passage, reading).run()
            self.target = names_target(reading, self.watched) or self.target

    def open_of(self, at: int, passage: int) -> str | None:
        """What the last total counted, if it was said not long ago."""
        return self.last.of if self.last is not None and self.is_open(at, passage) else None

    def is_open(self, at: int, passage: int) -> bool:
        """Was a total said in this passage or the last, or just before?"""
        last = self.last
        return last is not None and not last.title and (at - last.at <= _OPEN_FOR or passage - last.passage <= 1)


@dataclass(slots=True)
class _Sentence:
    story: Story
    at: int
    passage: int
    reading: Reading
    beside: str | None = None
    blocked: bool = False

    def run(self) -> None:
        before = len(self.story.drafts)
        for number in self.reading.numbers:
            if self.reading.when_at(number.inner) is None:
                self._read(number)
        if len(self.story.drafts) > before:
            self._after_all(self.story.drafts[before:])

    def _read(self, number: Number) -> None:
        story = self.story
        open_of = "attacks" if self._are_there(number) else story.open_of(self.at, self.passage)
        counted = counted_by(
            self.reading, number, open_of, story.last.count if story.last and open_of else 0, self.beside
        )
        if counted is None:
            # "900 troops in Syria and 2,500 in Iraq": what is left out is no attack.
            self.blocked = self.blocked or not number.ordinal
            return
        if isinstance(counted, Counted) and counted.elliptic and self.blocked and not counted.moved:
            return
        self.blocked = False
        if isinstance(counted, Refusal):
            self._refuse(number, counted.reason)
            return
        self.beside = counted.of
        side = side_of(self.reading, number, counted.head, story.watched, story.target, story.subject)
        frame = frame_of(self.reading, number, Calendar(story.today, story.lexicon.campaigns, side.target))
        if counted.moved and frame.strength == "day":
            # "raised the count to 127 on Tuesday": the day is when it was said.
            frame = NO_FRAME
        if reason := self._reason(number, counted, side, frame):
            self._refuse(number, reason)
            return
        draft = self._draft(number, counted, side, frame)
        if draft is not None:
            story.drafts.append(draft)
            if not draft.weak:
                story.last = draft
                story.target = draft.target

    def _are_there(self, number: Number) -> bool:
        """ "there have been three": attacks, where a story has counted attacks just before."""
        words = [self.reading.low(at) for at in range(max(number.first - 4, 0), number.first)]
        recent = self.story.drafts[-4:]
        return "there" in words and any(draft.of == "attacks" and self.passage - draft.passage <= 1 for draft in recent)

    def _reason(self, number: Number, counted: Counted, side: Side, frame: Frame) -> str | None:
        if is_quoted_away(self.reading, number) or self.reading.has("withdrawn"):
            return "a figure that is withdrawn or denied"
        if is_supposed(self.reading, number, frame):
            return "supposed, threatened or planned"
        if side.how == "striker":
            return "what the other side does, not what it suffers"
        window = frame.strength in ("period", "day") and frame.scope == "window" and not _is_long(frame)
        if counted.of in ("killed", "injured") and window and not self.story.is_open(self.at, self.passage):
            return "people hurt in one event"
        if side.how == "carried" and counted.of in ("killed", "injured") and not self._of_series(side):
            return "people hurt, and nothing says that they belong to the count"
        if (
            side.how == "carried"
            and self.reading.low(counted.head.first).startswith("raid")
            and self.story.last is None
        ):
            return "raids, and nobody named whom they were on"
        if side.target is None:
            return "attacks on somebody else" if side.how == "foreign" else "no target named"
        return None

    def _of_series(self, side: Side) -> bool:
        """Do people belong to a count that was just given, or to "the attacks" as a whole?"""
        last = self.story.last
        if last is not None and last.target == side.target and self.story.is_open(self.at, self.passage):
            return True
        return any(
            self.reading.low(at) == "attacks" and self.reading.low(at - 1) in ("the", "these", "those", "such")
            for at in range(len(self.reading.words))
        )

    def _refuse(self, number: Number, reason: str) -> None:
        if any(self.reading.is_a(at, "back") for at in range(len(self.reading.words))) or self.reading.has(
            "cumulative"
        ):
            self.story.refused.append(NotCounted(reason=f"total: {reason}", evidence=self._evidence(number)))

    def _evidence(self, number: Number) -> Evidence:
        start, end = evidence_range(self.reading, number)
        return self.reading.passage.quote(start, end)

    def _draft(self, number: Number, counted: Counted, side: Side, frame: Frame) -> Draft | None:
        country = split_country(self.reading, number)
        weak = self._is_weak(number, counted, frame, country)
        weak = weak or (self.reading.kind == "title" and side.how != "named")
        if weak and counted.elliptic and self.reading.kind != "title":
            return None
        stated = said_on(self.reading)
        draft = Draft(
            count=number.value,
            qualifier=number.qualifier,
            of=counted.of,
            target=side.target,
            evidence=self._evidence(number),
            at=self.at,
            passage=self.passage,
            title=self.reading.kind == "title",
            weak=weak,
            since=frame.since,
            precision=frame.precision,
            as_of=frame.as_of or stated or self._as_of_before(frame),
            dated=frame.as_of is not None or stated is not None,
            scope=frame.scope,
            corrects=self.reading.has("corrects"),
        )
        self._place(draft, counted, country)
        self._same_period(draft, frame)
        return draft

    def _same_period(self, draft: Draft, frame: Frame) -> None:
        """ "in that period": the stretch of the last total."""
        last = self.story.last
        text = self.reading.passage.text[self.reading.start : self.reading.end].lower()
        if last is not None and frame.since is None and frame.strength == "cumulative":
            if any(
                words in text for words in ("that period", "that time", "that stretch", "same period", "same months")
            ):
                draft.since, draft.precision, draft.scope = last.since, last.precision, last.scope

    def _as_of_before(self, frame: Frame) -> date | None:
        last = self.story.last
        if last is not None and self.passage == last.passage and last.dated and last.scope != "window":
            return last.as_of
        return self.story.today

    def _is_weak(self, number: Number, counted: Counted, frame: Frame, country: str | None) -> bool:
        """Is there no sign that the number runs over time?"""
        if frame.strength in ("since", "period", "cumulative") or counted.moved:
            return False
        if number.ordinal:
            return True
        last = self.story.last
        if last is None or not self.story.is_open(self.at, self.passage):
            return not self._is_days_count(number, counted, frame)
        if counted.head.kind == "subset" or (counted.elliptic and country is not None):
            return False
        if counted.elliptic and number.value < 2 and counted.of in ("attacks", "killed", "injured"):
            return True
        if counted.of in ("killed", "injured") or counted.head.kind == "thing":
            return not _perfect(self.reading)
        return not (self.reading.has("tallied") or self._is_days_count(number, counted, frame))

    def _is_days_count(self, number: Number, counted: Counted, frame: Frame) -> bool:
        """ "four attacks on Thursday": a count of one day, of attacks on more than one place."""
        bases = any(name.type == "place" and name.hosts for name in self.reading.names)
        told = number.form in ("digits", "words") and counted.of == "attacks" and number.value > 2
        return frame.strength == "day" and told and not bases

    def _place(self, draft: Draft, counted: Counted, country: str | None) -> None:
        """Countries, and whether the number is a part of another total."""
        named = countries_in(self.reading) or self._base_countries(draft, counted)
        last = self.story.last
        if counted.head.kind == "subset":
            draft.scope = "split" if country else "part" if draft.scope == "running" else draft.scope
        if means_both(self.reading) and not named:
            draft.countries = usual_countries((row for _, row in self.story.readings), draft.target)
        elif country is not None:
            draft.countries, draft.named_countries = (country,), True
        elif named and counted.elliptic and len(named) > 1 and last is not None:
            also = any(word.low in ("also", "too", "well") for word in self.reading.words)
            draft.countries, draft.named_countries = (
                tuple(dict.fromkeys((*named, *(last.countries if also else ())))),
                True,
            )
        elif named and not counted.elliptic:
            draft.countries, draft.named_countries = named, True
        elif last is not None and last.target == draft.target and (last.scope != "split" or means_both(self.reading)):
            draft.countries = last.countries
        if not draft.countries:
            draft.countries = usual_countries((row for _, row in self.story.readings), draft.target)
        if country is not None and last is not None and draft.scope == "running":
            if (
                last.of == draft.of
                and last.count >= draft.count
                and country in last.countries
                and len(last.countries) > 1
            ):
                draft.scope = "split"
        if draft.since is None and counted.elliptic and last is not None:
            draft.since, draft.precision = last.since, last.precision

    def _base_countries(self, draft: Draft, counted: Counted) -> tuple[str, ...]:
        """The country of the one base that a number is said of; such a number is a part of the whole."""
        bases = {name.id: name for name in self.reading.names if name.type == "place" and name.hosts == draft.target}
        if len(bases) != 1 or counted.of != "attacks" or counted.moved:
            return ()
        country = next(iter(bases.values())).country
        if draft.scope == "running" and counted.head.kind == "occasion":
            draft.scope = "part"
        return (country,) if country else ()

    def _after_all(self, drafts: list[Draft]) -> None:
        """What the numbers of one sentence share: splits beside each other, and who says so."""
        speaker = speaker_of(self.reading, self.story.speaker)
        self.story.speaker = speaker or self.story.speaker
        kinds = {draft.of for draft in drafts}
        for of in kinds:
            group = [draft for draft in drafts if draft.of == of and draft.scope in ("running", "split")]
            single = {draft.countries[0] for draft in group if len(draft.countries) == 1 and draft.named_countries}
            if len(single) > 1:
                for draft in group:
                    if len(draft.countries) == 1:
                        draft.scope = "split"
        for draft in drafts:
            draft.attributed_to = speaker


def _is_long(frame: Frame) -> bool:
    """A year's dead are a count; those of a day or a month may be of one event."""
    return frame.since is not None and frame.as_of is not None and (frame.as_of - frame.since).days > _LONG


def _perfect(reading: Reading) -> bool:
    """ "have been", "has had": what is true by now, not on one day."""
    return any(word.low in ("have", "has", "had") for word in reading.words)


__all__ = ["NO_FRAME", "Story"]
