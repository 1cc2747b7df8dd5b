"""worker, broker, topics: the parts, one by one."""

import asyncio
import json
from typing import Annotated

import typer
from rich.table import Table

from streams.access import roles
from streams.access.preflight import check_access
from streams.broker import serve_broker
from streams.commands.live import make_topics
from streams.commands.options import AsJson, out
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


def topics(
    create: Annotated[bool, typer.Option("--create", help="First make those that are missing.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the topics: name, key, message, how long it is kept. With --create they are made."""
    settings = load_settings()
    prefix = settings.topic_prefix
    if create:
        settings = connected(settings)
        check_access(settings, roles.operator(settings))
        asyncio.run(make_topics(settings))
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
