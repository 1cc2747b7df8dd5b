"""Run a command and see that it does not outlive the process that wanted it.

Run as a script (`python guard.py [--remove DIR] COMMAND...`), so it imports the standard library only. The caller
keeps our standard input open: when that closes, for whatever reason (a clean stop, a crash, `kill -9`), the command is
ended, and the directory given with `--remove` deleted. It stays where the command ended by itself: the caller may
start it again. The first line we print is the command's process id.
"""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import threading

GRACE_SECONDS = 15.0
POLL_SECONDS = 0.3
PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Ask Linux to kill this process when its parent dies: the guard itself may be killed with -9."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def watch_input(closed: threading.Event) -> None:
    """Set `closed` when standard input ends."""
    while os.read(0, 1024):
        pass
    closed.set()


def guard(command: list[str]) -> int | None:
    """Run `command` until it ends (its exit code) or our caller is gone (None: the command has been ended)."""
    parent = os.getppid()
    closed = threading.Event()
    preexec = die_with_parent if sys.platform == "linux" else None
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, preexec_fn=preexec)
    print(child.pid, flush=True)
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: closed.set())
    threading.Thread(target=watch_input, args=(closed,), daemon=True).start()
    # The parent's id is looked at too: a process that it forked may still hold the other end of our input open.
    while not closed.wait(POLL_SECONDS) and os.getppid() == parent:
        if child.poll() is not None:
            return child.returncode
    child.terminate()
    try:
        child.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    return None


def main(arguments: list[str]) -> int:
    """Take `--remove DIR` off the command line and guard the rest; the exit code of the command, 0 where we ended it.

    A command that died of a signal gives 128 and the signal's number, as in a shell.
    """
    remove = None
    if arguments[:1] == ["--remove"]:
        remove, arguments = arguments[1], arguments[2:]
    code = guard(arguments)
    if code is None and remove is not None:
        shutil.rmtree(remove, ignore_errors=True)
    return 0 if code is None else code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
