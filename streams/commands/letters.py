"""dead-letters list, show, replay: what was refused, why, and in again after a fix."""

import asyncio
import base64
import json
import sys
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from streams.access import roles
from streams.access.preflight import check_access
from streams.commands.options import AsJson, err, out, progress
from streams.errors import ConfigError
from streams.harmless import harmless
from streams.letters.book import Choice, Contents, DeadLetter, moment
from streams.letters.listing import contents, dead_letters
from streams.letters.replaying import Replay
from streams.letters.replaying import replay as replay_letters
from streams.running import connected
from streams.settings import Settings, load_settings

Stage = Annotated[str | None, typer.Option(help="Only what this stage refused: clean, split, tag, tally.")]
Reason = Annotated[str | None, typer.Option(help="Only where the reason has this in it, as `body`.")]
Since = Annotated[str | None, typer.Option(help="Only what was refused since: 30m, 12h, 7d, or a date.")]
Ids = Annotated[list[str] | None, typer.Argument(help="Ids as `list` shows them, or TOPIC/PARTITION/OFFSET.")]


def list_letters(stage: Stage = None, reason: Reason = None, since: Since = None, as_json: AsJson = False) -> None:
    """List the refused messages: where each stood, at which stage and why it was refused, and what became of it."""
    settings = connected(load_settings())
    check_access(settings, roles.letter_reader(settings))
    found = asyncio.run(dead_letters(settings, _choice(None, stage, reason, since)))
    for letter in found:
        if as_json:
            print(_json(_fields(letter)))
        else:
            out.print(_line(letter), markup=False, highlight=False, soft_wrap=True)
    err.print(f"{len(found)} dead letters", style="dim")


def show_letter(
    letter_id: Annotated[str, typer.Argument(metavar="ID", help="Id as `list` shows it, or TOPIC/PARTITION/OFFSET.")],
    as_bytes: Annotated[bool, typer.Option("--bytes", help="Write the value to stdout as it is, for a file.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show one refused message: headers, reason, and its bytes in full."""
    settings = connected(load_settings())
    check_access(settings, roles.letter_reader(settings))
    letter, held = asyncio.run(_one(settings, letter_id))
    if as_bytes:
        if sys.stdout.isatty():
            raise ConfigError("raw bytes can take over a terminal: send them to a file", key="--bytes")
        sys.stdout.buffer.write(held.value or b"")
    elif as_json:
        headers = [[name, _value(value)] for name, value in held.headers]
        print(_json({**_fields(letter), "headers": headers, "value": _value(held.value)}))
    else:
        _print(letter, held)


def replay(
    ids: Ids = None,
    stage: Stage = None,
    reason: Reason = None,
    since: Since = None,
    everything: Annotated[bool, typer.Option("--all", help="All that were not replayed yet.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Also those that were replayed before.")] = False,
    as_json: AsJson = False,
) -> None:
    """Replay refused messages after a fix: each goes to the topic it came from, with its own bytes, key and headers."""
    if not (ids or stage or reason or since or everything):
        raise ConfigError("which? Give ids, --stage, --reason, --since or --all", key="dead-letters replay")
    settings = connected(load_settings())
    check_access(settings, roles.letter_replayer(settings))
    account = asyncio.run(_replay(settings, _choice(ids, stage, reason, since), again))
    for letter, why in account.left:
        err.print(harmless(f"{letter.id} {letter.name} left out: {why}"), markup=False, highlight=False, soft_wrap=True)
    if as_json:
        left = [{"id": letter.id, "reason": why} for letter, why in account.left]
        print(_json({"replayed": [letter.id for letter in account.sent], "left": left}))
    else:
        err.print(f"{len(account.sent)} replayed, {len(account.left)} left out")


async def _replay(settings: Settings, choice: Choice, again: bool) -> Replay:
    found = await dead_letters(settings, choice)
    unknown = [one for one in choice.ids if not any(_only(one).fits(x, settings.topic_prefix) for x in found)]
    if unknown:
        raise ConfigError(f"no such dead letter: {', '.join(unknown)}")
    with progress() as bar:
        task = bar.add_task("replaying", total=None)
        return await replay_letters(
            found, settings, again, lambda done: bar.update(task, description=f"replayed: {len(done.sent)}")
        )


async def _one(settings: Settings, letter_id: str) -> tuple[DeadLetter, Contents]:
    found = await dead_letters(settings, _only(letter_id))
    if not found:
        raise ConfigError(f"no such dead letter: {letter_id}")
    (pair,) = [pair async for pair in contents(settings, found[:1])]
    return pair


def _only(letter_id: str) -> Choice:
    return Choice(ids=(letter_id,))


def _choice(ids: list[str] | None, stage: str | None, reason: str | None, since: str | None) -> Choice:
    start = moment(since, datetime.now(UTC)) if since else None
    return Choice(tuple(ids or ()), stage, reason, start)


def _line(letter: DeadLetter) -> str:
    notes = [f"{letter.size:,} bytes", letter.at]
    if letter.times > 1:
        notes.append(f"refused {letter.times} times")
    if letter.first:
        notes.append(f"replay of {letter.first}")
    if letter.settled:
        notes.append(f"taken since by generation {letter.settled}")
    if letter.replayed:
        notes.append(f"replayed {letter.replayed}")
    return harmless(f"{letter.id} {letter.name} {letter.stage}: {letter.reason}  ({', '.join(notes)})")


def _print(letter: DeadLetter, held: Contents) -> None:
    rows = {**_fields(letter), "key": _shown(held.key)} | {f"header {name}": _shown(v) for name, v in held.headers}
    for name, value in rows.items():
        if value is not None and name != "beginning":
            out.print(harmless(f"{name}: {value}"), markup=False, highlight=False, soft_wrap=True)
    text = "(null)" if held.value is None else held.value.decode(errors="backslashreplace")
    out.print("\n" + harmless(text, keep="\n\t"), markup=False, highlight=False, soft_wrap=True)


def _fields(letter: DeadLetter) -> dict[str, Any]:
    return {
        "id": letter.id,
        "topic": letter.topic,
        "partition": letter.partition,
        "offset": letter.offset,
        "stage": letter.stage,
        "reason": letter.reason,
        "at": letter.at,
        "key": _shown(letter.key),
        "size": letter.size,
        "beginning": _shown(letter.beginning),
        "times": letter.times,
        "replay_of": letter.first,
        "replayed": letter.replayed,
        "generation": letter.generation or None,
        "settled_by": letter.settled,
    }


def _shown(value: bytes | None) -> str | None:
    return None if value is None else value.decode(errors="backslashreplace")


def _value(value: bytes | None) -> dict[str, str] | None:
    """Bytes as JSON can hold them without a loss."""
    if value is None:
        return None
    try:
        return {"text": value.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(value).decode()}


def _json(value: object) -> str:
    """JSON of ASCII alone: what a stranger wrote reaches a terminal as escapes."""
    return json.dumps(value).replace("\x7f", "\\u007f")
