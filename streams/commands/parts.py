"""worker, broker, topics, dead-letters: the parts, one by one."""

import asyncio
import json
from typing import Annotated

import typer
from rich.table import Table

from streams.broker import serve_broker
from streams.commands.options import AsJson, err, out
from streams.dead_letters import dead_letters
from streams.running import announced, connected
from streams.settings import load_settings
from streams.topics import TOPICS, topic_name
from streams.worker import run_worker


def worker() -> None:
    """Run one worker until Ctrl-C or SIGTERM."""
    run_worker(connected(load_settings()))


def broker(port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 9092) -> None:
    """Run a local Kafka until Ctrl-C or SIGTERM; its data are kept in TALLYWIRE_DATA_DIR."""
    settings = load_settings()
    with announced(settings, f"127.0.0.1:{port}"):
        serve_broker(port, settings.data_dir / "kafka")


def topics(as_json: AsJson = False) -> None:
    """List the topics: name, key, message, how long it is kept."""
    prefix = load_settings().topic_prefix
    rows = [
        {
            "topic": topic_name(one, prefix),
            "key": one.key,
            "message": one.message.__name__ if one.message else "bytes",
            "kept": one.kept,
        }
        for one in TOPICS
    ]
    if as_json:
        print(json.dumps(rows, indent=1))
        return
    table = Table(*rows[0], box=None, header_style="dim")
    for row in rows:
        table.add_row(*row.values())
    out.print(table)


def list_dead_letters(as_json: AsJson = False) -> None:
    """List the refused messages: where each stood, at which stage and why it was refused."""
    settings = connected(load_settings())

    async def show() -> int:
        count = 0
        async for letter in dead_letters(settings):
            count += 1
            if as_json:
                print(letter.model_dump_json())
            else:
                out.print(f"[bold]{letter.topic}\\[{letter.partition}]@{letter.offset}[/] {letter.stage}: ", end="")
                out.print(f"{letter.reason}  ({letter.size:,} bytes, {letter.at})", markup=False)
        return count

    err.print(f"{asyncio.run(show())} dead letters", style="dim")
