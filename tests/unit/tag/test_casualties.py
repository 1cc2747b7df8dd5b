"""People killed and hurt in a sentence: lists of them, ages, nobody."""

from datetime import date

import pytest

from streams.stages.lexicon import Lexicon, load_lexicon
from streams.stages.tag.attacks.casualties import toll_of
from streams.stages.tag.attacks.reading import lines_of
from streams.stages.tag.prose import read_prose
from tests.unit.tag.stories import story


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def toll(lexicon: Lexicon, sentence: str) -> tuple[int | None, int | None]:
    article = story("News", sentence, published=date(2024, 1, 10))
    (line,) = [one for one in lines_of(read_prose(article, lexicon)) if one.role == "paragraph"]
    found = toll_of(line.view())
    return found.killed, found.injured


@pytest.mark.parametrize(
    ("sentence", "killed", "injured"),
    [
        ("A reporter and her driver were wounded on Wednesday.", None, 2),
        ("A cook and two guards were killed.", 3, None),
        ("The team leader and a medic died.", 2, None),
        ("A porter is killed and eight soldiers wounded by a drone.", 1, 8),
        ("Ten policemen embraced martyrdom and six others were hurt.", None, 6),
        ("By Monday's count 31 people were hurt and one died.", 1, 31),
        ("At the first, a clerk was killed and six colleagues were hurt.", 1, 6),
        ("Six trainees of the force die, eighteen are hurt.", 6, 18),
        ("Four of his colleagues were injured.", None, 4),
        ("Fifteen of the faithful were mown down.", 15, None),
        ("The raid led to the killing of nineteen officers.", 19, None),
        ("Activists documented the death of two sailors.", 2, None),
        ("Gunmen fired at a pick-up and wounded its driver.", None, 1),
        ("Nil casualties were reported.", 0, 0),
        ("Rockets hit a plant, leaving a town without heat and killing at least one person.", 1, None),
    ],
)
def test_people_before_the_verb(sentence: str, killed: int | None, injured: int | None, lexicon: Lexicon) -> None:
    assert toll(lexicon, sentence) == (killed, injured)


@pytest.mark.parametrize(
    ("sentence", "killed", "injured"),
    [
        ("It fell on the mess, injuring four soldiers and a contractor.", None, 5),
        ("A bomb went off, killing its driver and two conscripts.", 3, None),
        ("They opened fire, wounding the imam and three others.", None, 4),
        ("The drone killed five, including a nurse.", 5, None),
        ("The blast killed two and wounded three, two of them badly.", 2, 3),
        ("It was attacked in January with the loss of 70 lives.", 70, None),
    ],
)
def test_people_behind_the_verb(sentence: str, killed: int | None, injured: int | None, lexicon: Lexicon) -> None:
    assert toll(lexicon, sentence) == (killed, injured)


@pytest.mark.parametrize(
    "sentence",
    ["A woman of 58 died in the ambulance.", "The driver, aged 34, died.", "A cook, born 1976, died of his wounds."],
)
def test_an_age_counts_nobody(sentence: str, lexicon: Lexicon) -> None:
    assert toll(lexicon, sentence)[0] == 1


@pytest.mark.parametrize("sentence", ["Casualties: none.", "Rockets on the field, no victims.", "Nobody was hurt."])
def test_nobody(sentence: str, lexicon: Lexicon) -> None:
    assert toll(lexicon, sentence) == (0, 0)
