"""Plug-in taggers for tests: installed as any package is, by metadata on the path."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

import pytest

from schemas import Article
from schemas.taggers import Mention


def install(monkeypatch: pytest.MonkeyPatch, folder: Path, package: str, entry_points: str) -> None:
    """Install the metadata of a package with these lines of entry points; its code has to be on the path."""
    metadata = folder / f"{package}-1.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text(f"[tallywire.taggers]\n{entry_points}\n")
    monkeypatch.syspath_prepend(folder)


def module(monkeypatch: pytest.MonkeyPatch, name: str, **content: object) -> None:
    """A module of this name, for this test alone."""
    made = ModuleType(name)
    vars(made).update(content)
    monkeypatch.setitem(sys.modules, name, made)


class Fake:
    """A plug-in that does what it is told."""

    def __init__(
        self, annotate: Callable[[Article], Iterable[Mention]] = lambda _: (), name: str = "fake", version: str = "1"
    ) -> None:
        self.name, self.version = name, version
        self.annotate = annotate
