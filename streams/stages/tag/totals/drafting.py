"""Draft a total: a number with what it counts, where, since when and as of when."""

from datetime import date

from schemas import Evidence
from streams.stages.tag.totals.areas import area_of, several
from streams.stages.tag.totals.candidate import Candidate
from streams.stages.tag.totals.clauses import evidence_range
from streams.stages.tag.totals.counted import Counted
from streams.stages.tag.totals.draft import Draft
from streams.stages.tag.totals.placing import Ground, date_war, place, take_period
from streams.stages.tag.totals.reading import Number, Reading
from streams.stages.tag.totals.regions import DEFAULTS, split_country
from streams.stages.tag.totals.signs import lacks_sign
from streams.stages.tag.totals.stated import compared_day, said_on
from streams.stages.tag.totals.story import Sentence


def drafted(sentence: Sentence, number: Number, told: Candidate) -> Draft | None:
    """The total that a number states; None where only what it leaves out could say that it runs over time."""
    counted, side, frame = told
    story, reading = sentence.story, sentence.reading
    country = split_country(reading, number)
    weak = lacks_sign(reading, number, counted, frame, country, sentence.open_total())
    weak = weak or (reading.kind == "title" and side.how != "named")
    if weak and counted.elliptic and reading.kind != "title":
        return None
    stated = compared_day(reading, number, story.today) or said_on(reading)
    draft = Draft(
        count=number.value, qualifier=number.qualifier, of=counted.of, target=side.target,
        evidence=evidence_of(reading, number), at=sentence.at, passage=sentence.passage,
        title=reading.kind == "title", weak=weak, since=frame.since, precision=frame.precision,
        as_of=frame.as_of or stated or _as_of_before(sentence, counted.head.kind == "subset"),
        dated=frame.as_of is not None or stated is not None, scope=frame.scope,
        corrects=reading.has("corrects"), retold=reading.has("retold"),
    )  # fmt: skip
    place(draft, reading, counted, _ground(sentence, draft, counted, number, country), story.last)
    take_period(draft, reading, frame, story.last)
    date_war(draft, reading, story.lexicon.campaigns)
    return draft


def evidence_of(reading: Reading, number: Number) -> Evidence:
    """The words around a number, quoted."""
    return reading.passage.quote(*evidence_range(reading, number))


def _ground(sentence: Sentence, draft: Draft, counted: Counted, number: Number, country: str | None) -> Ground:
    story, reading = sentence.story, sentence.reading
    return Ground(
        country=country,
        area=area_of(reading, number, counted.head),
        several=several(reading, story.told_countries, DEFAULTS.get(draft.target or "", ())),
        usual=story.usual_countries(draft.target),
    )


def _as_of_before(sentence: Sentence, share: bool) -> date | None:
    last = sentence.story.last
    near = last is not None and (sentence.passage == last.passage or (share and sentence.open_total() is last))
    if last is not None and near and last.dated and last.scope != "window":
        return last.as_of
    return sentence.story.today
