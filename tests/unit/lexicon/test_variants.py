import pytest

from streams.stages.lexicon.variants import name_forms, plural, verb_forms


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("tanker", "tankers"),
        ("convoy", "convoys"),
        ("refinery", "refineries"),
        ("fisherman", "fishermen"),
        ("bus", "buses"),
    ],
)
def test_plurals_of_target_terms(one, many):
    assert plural(one) == many


def test_the_arabic_article_is_written_in_many_ways():
    forms = name_forms("Deir az-Zawr")
    assert {"deir az zawr", "deir al zawr", "deir el zawr", "deir azzawr"} <= forms


def test_an_inner_apostrophe_may_be_left_out():
    assert {"sana'a", "sanaa", "sana a"} <= name_forms("Sana’a")


def test_parts_of_a_verb():
    assert verb_forms("bury") == {"bury": "base", "buries": "s", "buried": "past", "burying": "ing"}
    assert verb_forms("ambush")["ambushes"] == "s"
