"""A running stream for a test: workers as real processes on a real Kafka, under a prefix of its own."""

import json
import random
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml

from schemas import RawArticle, Tally
from streams.commands.options import dump
from streams.generations.waiting import wait_until_worked_off
from streams.offline import extract, fold
from streams.pushing import push
from streams.settings import Settings
from streams.stages.tally import Definitions
from streams.taggers import load_taggers
from streams.tallies_file import load_definitions
from streams.topic_creation import create_topics
from streams.watching import current
from tests import SHARED

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "pages"


class Stream:
    """Workers on a prefix of their own. Use as a context manager: what still runs at the end is killed."""

    def __init__(
        self, bootstrap: str, prefix: str, folder: Path, tallies: Path | None = None, **others: object
    ) -> None:
        self.settings = Settings(
            bootstrap_servers=bootstrap,
            topic_prefix=prefix,
            data_dir=folder,
            tallies=tallies,
            partitions=4,
            metrics_port=0,
            session_timeout=6.0,
            **others,
        )
        self.definitions: Definitions = load_definitions(tallies)
        self.workers: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Stream":
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.workers.values():
            process.kill()
            process.wait()

    async def create_topics(self) -> None:
        settings = self.settings
        assert settings.bootstrap_servers
        await create_topics(
            settings.bootstrap_servers,
            settings.topic_prefix,
            settings.partitions,
            largest_message=settings.max_message_bytes,
        )

    def start(self, name: str, program: str | None = None) -> None:
        """Start a worker, or a program around one; the same name again takes up the same data folder."""
        command = ["-c", program] if program else ["-m", "streams.worker"]
        folder = self.settings.data_dir / name
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "worker.log").open("ab") as log:
            self.workers[name] = subprocess.Popen(
                [sys.executable, *command],
                env=self.settings.with_(data_dir=folder).child_environment(),
                stdout=log,
                stderr=log,
            )

    def kill(self, name: str) -> None:
        """kill -9."""
        self.workers[name].kill()
        self.workers.pop(name).wait()

    def terminate(self, name: str) -> int:
        """SIGTERM; the exit code."""
        self.workers[name].send_signal(signal.SIGTERM)
        return self.workers.pop(name).wait(30)

    def metrics(self, name: str) -> dict[str, float]:
        """The samples on a worker's /metrics."""
        log = (self.settings.data_dir / name / "worker.log").read_text()
        address = re.findall(r"metrics on (http://\S+)", log)[-1]
        with urllib.request.urlopen(address, timeout=5) as page:
            lines = page.read().decode().splitlines()
        return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines if not line.startswith("#")}

    async def push(self, articles: Iterable[RawArticle]) -> None:
        account = await push(articles, self.settings, lambda _: None)
        assert not account.refused

    async def worked_off(self) -> None:
        """Wait until all is worked off; a worker that ended by itself fails the test with its log."""

        def alive(*_: object) -> None:
            for name, process in self.workers.items():
                log = self.settings.data_dir / name / "worker.log"
                assert process.poll() is None, f"worker {name} ended with {process.returncode}:\n{log.read_text()}"

        await wait_until_worked_off(self.settings, self.definitions, alive)

    async def tallies(self) -> str:
        """What `watch --once --json` prints."""
        view = await current(self.settings, self.definitions)
        return dump(view.tallies.values())

    def offline(self, articles: Iterable[RawArticle]) -> str:
        """What `tally --json` prints for the same articles."""
        return dump(self.fold(articles))

    def fold(self, articles: Iterable[RawArticle]) -> list[Tally]:
        settings, lexicon = self.settings, self.definitions.lexicon
        tagged = extract(articles, lexicon, settings.max_body, lambda *_: None, taggers=load_taggers(settings.taggers))
        return fold(tagged, self.definitions)[0]


def shuffled_with_repeats(articles: Sequence[RawArticle], seed: int) -> list[RawArticle]:
    """The articles in another order, every third sent twice."""
    order = random.Random(seed)
    sent = [*articles, *articles[::3]]
    order.shuffle(sent)
    return sent


def eval_articles() -> list[RawArticle]:
    """The development articles and pages beside the project, as a producer would send them."""
    found: list[RawArticle] = []
    for folder in ("us", "other", "other2", "decoys"):
        for gold in _lines(SHARED / "eval" / folder / "articles.jsonl"):
            body = "\n\n".join([gold["title"], *gold["body_paragraphs"]])
            fields = {"id": gold["id"], "outlet": gold.get("outlet"), "published_at": gold.get("published_at")}
            found.append(RawArticle.model_validate({**fields, "body": body}))
    for folder in ("us", "pages"):
        for page in _lines(SHARED / "eval" / folder / "pages.jsonl"):
            kind = "text/html" if page["kind"] == "html" else "text/plain"
            found.append(RawArticle(id=page["page_id"], content_type=kind, body=page["raw"]))
    return found


def eval_tallies(folder: Path) -> Path:
    """All tallies of the evaluation in one file."""
    merged: dict[str, object] = {"tallies": [], "lexicon": {}}
    for name in ("us", "other", "other2"):
        part = yaml.safe_load((SHARED / "eval" / name / "tallies.yaml").read_text())
        merged["tallies"] += part["tallies"]  # type: ignore[operator]
        for kind, entries in (part.get("lexicon") or {}).items():
            merged["lexicon"].setdefault(kind, {}).update(entries)  # type: ignore[attr-defined]
    path = folder / "tallies.yaml"
    path.write_text(yaml.safe_dump(merged))
    return path


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
