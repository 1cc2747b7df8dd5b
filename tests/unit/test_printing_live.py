"""The terminal shows both numbers, a bar for each part of the time, and the latest incidents."""

import io
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some
from rich.console import Console

from schemas import Incident, Observed, PlaceRef, Span, Tally
from streams.printing_live import BARS, buckets, live_view, sparkline

SINCE = date(2024, 1, 1)


def tally(by_day: dict[str, int], ids: tuple[str, ...] = ()) -> Tally:
    observed = Observed(count=sum(by_day.values()), by_day=by_day, by_weapon={"sea_drone": 2, "drone": 5})
    return Tally(id="t", title="Attacks [on] ships", since=SINCE, observed=observed, incidents=ids)


DAYS = some.dictionaries(
    some.integers(0, 3000).map(lambda n: str(SINCE + timedelta(n))), some.integers(1, 500), min_size=1
)


@given(DAYS, some.integers(1, 120))
def test_the_parts_cover_all_days_once_and_fit(by_day: dict[str, int], width: int) -> None:
    parts = buckets(tally(by_day), width)
    assert 0 < len(parts) <= width and sum(one.attacks for one in parts) == sum(by_day.values())
    assert parts[0].first == SINCE and parts[-1].last >= date.fromisoformat(max(by_day))
    assert all(after.first == before.last + timedelta(1) for before, after in pairwise(parts))


@given(some.lists(some.integers(0, 10_000), min_size=1, max_size=50))
def test_a_bar_is_as_high_as_its_share_and_none_hides(counts: list[int]) -> None:
    bars = sparkline(counts)
    heights = [BARS.index(one) for one in bars]
    assert len(bars) == len(counts)
    assert [height > 0 for height in heights] == [count > 0 for count in counts]
    assert sorted(counts) == [count for _, count in sorted(zip(heights, counts, strict=True))]
    if any(counts):
        assert heights[counts.index(max(counts))] == len(BARS) - 1


def test_what_has_no_day_is_in_no_part() -> None:
    assert buckets(tally({"unknown": 3}), 40) == () == buckets(tally({}), 40)


def printed(shown: Tally, incidents: dict[str, Incident], height: int = 30) -> str:
    console = Console(file=io.StringIO(), width=90, height=height, force_terminal=False)
    console.print(live_view([shown], incidents, console.width, console.height))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def incident(number: int) -> Incident:
    day = SINCE + timedelta(number)
    place = PlaceRef(id="p", name=f"[red]Port {number}\u202e")
    return Incident(id=f"i{number}", date=Span(start=day, end=day), place=place, target="ships", weapons=("sea_drone",))


def test_a_terminal_shows_numbers_curve_and_the_latest_first() -> None:
    every = {f"i{number}": incident(number) for number in range(40)}
    by_day = {str(SINCE + timedelta(number)): 1 for number in range(40)}
    text = printed(tally(by_day, tuple(every)), every)
    assert "observed      40" in text and "reported      none" in text and "Attacks [on] ships" in text
    assert "█" in text and "2024-01-01 to 2024-02-09" in text and "drone 5, sea drone 2" in text
    assert text.index("Port 39") < text.index("Port 38") and "[red]Port 39\\u202e" in text
    assert "and 22 earlier" in text and "Port 21" not in text


def test_nothing_counted_is_shown_as_that() -> None:
    text = printed(tally({}), {})
    assert "observed      0" in text and "day by day" not in text
