"""Draft the totals of one sentence."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from schemas import Evidence, NotCounted, PlaceRef
from streams.stages.tag.totals.acting import is_strikers
from streams.stages.tag.totals.again import nth_of_row
from streams.stages.tag.totals.areas import area_of, several
from streams.stages.tag.totals.breakdown import broken_down, entry_of
from streams.stages.tag.totals.clauses import evidence_range
from streams.stages.tag.totals.counted import Counted, Refusal
from streams.stages.tag.totals.cues import NO_FRAME, compared_day, frame_of, said_on
from streams.stages.tag.totals.decide import counted_by
from streams.stages.tag.totals.doubts import is_quoted_away, is_supposed
from streams.stages.tag.totals.draft import Draft
from streams.stages.tag.totals.ledger import Ledger, after, counts_else, entered, opened, own_forces
from streams.stages.tag.totals.number_features import Context, number_features
from streams.stages.tag.totals.overlooked import candidate_of
from streams.stages.tag.totals.parts import whole_of
from streams.stages.tag.totals.placing import Ground, date_war, mark_splits, place, take_period
from streams.stages.tag.totals.reading import Name, Number, Reading
from streams.stages.tag.totals.regions import DEFAULTS, countries_in, split_country
from streams.stages.tag.totals.sides import Side, names_target, side_of
from streams.stages.tag.totals.signs import is_long, is_of_one_event, is_of_series, lacks_sign
from streams.stages.tag.totals.speakers import speaker_of
from streams.stages.tag.totals.story import Story
from streams.stages.tag.totals.stretches import Calendar, Frame, since_stretches

_HURT = ("killed", "injured")
_DOUBTED = frozenset(
    {
        "people hurt in one event",
        "people hurt, and nothing says that they belong to the count",
    }
)
"""Reasons by which people hurt are refused that name something missing, and nothing that speaks against them."""
_RECENT = 2
"""Sentences before one in which an attack is told that it may point back to."""
NOTHING = "nothing"
"""The outcome of a number of which the rules make nothing."""
MOST = 1_000
"""Mentions of totals that are read in a story: each is compared with all others. No real story has as many."""


@dataclass(slots=True)
class SentenceReader:
    """Reads the numbers of one sentence, beside what the story has said before."""

    story: Story
    at: int
    passage: int
    reading: Reading
    beside: str | None = None
    blocked: bool = False
    outcome: str = NOTHING
    blocked_before: bool = False

    def run(self) -> None:
        """Draft the totals of the sentence."""
        before = len(self.story.drafts)
        for number in self.reading.numbers:
            if len(self.story.drafts) >= MOST:
                self._refuse(number, f"more than {MOST:,} totals in one story")
                break
            if self.reading.when_at(number.inner) is None:
                self._read_or_enter(number)
        self.story.drafts += list(self._earlier_figures(self.story.drafts[before:]))
        self._take_parts(before)
        drafts = self.story.drafts[before:]
        if drafts:
            mark_splits(drafts)
        self._take_speaker(drafts)
        self._open_ledger(drafts)

    def _take_speaker(self, drafts: list[Draft]) -> None:
        """Who states the totals of the sentence: somebody that it names, or whose count the story was telling."""
        story = self.story
        speaker = speaker_of(self.reading, story.speaker) if self.reading.marks else None
        if speaker is not None:
            story.speaker = replace(story.speaker, heard=speaker, last=speaker if drafts else story.speaker.last)
        for draft in drafts:
            draft.attributed_to = story.speaker.last

    def _take_parts(self, before: int) -> None:
        """Numbers that add up to a total told in this passage or the one before are its parts."""
        story = self.story
        near = [row for row in story.drafts if not (row.weak or row.title) and self.passage - row.passage <= 1]
        found = whole_of(self.reading, near)
        if found is None:
            return
        whole, parts = found
        known = {draft.count for draft in story.drafts[before:] if draft.named_countries and len(draft.countries) == 1}
        parts = [(number, place) for number, place in parts if number.value not in known]
        taken = {number.value for number, _ in parts}
        kept = [draft for draft in story.drafts[before:] if draft is whole or draft.count not in taken]
        del story.drafts[before:]
        story.drafts += kept
        story.drafts += [self._part(whole, number, place) for number, place in parts]

    def _part(self, whole: Draft, number: Number, place: Name) -> Draft:
        return replace(
            whole, count=number.value, qualifier=number.qualifier, evidence=self._evidence(number), at=self.at,
            passage=self.passage, title=False, countries=(place.country,) if place.country else (),
            named_countries=True, scope="split", more=[],
            place=None if place.kind == "country" else PlaceRef(id=place.id, name=place.text),
        )  # fmt: skip

    def _earlier_figures(self, drafts: list[Draft]) -> Iterator[Draft]:
        """ "From 181 a week earlier to 188": what the count was before, with the day on which it was that."""
        counts = {draft.count: draft for draft in drafts if draft.scope == "running" and not draft.weak}
        for number in self.reading.numbers:
            if number.ordinal or number.value in counts or self.reading.when_at(number.inner) is not None:
                continue
            day = compared_day(self.reading, number, self.story.today)
            later = [draft for count, draft in counts.items() if count > number.value]
            if day is not None and later and self.reading.low(number.first - 1) == "from":
                yield replace(later[0], count=number.value, as_of=day, dated=True, qualifier="exactly", more=[])

    def _open_ledger(self, drafts: list[Draft]) -> None:
        story = self.story
        target = names_target(self.reading, story.watched)
        asks = self.reading.passage.text[: self.reading.end].endswith("?")
        if target is None and story.subject and self.reading.kind != "title" and (asks or own_forces(self.reading)):
            target = story.subject
        story.ledger = opened(self.reading, self.at, self.passage, target, story.ledger)
        if story.ledger is not None and not drafts and counts_else(self.reading):
            story.ledger = None
        if story.ledger is not None and story.ledger.at == self.at and story.ledger.since is None:
            calendar = Calendar(story.today, story.lexicon.campaigns, story.ledger.target)
            since = next((row.frame for row in since_stretches(self.reading, calendar) if row.frame.since), NO_FRAME)
            story.ledger = replace(story.ledger, since=since.since, precision=since.precision)
        self._keep(drafts)

    def _keep(self, drafts: list[Draft]) -> None:
        for draft in drafts:
            if not (draft.title or draft.aside) and (not draft.weak or self.story.ledger is None):
                self.story.ledger = after(self.story.ledger, draft)

    def _read_or_enter(self, number: Number) -> None:
        """Read a number by itself; if it says nothing so, as an entry of the count that is open."""
        story = self.story
        drafts, refused, blocked = len(story.drafts), len(story.refused), self.blocked
        self.outcome, self.blocked_before = NOTHING, blocked
        self._read(number)
        if all(draft.weak for draft in story.drafts[drafts:]) and (again := self._told_again(number)):
            story.drafts[drafts:] = [again]
            return
        entries = story.drafts[drafts:]
        if any(draft.weak for draft in entries) and (whole := broken_down(story.readings, self.at, story.drafts)):
            story.drafts[drafts:] = [entry_of(whole, draft) for draft in entries if draft.count < whole.count]
            return
        if len(story.drafts) == drafts and (proposed := self._proposed(number)):
            story.drafts.append(proposed)
            self.blocked = blocked
        self._keep(story.drafts[drafts:])
        ledger = story.ledger
        told = [draft for draft in story.drafts[drafts:] if not draft.weak]
        # "Nov. 14 - 55 attacks" in a list of the count is where it stood that day.
        listed = ledger is not None and ledger.headed and all(self._is_one_days(draft, ledger) for draft in told)
        if ledger is None or (told and not listed):
            return
        counted = entered(self.reading, number, ledger, self.passage)
        if counted is None or is_quoted_away(self.reading, number) or is_supposed(self.reading, number, NO_FRAME):
            return
        del story.drafts[drafts:], story.refused[refused:]
        self.blocked = blocked
        self._enter(number, counted, ledger)

    def _told_again(self, number: Number) -> Draft | None:
        """ "It is the second time this month": the attack just told as one of a row, which feeds no running count."""
        story = self.story
        recent = [reading for _, reading in story.readings[max(self.at - _RECENT, 0) : self.at]]
        told = any(reading.has("done") or reading.has("attack") for reading in recent)
        target = names_target(self.reading, story.watched) or story.target
        head = nth_of_row(self.reading, number, told, story.today) if target else None
        if head is None or is_strikers(self.reading, number, head, story.watched):
            return None
        frame = frame_of(self.reading, number, Calendar(story.today, story.lexicon.campaigns, target))
        draft = self._draft(number, Counted("attacks", head), Side(target, "carried"), frame)
        return draft and replace(draft, weak=False, aside=True, scope="window")

    def _is_one_days(self, draft: Draft, ledger: Ledger) -> bool:
        return draft.scope == "window" and draft.of == ledger.of and draft.since == draft.as_of != ledger.since

    def _enter(self, number: Number, counted: Counted, ledger: Ledger) -> None:
        story = self.story
        frame = frame_of(self.reading, number, Calendar(story.today, story.lexicon.campaigns, ledger.target))
        if frame.strength != "since":
            frame = Frame("cumulative", ledger.since, ledger.precision)
        draft = self._draft(number, counted, Side(ledger.target, "carried"), frame)
        if draft is not None:
            if split_country(self.reading, number) is None and not countries_in(self.reading):
                # "Total: 55" below "Syria: 28"
                draft.countries = story.usual_countries(draft.target)
            story.drafts.append(draft)
            story.last = draft

    def _read(self, number: Number) -> None:
        story = self.story
        open_of = "attacks" if self._are_there(number) else story.open_of(self.at, self.passage)
        before = story.last.count if story.last and open_of else 0
        counted = counted_by(self.reading, number, open_of, before, self.beside, story.standing(self.passage))
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
        side = side_of(self.reading, number, counted.head, story.watched, story.target, story.subject, story.kin)
        frame = frame_of(self.reading, number, Calendar(story.today, story.lexicon.campaigns, side.target))
        if side.how == "none" and (own := self._own_side(number)):
            side = Side(own, "named")
        compared = compared_day(self.reading, number, story.today) is not None
        stands = counted.elliptic and counted.head.kind == "bare" and story.standing(self.passage) == counted.of
        if frame.strength == "day" and stands and story.ledger is not None:
            # "It was 39 on Tuesday": where the count stood that day.
            frame = Frame("cumulative", story.ledger.since, story.ledger.precision)
        elif frame.strength == "day" and (counted.moved or compared):
            # "raised the count to 127 on Tuesday": the day is when it was said.
            frame = NO_FRAME
        reason = self._reason(number, counted, side, frame)
        if reason and not self._is_of_the_count(reason, number, counted, side, frame):
            self._refuse(number, reason)
            return
        draft = self._draft(number, counted, side, frame)
        if draft is not None and not reason and self._judged("total", number, counted, side, frame) is False:
            self._refuse(number, "not likely to be a running count")
            return
        if draft is not None:
            story.drafts.append(draft)
            if not draft.weak:
                story.last = draft
                story.target = draft.target

    def _judged(self, outcome: str, number: Number, counted: Counted, side: Side, frame: Frame) -> bool | None:
        story, ledger = self.story, self.story.ledger
        counts = [draft.count for draft in story.drafts if draft.scope == "running" and not draft.weak]
        apart = self.passage - ledger.passage if ledger else 0
        context = Context(outcome, ledger, apart, counts[-1] if counts else None, self.blocked_before)
        features = number_features(self.reading, number, counted, side, frame, context)
        return story.judge(self.reading, number, features)

    def _is_of_the_count(self, reason: str, number: Number, counted: Counted, side: Side, frame: Frame) -> bool:
        """Does the model take people hurt for those of the count, where the rules only see nothing that says so?"""
        doubted = counted.of in _HURT and reason in _DOUBTED and side.target is not None
        return doubted and self._judged(reason, number, counted, side, frame) is True

    def _proposed(self, number: Number) -> Draft | None:
        """What the rules overlook, where the model takes it for a total; what they refuse with a reason stays so."""
        story, ledger = self.story, self.story.ledger
        if self.outcome != NOTHING:
            return None
        about = story.watched, story.subject
        found = candidate_of(self.reading, number, *about, ledger, story.today, story.lexicon.campaigns)
        if found is None or not self._judged(NOTHING, number, *found):
            return None
        draft = self._draft(number, *found)
        return draft and replace(draft, weak=False)

    def _own_side(self, number: Number) -> str | None:
        """ "our troops": whom the story is about, else the target of the campaign that the number is counted from."""
        story = self.story
        if not own_forces(self.reading):
            return None
        for campaign in story.lexicon.campaigns:
            for target in story.watched.intersection(campaign.targets):
                frame = frame_of(self.reading, number, Calendar(story.today, story.lexicon.campaigns, target))
                if frame.strength == "since" and frame.since == campaign.start:
                    return target
        at_home = (
            key for key in DEFAULTS if key in story.watched and set(countries_in(self.reading)) & set(DEFAULTS[key])
        )
        return story.subject or next(at_home, None)

    def _open(self) -> Draft | None:
        return self.story.last if self.story.is_open(self.at, self.passage) else None

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
        window = frame.strength in ("period", "day") and frame.scope == "window" and not is_long(frame)
        if counted.of in ("killed", "injured") and window and self._open() is None:
            return "people hurt in one event"
        if counted.head.kind == "thing" and frame.strength in ("period", "day") and window and self._open() is None:
            return "things hit in one event"
        if counted.of in ("killed", "injured") and frame.strength != "since" and is_of_one_event(self.reading):
            return "people hurt in one event"
        if (
            side.how == "carried"
            and counted.of in ("killed", "injured")
            and not is_of_series(self.reading, side.target, self._open())
        ):
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

    def _refuse(self, number: Number, reason: str) -> None:
        self.outcome = reason
        if any(self.reading.is_a(at, "back") for at in range(len(self.reading.words))) or self.reading.has(
            "cumulative"
        ):
            self.story.refused.append(NotCounted(reason=f"total: {reason}", evidence=self._evidence(number)))

    def _evidence(self, number: Number) -> Evidence:
        start, end = evidence_range(self.reading, number)
        return self.reading.passage.quote(start, end)

    def _draft(self, number: Number, counted: Counted, side: Side, frame: Frame) -> Draft | None:
        country = split_country(self.reading, number)
        weak = lacks_sign(self.reading, number, counted, frame, country, self._open())
        weak = weak or (self.reading.kind == "title" and side.how != "named")
        if weak and counted.elliptic and self.reading.kind != "title":
            return None
        stated = compared_day(self.reading, number, self.story.today) or said_on(self.reading)
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
            as_of=frame.as_of or stated or self._as_of_before(counted.head.kind == "subset"),
            dated=frame.as_of is not None or stated is not None,
            scope=frame.scope,
            corrects=self.reading.has("corrects"),
            retold=self.reading.has("retold"),
        )
        place(draft, self.reading, counted, self._ground(draft, counted, number, country), self.story.last)
        take_period(draft, self.reading, frame, self.story.last)
        date_war(draft, self.reading, self.story.lexicon.campaigns)
        return draft

    def _ground(self, draft: Draft, counted: Counted, number: Number, country: str | None) -> Ground:
        return Ground(
            country=country,
            area=area_of(self.reading, number, counted.head),
            several=several(self.reading, self.story.told_countries, DEFAULTS.get(draft.target or "", ())),
            usual=self.story.usual_countries(draft.target),
        )

    def _as_of_before(self, share: bool) -> date | None:
        last = self.story.last
        near = last is not None and (self.passage == last.passage or (share and self._open() is last))
        if last is not None and near and last.dated and last.scope != "window":
            return last.as_of
        return self.story.today
