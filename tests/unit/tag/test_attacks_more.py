"""Casualties, claims, lists and clauses of attack mentions."""

from datetime import date

import pytest

from schemas import Article, Passage, Span
from streams.stages.lexicon import load_lexicon
from streams.stages.tag.attacks import attacks_of
from streams.stages.tag.attacks.casualties import Toll, toll_of
from streams.stages.tag.attacks.clauses import clauses_of
from streams.stages.tag.attacks.reading import lines_of
from streams.stages.tag.attacks.words import words_of
from streams.stages.tag.prose import read_prose

FRIDAY = date(2023, 12, 15)


def story(*paragraphs: str) -> Article:
    passages, at = [], 0
    for text in ("News of the day", *paragraphs):
        passages.append(Passage(text=text, start=at, end=at + len(text)))
        at += len(text) + 2
    day = Span(start=FRIDAY, end=FRIDAY)
    return Article(
        article_id="a", page_id="p", version="1", title=passages[0], paragraphs=tuple(passages[1:]), published=day
    )


def attacks(*paragraphs: str) -> list[tuple[str | None, int | None, int | None]]:
    lexicon = load_lexicon()
    article = story(*paragraphs)
    found, _ = attacks_of(article, read_prose(article, lexicon), lexicon)
    return [(attack.place.id if attack.place else None, attack.killed, attack.injured) for attack in found]


@pytest.mark.parametrize(
    ("text", "toll"),
    [
        ("Two soldiers were killed and five others wounded.", Toll(2, 5)),
        ("It killed a guard, a driver and a cook.", Toll(3, None)),
        ("There were no casualties.", Toll(0, 0)),
        ("Nobody was hurt.", Toll(0, 0)),
        ("The blast wounded at least 12.", Toll(None, 12)),
        ("Officials put the dead at nine and the wounded at 30.", Toll(9, 30)),
        ("The talks went on.", Toll()),
    ],
)
def test_tolls_are_read_from_a_sentence(text: str, toll: Toll) -> None:
    lexicon = load_lexicon()
    (line,) = lines_of(read_prose(story(text), lexicon))[1:]
    assert toll_of(line.view()) == toll


def test_a_toll_told_later_belongs_to_the_attack_before() -> None:
    told = attacks("A rocket hit the US base at Conoco on Monday.", "Three soldiers were lightly wounded.")
    assert told == [("conoco", None, 3)]


def test_a_toll_of_the_answer_does_not_leak_into_the_attack() -> None:
    told = attacks(
        "A rocket hit the US base at Conoco on Monday and hurt nobody.",
        "US jets bombed a militia camp in reply on Tuesday. Nine fighters were killed.",
    )
    assert told == [("conoco", 0, 0)]


def test_another_of_the_same_kind_keeps_day_and_weapon() -> None:
    lexicon = load_lexicon()
    article = story("On Monday a drone was shot down over Harir, and another came through at Tal Baydar.")
    found, _ = attacks_of(article, read_prose(article, lexicon), lexicon)
    assert [(a.place and a.place.id, a.date, a.weapons, a.intercepted) for a in found] == [
        ("harir", date(2023, 12, 11), ("drone",), 1),
        ("tal-baydar", date(2023, 12, 11), ("drone",), None),
    ]


def test_a_connective_between_nouns_does_not_cut() -> None:
    words = words_of(text := "Drones and rockets were fired, and two soldiers fell.", 0, len(text))
    parts = [text[words[first].start : words[last - 1].end] for first, last in clauses_of(words)]
    assert parts == ["Drones and rockets were fired,", "and two soldiers fell."]


def test_a_day_of_report_gives_way_to_the_day_of_the_event() -> None:
    lexicon = load_lexicon()
    article = story(
        "A drone attack damaged a hangar at al-Tanf, the US military said on Wednesday.",
        "The drone attack on al-Tanf took place on Tuesday.",
    )
    found, _ = attacks_of(article, read_prose(article, lexicon), lexicon)
    assert [attack.date for attack in found] == [date(2023, 12, 12)]


def test_a_denied_attack_is_not_counted() -> None:
    assert attacks("The army denied that any rocket had struck the US base at Conoco on Monday.") == []
