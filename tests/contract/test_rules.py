"""Rules of the house that import walls cannot say."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted([*(ROOT / "streams").rglob("*.py"), *(ROOT / "schemas").rglob("*.py")])
CLOCKS = {"now", "utcnow", "today", "time", "monotonic", "perf_counter"}


def calls_and_names(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_only_settings_read_the_environment() -> None:
    readers = {short(path) for path in CODE if {"os.environ", "os.getenv"} & set(calls_and_names(path))}
    assert readers == {"streams/settings.py"}


def test_no_stage_looks_at_the_clock() -> None:
    clocks = {f"{module}.{call}" for module in ("datetime", "date", "time") for call in CLOCKS}
    stages = [path for path in CODE if "stages" in path.parts]
    assert len(stages) > 20
    assert {short(path): used for path in stages if (used := clocks & set(calls_and_names(path)))} == {}


def test_the_set_up_needs_the_standard_library_only() -> None:
    scripts = [*(ROOT / "deploy").glob("*.py"), ROOT / "streams" / "broker" / "guard.py"]
    modules = {name.split(".")[0] for path in scripts for name in imported(path)}
    assert modules - set(sys.stdlib_module_names) <= {"deploy"}
