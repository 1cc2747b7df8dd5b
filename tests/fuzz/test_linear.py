"""Work grows with the length of a page, not with its square: counted in steps of the interpreter, not by the clock.

`python -m bench.linear` measures many more families, and the time inside patterns, which no step shows.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType

import pytest

from bench.hostile_texts import PAGES, TEXTS
from schemas import RawArticle
from streams.stages.clean import clean
from streams.stages.split import split
from streams.stages.tag import tag
from streams.stages.tally import load_default_definitions

NOW = datetime(2024, 5, 4, tzinfo=UTC)
LEXICON = load_default_definitions().lexicon
SIZE = 1_200
FAMILIES = {
    **{f"text: {name}": ("text/plain", TEXTS[name]) for name in (
        "attacks in one paragraph", "totals in one paragraph", "since and counts", "ships", "people", "dates",
        "targets", "unknown places", "endless list", "casualties", "short lines", "stories with headlines",
    )},
    **{f"html: {name}": ("text/html", PAGES[name]) for name in ("cells", "open tags", "many classes", "all claimed")},
}  # fmt: skip


def steps(work: Callable[[], object]) -> int:
    """Lines of Python that the work takes."""
    count = 0

    def step(frame: FrameType, event: str, _: object) -> Callable[..., object]:
        nonlocal count
        count += event == "line"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def read(body: str, content_type: str) -> None:
    page = clean(RawArticle.model_validate({"body": body, "content_type": content_type}), NOW)
    for story in split(page, LEXICON):
        tag(story, LEXICON)


@pytest.mark.parametrize("name", FAMILIES)
def test_four_times_the_page_takes_about_four_times_the_steps(name: str) -> None:
    content_type, family = FAMILIES[name]
    short, long = family(SIZE), family(4 * SIZE)
    read(short, content_type)  # Word lists are read once.
    assert steps(lambda: read(long, content_type)) < 6 * steps(lambda: read(short, content_type))
