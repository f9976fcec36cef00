"""Remembers beside the store which graphs were pushed where: what changed is sent, and a push cut short goes on.

A graph is noted before it is sent, without a checksum, and with one after it was read back. So none that may be at the
target is ever forgotten, and none is taken for pushed that is not there.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple, Self

from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

FORMAT = 1
_WAIT = 30.0
_TABLE = """CREATE TABLE IF NOT EXISTS pushed (
    target TEXT, graph TEXT, triples INTEGER NOT NULL, checksum TEXT NOT NULL, PRIMARY KEY (target, graph)
) WITHOUT ROWID"""


class Pushed(NamedTuple):
    """How a graph was pushed: its number of triples, and its checksum or "" where it was begun only."""

    triples: int
    checksum: str


def path(store: Path) -> Path:
    """Names the file that belongs to a store: `kg-store.pushes.sqlite` beside `kg-store`."""
    return store.with_name(f"{store.name}.pushes.sqlite")


class Record:
    """What was pushed to one target, as a context manager; each change is on disk when its call returns."""

    def __init__(self, store: Path, target: str) -> None:
        """Opens the record of a store for the target's address, made where it is missing.

        Raises StoreError where the file can't be used.
        """
        self._path = path(store)
        self._target = target
        with self._errors():
            self._database = sqlite3.connect(self._path, timeout=_WAIT)
            version = self._database.execute("PRAGMA user_version").fetchone()[0]
            if version > FORMAT:
                raise StoreError(f"{self._path}: written by a newer version of kg; upgrade exchange-kg")
            with self._database:
                self._database.execute(_TABLE)
                self._database.execute(f"PRAGMA user_version = {FORMAT}")

    def __enter__(self) -> Self:
        """Gives the record itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the file."""
        self._database.close()

    def pushed(self) -> dict[str, Pushed]:
        """Gives what was pushed to the target, by the graph's IRI."""
        with self._errors():
            rows = self._database.execute(
                "SELECT graph, triples, checksum FROM pushed WHERE target = ? ORDER BY graph", (self._target,)
            )
            return {graph: Pushed(triples, checksum) for graph, triples, checksum in rows}

    def note(self, graphs: Iterable[tuple[str, Pushed]]) -> None:
        """Notes graphs as pushed, in the place of what was noted of them."""
        self._change(
            "INSERT OR REPLACE INTO pushed VALUES (?, ?, ?, ?)", [(self._target, name, *one) for name, one in graphs]
        )

    def forget(self, graphs: Iterable[str]) -> None:
        """Forgets graphs that the target no longer holds."""
        self._change("DELETE FROM pushed WHERE target = ? AND graph = ?", [(self._target, name) for name in graphs])

    def _change(self, statement: str, rows: list[tuple[object, ...]]) -> None:
        with self._errors(), self._database, closing(self._database.cursor()) as cursor:
            cursor.executemany(statement, rows)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"{self._path}: the record of pushes can't be used ({error}); if it is damaged, move it away, and the "
                "next push sends everything again"
            ) from error
