"""A store in which every text that a stranger can write is hostile."""

from datetime import UTC, date, datetime

from schemas import (
    Attack,
    Evidence,
    Incident,
    Mention,
    Message,
    Observed,
    PlaceRef,
    ReportedFigure,
    SourcedEvidence,
    Span,
    TaggedArticle,
    Tally,
    TallyChange,
    TargetRef,
)
from streams.records import Record
from streams.stages.tally import load_default_definitions
from streams.web.store import Store

TALLY = "us-forces-iraq-syria"
SCRIPT = "<script>window.hurt = 1</script><img src=x onerror='window.hurt=1'>\"'><svg/onload=window.hurt=1>{{7*7}}"
BIDI = "\u202e\u2066gnorts si SU eht\u202e \u200f"
LONG = "wörd " * 2_000
ENDLESS = "x" * 10_000
TEXTS = {"script": SCRIPT, "bidi": BIDI, "long": LONG, "endless": ENDLESS}
ADDRESSES = (
    "javascript:window.hurt=1",
    "JaVaScRiPt:window.hurt=1",
    "java\tscript:window.hurt=1",
    " javascript:window.hurt=1",
    "\x01javascript:window.hurt=1",
    "data:text/html,<script>window.hurt=1</script>",
    "vbscript:x",
    "//evil.example/x",
    "https:evil",
    "https://",
    "https://a@evil.example/",
    "https://news.example/\u202e/gpj.exe",
    "https://news.example/" + "x" * 10_000,
    "file:///etc/passwd",
)


def hostile_store(text: str, address: str) -> Store:
    """A store with one tally, one incident and one article, all of whose words are `text`, on the page `address`."""
    store = Store(load_default_definitions().tallies)
    store.apply(_record(topic, key, message) for topic, key, message in messages(text, address))
    return store


def messages(text: str, address: str) -> list[tuple[str, str, Message]]:
    """The messages of all topics that the page reads: topic, key, message."""
    quote = Evidence(text=text, start=0, end=len(text))
    sourced = SourcedEvidence(**quote.model_dump(), article_id="a-1", page_id=address, url=address, outlet=text)
    figure = ReportedFigure(
        count=3, qualifier="at_least", as_of=date(2024, 1, 2), attributed_to=text, standing="current", evidence=sourced
    )
    mention = Mention(article_id="a-1", page_id=address, url=address, outlet=text, title=text, evidence=quote)
    incident = Incident(
        id="i-1",
        date=Span(start=date(2024, 1, 1), end=date(2024, 1, 1)),
        place=PlaceRef(id=text[:100], name=text),
        lat=33.0,
        lon=42.0,
        country="IQ",
        countries=("IQ",),
        weapons=("drone",),
        target="us-forces",
        vessel=text,
        actor=text,
        claimed_by=text,
        mentions=(mention,),
    )
    tally = Tally(
        id=TALLY,
        title=text,
        since=date(2023, 10, 17),
        observed=Observed(count=1, by_country={"IQ": 1}, by_weapon={"drone": 1}, by_day={"2024-01-01": 1}),
        reported=figure,
        difference=2,
        incidents=("i-1",),
        reported_series=(figure,),
    )
    change = TallyChange(
        id=f"{TALLY}/1",
        tally_id=TALLY,
        number=1,
        at=datetime(2024, 1, 2, tzinfo=UTC),
        what="observed",
        before=0,
        after=1,
        why=(text, f"incident {text}"),
    )
    article = TaggedArticle(
        article_id="a-1",
        page_id=address,
        raw_ids=(address,),
        version="1",
        url=address,
        outlet=text,
        title=text,
        paragraphs=(f"Before. {text} After.", text),
        attacks=(Attack(date=date(2024, 1, 1), target=TargetRef(id="us-forces", text="US"), evidence=quote),),
    )
    return [
        ("incidents", "i-1", incident),
        ("tallies", TALLY, tally),
        ("tally-changes", TALLY, change),
        ("articles-tagged", "a-1", article),
    ]


def _record(topic: str, key: str, message: Message) -> Record:
    return Record(topic, 0, 0, 1_704_153_600.0, key.encode(), message.to_json())


PAGES = ("/", f"/tallies/{TALLY}/corrections", f"/tallies/{TALLY}/method", "/incidents/i-1", "/articles/a-1")
EMBEDS = (f"/embed/{TALLY}/number", f"/embed/{TALLY}/curve")

__all__ = ["ADDRESSES", "EMBEDS", "PAGES", "TEXTS", "hostile_store", "messages"]
