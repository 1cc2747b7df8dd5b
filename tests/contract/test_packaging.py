"""What is installed: the locks hold what pyproject.toml asks for, the wheel holds the data files."""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
RUN, TEST = ROOT / "requirements.lock", ROOT / "tests" / "requirements.lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def locked(path: Path) -> dict[str, str]:
    """Name and version of each package of a lock."""
    lines = [line.split(";")[0].rstrip(" \\") for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [line.split("==") for line in lines if "==" in line and line[0].isalnum()]
    return {canonicalize_name(name.split("[")[0]): version.strip() for name, version in pairs}


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        (RUN, PROJECT["dependencies"]),
        (TEST, PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]),
    ],
    ids=["run", "test"],
)
def test_the_lock_holds_what_the_project_asks_for(lock: Path, wanted: list[str]) -> None:
    versions = locked(lock)
    for requirement in map(Requirement, wanted):
        name = canonicalize_name(requirement.name)
        assert name in versions and requirement.specifier.contains(versions[name]), f"{requirement}: run `make lock`"


def test_the_test_lock_holds_the_run_lock_in_the_same_versions() -> None:
    tests = locked(TEST)
    assert len(locked(RUN)) > 40
    assert {name: tests.get(name) for name in locked(RUN)} == locked(RUN)


@pytest.mark.parametrize("lock", [RUN, TEST], ids=["run", "test"])
def test_each_package_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    blocks = [block for block in text.replace("\\\n", " ").splitlines() if block[:1].isalnum()]
    assert blocks and all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text


def test_the_wheel_holds_the_data_and_the_command(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
        entry = next(archive.read(name).decode() for name in held if name.endswith("entry_points.txt"))
    files = [path for part in ("streams", "schemas") for path in (ROOT / part).rglob("*.*") if path.is_file()]
    wanted = {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}
    assert wanted <= held
    assert "tallywire = streams.cli:main" in entry
