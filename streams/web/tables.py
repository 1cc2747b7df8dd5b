"""The read side's database: its tables, and how a connection to it is opened."""

import sqlite3
from pathlib import Path

TABLES = """
CREATE TABLE applied (batches INTEGER NOT NULL);
INSERT INTO applied VALUES (0);
CREATE TABLE tally (id TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE counted (
    tally TEXT, incident TEXT, undated INTEGER NOT NULL, PRIMARY KEY (tally, incident)
) WITHOUT ROWID;
CREATE INDEX counted_by_incident ON counted (incident);
CREATE TABLE change (
    tally TEXT, number INTEGER, what TEXT NOT NULL, at TEXT NOT NULL, correction INTEGER NOT NULL,
    whole INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (tally, number)
);
CREATE INDEX change_by_kind ON change (tally, what, number);
CREATE TABLE move (
    tally TEXT, incident TEXT, number INTEGER, counts INTEGER NOT NULL, merged TEXT,
    PRIMARY KEY (tally, incident, number)
) WITHOUT ROWID;
CREATE INDEX move_by_number ON move (tally, number);
CREATE INDEX move_by_incident ON move (incident);
CREATE TABLE day (
    tally TEXT, day TEXT, number INTEGER, count INTEGER NOT NULL, PRIMARY KEY (tally, day, number)
) WITHOUT ROWID;
CREATE INDEX day_by_number ON day (tally, number);
CREATE TABLE incident (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL,
    day TEXT NOT NULL, start TEXT NOT NULL, country TEXT NOT NULL, place TEXT, place_name TEXT, lat REAL, lon REAL,
    actor TEXT, status TEXT NOT NULL, weapons TEXT NOT NULL,
    attacks INTEGER NOT NULL, killed INTEGER NOT NULL, injured INTEGER NOT NULL
);
CREATE INDEX incident_by_day ON incident (day, id);
-- What adds up to a tally, by day: those of `counted` that are in `incident`, kept by the triggers below. Whoever asks
-- for a tally up to a day reads one range of it.
CREATE TABLE adding_up (
    tally TEXT, day TEXT, id TEXT, start TEXT NOT NULL, country TEXT NOT NULL, status TEXT NOT NULL,
    weapons TEXT NOT NULL, attacks INTEGER NOT NULL, killed INTEGER NOT NULL, injured INTEGER NOT NULL,
    PRIMARY KEY (tally, day, id)
) WITHOUT ROWID;
CREATE INDEX adding_up_by_incident ON adding_up (id);
CREATE TRIGGER counts AFTER INSERT ON counted WHEN NOT new.undated BEGIN
    INSERT OR REPLACE INTO adding_up
    SELECT new.tally, day, id, start, country, status, weapons, attacks, killed, injured
    FROM incident WHERE id = new.incident;
END;
CREATE TRIGGER counts_no_more AFTER DELETE ON counted BEGIN
    DELETE FROM adding_up WHERE id = old.incident AND tally = old.tally;
END;
CREATE TRIGGER stands AFTER INSERT ON incident BEGIN
    INSERT INTO adding_up
    SELECT tally, new.day, new.id, new.start, new.country, new.status, new.weapons, new.attacks, new.killed, new.injured
    FROM counted WHERE incident = new.id AND NOT undated;
END;
CREATE TRIGGER stands_no_more AFTER DELETE ON incident BEGIN DELETE FROM adding_up WHERE id = old.id; END;
-- Apart from what is searched by, so that a search does not read past the texts.
CREATE TABLE incident_json (number INTEGER PRIMARY KEY, summary TEXT NOT NULL, json TEXT NOT NULL);
CREATE TABLE incident_value (
    kind TEXT, value TEXT, number INTEGER, PRIMARY KEY (kind, value, number)
) WITHOUT ROWID;
CREATE INDEX value_by_incident ON incident_value (number);
CREATE TABLE mention (number INTEGER, article TEXT, PRIMARY KEY (number, article)) WITHOUT ROWID;
CREATE INDEX mention_by_article ON mention (article);
CREATE TABLE cited (tally TEXT, article TEXT, PRIMARY KEY (tally, article)) WITHOUT ROWID;
CREATE INDEX cited_by_article ON cited (article);
CREATE TABLE story (
    number INTEGER PRIMARY KEY, article TEXT NOT NULL, page TEXT NOT NULL, page_hash TEXT NOT NULL,
    version TEXT NOT NULL, json TEXT NOT NULL, UNIQUE (article, page)
);
CREATE INDEX story_by_page ON story (page_hash);
CREATE TABLE feed (outlet TEXT PRIMARY KEY, fetched TEXT NOT NULL, published TEXT) WITHOUT ROWID;
CREATE TABLE feed_story (outlet TEXT, article TEXT, PRIMARY KEY (outlet, article)) WITHOUT ROWID;
CREATE VIRTUAL TABLE incident_text USING fts5 (words);
"""

CACHE_KIB = 2048
"""Kibibytes of pages that each connection keeps in memory; the rest is the file's, and the system's."""


def create(file: Path) -> sqlite3.Connection:
    """A new database and the one connection that writes to it.

    It is rebuilt at each start, so nothing of it has to survive a crash of the machine.
    """
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    connection.executescript(
        f"PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -{CACHE_KIB}; {TABLES}"
    )
    return connection


def open_to_read(file: Path) -> sqlite3.Connection:
    """A connection that cannot write, for one thread."""
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return connection
