"""What must hold whatever comes in: a result or a refusal that says what and where; quotes stand where they say."""

import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from schemas import Article, CleanArticle, Evidence, Message, Passage, RawArticle, TaggedArticle
from schemas.export import MESSAGES
from streams.errors import ConfigError, InvalidMessage
from streams.offline import fold
from streams.records import decode
from streams.sources import BadInput, read_inputs
from streams.stages.clean import clean
from streams.stages.clean.repair import INVISIBLE, SPACES, repaired
from streams.stages.split import split
from streams.stages.tag import tag
from streams.stages.tally import Definitions, load_default_definitions, parse_definitions

M = TypeVar("M", bound=Message)
NOW = datetime(2024, 5, 4, 12, tzinfo=UTC)
READ_OVER = re.compile(
    r"^(?:[ \t]{0,3}>)+|[*_]{1,3}|\[(?=\s)|(?<=\s)\]\([^()\s]*(?:\([^()\s]*\))?(?:\s\"[^\"\n]*\")?\)", re.MULTILINE
)
"""Marks of quoted mails and of Markdown, for stress and links."""
UNSEEN = re.compile(rf"[\s{SPACES}{INVISIBLE}]+")


@lru_cache(maxsize=1)
def definitions() -> Definitions:
    return load_default_definitions()


def check_article(body: str, content_type: str, **fields: object) -> list[TaggedArticle] | None:
    """The whole way of one page, each stage through JSON as in the stream; None where it is refused."""
    try:
        raw = RawArticle.model_validate({"body": body, "content_type": content_type, **fields})
    except ValidationError:
        return None  # As at every door: lone surrogates, bad dates.
    raw = round_trip(raw)
    try:
        page = clean(raw, NOW)
    except InvalidMessage as error:
        assert_names_place(error)
        return None
    page = round_trip(page)
    assert_blocks_hold(page, body)
    if content_type == "text/plain":
        assert_nothing_lost(page, body)
    lexicon = definitions().lexicon
    stories = [round_trip(story) for story in split(page, lexicon)]
    assert stories == [*split(page, lexicon)]
    assert len({story.article_id for story in stories}) == len(stories)
    found = []
    for story in stories:
        tagged = round_trip(tag(story, lexicon))
        assert tagged == tag(story, lexicon)
        assert_quotes_hold(story, tagged, body)
        found.append(tagged)
    tallies, incidents = fold(found, definitions())
    for message in (*tallies, *incidents):
        round_trip(message)
    return found


def round_trip(message: M) -> M:
    """The message through its JSON: the same again, so that a reader of the topic has what was sent."""
    again = decode(type(message), message.to_json())
    assert again == message
    return again


def assert_names_place(error: InvalidMessage) -> None:
    """`field: reason`, on one line."""
    assert re.match(r"[\w\[\].-]+: \S", str(error)), str(error)


def assert_blocks_hold(page: CleanArticle, body: str) -> None:
    """Each block stands in the body where it says, in the order of the body."""
    for block in page.blocks:
        assert 0 <= block.start < block.end <= len(body)
        assert block.text == block.text.strip() != ""
        assert block.offsets or body[block.start : block.end] == block.text
        assert_offsets_rise(block, body)
        places = [block.raw_position(at) for at in range(len(block.text))]
        assert places == sorted(places)
        assert block.start == places[0] and places[-1] < block.end
    starts = [block.start for block in page.blocks]
    assert starts == sorted(starts)


def assert_offsets_rise(passage: Passage, body: str) -> None:
    for (at, raw), (next_at, next_raw) in pairwise(passage.offsets):
        assert at < next_at and raw <= next_raw
    for at, raw in passage.offsets:
        assert 0 <= at < len(passage.text) and 0 <= raw <= len(body)
    assert not passage.offsets or passage.offsets[0][0] == 0


def assert_nothing_lost(page: CleanArticle, body: str) -> None:
    """Every visible character of a plain text is in a block."""
    covered = bytearray(len(body))
    for block in page.blocks:
        covered[block.start : block.end] = b"\1" * (block.end - block.start)
    left = "".join(" " if covered[at] else c for at, c in enumerate(body))
    left = READ_OVER.sub(" ", left)
    # What stands for a space (&nbsp;, damaged ones) is white space as well.
    assert not UNSEEN.sub("", left) or repaired(left, 0, len(left)) is None, left.strip()


def assert_quotes_hold(story: Article, tagged: TaggedArticle, body: str) -> None:
    """All evidence stands in the body; entities are in its order."""
    passages = [one for one in (story.title, story.standfirst, *story.paragraphs) if one]
    for passage in passages:
        assert_offsets_rise(passage, body)
    texts = [passage.text for passage in passages]
    for quote in _quotes(tagged):
        assert 0 <= quote.start < quote.end <= len(body)
        assert any(quote.text in text for text in texts)
        assert_quoted(quote, body)
    places = [(one.start, -one.end) for one in tagged.entities]
    assert places == sorted(places)
    for attack in tagged.attacks:
        assert (
            (attack.count >= 1 and attack.span.start is None)
            or attack.span.end is None
            or attack.span.start <= attack.span.end
        )
        assert all(number is None or number >= 0 for number in (attack.killed, attack.injured, attack.intercepted))


def _quotes(tagged: TaggedArticle) -> Iterator[Evidence]:
    for attack in tagged.attacks:
        yield from (attack.evidence, *attack.more_evidence)
    for total in tagged.reported_totals:
        yield from (total.evidence, *total.more_evidence)
    yield from (one.evidence for one in tagged.not_counted)
    yield from (Evidence(text=one.text, start=one.start, end=one.end) for one in tagged.entities)


def assert_quoted(quote: Evidence, body: str) -> None:
    """The words of a quote stand in its piece of the body, in their order, first and last at its ends.

    Where the piece has entities or what looks like damage, only plain letters are compared.
    """
    piece = body[quote.start : quote.end]
    assert quote.text and quote.text == quote.text.strip()
    if re.search(r"[&\u00c2-\u00f4]", piece):
        return
    assert piece[0] == quote.text[0] and piece[-1] == quote.text[-1], (quote.text, piece)
    assert _is_within(UNSEEN.sub("", quote.text), piece), (quote.text, piece)


def _is_within(text: str, piece: str) -> bool:
    letters = iter(piece)
    return all(letter in letters for letter in text)


def check_decoders(value: bytes) -> None:
    """Every decoder gives a message that survives its own JSON, or refuses with field and reason."""
    for model in MESSAGES.values():
        try:
            message = decode(model, value)
        except InvalidMessage as error:
            assert_names_place(error)
            continue
        round_trip(message)
        if isinstance(message, CleanArticle):
            # A foreign producer may write this topic: split and tag must bear all that it may say.
            for story in split(message, definitions().lexicon):
                round_trip(tag(round_trip(story), definitions().lexicon))
        if isinstance(message, Article):
            round_trip(tag(message, definitions().lexicon))


def check_file(name: str, data: bytes) -> Iterable[RawArticle | BadInput]:
    """A file as it is given to `push`: articles, and what was refused, by file and line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        found = list(read_inputs([str(path)], 100_000))
    for one in found:
        if isinstance(one, BadInput):
            assert one.file == str(path) and one.reason and "\n" not in one.reason, one
        else:
            round_trip(one)
    return found


def check_tallies(text: str) -> None:
    """A tallies file is read, or refused with file and reason."""
    try:
        parse_definitions(text, "tallies.yaml")
    except ConfigError as error:
        assert str(error).startswith("tallies.yaml"), str(error)
        assert len(str(error)) < 2_000, str(error)
