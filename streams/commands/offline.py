"""extract and tally: files in, stories and tallies out, without Kafka."""

import sys
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from schemas import Article, RawArticle, TaggedArticle
from streams.commands.options import AsJson, Inputs, TalliesFile, dump, out, progress
from streams.errors import InvalidMessage
from streams.harmless import harmless, harmless_json
from streams.offline import explain as explain_stories
from streams.offline import extract as extract_articles
from streams.offline import fold
from streams.printing import print_tallies
from streams.printing_reasons import print_explanation
from streams.settings import Settings, load_settings
from streams.sources import BadInput, read_inputs
from streams.stages.clean import page_key
from streams.stages.tally import Definitions
from streams.taggers import load_taggers
from streams.tallies_file import load_definitions

Explain = Annotated[
    bool, typer.Option("--explain", help="Say of each story what counted, what did not, and why; tally by tally.")
]


class Reading:
    """Inputs as articles; what cannot be read or processed is named on stderr and counted.

    `pages` are those that were read and not refused, in their order.
    """

    def __init__(self) -> None:
        """Nothing read yet."""
        self.refused = 0
        self.pages: dict[str, None] = {}

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
                    self.pages[page_key(item)] = None
                    yield item

    def refuse(self, article: RawArticle | Article, error: InvalidMessage) -> None:
        """Name an article, or a story on its page, that a stage refused."""
        if isinstance(article, RawArticle):
            page, name = page_key(article), article.id or article.url
        else:
            page, name = article.page_id, article.raw_id or article.page_id
        self.pages.pop(page, None)
        self.say(f"{name or 'article'}: {error}")

    def tagged(self, files: Iterable[str], settings: Settings, definitions: Definitions) -> Iterator[TaggedArticle]:
        """The stories of the inputs, tagged."""
        articles = self.articles(files, settings)
        taggers = load_taggers(settings.taggers)
        return extract_articles(articles, definitions.lexicon, settings.max_body, self.refuse, taggers=taggers)

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


def tally(files: Inputs, tallies: TalliesFile = None, as_json: AsJson = False, explain: Explain = False) -> None:
    """Count offline: the final tallies of the articles in the files, with their evidence."""
    settings = load_settings()
    definitions = load_definitions(tallies or settings.tallies)
    reading = Reading()
    stories = reading.tagged(files, settings, definitions)
    if explain:
        explanation = explain_stories(stories, definitions, reading.pages)
        if as_json:
            print(harmless_json(explanation.to_json().decode()))
        else:
            print_explanation(explanation, out)
    else:
        results, incidents = fold(stories, definitions)
        if as_json:
            print(dump(results))
        else:
            print_tallies(results, {one.id: one for one in incidents}, out)
    reading.end()
