"""Faults of a worker's local table state, which is only a copy of the changelogs: it goes, or its files are spoilt."""

from pathlib import Path
from random import Random

from tests.faults.ground import Ground

SPOILT = ("*.sst", "CURRENT", "MANIFEST-*", "*.log")
"""Files of RocksDB: rows, the name of the newest list of files, such lists, rows not yet sorted."""


async def state_deleted(ground: Ground, chance: Random) -> None:
    """`kill -9` of a worker and its local table state deleted"""
    async with ground.borrow(chance) as name:
        ground.workers.kill(name)
        ground.workers.forget(name)
        ground.workers.start(name)


async def state_damaged(ground: Ground, chance: Random) -> None:
    """`kill -9` or SIGTERM of a worker; files of its local table state lose or change bytes, or are gone"""
    async with ground.borrow(chance) as name:
        # Rows are written out of the log when a table is opened: so twice, to have files of all sorts.
        ground.workers.kill(name)
        ground.workers.start(name)
        await ground.ready(name)
        if chance.random() < 0.5:
            ground.workers.kill(name)
        else:
            await ground.workers.terminate(name)
        tables = ground.workers.tables(name)
        for table in chance.sample(tables, min(len(tables), chance.randint(2, 8))):
            ground.journal(f"{name}: {_spoil(table, chance)}")
        ground.workers.start(name)


def _spoil(table: Path, chance: Random) -> str:
    """Spoil a file of a table; what was done."""
    files = sorted(file for pattern in SPOILT for file in table.glob(pattern) if file.stat().st_size)
    if not files:
        return f"{table.name} has nothing to spoil"
    # By sort first: there are more files of rows than of any other.
    sort = chance.choice(sorted({file.name.split("-")[0].lstrip("0123456789") for file in files}))
    file = chance.choice([one for one in files if one.name.split("-")[0].lstrip("0123456789") == sort])
    content = bytearray(file.read_bytes())
    how = chance.choice(("changed", "cut", "gone"))
    if how == "gone":
        file.unlink()
    elif how == "cut":
        file.write_bytes(content[: chance.randrange(len(content))])
    else:
        for at in chance.choices(range(len(content)), k=max(4, len(content) // 50)):
            content[at] ^= chance.randrange(1, 256)
        file.write_bytes(content)
    return f"{table.name}/{file.name} {how}"
