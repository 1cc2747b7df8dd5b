from hypothesis import given
from hypothesis import strategies as st

from streams.stages.lexicon.folding import fold, fold_key


def test_case_accents_hyphens_and_apostrophes_fold_alike():
    assert fold_key("Tillabéri") == fold_key("TILLABERI")
    assert fold_key("Deir-ez-Zor") == fold_key("Deir ez Zor")
    assert fold_key("Sana’a") == fold_key("Sana'a")


def test_an_apostrophe_that_opens_a_word_is_no_part_of_it():
    assert fold_key("‘Ayn Issa") == "ayn issa"


def test_decomposed_accents_fold_like_composed_ones():
    assert fold_key("Tillabe\u0301ri") == "tillaberi"


@given(st.text(max_size=80))
def test_every_folded_character_knows_its_place_in_the_original(text):
    folded = fold(text)
    positions = [folded.original(at) for at in range(len(folded.text))]
    assert positions == sorted(positions)
    assert all(0 <= position < len(text) for position in positions)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text):
    once = fold_key(text)
    assert fold_key(once) == once
