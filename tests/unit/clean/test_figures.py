"""Short lines that carry figures stay in the text of their story."""

from datetime import UTC, datetime

import pytest

from schemas import RawArticle
from streams.stages.clean import clean

LEAD = "What the command has said of the attacks on its bases in the valley since the spring, by province:"


def kinds(body: str) -> dict[str, str]:
    page = clean(RawArticle(id="x", body=body, content_type="text/plain"), datetime(2026, 1, 1, tzinfo=UTC))
    return {block.text: block.kind for block in page.blocks}


@pytest.mark.parametrize("row", ["- North: 27", "North | 27", "North – 27", "• 27 in the north", "Total: 55"])
def test_rows_below_a_line_about_attacks_are_text(row: str) -> None:
    found = kinds(f"Attacks on the valley bases\n\n{LEAD}\n\n{row}\n\n- South: 28")
    assert (found[row], found["- South: 28"]) == ("paragraph", "paragraph")


def test_rows_that_count_something_else_stay_furniture() -> None:
    found = kinds(
        "Harvest ends early\n\nFarmers in the valley have brought in the wheat, they said.\n\nShares: 27\n\nLikes: 4"
    )
    assert "paragraph" not in (found["Shares: 27"], found["Likes: 4"])


def test_short_lines_of_a_transcript_are_text() -> None:
    found = kinds("Briefing\n\nQ: And injuries?\n\nMS. HARDY: 27.\n\nQ: Any deaths?\n\nMS. HARDY: None.")
    assert found["Q: And injuries?"] == found["MS. HARDY: 27."] == "paragraph"
