"""Tagged stories made up of few days, places and weapons, so that they meet in the same incidents."""

from datetime import date

from hypothesis import strategies as st

from schemas import Attack, Evidence, PlaceRef, ReportedTotal, Span, TaggedArticle, TargetRef

PLACES = {"ain-al-asad": "IQ", "harir": "IQ", "al-shaddadi": "SY"}
DAYS = st.integers(18, 27).map(lambda day: date(2023, 11, day))


@st.composite
def attacks(draw: st.DrawFn) -> Attack:
    place = draw(st.sampled_from(sorted(PLACES)))
    day = draw(DAYS)
    weapon = draw(st.sampled_from(["drone", "rocket", "unknown"]))
    start = draw(st.integers(0, 500))
    return Attack(
        date=draw(st.sampled_from([day, Span(start=day, end=min(date(2023, 11, 28), day.replace(day=day.day + 1)))])),
        date_basis="explicit",
        place=PlaceRef(id=place, name=place),
        country=PLACES[place],
        weapons=(weapon,),
        count=draw(st.integers(1, 3)),
        target=TargetRef(id="us-forces", text="troops"),
        status=draw(st.sampled_from(["reported", "claimed_only"])),
        evidence=Evidence(text=f"a {weapon} at {place} on {day}", start=start, end=start + 20),
    )


@st.composite
def totals(draw: st.DrawFn) -> ReportedTotal:
    day = draw(DAYS)
    return ReportedTotal(
        count=draw(st.integers(60, 75)),
        qualifier=draw(st.sampled_from(["exactly", "at_least", "about"])),
        target="us-forces",
        countries=("IQ", "SY"),
        since=date(2023, 10, 17),
        since_precision="day",
        as_of=day,
        corrects=draw(st.booleans()),
        attributed_to=draw(st.sampled_from(["a Pentagon spokesman", "an official"])),
        evidence=Evidence(text=f"attacked since October 17, said on {day}", start=600, end=640),
    )


@st.composite
def stories(draw: st.DrawFn) -> TaggedArticle:
    """A story of one of few ids, in one of few versions: later ones of the same id replace earlier ones."""
    name = draw(st.sampled_from("abcde"))
    told = tuple(draw(st.lists(attacks(), max_size=3)))
    return TaggedArticle(
        article_id=f"a-{name}",
        page_id=f"https://{name}.example/",
        raw_ids=(name,),
        url=f"https://{name}.example/",
        outlet=f"Outlet {name}",
        version=f"2023-12-01T00:00:0{draw(st.integers(0, 9))}.000000Z/{name}",
        withdrawn=draw(st.integers(0, 5)) == 0,
        title=f"Story {name}",
        paragraphs=tuple(one.evidence.text for one in told),
        published_at=date(2023, 11, 28),
        published=Span(start=date(2023, 11, 28), end=date(2023, 11, 28)),
        published_basis="field",
        attacks=told,
        reported_totals=tuple(draw(st.lists(totals(), max_size=1))),
    )


courses = st.lists(stories(), min_size=1, max_size=8)
"""Stories as they come, one after the other."""
