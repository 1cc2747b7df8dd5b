"""What happened in a run, with times: the schedule, each fault, each end of a worker."""

import time
from pathlib import Path


class Journal:
    """Lines with the seconds since the start of the run, in a file of the run's folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._start = time.monotonic()
        path.parent.mkdir(parents=True, exist_ok=True)

    def __call__(self, text: str) -> None:
        with self.path.open("a", encoding="utf-8") as out:
            out.write(f"{time.monotonic() - self._start:8.2f}  {text}\n")

    @property
    def seconds(self) -> float:
        """Since the start of the run."""
        return time.monotonic() - self._start
