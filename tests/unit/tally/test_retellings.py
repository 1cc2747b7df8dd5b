"""An attack that is known by its since-date alone is not counted where a dated one may be the same."""

from datetime import date

from schemas import Attack, Evidence, Incident, PlaceRef, Span, TargetRef
from streams.stages.lexicon import load_lexicon
from streams.stages.tally import ArticleFacts
from streams.stages.tally.incidents import incidents_of

LEXICON = load_lexicon()
SINCE = Span(start=date(2023, 10, 17))


def fact(article: str, place: str, when: date | Span, basis: str, weapon: str = "drone") -> ArticleFacts:
    attack = Attack.model_validate(
        {
            "date": when,
            "date_basis": basis,
            "place": PlaceRef(id=place, name=place),
            "country": "IQ",
            "weapons": (weapon,),
            "target": TargetRef(id="us-forces", text="troops"),
            "evidence": Evidence(text=article, start=0, end=1),
        }
    )
    published = Span() if basis == "campaign" else Span(start=date(2023, 11, 2), end=date(2023, 11, 2))
    return ArticleFacts(article_id=article, page_id="p", version="1", published=published, attacks=(attack,))


def bases(*facts: ArticleFacts) -> list[str]:
    found: tuple[Incident, ...] = incidents_of(facts, LEXICON)
    return sorted(one.date_basis for one in found)


UNDATED = fact("undated", "ain-al-asad", SINCE, "campaign")
DAY = date(2023, 11, 1)


def test_alone_it_keeps_its_since_date() -> None:
    assert bases(UNDATED) == ["campaign"]


def test_beside_a_dated_attack_at_the_same_place_it_is_undated() -> None:
    assert bases(UNDATED, fact("dated", "ain-al-asad", DAY, "explicit")) == ["explicit", "none"]


def test_another_place_another_weapon_or_an_earlier_day_does_not_matter() -> None:
    others = (
        fact("elsewhere", "erbil", DAY, "explicit"),
        fact("otherwise", "ain-al-asad", DAY, "explicit", "rocket"),
        fact("before", "ain-al-asad", date(2023, 9, 1), "explicit"),
    )
    assert "campaign" in bases(UNDATED, *others)
