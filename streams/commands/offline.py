"""extract and tally: files in, stories and tallies out, without Kafka."""

import sys
from collections.abc import Iterable, Iterator

import typer

from schemas import RawArticle, TaggedArticle
from streams.commands.options import AsJson, Inputs, TalliesFile, dump, out, progress
from streams.errors import InvalidMessage
from streams.harmless import harmless, harmless_json
from streams.offline import extract as extract_articles
from streams.offline import fold
from streams.printing import print_tallies
from streams.settings import Settings, load_settings
from streams.sources import BadInput, read_inputs
from streams.stages.tally import Definitions
from streams.tallies_file import load_definitions


class Reading:
    """Inputs as articles; what cannot be read or processed is named on stderr and counted."""

    def __init__(self) -> None:
        """Nothing refused yet."""
        self.refused = 0

    def say(self, problem: object) -> None:
        """Name a problem and count it."""
        self.refused += 1
        print(f"tallywire: {harmless(str(problem))}", file=sys.stderr)

    def articles(self, files: Iterable[str], settings: Settings) -> Iterator[RawArticle]:
        """The articles that can be read."""
        with progress() as bar:
            task = bar.add_task("reading", total=None)
            for number, item in enumerate(read_inputs(files, settings.max_body), 1):
                bar.update(task, description=f"reading: {number} articles")
                if isinstance(item, BadInput):
                    self.say(item)
                else:
                    yield item

    def refuse(self, raw: RawArticle, error: InvalidMessage) -> None:
        """Name an article that a stage refused."""
        self.say(f"{raw.id or raw.url or 'article'}: {error}")

    def tagged(self, files: Iterable[str], settings: Settings, definitions: Definitions) -> Iterator[TaggedArticle]:
        """The stories of the inputs, tagged."""
        articles = self.articles(files, settings)
        return extract_articles(articles, definitions.lexicon, settings.max_body, self.refuse)

    def end(self) -> None:
        """End with code 1 where something was refused."""
        if self.refused:
            raise typer.Exit(1)


def extract(files: Inputs, tallies: TalliesFile = None) -> None:
    """Tag articles offline: one tagged story a line on stdout."""
    settings = load_settings()
    definitions = load_definitions(tallies or settings.tallies)
    reading = Reading()
    for story in reading.tagged(files, settings, definitions):
        sys.stdout.write(harmless_json(story.to_json().decode()) + "\n")
    reading.end()


def tally(files: Inputs, tallies: TalliesFile = None, as_json: AsJson = False) -> None:
    """Count offline: the final tallies of the articles in the files, with their evidence."""
    settings = load_settings()
    definitions = load_definitions(tallies or settings.tallies)
    reading = Reading()
    results, incidents = fold(reading.tagged(files, settings, definitions), definitions)
    if as_json:
        print(dump(results))
    else:
        print_tallies(results, {one.id: one for one in incidents}, out)
    reading.end()
