"""What `python3 -m deploy` does: one function a command, each gives an exit code. Standard library only."""

import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from deploy.environment import RUN_LOCK, TEST_LOCK, SetupFailed, prepare, run, run_quietly

QUICK = (
    ("unit tests", ("pytest", "-q", "-n", "auto", "tests/unit", "tests/contract")),
    ("lint", ("ruff", "check", ".")),
    ("format", ("ruff", "format", "--check", "-q", ".")),
    ("types", ("mypy",)),
    ("import walls", ("lint-imports", "--no-logo")),
)
"""The quick check: what it is, and the program with its arguments. The longest comes first, the others beside it."""

LANES = 2
REST = ("pytest", "tests", "--ignore=tests/unit", "--ignore=tests/contract", "--durations=10")
FETCH = ("python", "-m", "streams.broker", "fetch")
DEMO = ("tallywire", "up", "--input", "docs/examples/pages", "--until-done")


def demo() -> int:
    """Set up, then run the whole system over the example pages: a Kafka, a worker, the tallies as they grow."""
    if not (_set_up(RUN_LOCK) and _fetch_kafka()):
        return 1
    with timed("run"):
        return run(*DEMO)


def check() -> int:
    """Set up, then the quick check."""
    return _quick_check() if _set_up(TEST_LOCK) else 1


def test() -> int:
    """Set up, then the quick check, then all other tests, also where the check found something."""
    if not (_set_up(TEST_LOCK) and _fetch_kafka()):
        return 1
    quick = _quick_check()
    with timed("all other tests"):
        rest = run(*REST)
    return 1 if quick or rest else 0


def _set_up(lock: Path) -> bool:
    with timed("set-up"):
        try:
            prepare(lock)
        except SetupFailed as error:
            print(error, file=sys.stderr)
            return False
    return True


def _fetch_kafka() -> bool:
    with timed("Kafka's files"):
        return run(*FETCH) == 0


def _quick_check() -> int:
    """Run all steps of the quick check, also after one that fails; 0 where all went well."""
    with timed("quick check"), ThreadPoolExecutor(LANES) as lanes:
        bad = [name for name in lanes.map(_step, QUICK) if name]
    if bad:
        print(f"FAILED: {', '.join(bad)}", flush=True)
    return 1 if bad else 0


def _step(step: tuple[str, tuple[str, ...]]) -> str:
    """Run a step and print what it said in one piece; its name where it failed, else nothing."""
    name, command = step
    started = time.monotonic()
    code, said = run_quietly(*command)
    verdict = "FAILED" if code else "passed"
    print(f"-- {name}: {verdict}, {time.monotonic() - started:.1f} s\n{said.strip()}\n", flush=True)
    return name if code else ""


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print what begins, and how long it took."""
    print(f"== {what}", flush=True)
    started = time.monotonic()
    try:
        yield
    finally:
        print(f"== {what}: {time.monotonic() - started:.1f} s", flush=True)


COMMANDS: dict[str, Callable[[], int]] = {"demo": demo, "test": test, "check": check}
