"""Writes what was decided into the store: each decision's statements in the place of those that it had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import rdf
from kg.aside import Aside
from kg.index.decided import hashed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.index import Index
    from kg.model import Evidence, Judgement, Resolution
    from kg.store import Store
    from kg.terms import Spelt

# So many statements are held at a time where all of them are new.
_MANY = 50_000
# Fewer than this are written as changes are.
_FEW = 5_000


class Writing:
    """The statements of decisions on their way into the store.

    Where the index knows of nothing yet, each decision is made once and none is unmade: its statements can go into the
    store as they come. Otherwise one may be unmade of which another states the same, before it or after.

    Attributes:
        aside: what puts some into the store while others are made; a context manager, to be used around all of it.
    """

    def __init__(self, store: Store, index: Index, base: str) -> None:
        """Begins; the statements that are in the store, but unknown to the index, stay only if they are made again."""
        self._store, self._decided, self._base = store, index.decided, base
        self._fresh, self._whole = index.fresh, index.whole
        self._graph = rdf.decisions_graph(base)
        self.aside = Aside()
        self._before = {hashed(line) for line in store.each_line(self._graph)} if index.fresh else set()

    def state(
        self,
        name: str,
        found: Resolution,
        rows: Iterable[Evidence] = (),
        judged: Iterable[Judgement] = (),
        copies: Mapping[str, str] | None = None,
    ) -> None:
        """States what was decided on something that is named so in the index."""
        statements = rdf.decision_statements(found, rows, {}, judged, copies or {}, self._base)
        self.put(name, statements, exchanges=len(found.exchanges), disagreements=len(found.disagreements))

    def put(self, name: str, statements: Iterable[Spelt] = (), exchanges: int = 0, disagreements: int = 0) -> None:
        """Puts a decision's statements in the place of those it had; without any it is forgotten."""
        lines = {f"{s} {p} {o} ." for s, p, o in statements}
        self._decided.put(name, lines, exchanges=exchanges, disagreements=disagreements)
        if self._fresh and self._decided.waiting > _MANY:
            self._flush()

    def end(self) -> None:
        """Writes what is left, and takes out of the store what nothing decides any more."""
        if not self._fresh:
            self._store.amend(self._graph, *self._decided.difference())
            return
        self._flush()
        self.aside.wait()
        if self._before:
            gone = [line for line in self._store.each_line(self._graph) if hashed(line) in self._before]
            self._store.amend(self._graph, gone, ())

    def _flush(self) -> None:
        come = self._decided.take()
        if self._before:
            there = {line for line in come if hashed(line) in self._before}
            come -= there
            self._before.difference_update(map(hashed, there))
        if self._whole and len(come) > _FEW:
            self.aside.begin(lambda: self._store.load_lines(self._graph, sorted(come)))
        else:
            self.aside.wait()
            self._store.amend(self._graph, (), come)
