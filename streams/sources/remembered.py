"""What was fetched before: kept between pushes, so that what has not changed is not fetched or sent again."""

import hashlib
import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from streams.settings import Settings


class Remembered(BaseModel):
    """What is known of an address: what its server calls this version, and a hash of each item that was sent."""

    model_config = ConfigDict(frozen=True)

    url: str
    etag: str | None = None
    last_modified: str | None = None
    items: dict[str, str] = {}

    @property
    def conditions(self) -> dict[str, str]:
        """Headers that ask for the address only if it has changed (RFC 9110, 13.1)."""
        asked = {"if-none-match": self.etag, "if-modified-since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


class Memory:
    """Addresses and what is known of them, a file each. What is noted counts only when it is kept."""

    def __init__(self, folder: Path | None, forget: bool = False) -> None:
        """`folder` is made when something is kept; without one nothing is. `forget` asks for all of it anew."""
        self._folder, self._forget = folder, forget
        self._noted: dict[str, Remembered] = {}

    def of(self, url: str) -> Remembered:
        """What is known of an address; a damaged file knows nothing."""
        if self._folder is not None and not self._forget:
            try:
                known = Remembered.model_validate_json(self._file(self._folder, url).read_bytes())
            except (OSError, ValidationError):
                return Remembered(url=url)
            if known.url == url:
                return known
        return Remembered(url=url)

    def note(self, known: Remembered) -> None:
        """Note what holds once the articles have been accepted."""
        self._noted[known.url] = known

    def keep(self) -> None:
        """Write down what was noted: to be called when the broker has confirmed the articles, not before.

        Otherwise what was lost on the way would never be fetched again.
        """
        if self._folder is None or not self._noted:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        for known in self._noted.values():
            file = self._file(self._folder, known.url)
            unfinished = file.with_suffix(f".{os.getpid()}")
            unfinished.write_text(known.model_dump_json())
            unfinished.replace(file)
        self._noted.clear()

    @staticmethod
    def _file(folder: Path, url: str) -> Path:
        return folder / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.json"


def memory_of(settings: Settings, forget: bool = False) -> Memory:
    """What was pushed to the Kafka and prefix of these settings: another one has not had it."""
    where = f"{settings.bootstrap_servers or ''}|{settings.topic_prefix}"
    return Memory(settings.data_dir / "fetched" / hashlib.sha256(where.encode()).hexdigest()[:16], forget)
