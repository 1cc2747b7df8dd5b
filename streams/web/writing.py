"""Records of the topics into the tables of the read side. What a table has depends on the records alone."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable

from schemas import Incident, TaggedArticle, Tally, TallyChange
from streams.records import Record, decode
from streams.stages.tally.count import one_of
from streams.stages.tally.facts import page_of
from streams.web.incident_answers import IncidentSummary

RECENT_STORIES = 5000
"""So many of the newest stories are kept that nothing cites: what cites them comes later than they do."""


def page_hash(page_id: str) -> str:
    """A short name of a page, which is what `POST /api/articles` answers with: page ids are URLs, of any length."""
    return "page-" + hashlib.sha256(page_id.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def is_correction(change: TallyChange) -> bool:
    """Does a change take something back: a lower number, an incident that counts no more, a total denied?"""
    lower = change.before is not None and (change.after is None or change.after < change.before)
    left = change.observed is not None and bool(change.observed.left)
    return lower or left or (change.reported is not None and change.reported.correction)


def summary_of(incident: Incident) -> IncidentSummary:
    """The incident as a line of a list."""
    first = incident.mentions[0] if incident.mentions else None
    return IncidentSummary(
        **incident.model_dump(include={*IncidentSummary.model_fields} - {"place", "mentions"}),
        day=incident.date.end,
        place=incident.place.name if incident.place else None,
        place_id=incident.place.id if incident.place else None,
        mentions=len(incident.mentions),
        quote=first.evidence.text if first else None,
        outlet=first.outlet if first else None,
        url=first.url if first else None,
    )


class Writer:
    """Writes records into the tables, inside a transaction that the caller holds."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """`database` is the one connection that may write."""
        self._database = database

    def tally(self, name: str, value: bytes | None) -> None:
        """A record of `tallies`."""
        run = self._database.execute
        if value is None:
            for table, column in (("tally", "id"), ("counted", "tally"), ("cited", "tally")):
                run(f"DELETE FROM {table} WHERE {column} = ?", (name,))
            return
        tally = decode(Tally, value)
        run("INSERT OR REPLACE INTO tally VALUES (?, ?)", (name, value.decode()))
        # Compared in the database: a tally may have tens of thousands, and most stay.
        for undated, path in ((0, "$.incidents"), (1, "$.observed.undated")):
            listed = (name, undated, value.decode(), path)
            run(
                "DELETE FROM counted WHERE tally = ?1 AND undated = ?2 "
                "AND incident NOT IN (SELECT value FROM json_each(?3, ?4))",
                listed,
            )
            run(
                "INSERT OR REPLACE INTO counted SELECT ?1, value, ?2 FROM json_each(?3, ?4) AS told WHERE NOT EXISTS "
                "(SELECT 1 FROM counted WHERE tally = ?1 AND incident = told.value AND undated = ?2)",
                listed,
            )
        many = self._database.executemany
        quotes = [quote for figure in tally.reported_series for quote in (figure.evidence, *figure.parts)]
        run("DELETE FROM cited WHERE tally = ?", (name,))
        many("INSERT OR IGNORE INTO cited VALUES (?, ?)", [(name, quote.article_id) for quote in quotes])

    def change(self, value: bytes) -> TallyChange:
        """A record of `tally-changes`; of several with one number the last counts."""
        change = decode(TallyChange, value)
        name, number, step = change.tally_id, change.number, change.observed
        whole = step is not None if change.what == "observed" else (change.reported is None) == (change.after is None)
        run, many = self._database.execute, self._database.executemany
        run(
            "INSERT OR REPLACE INTO change VALUES (?, ?, ?, ?, ?, ?, ?)",
            (name, number, change.what, change.at.isoformat(), is_correction(change), whole, value.decode()),
        )
        run("DELETE FROM move WHERE tally = ? AND number = ?", (name, number))
        run("DELETE FROM day WHERE tally = ? AND number = ?", (name, number))
        if step:
            moves = [(name, one, number, 0, step.merged.get(one)) for one in step.left]
            moves += [(name, one, number, 1, None) for one in step.entered]
            many("INSERT OR REPLACE INTO move VALUES (?, ?, ?, ?, ?)", moves)
            many("INSERT INTO day VALUES (?, ?, ?, ?)", [(name, day, number, n) for day, n in step.by_day.items()])
        return change

    def incident(self, name: str, value: bytes | None) -> None:
        """A record of `incidents`."""
        run, many = self._database.execute, self._database.executemany
        incident = None if value is None else decode(Incident, value)
        known = run("SELECT number FROM incident WHERE id = ?", (name,)).fetchone()
        if known:
            run("DELETE FROM incident_text WHERE rowid = ?", known)
            for table in ("incident", "incident_json", "incident_value", "mention"):
                run(f"DELETE FROM {table} WHERE number = ?", known)
        if incident is None or value is None:
            return
        one, place = one_of(incident, incident.count), incident.place
        start = incident.date.start or incident.date.end
        when = (one.day, start.isoformat() if start else "unknown", one.country)
        where = (place and place.id, place and place.name, incident.lat, incident.lon)
        what = (incident.actor, incident.status, " ".join(sorted({*one.weapons})))
        sums = (incident.count, incident.killed or 0, incident.injured or 0)
        sql = "INSERT INTO incident VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        number = run(sql, (known[0] if known else None, name, *when, *where, *what, *sums)).lastrowid
        summary = summary_of(incident).to_json().decode()
        run("INSERT INTO incident_json VALUES (?, ?, ?)", (number, summary, value.decode()))
        values = [(*told, number) for told in _values(incident, one.weapons)]
        many("INSERT OR IGNORE INTO incident_value VALUES (?, ?, ?)", values)
        mentions = [(number, one.article_id) for one in incident.mentions]
        many("INSERT OR IGNORE INTO mention VALUES (?, ?)", mentions)
        run("INSERT INTO incident_text (rowid, words) VALUES (?, ?)", (number, _words(incident)))

    def story(self, record: Record) -> None:
        """A record of `articles-tagged`: the newest version of each story on each page, and how fresh its feed is."""
        story = decode(TaggedArticle, record.value)
        page = page_of(story)
        run = self._database.execute
        if story.outlet and not story.withdrawn:
            # The version begins with the moment at which the page was fetched, however often it is read again.
            fetched, published = story.version.partition("/")[0], story.published_at and story.published_at.isoformat()
            run(
                "INSERT INTO feed VALUES (?1, ?2, ?3) ON CONFLICT (outlet) DO UPDATE SET fetched = max(fetched, ?2), "
                "published = max(coalesce(published, ?3), coalesce(?3, published))",
                (story.outlet, fetched, published),
            )
            run("INSERT OR IGNORE INTO feed_story VALUES (?, ?)", (story.outlet, story.article_id))
        known = run("SELECT version FROM story WHERE article = ? AND page = ?", (story.article_id, page)).fetchone()
        if known and known[0] > story.version:
            return
        run("DELETE FROM story WHERE article = ? AND page = ?", (story.article_id, page))
        if not story.withdrawn:
            row = (story.article_id, page, page_hash(page), story.version, _without_entities(record.value or b""))
            run("INSERT INTO story VALUES (NULL, ?, ?, ?, ?, ?)", row)

    def forget_stories(self) -> None:
        """Drop stories that nothing cites, save the newest."""
        self._database.execute(
            "DELETE FROM story WHERE number <= (SELECT max(number) FROM story) - ? "
            "AND NOT EXISTS (SELECT 1 FROM mention WHERE mention.article = story.article) "
            "AND NOT EXISTS (SELECT 1 FROM cited WHERE cited.article = story.article)",
            (RECENT_STORIES,),
        )


def _values(incident: Incident, weapons: Iterable[str]) -> Iterable[tuple[str, str]]:
    yield from (("country", one) for one in incident.countries)
    yield from (("weapon", one) for one in weapons)
    if incident.place:
        yield from (("place", one) for one in (incident.place.id, *incident.place.within))


def _words(incident: Incident) -> str:
    place = incident.place
    where = (*((place.name, place.id) if place else ()), *incident.countries)
    who = (incident.vessel, incident.actor, incident.claimed_by, incident.target)
    facts = (incident.id, *where, *who, *incident.weapons)
    told = (text for one in incident.mentions for text in (one.title, one.outlet, one.evidence.text))
    return "\n".join(dict.fromkeys(text for text in (*facts, *told) if text))


def _without_entities(value: bytes) -> str:
    # A third of a story's record, and nothing that the read side shows.
    return json.dumps(json.loads(value) | {"entities": [], "not_counted": []}, ensure_ascii=False)
