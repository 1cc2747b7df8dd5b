"""What `python3 -m deploy` does: one function a command, each gives an exit code. Standard library only."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from deploy.environment import RUN_LOCK, TEST_LOCK, SetupFailed, prepare, run

QUICK = (
    ("lint", ("ruff", "check", ".")),
    ("format", ("ruff", "format", "--check", ".")),
    ("types", ("mypy",)),
    ("import walls", ("lint-imports", "--no-logo")),
    ("unit tests", ("pytest", "-q", "tests/unit", "tests/contract")),
)
"""The quick check: what it is, and the program with its arguments."""

REST = (("all other tests", ("pytest", "tests", "--ignore=tests/unit", "--ignore=tests/contract", "--durations=10")),)

DEMO = ("tallywire", "up", "--input", "docs/examples/pages", "--until-done")
Step = tuple[str, tuple[str, ...]]


def demo() -> int:
    """Set up, then run the whole system over the example pages: a Kafka, a worker, the tallies as they grow."""
    try:
        with timed("set-up"):
            prepare(RUN_LOCK)
        with timed("Kafka's files"):
            if code := run("python", "-m", "streams.broker", "fetch"):
                return code
    except SetupFailed as error:
        return failed(error)
    with timed("run"):
        return run(*DEMO)


def check() -> int:
    """Set up, then the quick check."""
    try:
        with timed("set-up"):
            prepare(TEST_LOCK)
    except SetupFailed as error:
        return failed(error)
    with timed("quick check"):
        return run_all(QUICK)


def test() -> int:
    """Set up, then the quick check, then all other tests."""
    return check() or run_all(REST)


def run_all(steps: tuple[Step, ...]) -> int:
    """Run all steps, also after one that fails; 0 where all went well."""
    bad = []
    for name, arguments in steps:
        with timed(name):
            if run(*arguments):
                bad.append(name)
    if bad:
        print(f"FAILED: {', '.join(bad)}", flush=True)
    return 1 if bad else 0


def failed(error: SetupFailed) -> int:
    """Say why the set-up failed."""
    print(error, file=sys.stderr)
    return 1


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print what begins, and how long it took."""
    print(f"== {what}", flush=True)
    started = time.monotonic()
    yield
    print(f"== {what}: {time.monotonic() - started:.1f} s", flush=True)


COMMANDS: dict[str, Callable[[], int]] = {"demo": demo, "test": test, "check": check}
