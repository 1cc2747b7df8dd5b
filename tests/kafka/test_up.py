"""`tallywire up` as a newcomer runs it: its own broker and worker, the tallies with quotes, and nothing left behind."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from streams.settings import Settings
from tests.kafka.stream import EXAMPLES

pytestmark = pytest.mark.kafka

CALL = "import sys; sys.argv[0] = 'tallywire'; from streams.cli import main; main()"


def up(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = Settings(data_dir=folder, metrics_port=0, web_port=0).child_environment()
    environment.pop("TALLYWIRE_BOOTSTRAP_SERVERS", None)
    return subprocess.Popen(
        [sys.executable, "-c", CALL, "up", *arguments],
        env=environment | {"COLUMNS": "200"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def processes_in(folder: Path) -> list[str]:
    """Command lines of processes that work in the folder or have it in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in line and b"pytest" not in (process / "cmdline").read_bytes():
            found.append(line[:200].decode(errors="replace"))
    return found


def test_up_shows_the_tallies_of_the_example_pages_and_ends(tmp_path: Path) -> None:
    running = up(tmp_path, "--input", str(EXAMPLES), "--until-done")
    out, err = running.communicate(timeout=120)
    assert running.returncode == 0, err
    assert "observed 0 → " in err and "“" in err
    assert "Attacks on US and coalition forces in Iraq and Syria" in out
    assert "at least 78" in out and "attacked at least 78 times between October 17 and Thursday" in out
    assert processes_in(tmp_path) == []


async def test_sigterm_ends_up_cleanly(tmp_path: Path) -> None:
    running = up(tmp_path)
    assert running.stderr
    async with asyncio.timeout(90):
        while "running;" not in (line := await asyncio.to_thread(running.stderr.readline)):
            assert line, "up ended before it was running"
    running.send_signal(signal.SIGTERM)
    _, err = await asyncio.to_thread(running.communicate, timeout=60)
    assert running.returncode == 0 and "stopped" in err
    assert processes_in(tmp_path) == []
