"""Marks of mails, Markdown and printers are read over, and every quote still finds its place in the body."""

from datetime import UTC, datetime

import pytest

from schemas import Block, RawArticle
from streams.stages.clean import clean
from streams.stages.clean.hyphens import hyphenated

NOW = datetime(2025, 1, 1, 12, tzinfo=UTC)


def blocks_of(body: str) -> tuple[Block, ...]:
    return clean(RawArticle(body=body), NOW).blocks


def test_a_markdown_link_reads_as_its_words_and_a_quote_leads_back_to_them() -> None:
    body = "The [harbour master](https://quay.example/people/9) said that **two** barges had sunk in the gale."
    block = blocks_of(body)[0]
    assert block.text == "The harbour master said that two barges had sunk in the gale."
    at = block.text.index("two barges")
    quote = block.quote(at, at + 3)
    assert body[quote.start : quote.end] == "two"


def test_a_quoted_mail_is_read_without_its_marks() -> None:
    body = "\n".join(
        [
            "> Barges sunk in gale",
            ">",
            "> Two barges sank off the mole on Sunday, their owner",
            "> said. Nobody drowned.",
        ]
    )
    assert [block.text for block in blocks_of(body)] == [
        "Barges sunk in gale",
        "Two barges sank off the mole on Sunday, their owner said. Nobody drowned.",
    ]


@pytest.mark.parametrize(
    ("line", "following", "cut"),
    [
        ("It happened on 3 Febru-", "ary near the mill.", True),
        ("The raid was claimed by an Iran-", "backed group.", False),
        ("They met the US-", "led force.", False),
        ("The ship went north-", "east at dusk.", False),
        ("They ask for a cease-", "fire by noon.", False),
        ("He spoke of Port-", "Said and its docks.", False),
    ],
)
def test_a_hyphen_at_a_line_end_goes_where_the_printer_put_it(line: str, following: str, cut: bool) -> None:
    assert hyphenated(line, following, frozenset()) is cut


def test_a_compound_that_the_page_writes_elsewhere_keeps_its_hyphen() -> None:
    assert not hyphenated("a belt of half-", "sunk barges", frozenset({"half-sunk"}))
    assert hyphenated("the barge-", "man", frozenset({"bargeman"}))


def test_a_correction_of_what_the_story_says_stays_in_it() -> None:
    story = "Two barges sank off the mole on Sunday, their owner said. Nobody drowned, and the harbour is open."
    note = "Correction: An earlier version of this article said that three barges had sunk. It was two."
    kinds = {block.text: block.kind for block in blocks_of(f"Barges sunk in gale\n\n{story}\n\n{note}")}
    assert kinds[note] == "paragraph"
