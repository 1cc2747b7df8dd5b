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
    tally TEXT, number INTEGER, at TEXT NOT NULL, correction INTEGER NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY (tally, number)
) WITHOUT ROWID;
CREATE TABLE left_tally (incident TEXT, tally TEXT, merged TEXT, PRIMARY KEY (incident, tally)) WITHOUT ROWID;
CREATE TABLE incident (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL,
    day TEXT NOT NULL, place TEXT, place_name TEXT, lat REAL, lon REAL,
    actor TEXT, status TEXT NOT NULL, count INTEGER NOT NULL, summary TEXT NOT NULL, json TEXT NOT NULL
);
CREATE INDEX incident_by_day ON incident (day, id);
CREATE TABLE incident_value (
    kind TEXT, value TEXT, incident TEXT, PRIMARY KEY (kind, value, incident)
) WITHOUT ROWID;
CREATE INDEX value_by_incident ON incident_value (incident);
CREATE TABLE mention (incident TEXT, article TEXT, PRIMARY KEY (incident, article)) WITHOUT ROWID;
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
