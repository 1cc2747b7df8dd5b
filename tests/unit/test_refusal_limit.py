"""A stage that refuses nearly everything: bad input goes on to dead letters, a bad stage stops."""

from dataclasses import dataclass, field

import pytest

from streams.errors import InvalidMessage
from streams.refusal_limit import Positions, RefusalLimit, Sample, TooManyRefused

BAD = InvalidMessage("body: Field required")


@dataclass
class Topic:
    """A topic of which a sample can be taken; how often one was."""

    sample: Sample
    taken: int = 0

    async def __call__(self, positions: Positions) -> Sample:
        self.taken += 1
        return self.sample


@dataclass
class Worker:
    """A worker at its start: batches of so many records, so many of them refused."""

    topic: Topic
    window: int = 200
    letters: int = 0
    limit: RefusalLimit = field(init=False)

    def __post_init__(self) -> None:
        self.limit = RefusalLimit("clean", self.window, 0.5, self.topic)

    async def works(self, *batches: tuple[int, int]) -> None:
        for worked, refused in batches:
            await self.limit.check(worked, [BAD] * refused, {0: 7})
            self.letters += refused


SOUND, BROKEN = Sample(150, 10, True), Sample(150, 140, True)


async def test_a_bad_deploy_stops_before_it_has_dead_lettered_anything() -> None:
    worker = Worker(Topic(BROKEN))
    with pytest.raises(TooManyRefused) as stopped:
        await worker.works((1, 1))
    assert worker.letters == 0
    text = str(stopped.value)
    assert "stage clean stops: it refuses 1 of 1 records (body: 1) and 140 of 150 others" in text
    assert "TALLYWIRE_DEAD_LETTER_WINDOW=0" in text


async def test_a_stage_that_goes_wrong_later_stops_when_most_of_a_window_is_refused() -> None:
    worker = Worker(Topic(BROKEN))
    await worker.works((100, 0), (100, 99))
    with pytest.raises(TooManyRefused, match="199 of 200"):
        await worker.works((100, 100))
    assert worker.letters == 99


async def test_bad_input_never_stops_a_stage_that_takes_what_else_its_topic_holds() -> None:
    worker = Worker(Topic(SOUND))
    await worker.works((1, 0), *[(200, 200)] * 25)
    assert worker.letters == 5000
    assert worker.topic.taken == 25


async def test_a_sample_is_taken_only_in_doubt() -> None:
    worker = Worker(Topic(BROKEN))
    await worker.works((10, 0), *[(10, 5)] * 100, (199, 0))
    assert worker.topic.taken == 0


async def test_a_first_refusal_on_a_young_topic_stops_nobody_but_a_window_of_them_does() -> None:
    for sample in (Sample(), Sample(40, 39)):
        worker = Worker(Topic(sample))
        await worker.works(*[(1, 1)] * 199)
        with pytest.raises(TooManyRefused):
            await worker.works((1, 1))
        assert (worker.letters, worker.topic.taken) == (199, 2)


async def test_bad_records_that_left_the_window_are_forgotten() -> None:
    worker = Worker(Topic(BROKEN))
    await worker.works((1, 0), (99, 99), (150, 0), (99, 99), (100, 0), (101, 99))
    assert worker.topic.taken == 0
