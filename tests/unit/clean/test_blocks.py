"""What single lines of a page become."""

from datetime import UTC, datetime

import pytest

from schemas import CleanArticle, RawArticle
from streams.stages.clean import clean, page_key, page_version, raw_id

NOW = datetime(2025, 1, 1, 12, tzinfo=UTC)

STORY = (
    "Depot burns after drone strike",
    "A drone set a fuel depot on fire in the night to Monday, the fire brigade said, and two men were burnt.",
    "It was the second fire of the kind this month, according to the brigade.",
)


def page_of(*lines: str, html: bool = False) -> CleanArticle:
    body = "".join(lines) if html else "\n\n".join(lines)
    raw = RawArticle(body=body, content_type="text/html" if html else "text/plain")
    return clean(raw, NOW)


def kind_of(page: CleanArticle, text: str) -> str:
    return next(block.kind for block in page.blocks if block.text == text)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Read more: Nine lives of a tanker captain", "promo"),
        ("SEE ALSO - Nine lives of a tanker captain", "promo"),
        ("The depot seen from the road. (Photo: R. Haas/Quay Pictures)", "caption"),
        ("A guard looks at the tanks. QUAY/Rosa Haas", "caption"),
        ("(Quay Pictures)", "credit"),
        ("Share | Tweet | Print", "widget"),
        ("© 2025 Quay Media. All rights reserved.", "widget"),
        ("We use cookies to make this website work for you.", "widget"),
        ("Page 2 of 3", "widget"),
        ("Home > World > Gulf", "breadcrumb"),
        ("By Rosa Haas | 3 May 2024, 10:15", "byline"),
        ("A third man got away unhurt.", "paragraph"),
    ],
)
def test_a_line_is_typed_by_what_it_does(line: str, kind: str) -> None:
    assert kind_of(page_of(*STORY, line), line) == kind


def test_the_country_us_is_not_the_site_speaking() -> None:
    line = "US forces donate a hospital to the members of the town council after a month of talks."
    assert kind_of(page_of(*STORY, line), line) == "paragraph"


def test_a_standfirst_that_repeats_a_paragraph_is_no_paragraph() -> None:
    lead = "A drone set a fuel depot on fire in the night to Monday"
    assert kind_of(page_of(STORY[0], lead, *STORY[1:]), lead) == "standfirst"


def test_a_quote_pulled_out_of_a_paragraph_is_no_paragraph() -> None:
    pulled = "“It was the second fire of the kind this month”"
    assert kind_of(page_of(*STORY, pulled), pulled) == "promo"


def test_wrapped_lines_become_one_paragraph_that_leads_back_to_the_body() -> None:
    wrapped = (
        "Depot burns\n\nA drone set a fuel depot on fire in the night to Monday, the fire\n"
        "brigade said, and two men were burnt while they tried to save a lorry\n"
        "that stood beside the tanks. The fire was out by noon, and the road to\n"
        "the depot is open again.\n"
    )
    paragraph = next(block for block in clean(RawArticle(body=wrapped), NOW).blocks if block.kind == "paragraph")
    quote = paragraph.quote(paragraph.text.index("brigade"), paragraph.text.index("burnt") + 5)
    assert quote.text == "brigade said, and two men were burnt"
    assert wrapped[quote.start : quote.end] == quote.text


def test_damaged_quotes_are_repaired_and_lead_back_to_the_body() -> None:
    body = "Depot burns\n\nThe mayor of the town said â€œwe were luckyâ€\x9d on Monday, and the brigade agreed."
    block = clean(RawArticle(body=body), NOW).blocks[1]
    assert "“we were lucky”" in block.text
    quote = block.quote(block.text.index("we"), block.text.index("lucky") + 5)
    assert body[quote.start : quote.end] == "we were lucky"


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var n='Ninety men died.'</script>",
        "<p style='display: none'>Ninety men died.</p>",
        "<p hidden>Ninety men died.</p>",
        "<div aria-hidden=true>Ninety men died.</div>",
        "<noscript>Ninety men died.</noscript>",
        "<template><p>Ninety men died.</p></template>",
        "<style>.q{display:none}</style><p class=q>Ninety men died.</p>",
        "<!-- Ninety men died. -->",
        "<span class=sr-only>Ninety men died.</span>",
    ],
)
def test_what_a_reader_does_not_see_is_in_no_block(hidden: str) -> None:
    page = page_of(f"<h1>{STORY[0]}</h1><p>{STORY[1]}</p>", hidden, f"<p>{STORY[2]}</p>", html=True)
    assert not any("Ninety" in block.text for block in page.blocks)
    assert [block.text for block in page.blocks if block.kind == "paragraph"] == [*STORY[1:]]


def test_a_break_inside_a_sentence_is_a_space_and_after_it_a_paragraph() -> None:
    page = page_of(f"<h1>{STORY[0]}</h1><div>The fire, said the mayor,<br>was laid.<br>{STORY[1]}</div>", html=True)
    assert [block.text for block in page.blocks[1:]] == ["The fire, said the mayor, was laid.", STORY[1]]


def test_a_class_name_that_covers_the_whole_story_is_not_believed() -> None:
    towns = ("Mersa", "Tobruk", "Sirte", "Zuwara", "Derna")
    story = "".join(
        f"<p>In {town} the men of the {n}th brigade put out {n} fires that night, said {town}'s mayor.</p>"
        for n, town in enumerate(towns)
    )
    story += f"<p>{STORY[1]}</p>"
    page = page_of(f"<div class='promo widget'><h1>{STORY[0]}</h1>{story}</div>", html=True)
    assert sum(block.kind == "paragraph" for block in page.blocks) == 6


def test_key_and_id_prefer_what_they_are_for() -> None:
    both = RawArticle(id="a1", url="https://quay.example/a", body="x")
    assert (page_key(both), raw_id(both)) == ("https://quay.example/a", "a1")
    bare = RawArticle(body="x")
    assert page_key(bare) == raw_id(bare)
    assert page_key(bare).startswith("sha256:") and len(page_key(bare)) == 7 + 32


def test_versions_sort_by_the_time_they_were_fetched() -> None:
    earlier = RawArticle(body="b", fetched_at="2024-12-31T23:59:59+02:00")
    later = RawArticle(body="a", fetched_at="2024-12-31T22:00:00Z")
    assert page_version(earlier, NOW) < page_version(later, NOW) < page_version(RawArticle(body="a"), NOW)
