"""A state of the graph as pages and stored questions show it: the store with its catalogue and what was answered."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

from kg.explain.graph import Graph
from kg.serve.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Hashable

    from kg.answer import Table
    from kg.serve.catalogue import Catalogue
    from kg.serve.snapshot import Snapshot

_REMEMBERED = 8


class View:
    """One state of the graph with its catalogue; an answer takes one and keeps to it.

    Attributes:
        snapshot: the state.
        store: its graph.
        base: the IRI under which the data is minted.
        catalogue: its tables.
        kept: the answers that were given from it.
    """

    def __init__(self, snapshot: Snapshot, catalogue: Catalogue) -> None:
        """Takes a state and its catalogue."""
        self.snapshot = snapshot
        self.store = snapshot.store
        self.base = snapshot.base
        self.catalogue = catalogue
        self.kept = Kept()
        self._answers: OrderedDict[Hashable, Table] = OrderedDict()
        self._lock = Lock()

    def graph(self) -> Graph:
        """Gives the graph to look into node by node, for one page."""
        return Graph(self.store)

    def remembered(self, key: Hashable) -> Table | None:
        """Gives an answer that was given before: who pages through it asks again and again."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def remember(self, key: Hashable, answer: Table) -> None:
        """Keeps an answer for a while."""
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > _REMEMBERED:
                self._answers.popitem(last=False)
