from streams.stages.tally.lean import lean
from tests.unit.tally.told import attack, story

SAYS = attack("2023-11-08", "harir", weapons=["drone"], killed=2), attack(None, country="IQ")


def test_a_lean_message_says_the_same() -> None:
    plain, thin = story("a", *SAYS), story("a", *SAYS)
    lean(thin)
    assert thin == plain and thin.to_json() == plain.to_json() and hash(thin) == hash(plain)
    assert thin.model_copy(update={"title": "x"}).to_json() == plain.model_copy(update={"title": "x"}).to_json()
    other = story("b", published="2024-01-01")
    lean(other)
    assert other.published == story("b", published="2024-01-01").published != thin.published


def test_what_two_messages_have_alike_is_kept_once() -> None:
    one, two = story("a", *SAYS), story("b", *SAYS)
    lean(one)
    lean(two)
    assert one.published is two.published
    assert one.attacks[0].place is two.attacks[0].place and one.attacks[0].target is two.attacks[1].target
