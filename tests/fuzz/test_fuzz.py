"""A short look for inputs that break something, and all that were ever found. `python -m tests.fuzz` looks for long."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.cases import CORPUS, Case, from_json, made
from tests.fuzz.invariants import check_decoders, check_file, check_tallies


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*.json")), ids=lambda file: file.stem)
def test_what_once_broke_something_no_longer_does(file: Path) -> None:
    from_json(file.read_text(encoding="utf-8")).check()


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_hostile_news_gives_a_result_or_a_refusal_that_says_what_and_where(random: Random) -> None:
    made(random).check()


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1), st.sampled_from(["text/plain", "text/html"]))
def test_any_text_is_quoted_where_it_stands(text: str, content_type: str) -> None:
    Case("article", content_type, text).check()


@settings(max_examples=200, deadline=None)
@given(st.binary(), st.sampled_from(["a.txt", "a.html", "a.jsonl"]))
def test_any_bytes_are_a_message_or_refused_by_name(data: bytes, name: str) -> None:
    check_decoders(data)
    check_file(name, data)


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_is_a_tallies_file_or_refused_by_name(text: str) -> None:
    check_tallies(text)
