"""Attack mentions: what counts as one, who is struck, when, where, with what."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import Attack, NotCounted, Span
from streams.stages.lexicon import Lexicon, LexiconAdditions, load_lexicon
from streams.stages.tag.attacks import attacks_of
from streams.stages.tag.prose import read_prose
from tests.unit.tag.stories import story

FRIDAY = date(2023, 12, 15)
TITLE = "News of the day"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def read(
    lexicon: Lexicon, *paragraphs: str, title: str = TITLE, published: date | None = FRIDAY
) -> tuple[tuple[Attack, ...], tuple[NotCounted, ...]]:
    article = story(title, *paragraphs, published=published)
    return attacks_of(article, read_prose(article, lexicon), lexicon)


def test_an_attack_has_its_day_place_weapon_and_target(lexicon: Lexicon) -> None:
    (attack,), _ = read(lexicon, "A drone crashed into the Ain al-Asad base, home to American troops, on Wednesday.")
    assert attack.date == date(2023, 12, 13)
    assert attack.place is not None and attack.place.id == "ain-al-asad"
    assert (attack.country, attack.weapons, attack.target.id, attack.count) == ("IQ", ("drone",), "us-forces", 1)


def test_evidence_is_a_quote_of_the_body(lexicon: Lexicon) -> None:
    article = story(
        TITLE, "Nothing else.", "Two rockets fell beside Camp Victory on Tuesday, officers said.", published=FRIDAY
    )
    (attack,), _ = attacks_of(article, read_prose(article, lexicon), lexicon)
    body = "\n\n".join(p.text for p in (article.title, *article.paragraphs) if p)
    assert body[attack.evidence.start : attack.evidence.end] == attack.evidence.text
    assert "Two rockets" in attack.evidence.text


@pytest.mark.parametrize(
    "text",
    [
        "An unmanned aircraft was flown at the base of the coalition near Harir on Monday.",
        "Harir, where US soldiers live, took three mortar rounds on Monday.",
        "On Monday the coalition base at Harir came under fire from rockets.",
        "Explosions shook the US base at Harir on Monday after a rocket attack.",
        "Air defences engaged a drone over Harir air base on Monday.",
    ],
)
def test_company_of_weapon_and_target_counts_whatever_the_verb(lexicon: Lexicon, text: str) -> None:
    attacks, _ = read(lexicon, text)
    assert [(attack.date, attack.target.id) for attack in attacks] == [(date(2023, 12, 11), "us-forces")]


@pytest.mark.parametrize(
    "text",
    [
        "US warplanes struck two militia depots near the Syrian border on Tuesday with guided bombs.",
        "The faction warned that it would fire missiles at Ain al-Asad if talks failed.",
        "American troops have been attacked at least 60 times in Iraq since 17 October.",
        "Repeated attacks on American forces in Iraq have worried their government.",
        "Ain al-Asad was not hit by any rocket on Tuesday, the army said.",
        "Tuesday's blasts at al-Tanf came from a live-fire exercise of the coalition.",
        "A sandstorm hit the Ain al-Asad base on Tuesday and tore down tents.",
    ],
)
def test_what_is_no_attack_on_the_target_is_not_counted(lexicon: Lexicon, text: str) -> None:
    attacks, _ = read(lexicon, text)
    assert [attack for attack in attacks if attack.target.id == "us-forces"] == []


def test_what_is_refused_is_listed_with_its_reason(lexicon: Lexicon) -> None:
    attacks, refused = read(lexicon, "Militants could fire rockets at the US base at Conoco, an officer feared.")
    assert attacks == ()
    assert [item.reason for item in refused] == ["hypothetical, threatened or planned"]


def test_mentions_of_one_event_are_one_attack_with_more_evidence(lexicon: Lexicon) -> None:
    attacks, _ = read(
        lexicon,
        "A rocket attack on the al-Shaddadi base wounded a US soldier on Thursday.",
        "Talks went on in the capital.",
        "The base at al-Shaddadi was struck by rockets on Thursday morning, a resident said.",
        title="Rockets hit US base in Syria",
    )
    assert len(attacks) == 1
    assert attacks[0].more_evidence


def test_places_in_a_list_are_attacks_of_their_own(lexicon: Lexicon) -> None:
    attacks, _ = read(lexicon, "Single drones were sent at US troops in al-Tanf and Conoco on Sunday.")
    assert [(a.place and a.place.id, a.count) for a in attacks] == [("al-tanf", 1), ("conoco", 1)]


def test_parts_of_a_list_keep_their_weapons_and_numbers(lexicon: Lexicon) -> None:
    attacks, _ = read(
        lexicon, "Officials spoke of two rocket attacks on Green Village and a drone attack on al-Tanf on Sunday."
    )
    told = {a.place.id: (a.weapons, a.count) for a in attacks if a.place}
    assert told == {"green-village": (("rocket",), 2), "al-tanf": (("drone",), 1)}


def test_projectiles_are_no_attacks(lexicon: Lexicon) -> None:
    (attack,), _ = read(lexicon, "Fifteen rockets landed at the US base at Conoco on Tuesday.")
    assert (attack.count, attack.munitions) == (1, 15)


def test_a_later_day_counts_from_the_event_before(lexicon: Lexicon) -> None:
    attacks, _ = read(lexicon, "Rockets struck Ain al-Asad on Monday. Two days later a drone struck al-Tanf.")
    assert [attack.date for attack in attacks] == [date(2023, 12, 11), date(2023, 12, 13)]


def test_the_launch_site_is_not_the_place_of_impact(lexicon: Lexicon) -> None:
    (attack,), _ = read(lexicon, "On Monday rockets fired from Baquba hit the US base at Conoco.")
    assert attack.place is not None and attack.place.id == "conoco"


def test_days_without_a_publication_date_stay_apart_and_open(lexicon: Lexicon) -> None:
    attacks, _ = read(
        lexicon, "A drone hit Ain al-Asad on Tuesday. On Monday two rockets had struck the same base.", published=None
    )
    assert [(attack.date, attack.weapons) for attack in attacks] == [(None, ("drone",)), (None, ("rocket",))]


def test_an_undated_attack_lies_before_publication(lexicon: Lexicon) -> None:
    (attack,), _ = read(lexicon, "Talks stalled after a recent missile attack on the Ain al-Asad base.")
    assert attack.date == Span(start=None, end=FRIDAY)


def test_a_count_of_a_day_yields_to_the_attacks_that_fill_it(lexicon: Lexicon) -> None:
    attacks, _ = read(
        lexicon,
        "US forces were the target of two attacks on Tuesday.",
        "In the morning a drone was shot down near Harir. Later two rockets fell on al-Tanf.",
    )
    assert sorted(a.place.id for a in attacks if a.place) == ["al-tanf", "harir"]
    assert {a.date for a in attacks} == {date(2023, 12, 12)}


def test_a_count_of_a_day_stands_where_nothing_fills_it(lexicon: Lexicon) -> None:
    (attack,), _ = read(lexicon, "US forces in Iraq and Syria were the target of four attacks on Tuesday.")
    assert (attack.statement, attack.count, set(attack.countries)) == ("day", 4, {"IQ", "SY"})


def test_a_claim_that_nobody_else_tells_is_marked(lexicon: Lexicon) -> None:
    (attack,), _ = read(lexicon, "Kataib Hezbollah said on Tuesday that it had fired missiles at the US base at Harir.")
    assert (attack.claimed_by, attack.status) == ("kataib-hezbollah", "claimed_only")


def test_another_targets_words_serve_its_own_subject() -> None:
    added = LexiconAdditions.model_validate(
        {"targets": {"lighthouses": {"terms": ["lighthouse"]}}, "groups": {"corsairs": {"aliases": ["Corsairs"]}}}
    )
    lexicon = load_lexicon(added)
    (attack,), _ = read(lexicon, "Corsairs fired a rocket at the lighthouse of Odesa on Tuesday.")
    assert (attack.target.id, attack.actor, attack.weapons) == ("lighthouses", "corsairs", ("rocket",))


def test_a_ship_is_known_by_its_name(lexicon: Lexicon) -> None:
    attacks, _ = read(
        lexicon,
        "A missile set the tanker Blue Heron on fire in the Gulf of Aden on Monday.",
        "The Blue Heron was hit again by a drone on Wednesday.",
    )
    assert [(a.vessel, a.date) for a in attacks] == [
        ("Blue Heron", date(2023, 12, 11)),
        ("Blue Heron", date(2023, 12, 13)),
    ]


_WORDS = (
    "A drone rockets hit US troops at Ain al-Asad , and on Monday . No ; : — Harir killed three were after the attack "
    "two days later since 17 October if could said Kataib Hezbollah tanker Blue Heron was shot down it '"
)
_PIECES = st.sampled_from(_WORDS.split())


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES, max_size=40).map(" ".join), st.booleans())
def test_any_order_of_words_is_read_without_error_and_twice_alike(text: str, dated: bool) -> None:
    lexicon = load_lexicon()
    article = story(TITLE, text, text, published=FRIDAY if dated else None)
    prose = read_prose(article, lexicon)
    assert attacks_of(article, prose, lexicon) == attacks_of(article, prose, lexicon)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_and_quotes_stand_in_it(text: str) -> None:
    lexicon = load_lexicon()
    article = story(text, text, published=FRIDAY)
    attacks, refused = attacks_of(article, read_prose(article, lexicon), lexicon)
    for item in (*attacks, *refused):
        assert item.evidence.text in text
