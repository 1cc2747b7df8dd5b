"""Draft the totals of one sentence, number by number."""

from dataclasses import dataclass, replace

from schemas import NotCounted
from streams.stages.tag.totals.again import told_again
from streams.stages.tag.totals.breakdown import broken_down, entry_of
from streams.stages.tag.totals.candidate import as_told
from streams.stages.tag.totals.counted import Counted, Refusal
from streams.stages.tag.totals.decide import counted_by
from streams.stages.tag.totals.draft import Draft
from streams.stages.tag.totals.drafting import drafted, evidence_of
from streams.stages.tag.totals.earlier import earlier_figures
from streams.stages.tag.totals.entering import entry_in_ledger
from streams.stages.tag.totals.judging import NOTHING, TOTAL, judged, proposed
from streams.stages.tag.totals.opening import open_ledger
from streams.stages.tag.totals.parts import take_parts
from streams.stages.tag.totals.placing import mark_splits
from streams.stages.tag.totals.reading import Number
from streams.stages.tag.totals.reasons import is_doubted, reason_against
from streams.stages.tag.totals.speakers import speaker_of
from streams.stages.tag.totals.story import Sentence

MOST = 1_000
"""Mentions of totals that are read in a story: each is compared with all others. No real story has as many."""


@dataclass(slots=True)
class SentenceReader:
    """Reads the numbers of one sentence.

    `beside` is what the last one counts; `blocked`: it counts nothing that is wanted. `outcome` is what the rules
    make of the number that is read.
    """

    sentence: Sentence
    beside: str | None = None
    blocked: bool = False
    outcome: str = NOTHING
    blocked_before: bool = False

    def run(self) -> None:
        """Draft the totals of the sentence."""
        story, reading = self.sentence.story, self.sentence.reading
        before = len(story.drafts)
        for number in reading.numbers:
            if len(story.drafts) >= MOST:
                self._refuse(number, f"more than {MOST:,} totals in one story")
                break
            if reading.when_at(number.inner) is None:
                self._read_or_enter(number)
        story.drafts += list(earlier_figures(self.sentence, story.drafts[before:]))
        take_parts(self.sentence, before)
        drafts = story.drafts[before:]
        mark_splits(drafts)
        self._take_speaker(drafts)
        open_ledger(self.sentence, drafts)

    def _take_speaker(self, drafts: list[Draft]) -> None:
        """Who states the totals of the sentence: somebody that it names, or whose count the story was telling."""
        story, reading = self.sentence.story, self.sentence.reading
        speaker = speaker_of(reading, story.speaker) if reading.marks else None
        if speaker is not None:
            story.speaker = replace(story.speaker, heard=speaker, last=speaker if drafts else story.speaker.last)
        for draft in drafts:
            draft.attributed_to = story.speaker.last

    def _read_or_enter(self, number: Number) -> None:
        """Read a number by itself; if it says nothing so, as an entry of the count that is open."""
        story = self.sentence.story
        drafts, refused, blocked = len(story.drafts), len(story.refused), self.blocked
        self.outcome, self.blocked_before = NOTHING, blocked
        self._read(number)
        read = story.drafts[drafts:]
        if all(draft.weak for draft in read) and (again := told_again(self.sentence, number)):
            story.drafts[drafts:] = [again]
            return
        weak = any(draft.weak for draft in read)
        if weak and (whole := broken_down(story.readings, self.sentence.at, story.drafts)):
            story.drafts[drafts:] = [entry_of(whole, draft) for draft in read if draft.count < whole.count]
            return
        # What the rules refuse with a reason stays refused.
        found = proposed(self.sentence, number, blocked) if not read and self.outcome == NOTHING else None
        if found is not None:
            story.drafts.append(found)
            self.blocked = blocked
        story.keep(story.drafts[drafts:])
        told = [draft for draft in story.drafts[drafts:] if not draft.weak]
        if entry := entry_in_ledger(self.sentence, number, told):
            del story.refused[refused:]
            story.drafts[drafts:] = [entry]
            story.last = entry
            self.blocked = blocked

    def _read(self, number: Number) -> None:
        story = self.sentence.story
        counted = self._counted(number)
        if counted is None:
            return
        self.beside = counted.of
        told = as_told(self.sentence, number, counted)
        reason = reason_against(self.sentence, number, told)
        if reason and not (
            is_doubted(reason, told) and judged(self.sentence, number, told, reason, self.blocked_before)
        ):
            self._refuse(number, reason)
            return
        draft = drafted(self.sentence, number, told)
        if draft is None:
            return
        if not reason and judged(self.sentence, number, told, TOTAL, self.blocked_before) is False:
            self._refuse(number, "not likely to be a running count")
            return
        story.drafts.append(draft)
        if not draft.weak:
            story.last = draft
            story.target = draft.target

    def _counted(self, number: Number) -> Counted | None:
        """What a number counts; None where it counts nothing that is wanted, with a note of what only looked so."""
        story, reading, passage = self.sentence.story, self.sentence.reading, self.sentence.passage
        open_of = "attacks" if self._are_there(number) else story.open_of(self.sentence.at, passage)
        before = story.last.count if story.last and open_of else 0
        counted = counted_by(reading, number, open_of, before, self.beside, story.standing(passage))
        if counted is None:
            # "900 troops in Syria and 2,500 in Iraq": what is left out is no attack.
            self.blocked = self.blocked or not number.ordinal
            return None
        if isinstance(counted, Counted) and counted.elliptic and self.blocked and not counted.moved:
            return None
        self.blocked = False
        if isinstance(counted, Refusal):
            self._refuse(number, counted.reason)
            return None
        return counted

    def _are_there(self, number: Number) -> bool:
        """ "there have been three": attacks, where a story has counted attacks just before."""
        words = [self.sentence.reading.low(at) for at in range(max(number.first - 4, 0), number.first)]
        recent = self.sentence.story.drafts[-4:]
        near = (draft.of == "attacks" and self.sentence.passage - draft.passage <= 1 for draft in recent)
        return "there" in words and any(near)

    def _refuse(self, number: Number, reason: str) -> None:
        self.outcome = reason
        reading = self.sentence.reading
        if reading.has("back") or reading.has("cumulative"):
            refused = NotCounted(reason=f"total: {reason}", evidence=evidence_of(reading, number))
            self.sentence.story.refused.append(refused)
