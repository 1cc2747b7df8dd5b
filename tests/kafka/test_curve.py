"""The reported curve comes out of the stream as exactly as offline, by two workers, from articles in another order."""

import json
from pathlib import Path

import pytest

from schemas import Tally
from tests.curve import CURVE, articles, curve_of
from tests.kafka.stream import Stream, shuffled_with_repeats

pytestmark = pytest.mark.kafka


async def test_the_curve_comes_out_of_the_stream(bootstrap: str, prefix: str, tmp_path: Path) -> None:
    with Stream(bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        stream.start("one")
        stream.start("two")
        await stream.push(shuffled_with_repeats(articles(), seed=11))
        await stream.worked_off()
        (tally,) = [Tally.model_validate(one) for one in json.loads(await stream.tallies())]
    assert curve_of(tally) == list(CURVE)
