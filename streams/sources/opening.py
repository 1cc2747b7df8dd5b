"""Open a file that a user names: a real one, and never more of it at once than an article may have."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO

BYTES = 4
"""Bytes of a character, at most, in the encodings that are read."""
ESCAPE = 6
"""Bytes of a character in JSON, at most, where it is written as `\\uXXXX`; two of them make one beyond that plane."""
FRAME = 100_000
"""Bytes of a line of JSON beside the body: all other fields."""


def open_file(path: Path) -> IO[bytes]:
    """The file, opened for reading.

    Raises:
        OSError: it cannot be opened, or is a pipe or a device: these may never end, or make the reader wait for ever.
    """
    # Without O_NONBLOCK opening a pipe waits for its writer.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError("no regular file (a pipe or a device); feed it to standard input: -")
    return os.fdopen(handle, "rb")


def read_page(source: IO[bytes], max_body: int) -> bytes | None:
    """All bytes of a page; None where there are more than the longest body can take."""
    most = BYTES * (max_body + 1)
    data = source.read(most + 1)
    return data if len(data) <= most else None


def bounded_lines(source: IO[bytes], max_body: int) -> Iterator[tuple[bytes | None, int]]:
    """The lines with their numbers from 1; None for one that is longer than any article, whose rest is passed over."""
    most = ESCAPE * max_body + FRAME
    number = 0
    while line := source.readline(most):
        number += 1
        if len(line) < most or line.endswith(b"\n"):
            yield line, number
            continue
        while (rest := source.readline(most)) and not rest.endswith(b"\n"):
            pass
        yield None, number


def files_below(folder: Path) -> Iterator[Path | OSError]:
    """The files of a directory by name, on all levels; what cannot be listed is told.

    Links to files are followed, links to directories are not: they may lead in a circle.
    """
    untold: list[OSError] = []
    found = [Path(at) / name for at, _, names in os.walk(folder, onerror=untold.append) for name in names]
    yield from untold
    yield from sorted(found)
