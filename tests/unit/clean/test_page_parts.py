"""What parts of a page do, seen from their neighbours: posts, cards, boxes, interviews, entries, briefs."""

from datetime import UTC, datetime

import pytest

from schemas import Article, RawArticle
from streams.stages.clean import clean
from streams.stages.lexicon import load_lexicon
from streams.stages.split import split

LEXICON = load_lexicon()
FETCHED = datetime(2024, 5, 10, tzinfo=UTC)

STORY = (
    "Ferry runs aground in thick fog off the cape",
    "The evening ferry ran on to the rocks below the cape on Monday, and all on board were taken off by lifeboats.",
    "Fog had come down so fast that the mate did not see the bow, the coast guard said.",
    "The ferry is to be towed to the yard when the tide allows it.",
)


def stories(body: str, *, html: bool = False) -> tuple[Article, ...]:
    raw = RawArticle(body=body, content_type="text/html" if html else "text/plain", fetched_at=FETCHED)
    return split(clean(raw, FETCHED), LEXICON)


def texts(body: str, *, html: bool = False) -> list[str]:
    return [part.text for story in stories(body, html=html) for part in story.paragraphs]


def text_page(*more: str, before: tuple[str, ...] = ()) -> str:
    return "\n\n".join([*before, *STORY, *more])


def html_page(inside: str, head: str = "") -> str:
    first, second, third = (f"<p>{text}</p>" for text in STORY[1:])
    return f"<html><head>{head}</head><body><h1>{STORY[0]}</h1>{first}{second}{inside}{third}</body></html>"


def test_posts_built_alike_below_a_story_are_readers_whatever_their_class_names() -> None:
    post = "<div><div>{}</div><div>9 May 2024</div><div>{}</div><div>Answer · {} · {}</div></div>"
    said = ("My father was the mate of that ship for thirty years and never lost her.", "I heard the bell that night.")
    thread = post.format("Ann R.", said[0], 4, 1) + post.format("Bo", said[1], 17, 0)
    assert texts(f"{html_page('')}{thread}", html=True) == list(STORY[1:])


def test_text_that_is_a_link_as_a_whole_leads_to_another_story() -> None:
    card = "<div><a href='/m'><h4>Map of wrecks</h4><p>We keep a map of all wrecks with the date of each.</p></a></div>"
    assert texts(html_page(card), html=True) == list(STORY[1:])


@pytest.mark.parametrize(
    "box",
    [
        "<div class='q'><p>Thousands begin their day with a letter from the quay.</p><a href='/l'>Get it</a></div>",
        "<div class='s'><img src='f.jpg'><div>The cape from the sea, where the light has been since 1871.</div></div>",
    ],
)
def test_a_box_with_a_button_and_a_picture_with_its_description_are_no_text(box: str) -> None:
    assert texts(html_page(box), html=True) == list(STORY[1:])


def test_class_names_that_call_every_story_of_a_page_a_card_are_not_believed() -> None:
    told = (STORY, ("Yard closes its gates", "The yard on the north quay closed its gates on Friday after a century."))
    page = "".join(
        f"<div class='card'><h2>{one[0]}</h2><div>8 May 2024</div>{''.join(f'<p>{p}</p>' for p in one[1:])}</div>"
        for one in told
    )
    assert texts(f"<body>{page}</body>", html=True) == [*STORY[1:], *told[1][1:]]


def test_an_interview_keeps_its_questions_and_answers_of_a_word() -> None:
    asked = ("Were you afraid?", "No.", "What did you do first?", "I rang the bell, as we always do in fog.")
    last = ("And what will you do now?", "Sleep.")
    assert texts(text_page(*asked, *last, "He went below.")) == [*STORY[1:], *asked, *last, "He went below."]


def test_a_button_for_comments_above_the_text_does_not_hide_it() -> None:
    page = "\n\n".join([STORY[0], "By Ann Roe", "6 May 2024", "Share on the wall", "12 comments", *STORY[1:]])
    assert texts(page) == list(STORY[1:])


def test_between_the_foot_of_an_entry_and_the_next_hour_nothing_is_text() -> None:
    entry = "{}:10\n\n{}\n\nCopy link\n\n"
    letter = 'Jo, by e-mail: "Three trees are on the house and two on the car."\n\n'
    body = (
        f"{STORY[0]}\n\n"
        + entry.format(18, STORY[1])
        + letter
        + entry.format(17, STORY[2])
        + entry.format(16, STORY[3])
    )
    assert texts(body) == list(STORY[1:])


BRIEFS = {
    "Harbour seals counted at the point": "Volunteers counted 213 harbour seals at the point, up from 188 a year ago.",
    "School roof falls in": "The roof of the school fell in on Monday night, when nobody was inside. It was new.",
    "Bridge to be painted grey": "The bridge is to be painted grey, the council decided on Tuesday by one vote.",
}


@pytest.mark.parametrize(
    "page",
    [
        "<h1>In brief: May 8, 2024</h1>" + "".join(f"<h3>{one}</h3><p>{two}</p>" for one, two in BRIEFS.items()),
        "The Pier\n\nMay 8, 2024\n\n" + "\n\n".join(f"{one.upper()}\n{two}" for one, two in BRIEFS.items()),
        "# The Pier, Wednesday\n\n*May 8, 2024 - five minutes at sea*\n\n"
        + "\n\n".join(f"**{at}. {one}**\n\n{two}" for at, (one, two) in enumerate(BRIEFS.items(), 1)),
    ],
)
def test_each_brief_is_a_story_of_the_day_that_stands_over_all_of_them(page: str) -> None:
    found = stories(page, html=page.startswith("<"))
    assert [story.title.text.casefold() for story in found if story.title] == [one.casefold() for one in BRIEFS]
    assert [[part.text for part in story.paragraphs] for story in found] == [[text] for text in BRIEFS.values()]
    assert {str(story.published.day) for story in found} == {"2024-05-08"}


def test_parts_between_rules_without_a_headline_are_no_story_among_those_that_have_one() -> None:
    parts = [f"{one}\nMay 8, 2024\n\n{two}" for one, two in BRIEFS.items()]
    sponsor = "Boots that float. One pair in four comes back to the shop."
    body = "\n\n* * *\n\n".join(["Thank you for the letters about the heron.", parts[0], sponsor, *parts[1:], "Bye."])
    assert texts(body) == list(BRIEFS.values())


@pytest.mark.parametrize(
    "line",
    [
        "Good morning. Emergency cuts are in force in most of the city after what the minister calls a night of fire.",
        "Our colleagues in the north tell us that two helicopters fired on a column of some 200 men, which scattered.",
        "Ten people were killed on Tuesday by a gunman at a school for adults in the old town. Thanks for reading.",
    ],
)
def test_a_paragraph_that_tells_most_of_what_it_says_is_text_even_if_it_greets_the_reader(line: str) -> None:
    assert line in texts(text_page(line, STORY[3].replace("ferry", "wreck")))


def test_a_list_of_sentences_is_text_with_the_line_that_announces_it() -> None:
    listed = ("These are the closures:", "1. The quay, from six in the morning to noon.", "2. The tunnel: all day.")
    assert texts(text_page(*listed, "Buses end at the yard.")) == [*STORY[1:], *listed, "Buses end at the yard."]


STATED = {
    "meta": '<meta property="article:published_time" content="2024-05-08T05:40:00Z">',
    "data": '<script type="application/ld+json">{"datePublished":"2024-05-08T05:40:00Z"}</script>',
}


@pytest.mark.parametrize("head", STATED.values(), ids=STATED.keys())
def test_the_day_that_a_page_states_for_machines_is_its_day_and_leads_back_to_the_body(head: str) -> None:
    body = html_page("", head)
    page = clean(RawArticle(body=body, content_type="text/html"), FETCHED)
    stated = next(block for block in page.blocks if block.text == "2024-05-08")
    assert body[stated.start : stated.end] == "2024-05-08"
    assert [str(story.published.day) for story in split(page, LEXICON)] == ["2024-05-08"]


def test_a_time_under_the_headline_is_the_day_and_one_in_the_text_is_not() -> None:
    said = "<p>The light was lit on <time datetime='1871-03-04'>that day in March</time> for the first time.</p>"
    dated = html_page(said).replace("</h1>", "</h1><div><time datetime='2024-05-08T10:00Z'>2 days ago</time></div>")
    assert [str(one.published.day) for one in stories(dated, html=True)] == ["2024-05-08"]
    assert [one.published.day for one in stories(html_page(said), html=True)] == [None]


def test_several_days_of_publication_in_the_data_of_a_page_say_nothing() -> None:
    data = '<script>[{"datePublished":"2024-05-08"},{"datePublished":"2023-01-02"}]</script>'
    assert [one.published.day for one in stories(html_page("", data), html=True)] == [None]
