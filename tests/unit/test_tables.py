"""The local copy of a table: never ahead of its changelog, and made again where its files are spoilt."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from faust.types import TP

from streams.engine.faust_app import App
from streams.engine.tables import DurableTable

CHANGELOG = "app-facts-changelog"


class Changelog:
    """Stands in for the broker: gives offsets when it is told to answer."""

    def __init__(self, next_offset: int = 0) -> None:
        self.next_offset = next_offset
        self.waiting: list[asyncio.Future[Any]] = []

    def send(self, *_: object, **__: object) -> asyncio.Future[Any]:
        self.waiting.append(asyncio.get_running_loop().create_future())
        return self.waiting[-1]

    def answer(self) -> None:
        for one in self.waiting:
            one.set_result(SimpleNamespace(offset=self.next_offset))
            self.next_offset += 1
        self.waiting.clear()


def table_in(folder: Path, changelog: Changelog) -> DurableTable:
    """A table with its local copy in the folder, as a worker that starts there finds it."""
    app = App("app", broker="kafka://nowhere", datadir=folder, store="rocksdb://")
    app.finalize()
    app._create_directories()
    table = DurableTable(app, name="facts", max_message_bytes=1_000_000, check=lambda: None)
    table.send_changelog = changelog.send
    return table


def offset_of(table: DurableTable) -> int | None:
    found: int | None = table.persisted_offset(TP(CHANGELOG, 0))
    return found


async def confirmed(table: DurableTable, changelog: Changelog) -> None:
    confirming = asyncio.ensure_future(table.confirm())
    await asyncio.sleep(0)
    changelog.answer()
    await confirming


async def test_a_row_is_on_the_disk_only_when_the_changelog_has_it(tmp_path: Path) -> None:
    changelog = Changelog()
    table = table_in(tmp_path, changelog)
    table.put(0, "k", b"v")
    assert table.fetch(0, "k") == b"v"
    confirming = asyncio.ensure_future(table.confirm())
    await asyncio.sleep(0)
    await table.stop()
    # The worker dies here: another in the same folder must not take the row for known.
    again = table_in(tmp_path, changelog)
    assert again.fetch(0, "k") is None and offset_of(again) is None
    await again.data.stop()
    confirming.cancel()


async def test_confirmed_rows_and_their_offset_are_found_again(tmp_path: Path) -> None:
    changelog = Changelog()
    table = table_in(tmp_path, changelog)
    table.put(0, "k", b"1")
    table.put(0, "k", b"2")
    table.put(0, "gone", b"3")
    table.put(0, "gone", None)
    await confirmed(table, changelog)
    await table.data.stop()
    again = table_in(tmp_path, changelog)
    assert (again.fetch(0, "k"), again.fetch(0, "gone"), offset_of(again)) == (b"2", None, 3)
    assert list(again.rows({0})) == [(0, "k", b"2")]


async def test_the_offset_does_not_pass_rows_of_another_writer(tmp_path: Path) -> None:
    changelog = Changelog()
    table = table_in(tmp_path, changelog)
    table.put(0, "a", b"1")
    await confirmed(table, changelog)
    changelog.next_offset = 7  # Another worker has held the partition in between.
    table.put(0, "b", b"2")
    await confirmed(table, changelog)
    assert table.fetch(0, "b") == b"2" and offset_of(table) == 0


async def test_rows_that_the_broker_refused_are_not_on_the_disk(tmp_path: Path) -> None:
    changelog = Changelog()
    table = table_in(tmp_path, changelog)
    table.put(0, "k", b"v")
    confirming = asyncio.ensure_future(table.confirm())
    await asyncio.sleep(0)
    changelog.waiting[0].set_exception(OSError("the broker is gone"))
    with pytest.raises(OSError, match="the broker is gone"):
        await confirming
    await table.data.stop()
    assert table_in(tmp_path, changelog).fetch(0, "k") is None


def replay(table: DurableTable, offsets: range) -> None:
    """What Faust's recovery gives to the table: rows of the changelog, one for each offset."""
    tp = TP(CHANGELOG, 0)
    messages = [SimpleNamespace(tp=tp, partition=0, offset=one, key=b"0|%d" % one, value=b"v") for one in offsets]
    table.apply_changelog_batch([SimpleNamespace(message=one) for one in messages])


async def test_rows_that_faust_drops_in_a_recovery_are_not_taken_for_read(tmp_path: Path) -> None:
    table = table_in(tmp_path, Changelog())
    table.app.consumer.replayed.add(TP(CHANGELOG, 0), range(10))
    replay(table, range(4))
    replay(table, range(7, 10))
    assert table.fetch(0, "8") == b"v" and offset_of(table) == 3
    # The next recovery begins where they are missing.
    table.app.consumer.replayed.add(TP(CHANGELOG, 0), range(3, 10))
    replay(table, range(4, 10))
    assert table.fetch(0, "5") == b"v" and offset_of(table) == 9


async def test_offsets_that_the_changelog_lacks_are_not_waited_for(tmp_path: Path) -> None:
    table = table_in(tmp_path, Changelog())
    compacted = [5, 6, 9]
    table.app.consumer.replayed.add(TP(CHANGELOG, 0), compacted)
    replay(table, range(5, 7))
    replay(table, range(9, 10))
    assert offset_of(table) == 9


def flip_a_byte_of_a_row(folder: Path) -> None:
    file = max(folder.glob("*.sst"), key=lambda one: one.stat().st_size)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0x55
    file.write_bytes(content)


def cut_the_rows(folder: Path) -> None:
    file = max(folder.glob("*.sst"), key=lambda one: one.stat().st_size)
    file.write_bytes(file.read_bytes()[:1000])


def overwrite(pattern: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        for file in folder.glob(pattern):
            file.write_bytes(b"nonsense")

    return spoil


def remove(pattern: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        for file in folder.glob(pattern):
            file.unlink()

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(flip_a_byte_of_a_row, id="a byte of a row"),
        pytest.param(cut_the_rows, id="a file of rows cut"),
        pytest.param(remove("*.sst"), id="files of rows gone"),
        pytest.param(overwrite("CURRENT"), id="CURRENT overwritten"),
        pytest.param(remove("CURRENT"), id="CURRENT gone"),
        pytest.param(overwrite("MANIFEST-*"), id="MANIFEST overwritten"),
        pytest.param(remove("MANIFEST-*"), id="MANIFEST gone"),
    ],
)
async def test_a_spoilt_copy_is_emptied_and_read_again_from_the_changelog(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    changelog = Changelog()
    table = table_in(tmp_path, changelog)
    for number in range(500):
        table.put(0, f"row-{number}", bytes(f"{number:0300}", "ascii"))
    await confirmed(table, changelog)
    await table.data.stop()
    whole = table_in(tmp_path, changelog)  # Opening writes the rows into files in their order.
    assert offset_of(whole) == 499
    await whole.data.stop()

    spoil(whole.data.partition_path(0))
    again = table_in(tmp_path, changelog)
    assert offset_of(again) is None, "Faust would not read the changelog from its beginning"
    assert again.fetch(0, "row-1") is None
    again.data.write(0, {b"0|row-1": b"read again"}, 499)
    assert again.fetch(0, "row-1") == b"read again"
