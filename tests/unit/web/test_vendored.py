"""What is vendored is what VENDORED.md says, and nothing else."""

import hashlib
import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
VENDOR = ROOT / "streams" / "web" / "static" / "vendor"
ROW = re.compile(r"^\| (\S+) \| \S+ \| [\d.]+ \| \S+ \| [^|]+ \| ([0-9a-f]{64}) \|$", re.MULTILINE)


def test_each_vendored_file_is_listed_with_its_digest() -> None:
    listed = dict(ROW.findall((VENDOR / "VENDORED.md").read_text(encoding="utf-8")))
    folders = (VENDOR, ROOT / "tests" / "browser" / "vendor")
    files = [one for folder in folders for one in folder.iterdir() if one.name not in ("VENDORED.md", "LICENSES.txt")]
    assert {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in files} == listed


def test_each_vendored_package_has_its_notice() -> None:
    text = (VENDOR / "VENDORED.md").read_text(encoding="utf-8").split("For the tests alone")[0]
    notices = (VENDOR / "LICENSES.txt").read_text(encoding="utf-8")
    packages = re.findall(r"^\| \S+ \| (\S+) \| ([\d.]+) \|", text, re.MULTILINE)
    assert packages and all(f"== {name}-{version}" in notices for name, version in packages)
