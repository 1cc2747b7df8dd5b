"""Attacks of a story without a date of publication lie in the span of the running total that it states."""

from datetime import date

from schemas import Attack, Evidence, ReportedTotal, Span, TargetRef
from streams.stages.lexicon import load_lexicon
from streams.stages.tag.anchoring import anchored

LEXICON = load_lexicon()
QUOTE = Evidence(text="x", start=0, end=1)
SINCE = date(2023, 10, 17)
UNKNOWN = Span()


def attack(target: str = "us-forces", day: date | Span | None = None) -> Attack:
    return Attack(target=TargetRef(id=target, text=target), date=day, evidence=QUOTE)


def total(target: str = "us-forces", scope: str = "running", since: date | None = SINCE) -> ReportedTotal:
    return ReportedTotal.model_validate(
        {"count": 46, "target": target, "since": since, "scope": scope, "evidence": QUOTE}
    )


def date_of(one: Attack, *totals: ReportedTotal, published: Span = UNKNOWN) -> tuple[object, str]:
    (found,) = anchored([one], totals, published, LEXICON)
    return found.date, found.date_basis


def test_an_undated_attack_lies_after_the_since_date_of_the_total() -> None:
    assert date_of(attack(), total()) == (Span(start=SINCE), "campaign")


def test_what_bounds_the_publication_bounds_the_attack() -> None:
    fetched = Span(end=date(2023, 12, 1))
    assert date_of(attack(), total(), published=fetched) == (Span(start=SINCE, end=fetched.end), "campaign")


def test_a_story_whose_day_is_known_keeps_what_its_own_dates_say() -> None:
    day = date(2023, 11, 21)
    assert date_of(attack(), total(), published=Span(start=day, end=day)) == (None, "none")


def test_a_dated_attack_keeps_its_date() -> None:
    assert date_of(attack(day=date(2023, 11, 1)), total())[0] == date(2023, 11, 1)


def test_totals_of_a_window_of_a_part_or_on_another_target_say_nothing() -> None:
    others = [total(scope="window"), total(scope="part"), total(target="hospitals"), total(since=None)]
    assert date_of(attack(), *others) == (None, "none")


def test_a_total_that_begins_after_the_last_possible_day_says_nothing() -> None:
    assert date_of(attack(), total(), published=Span(end=date(2023, 10, 1))) == (None, "none")
