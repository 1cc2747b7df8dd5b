"""What it costs to read an article: `python -m bench.reading [--rounds N]`.

CPU time of one core, for three streams: ordinary news (`ordinary_news.txt`: sport, markets, weather and the like, with
no attack in it), the development articles with gold, of which nearly all tell of attacks, and a mixed stream of eight
ordinary ones to two of those. Each stage, and each part of tagging, is measured alone; a round goes over the whole
stream. The median over the rounds is printed with the quartiles, for an article and for a kB, and how the time grows
where one story is longer: the paragraphs of several articles below one title.
"""

import argparse
import gc
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import mean, median, quantiles
from time import process_time
from typing import TypeVar

from schemas import Article, RawArticle
from streams.stages.clean import clean
from streams.stages.dates import find_dates
from streams.stages.lexicon import Lexicon
from streams.stages.split import split
from streams.stages.tag import tag
from streams.stages.tag.attacks import attacks_of
from streams.stages.tag.entities import entities
from streams.stages.tag.prose import Prose, read_prose
from streams.stages.tag.told_places import with_told_places
from streams.stages.tag.totals import totals_of
from streams.tallies_file import load_definitions
from tests.eval.gold import definitions_of, read, subjects

NOW = datetime(2024, 5, 4, tzinfo=UTC)
ORDINARY = Path(__file__).with_name("ordinary_news.txt")
MOST = 10**7
KB = 1000
OF_TEN = 8
"""Of ten articles of the mixed stream so many are ordinary."""

T = TypeVar("T")
Sample = tuple[RawArticle, Lexicon]
Times = dict[str, float]
"""Name of a stage or part -> CPU seconds."""


def ordinary() -> list[Sample]:
    """The ordinary news, read with the built-in definitions."""
    lexicon = load_definitions(None).lexicon
    texts = [text.split("\n", 1)[1].strip() for text in ORDINARY.read_text("utf-8").split("==== ")[1:]]
    return [(RawArticle(body=text, published_at=date(2024, 5, 3)), lexicon) for text in texts]


def attack_heavy() -> list[Sample]:
    """The development articles with gold, each with the definitions of its folder."""
    folders = [(path, load_definitions(definitions_of(path)).lexicon) for path in subjects("articles/development")]
    return [(article.raw, lexicon) for path, lexicon in folders for article in read(path)]


def mixed(plain: Sequence[Sample], heavy: Sequence[Sample]) -> list[Sample]:
    """Each ordinary article twice, and to eight of them two that tell of attacks, of about the same length."""
    length = mean(len(raw.body) for raw, _ in plain)
    alike = sorted(heavy, key=lambda one: abs(len(one[0].body) - length))
    others = iter(alike)
    stream: list[Sample] = []
    for number, one in enumerate((*plain, *plain), 1):
        stream += [one, *islice(others, (10 - OF_TEN) * (number % OF_TEN == 0))]
    return stream


def times_of(sample: Sample) -> Times:
    """What each stage, and each part of tagging, takes for one article."""
    raw, lexicon = sample
    taken: Times = {}
    page = _timed(taken, "clean", partial(clean, raw, NOW, max_body=MOST))
    for story in _timed(taken, "split", partial(split, page, lexicon)):
        _timed(taken, "tag", partial(tag, story, lexicon))
        _parts(taken, story, lexicon)
    taken["all"] = taken["clean"] + taken["split"] + taken.get("tag", 0.0)
    return taken


def _parts(taken: Times, story: Article, lexicon: Lexicon) -> None:
    prose = _timed(taken, "- sentences, names, dates", partial(read_prose, story, lexicon))
    _timed(taken, "  - of these dates", partial(_dates, prose))
    told, known = _timed(taken, "- places told", partial(with_told_places, prose, lexicon))
    _timed(taken, "- totals", partial(totals_of, story, told, known))
    _timed(taken, "- attacks", partial(attacks_of, story, told, known))
    _timed(taken, "- entities", partial(entities, told))


def _dates(prose: Iterable[Prose]) -> None:
    for part in prose:
        find_dates(part.passage.text)


def _timed(taken: Times, name: str, work: Callable[[], T]) -> T:
    start = process_time()
    result = work()
    taken[name] = taken.get(name, 0.0) + process_time() - start
    return result


def rounds(stream: Sequence[Sample], count: int) -> list[Times]:
    """The sums over a stream, round by round."""
    found: list[Times] = []
    for number in range(count + 1):
        gc.collect()
        total: Times = {}
        for sample in stream:
            for name, seconds in times_of(sample).items():
                total[name] = total.get(name, 0.0) + seconds
        # The first round fills what is kept for good: the lexicon, patterns, models.
        found += [total] if number else []
    return found


def table(name: str, stream: Sequence[Sample], count: int) -> Iterable[str]:
    """The lines of one stream's table."""
    articles, kb = len(stream), sum(len(raw.body) for raw, _ in stream) / KB
    yield f"\n{name}: {articles} articles of {kb / articles:.2f} kB\n"
    yield "| | ms an article | quartiles | ms a kB |\n|---|--:|--:|--:|"
    found = rounds(stream, count)
    for stage in found[0]:
        each = [one[stage] * 1000 / articles for one in found]
        low, _, high = quantiles(each, n=4)
        yield f"| {stage} | {median(each):.3f} | {low:.3f}-{high:.3f} | {median(each) * articles / kb:.3f} |"


def longer(samples: Sequence[Sample], factor: int) -> list[Sample]:
    """As many articles, each with the paragraphs of so many below the title of its own."""
    bodies = [raw.body for raw, _ in samples]
    several = (islice(cycle(bodies), number + 1, number + factor) for number in range(len(samples)))
    return [
        (raw.model_copy(update={"body": "\n\n".join((raw.body, *(body.split("\n", 1)[-1] for body in others)))}), known)
        for (raw, known), others in zip(samples, several, strict=True)
    ]


def growth(name: str, samples: Sequence[Sample], count: int) -> Iterable[str]:
    """How the time for a kB changes with the length of the article."""
    yield f"\n{name}, longer\n\n| times as long | ms an article | ms a kB |\n|--:|--:|--:|"
    for factor in (1, 2, 4, 8):
        stream = longer(samples, factor)
        kb = sum(len(raw.body) for raw, _ in stream) / KB
        taken = median(one["all"] for one in rounds(stream, count)) * 1000
        yield f"| {factor} | {taken / len(stream):.2f} | {taken / kb:.3f} |"


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=7, help="rounds of which the median is taken")
    count = options.parse_args().rounds
    plain, heavy = ordinary(), attack_heavy()
    streams = {"Mixed": mixed(plain, heavy), "Ordinary news": plain, "Articles on attacks": heavy[::5]}
    for name, stream in streams.items():
        for line in table(name, stream, count):
            print(line, flush=True)
    # Of one folder only: the lexicon has to know all that the longer story is made of.
    own = [one for one in heavy if one[1] is heavy[0][1]]
    for name, samples in (("Ordinary news", plain), ("Articles on attacks", own)):
        for line in growth(name, samples, min(count, 3)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
