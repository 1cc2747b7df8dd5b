"""Attacks as lists, tables, transcripts, round-ups and corrections tell them, from the page to the finding."""

from datetime import date

import pytest

from schemas import Attack, RawArticle
from streams.offline import extract
from streams.stages.lexicon import load_lexicon

LEXICON = load_lexicon()


def read(body: str, content_type: str = "text/plain") -> list[Attack]:
    """The attacks of a page published on Tuesday, 21 November 2023."""
    raw = RawArticle.model_validate(
        {"id": "one", "content_type": content_type, "body": body, "published_at": "2023-11-21T12:00:00Z"}
    )
    refused: list[object] = []
    tagged = list(extract([raw], LEXICON, 1_000_000, lambda page, error: refused.append(error)))
    assert not refused
    return [attack for article in tagged for attack in article.attacks]


def brief(attack: Attack) -> tuple[str, str, tuple[str, ...]]:
    """Day, place and weapons."""
    return str(attack.date), attack.place.name if attack.place else "", attack.weapons


def test_entries_of_a_list_with_marks_are_attacks_of_their_days() -> None:
    found = read(
        "Where American troops came under fire\n\nAttacks on US forces this month, as far as they are known:\n\n"
        "- Nov. 8, Ain al-Asad: two drones, no injuries\n- Nov. 12, Green Village: rockets, no casualties\n"
        "- Nov. 13, Erbil air base: drone, two service members injured"
    )
    assert [brief(one) for one in found] == [
        ("2023-11-08", "Ain al-Asad", ("drone",)),
        ("2023-11-12", "Green Village", ("rocket",)),
        ("2023-11-13", "Erbil air base", ("drone",)),
    ]
    assert [one.injured for one in found] == [0, 0, 2]


def test_rows_of_a_table_in_plain_text_are_attacks() -> None:
    found = read(
        "Attacks on US troops by day\n\nDate | Base | Weapon | Result\nNov 3 | Erbil air base | drone | shot down\n"
        "Nov 6 | Al-Tanf | drone | 1 injured"
    )
    assert [brief(one) for one in found] == [
        ("2023-11-03", "Erbil air base", ("drone",)),
        ("2023-11-06", "Al-Tanf", ("drone",)),
    ]


def test_cells_of_a_table_on_a_page_are_read_row_by_row() -> None:
    body = (
        "<html><body><article><h1>Attacks on US troops: what is known</h1><p>American forces in Iraq have come "
        "under fire for weeks, and officials name the bases only now and then.</p><table>"
        "<tr><th>Date</th><th>Base</th><th>Weapon</th></tr><tr><td>Nov 3</td><td>Erbil air base</td><td>drone</td></tr>"
        "<tr><td>Nov 5</td><td>Al-Shaddadi</td><td>rockets</td></tr></table></article></body></html>"
    )
    found = read(body, "text/html")
    assert [brief(one) for one in found] == [
        ("2023-11-03", "Erbil air base", ("drone",)),
        ("2023-11-05", "Al-Shaddadi", ("rocket",)),
    ]
    quoted = found[0].evidence
    assert body[quoted.start : quoted.end] == "Nov 3</td><td>Erbil air base</td><td>drone"


def test_a_day_alone_on_a_line_dates_the_entries_below_it() -> None:
    found = read(
        "Nov. 17\n* Al-Harir, Iraq: drone; no injuries\n* Al-Tanf, Syria: drone; 1 minor injury\n\n"
        "Nov. 18\n* Tall Baydar, Syria: rockets"
    )
    assert [str(one.date) for one in found] == ["2023-11-17", "2023-11-17", "2023-11-18"]


def test_a_day_with_a_colon_behind_it_is_a_date() -> None:
    found = read(
        "The week in attacks on American troops\n\nMon., Nov. 13: al-Tanf, two drones, both shot down.\n\n"
        "Wed., Nov. 15: Al-Asad, rockets; two troops with minor injuries."
    )
    assert [one.date for one in found] == [date(2023, 11, 13), date(2023, 11, 15)]


@pytest.mark.parametrize("mark", ["- ", "* ", "1. "])
def test_a_claim_before_a_list_holds_for_each_entry(mark: str) -> None:
    found = read(
        "The Islamic Resistance in Iraq claimed responsibility for the following attacks on Nov. 20:\n\n"
        f"{mark}Ain al-Asad base, Iraq, two drones\n{mark}Al-Shaddadi base, Syria, rocket salvo"
    )
    assert [(str(one.date), one.status, one.claimed_by) for one in found] == [
        ("2023-11-20", "claimed_only", "islamic-resistance-in-iraq")
    ] * 2


def test_own_strikes_in_a_list_are_no_attacks_on_those_who_strike() -> None:
    found = read(
        "What the US hit in response\n\n- Oct. 26: US jets struck two depots near Abu Kamal\n"
        "- Nov. 12: Strikes by US forces on a safe house in Mayadin"
    )
    assert "us-forces" not in [one.target.id for one in found]


def test_a_weapon_behind_each_place_belongs_to_it() -> None:
    found = read(
        "WASHINGTON, Nov. 20 -- US forces were attacked on Sunday at al-Tanf with drones, at Al-Asad with rockets, "
        "an official said."
    )
    assert [(brief(one)[1], one.weapons) for one in found] == [("al-Tanf", ("drone",)), ("Al-Asad", ("rocket",))]


def test_a_correction_tells_only_what_is_right() -> None:
    found = read(
        "Correction: An article on an attack on American troops misstated where it happened. "
        "The drone struck the Harir air base on Nov. 17, not Ain al-Asad."
    )
    assert [brief(one) for one in found] == [("2023-11-17", "Harir air base", ("drone",))]


def test_a_number_of_drones_is_no_number_of_bombings() -> None:
    found = read("Three drones bombing Harir base in Erbil, where coalition troops are stationed, on Monday.")
    assert [one.count for one in found] == [1]


def test_at_least_so_many_hurt_after_and() -> None:
    found = read("A drone struck the US outpost Tower 22 in Jordan on Nov. 19, killing three and injuring at least 34.")
    assert [(one.killed, one.injured) for one in found] == [(3, 34)]


def test_today_with_the_name_of_the_day_is_one_day() -> None:
    found = read("Three drones attacked today, Tuesday, the base of Ain al-Asad in Anbar, a security source reported.")
    assert [str(one.date) for one in found] == ["2023-11-21"]
