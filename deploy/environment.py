"""The virtual environment `.venv`, filled from a lock file with hashes. Standard library only."""

import hashlib
import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
STAMP = FOLDER / "installed-lock"
RUN_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "tests" / "requirements.lock"

BIN = FOLDER / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = BIN / "python"

NO_VENV = """\
This Python ({python}) cannot make virtual environments: its part `{part}` is missing.
On Debian and Ubuntu it is a package of its own:  apt install python3-venv"""

# The shell starts Python: after #! the kernel takes neither spaces nor long paths.
COMMAND = """\
#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys

from streams.cli import main

sys.exit(main())
"""


class SetupFailed(Exception):
    """The environment could not be made. The text says why and what to do."""


def prepare(lock: Path) -> None:
    """Make `.venv` hold what `lock` names, and the command `tallywire`; nothing is done where it holds it already.

    The test lock has all of the run lock, so an environment made for the tests serves for a run too.
    """
    wanted = {_digest(lock), _digest(TEST_LOCK)}
    if STAMP.exists() and STAMP.read_text() in wanted and PYTHON.exists():
        return
    if not PYTHON.exists():
        _make()
    _install(lock)
    _install_ourselves()
    STAMP.write_text(_digest(lock))


def _digest(lock: Path) -> str:
    # The Python version too: compiled packages are made for one.
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def _make() -> None:
    for part in ("venv", "ensurepip"):
        if importlib.util.find_spec(part) is None:
            raise SetupFailed(NO_VENV.format(python=sys.executable, part=part))
    print(f"making {FOLDER} with Python {sys.version.split()[0]}", flush=True)
    venv.create(FOLDER, with_pip=True, symlinks=sys.platform != "win32")


def _install(lock: Path) -> None:
    total = sum(line[:1].isalnum() for line in lock.read_text().splitlines())
    print(f"installing up to {total} packages from {lock.relative_to(ROOT)}", flush=True)
    command = [str(PYTHON), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar=off"]
    command += ["--require-hashes", "--only-binary=:all:", "-r", str(lock)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        assert pip.stdout is not None
        said, seen = [], 0
        for line in pip.stdout:
            said.append(line)
            if line.startswith("Collecting "):
                seen += 1
                if seen % 10 == 0:
                    print(f"  {seen} of {total}", flush=True)
            elif line.startswith("Installing collected"):
                print("  unpacking", flush=True)
    if pip.returncode:
        raise SetupFailed("pip could not install the packages; its last words:\n" + "".join(said[-12:]))


def _install_ourselves() -> None:
    # A path file and a command of our own: nothing to build, so nothing to download that no hash covers.
    found = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    )
    (Path(found.stdout.strip()) / "tallywire.pth").write_text(f"{ROOT}\n")
    command = BIN / "tallywire"
    command.write_text(COMMAND.format(python=PYTHON))
    command.chmod(0o755)


def run(program: str, *arguments: str) -> int:
    """Run a program of the environment in the project's folder, its output going where ours goes; its exit code."""
    return subprocess.run([BIN / program, *arguments], cwd=ROOT, env=_variables(), check=False).returncode


def run_quietly(program: str, *arguments: str) -> tuple[int, str]:
    """Run a program of the environment in the project's folder; its exit code and all that it printed."""
    done = subprocess.run(
        [BIN / program, *arguments],
        cwd=ROOT,
        env=_variables(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def _variables() -> dict[str, str]:
    return os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
