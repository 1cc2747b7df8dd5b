"""docs/api.md: whoever asks what the page asks gets what the page shows."""

import json
import re
import shlex
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from textwrap import dedent

import pytest
from starlette.testclient import TestClient

from streams.settings import Settings
from streams.web.app import create_app
from streams.web.events import Hub
from streams.web.intake import Intake
from streams.web.store import Store
from tests.unit.web.filled import example_store
from tests.unit.web.test_contract import _nowhere
from tests.unit.web.test_parts import heard

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BASE = "http://127.0.0.1:8080"
BLOCKS = [
    dedent(one)
    for one in re.findall(r"\n\n((?: {4}.*\n(?:\n(?= {4}[^$]))?)+)(?=\n)", PAGE.replace("\n    $ ", "\n\n    $ "))
]
EXAMPLES = [one.split("\n", 1) for one in BLOCKS if one.startswith("$ ")]
(FILE,) = [one for one in BLOCKS if one.startswith('{"url"')]
"""What stands in articles.jsonl."""


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with closing(example_store()) as store:
        chosen = Settings()
        with TestClient(create_app(store, chosen, intake=Intake(chosen, _nowhere))) as asking:
            yield asking


def curl(client: TestClient, line: str) -> str:
    """What the command prints, JSON as `json.tool` does."""
    command, *words = shlex.split(line.removeprefix("$ "))
    assert command == "curl"
    (url,) = [one for one in words if one.startswith(BASE)]
    given = dict(pairwise(words))
    body = given.get("-d") or given.get("--data-binary")
    body = FILE if body == "@articles.jsonl" else body
    headers = dict([given["-H"].split(": ", 1)]) if "-H" in given else {}
    answer = client.request("POST" if body else "GET", url.removeprefix(BASE), content=body, headers=headers)
    if answer.headers["content-type"] == "application/json":
        return json.dumps(answer.json(), indent=4, ensure_ascii=False)
    return answer.text


def shows(said: str, shown: str) -> bool:
    """Is it what is shown, where `...` stands for anything that is left out?"""
    parts = [re.escape(one) for one in re.split(r"(?:\n? *\.\.\.)", shown.replace("\r", "").strip())]
    return re.fullmatch(r"[\s\S]*?".join(parts), said.replace("\r", "").strip()) is not None


@pytest.mark.parametrize(("command", "shown"), [one for one in EXAMPLES if "-N" not in one[0]])
def test_each_answer_is_as_it_is_shown(client: TestClient, command: str, shown: str) -> None:
    said = curl(client, command)
    assert shows(said, shown), said


async def test_events_are_as_they_are_shown(store: Store) -> None:
    ((_, shown),) = [one for one in EXAMPLES if "-N" in one[0]]
    (event,) = await heard(Hub(1), store)
    text = "retry: 3000\n\n" + "".join(f"{name}: {value}\n" for name, value in event.items())
    assert shows(text, shown), text


def test_there_are_examples_and_each_path_of_the_api_is_named() -> None:
    assert len(EXAMPLES) > 8
    with closing(example_store()) as store:
        paths = create_app(store, Settings()).openapi()["paths"]
    named = {path.replace("{tally}", "").replace("//", "/") for path in paths if path.startswith("/api/")}
    last = {path.rstrip("/").rsplit("/", 1)[-1].strip("{}") for path in named}
    assert [one for one in sorted(last) if one not in PAGE] == []
