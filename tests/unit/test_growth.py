"""Work and state of the tally stage follow from what comes, not from how much came before."""

from cProfile import Profile
from itertools import islice
from pstats import Stats

from bench.attack_stories import attack_stories
from bench.growth import Worker, republish


def test_a_batch_costs_as_many_calls_after_much_history_as_after_little() -> None:
    worker, stories = Worker(), (fact.to_json() for fact in attack_stories(1_700))

    def calls() -> int:
        profile = Profile()
        profile.runcall(worker.work_off, list(islice(stories, 100)))
        return Stats(profile).total_calls  # type: ignore[attr-defined,no-any-return]

    worker.work_off(islice(stories, 300))
    early = calls()
    worker.work_off(islice(stories, 1_200))
    # Four times the history. What is published is as long as history, but written without a call for each incident.
    assert 0.5 * early < calls() < 1.5 * early


def test_a_page_published_again_and_again_leaves_the_rows_of_a_few_times() -> None:
    few, many = republish(3), republish(60)
    for table in ("facts", "published"):
        assert len(getattr(many, table).standing) == len(getattr(few, table).standing) <= 3
