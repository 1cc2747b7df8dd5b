"""Topics, messages, JSON Schemas and examples do not drift apart."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from schemas.export import FOLDER, MESSAGES, schema_of
from streams.topics import PUBLIC_TOPICS

EXAMPLES = FOLDER.parent / "examples"
INVALID = sorted(EXAMPLES.glob("*.invalid.json"))
ONLY_THE_MODEL_KNOWS = {"articles-raw.year-9999", "articles-split.from-after-to"}
"""What JSON Schema cannot say: years that are plausible, two days in order."""

topics = pytest.mark.parametrize("topic", MESSAGES)


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def by_schema(topic: str) -> Draft202012Validator:
    return Draft202012Validator(load(FOLDER / f"{topic}.json"))


def test_each_public_topic_with_messages_has_a_schema_and_no_other() -> None:
    assert {topic.name: topic.message for topic in PUBLIC_TOPICS if topic.message} == MESSAGES
    assert {path.stem for path in FOLDER.glob("*.json")} == set(MESSAGES)


@topics
def test_the_schema_in_the_repository_is_that_of_the_model(topic: str) -> None:
    written = (FOLDER / f"{topic}.json").read_text(encoding="utf-8")
    assert written == schema_of(MESSAGES[topic]), "run `make schemas` and look at the difference: readers depend on it"


@topics
def test_the_schema_is_a_json_schema(topic: str) -> None:
    Draft202012Validator.check_schema(load(FOLDER / f"{topic}.json"))


@topics
def test_the_example_is_taken_by_schema_and_model_and_comes_out_as_it_went_in(topic: str) -> None:
    example = load(EXAMPLES / f"{topic}.json")
    by_schema(topic).validate(example)
    sent = json.loads(MESSAGES[topic].model_validate_json(json.dumps(example)).to_json())
    assert {key: sent[key] for key in example} == example


@topics
def test_each_topic_shows_what_is_refused(topic: str) -> None:
    assert list(EXAMPLES.glob(f"{topic}.*.invalid.json"))


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.name.removesuffix(".invalid.json"))
def test_an_invalid_example_is_refused(path: Path) -> None:
    name = path.name.removesuffix(".invalid.json")
    topic = name.split(".")[0]
    with pytest.raises(ValidationError):
        MESSAGES[topic].model_validate_json(path.read_bytes())
    assert by_schema(topic).is_valid(load(path)) == (name in ONLY_THE_MODEL_KNOWS)


@topics
def test_fields_of_a_newer_producer_are_ignored(topic: str) -> None:
    example = load(EXAMPLES / f"{topic}.json")
    newer = example | {"added_next_year": {"a": [1, 2]}}
    by_schema(topic).validate(newer)
    model = MESSAGES[topic]
    assert model.model_validate_json(json.dumps(newer)) == model.model_validate_json(json.dumps(example))


def test_quotes_of_the_examples_stand_where_they_say() -> None:
    body = load(EXAMPLES / "articles-raw.json")["body"]
    tagged = load(EXAMPLES / "articles-tagged.json")
    found = [*tagged["entities"], *(one["evidence"] for one in tagged["attacks"] + tagged["reported_totals"])]
    assert len(found) >= 5
    assert [body[one["start"] : one["end"]] for one in found] == [one["text"] for one in found]
