"""Keeps which statements each decision made, so that one made anew replaces just its own."""

from __future__ import annotations

import zlib
from hashlib import blake2b
from typing import TYPE_CHECKING

from kg.vocab import CITO

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

# What one claim is to another may follow from two exchanges: the claim may have figures of both.
_SHARED = f" <{CITO._NS}"
_FAST = 1


class Decided:
    """The statements of each decision by its name, as lines of N-Triples, and how they differ from what was."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Reads from an open index."""
        self._database = database
        self._gone: set[str] = set()
        self._come: set[str] = set()

    def put(self, name: str, lines: Iterable[str] = (), *, exchanges: int = 0, disagreements: int = 0) -> None:
        """Puts a decision's statements in the place of those it had; without any it is forgotten."""
        was = self._lines(name)
        now = set(lines)
        if now == was:
            return
        self._gone |= was - now
        self._come |= now - was
        many = self._database.executemany
        many("DELETE FROM shared WHERE line = ? AND owner = ?", [(hashed(one), name) for one in was if _SHARED in one])
        many("INSERT INTO shared VALUES (?, ?)", [(hashed(one), name) for one in now if _SHARED in one])
        if now:
            packed = zlib.compress("\n".join(sorted(now)).encode(), _FAST)
            row = (name, exchanges, disagreements, packed)
            self._database.execute("INSERT OR REPLACE INTO owner VALUES (?, ?, ?, ?)", row)
        else:
            self._database.execute("DELETE FROM owner WHERE name = ?", (name,))

    @property
    def waiting(self) -> int:
        """How many new statements there are since any were taken."""
        return len(self._come)

    def take(self) -> set[str]:
        """Gives the new statements so far, where none is gone; they are given once."""
        come, self._come = self._come, set()
        return come

    def difference(self) -> tuple[set[str], set[str]]:
        """Gives the statements that nothing decides any more and those that are new, since it was last asked."""
        gone, come = self._gone - self._come, self._come
        self._gone, self._come = set(), set()
        query = "SELECT 1 FROM shared WHERE line = ? LIMIT 1"
        return {
            line
            for line in gone
            if _SHARED not in line or not self._database.execute(query, (hashed(line),)).fetchone()
        }, come

    def counts(self) -> tuple[int, int]:
        """Counts the exchanges and the disagreements."""
        query = "SELECT TOTAL(exchanges), TOTAL(disagreements) FROM owner"
        exchanges, disagreements = self._database.execute(query).fetchone()
        return int(exchanges), int(disagreements)

    def _lines(self, name: str) -> set[str]:
        row = self._database.execute("SELECT lines FROM owner WHERE name = ?", (name,)).fetchone()
        return set(zlib.decompress(row[0]).decode().split("\n")) if row else set()

    def stem(self, node: int) -> str | None:
        """Gives the stem of an exchange's name, None where a group of reports is no exchange."""
        row = self._database.execute("SELECT stem FROM exchange WHERE node = ?", (node,)).fetchone()
        return row[0] if row else None

    def with_stem(self, stem: str) -> list[int]:
        """Lists the exchanges that have a stem, by the numbers of their groups."""
        return [node for (node,) in self._database.execute("SELECT node FROM exchange WHERE stem = ?", (stem,))]

    def name(self, node: int, stem: str) -> None:
        """Keeps the stem of an exchange's name."""
        self._database.execute("INSERT OR REPLACE INTO exchange VALUES (?, ?)", (node, stem))

    def unname(self, node: int) -> None:
        """Forgets the stem of an exchange's name."""
        self._database.execute("DELETE FROM exchange WHERE node = ?", (node,))


def hashed(line: str) -> int:
    """Gives a number that stands for a statement."""
    return int.from_bytes(blake2b(line.encode(), digest_size=8).digest()) >> 1
