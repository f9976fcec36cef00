"""Keeps beside a store what deciding anew needs to find, so that a change costs what it touches and not what is there.

One SQLite file in the store's folder: what each article tells, what the last resolution went through, and which
statements each decision made. All of it follows from the store: where the file is missing, damaged, of another version
or of another state of the store, it is made anew. It is written in one transaction, which ends once the store's new
state holds; a writer killed between the two leaves an index of another state.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.generations import INDEX
from kg.index.articles import Articles
from kg.index.change import Change
from kg.index.decided import Decided
from kg.index.past import Trace

if TYPE_CHECKING:
    from pathlib import Path

    from kg.evidence import Told
    from kg.store import Store

__all__ = ["Index"]

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE article (
  number INTEGER PRIMARY KEY, graph TEXT UNIQUE, id TEXT, published TEXT, original TEXT, claims INTEGER,
  figures INTEGER, told TEXT);
CREATE INDEX article_id ON article (id);
CREATE INDEX article_original ON article (original) WHERE original IS NOT NULL;
CREATE INDEX article_counts ON article (claims, figures);
CREATE TABLE thing (number INTEGER PRIMARY KEY, iri TEXT UNIQUE);
CREATE TABLE named (thing INTEGER, article INTEGER, PRIMARY KEY (thing, article)) WITHOUT ROWID;
CREATE TABLE tally (
  thing TEXT, label TEXT, type TEXT, side TEXT, articles INTEGER, PRIMARY KEY (thing, label, type, side)) WITHOUT ROWID;
CREATE TABLE band (
  key INTEGER, published TEXT, id TEXT, article INTEGER, PRIMARY KEY (key, published, id)) WITHOUT ROWID;
CREATE TABLE running (key TEXT, article INTEGER, PRIMARY KEY (key, article)) WITHOUT ROWID;
CREATE INDEX running_article ON running (article);
CREATE TABLE report (iri TEXT PRIMARY KEY, article INTEGER, node INTEGER) WITHOUT ROWID;
CREATE TABLE node (
  number INTEGER PRIMARY KEY, dated INTEGER, nearly INTEGER, nearness TEXT, recipe TEXT, links TEXT, profile TEXT);
CREATE TABLE span (node INTEGER, start INTEGER, stop INTEGER, became INTEGER, PRIMARY KEY (node, start)) WITHOUT ROWID;
CREATE TABLE day (day TEXT, node INTEGER, PRIMARY KEY (day, node)) WITHOUT ROWID;
CREATE TABLE place (scope TEXT, node INTEGER, PRIMARY KEY (scope, node)) WITHOUT ROWID;
CREATE TABLE beside (article TEXT, node INTEGER, PRIMARY KEY (article, node)) WITHOUT ROWID;
CREATE TABLE block (key INTEGER, node INTEGER, PRIMARY KEY (key, node)) WITHOUT ROWID;
CREATE TABLE exchange (node INTEGER PRIMARY KEY, stem TEXT);
CREATE INDEX exchange_stem ON exchange (stem);
CREATE TABLE owner (
  name TEXT PRIMARY KEY, exchanges INTEGER, disagreements INTEGER, lines BLOB) WITHOUT ROWID;
CREATE INDEX owner_counts ON owner (exchanges, disagreements);
CREATE TABLE shared (line INTEGER, owner TEXT, PRIMARY KEY (line, owner)) WITHOUT ROWID;
"""


class Index:
    """The index of one store, open for its writer.

    Attributes:
        version: what it was opened for; the empty string once it is of no use.
        fresh: whether it was made anew, and so knows nothing yet.
        whole: whether it was made when the store was empty, and so learns of all that comes in.
        change: what differs from when decisions were last made.
        articles: what the articles tell.
        trace: what the last resolution went through.
        decided: which statements each decision made.
    """

    def __init__(self, file: Path | None, version: str, state: str) -> None:
        """Opens the index in a file, or one in memory, and makes it anew where it is of no use.

        Args:
            file: the file; None keeps it in memory.
            version: of the program and of all else that decisions depend on beside the articles.
            state: the state of the store that it must be of.

        Raises:
            StoreError: the disk refuses.
        """
        self._file, self.version = file, version
        self.whole = False
        self.change = Change()
        known = None if file is None or not file.is_file() else _opened(file, version, state)
        self.fresh = known is None
        try:
            if known:
                try:
                    self._use(known)
                except sqlite3.DatabaseError:
                    known.close()
                    self.fresh = True
            if self.fresh:
                self._use(self._made(version))
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{file}: the index can't be made ({error})") from error

    def _use(self, database: sqlite3.Connection) -> None:
        self._database = database
        self.articles = Articles(database)
        self.trace = Trace(database)
        self.decided = Decided(database)

    @classmethod
    def of(cls, store: Store, version: str) -> Index:
        """Gives the index of a store; what it is to hold is kept once the store's own state is."""
        if isinstance(store.attached, Index) and store.attached.version == version:
            return store.attached
        if store.attached:
            store.attached.close()
        file = store.path / INDEX if store.path else None
        store.attached = index = cls(file, version, store.generation)
        index.whole = index.fresh and store.empty
        return index

    def take(self, graph: str, told: Told) -> None:
        """Takes in what an article tells now whose graph has just been written; needn't be called of each."""
        if not self.version:
            return
        try:
            self.change.take(graph, told, self.articles, self.trace)
        except sqlite3.DatabaseError:
            self.discard()

    def stale(self, graph: str) -> None:
        """Learns that a graph has been written again."""
        self.change.taken.discard(graph)

    def settle(self) -> None:
        """Learns that the decisions rest on all that was taken in."""
        self.fresh = False
        self.change = Change()

    def get(self, name: str) -> str:
        """Gives a value kept by name, the empty string where there is none."""
        row = self._database.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def put(self, name: str, value: str) -> None:
        """Keeps a value by name."""
        self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def keep(self, state: str) -> None:
        """Keeps what was written, as of this state of the store; an index that can't be is made anew next time."""
        with suppress(sqlite3.Error):
            self.put("state", state)
            self._database.execute("COMMIT")
        self.close()

    def close(self) -> None:
        """Frees the file; what was not kept is as if it had not been written."""
        with suppress(sqlite3.Error):
            self._database.close()

    def discard(self) -> None:
        """Removes the index, which is of no use; `of` makes it anew."""
        self.close()
        self.version = ""
        _remove(self._file)

    def _made(self, version: str) -> sqlite3.Connection:
        _remove(self._file)
        database = _connected(self._file)
        database.executescript(_SCHEMA)
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO meta VALUES ('version', ?)", (version,))
        return database


def _remove(file: Path | None) -> None:
    if file:
        for ending in ("", "-journal"):
            file.with_name(file.name + ending).unlink(missing_ok=True)


def _connected(file: Path | None) -> sqlite3.Connection:
    database = sqlite3.connect(str(file) if file else ":memory:", isolation_level=None, cached_statements=512)
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("PRAGMA cache_size = -65536")
    return database


def _opened(file: Path, version: str, state: str) -> sqlite3.Connection | None:
    """Opens an index that is of this version and state, or gives None."""
    database = None
    try:
        database = _connected(file)
        kept = dict(database.execute("SELECT name, value FROM meta WHERE name IN ('version', 'state')"))
        if kept == {"version": version, "state": state} and state:
            database.execute("BEGIN IMMEDIATE")
            return database
    except sqlite3.Error:
        pass
    if database:
        database.close()
    return None
