"""Put new passages or articles where they belong: `python -m tests.eval.split passages|articles NAME.jsonl...`.

Each goes into `development` or, a third of them, `set_aside`, by its id: nobody chooses which, and it is done before
anybody works on the extractor with them.
"""

import json
import sys
from pathlib import Path

from tests.eval.gold import HERE, set_aside

PARTS = {False: "development", True: "set_aside"}


def split(folder: str, path: Path) -> None:
    """Write what is in a file into both parts of a folder, under the file's name."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for aside, part in PARTS.items():
        target = HERE / folder / part / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        mine = [line for line in lines if set_aside(json.loads(line)["id"]) is aside]
        target.write_text("".join(f"{line}\n" for line in mine), encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[2:]:
        split(sys.argv[1], Path(name))
