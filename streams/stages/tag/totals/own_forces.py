"""Whom "our troops" are: the side of the speaker's own people in arms."""

from streams.stages.tag.totals.cues import frame_of
from streams.stages.tag.totals.reading import Number, Reading
from streams.stages.tag.totals.regions import DEFAULTS, countries_in
from streams.stages.tag.totals.story import Sentence
from streams.stages.tag.totals.vocabulary import word_set

_OWN = word_set("own_forces")


def own_forces(reading: Reading) -> bool:
    """Does the speaker tell of his own side's people in arms: "our troops", "our men and women"?"""
    return any(
        reading.low(at) == "our" and any(reading.low(near) in _OWN for near in range(at + 1, at + 4))
        for at in range(len(reading.words))
    )


def own_side(sentence: Sentence, number: Number) -> str | None:
    """Whom the story is about, else the target of the campaign that the number is counted from, or one at home."""
    story, reading = sentence.story, sentence.reading
    if not own_forces(reading):
        return None
    for campaign in story.lexicon.campaigns:
        for target in story.watched.intersection(campaign.targets):
            frame = frame_of(reading, number, story.calendar(target))
            if frame.strength == "since" and frame.since == campaign.start:
                return target
    at_home = (key for key in DEFAULTS if key in story.watched and set(countries_in(reading)) & set(DEFAULTS[key]))
    return story.subject or next(at_home, None)
