"""A worker with a plug-in tagger: it waits for the plug-in's server, and refuses the story on which that fails."""

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from schemas import RawArticle
from tests.conftest import ReadTopic
from tests.kafka.stream import Stream
from tests.kafka.waiting import until
from tests.unit.test_tagger_example import EXAMPLE, OUTPOST, Answer, Server, finds

pytestmark = pytest.mark.kafka


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that is not open yet."""
    made = Server()
    yield made
    made.close()


def answers(text: str) -> tuple[int, bytes]:
    """The village, and garbage for the story that asks for it."""
    found: Answer = finds(Kesra="CITY")
    return (200, b"<html>") if "garbage" in text else found(text)


async def test_a_worker_waits_for_its_plug_in_and_refuses_only_the_story_that_it_fails_on(
    bootstrap: str, prefix: str, tmp_path: Path, read_topic: ReadTopic, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    metadata = tmp_path / "tallywire_corenlp-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: tallywire-corenlp\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text("[tallywire.taggers]\ncorenlp = corenlp_tagger:from_environment\n")
    path = [str(tmp_path), str(EXAMPLE), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, path)))
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setenv("CORENLP_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.syspath_prepend(EXAMPLE)
    articles = [
        RawArticle(id=name, published_at=date(2023, 11, 21), body=f"News of the bases\n\n{OUTPOST} It was {end}.")
        for name, end in (("first", "quiet then"), ("second", "garbage day"), ("third", "cold"))
    ]
    with Stream(bootstrap, prefix, tmp_path, taggers="corenlp") as stream:
        await stream.create_topics()
        stream.start("one")
        await stream.push(articles)
        log = tmp_path / "one" / "worker.log"
        await until(lambda: "tagger corenlp is unavailable, asked again" in log.read_text())
        server.open(answers)
        await stream.worked_off()

        tagged = [json.loads(one.value) for one in await read_topic(f"{prefix}articles-tagged")]
        found = {one["raw_ids"][0]: [attack["place"]["id"] for attack in one["attacks"]] for one in tagged}
        assert found == {"first": ["kesra"], "third": ["kesra"]}
        (letter,) = await read_topic(f"{prefix}dead-letters")
        reasons = b" ".join(value for _, value in letter.headers)
        assert b"tagger corenlp" in reasons and b"second" in letter.value
        assert await stream.tallies() == stream.offline(articles)
