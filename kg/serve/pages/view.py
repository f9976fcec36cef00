"""The state of the graph that pages show: the store with its catalogue."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock, Thread
from typing import TYPE_CHECKING

from kg.explain.graph import Graph
from kg.serve.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Hashable

    from kg.answer import Table
    from kg.serve.context import Context
    from kg.serve.snapshot import Snapshot

_REMEMBERED = 8


class View:
    """One state of the graph with its catalogue; a page takes one and keeps to it."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Makes the catalogue of a state, which takes some milliseconds for each article."""
        self.snapshot = snapshot
        self.store = snapshot.store
        self.base = snapshot.base
        self.catalogue = Catalogue(snapshot.store)
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


class Views:
    """Gives the newest state whose catalogue is made: while that of a newer one is made, readers keep the older."""

    def __init__(self, context: Context) -> None:
        """Begins with the present state."""
        self._context = context
        self._lock = Lock()
        self._view: View | None = None
        self._begun = ""
        Thread(target=self.now, daemon=True, name="catalogue").start()

    def now(self) -> View:
        """Gives the state to show; only the first caller of all waits for a catalogue."""
        snapshot = self._context.now()
        view = self._view
        if view is None:
            with self._lock:
                if self._view is None:
                    self._view = View(snapshot)
                return self._view
        if view.snapshot.name != snapshot.name:
            with self._lock:
                begin = self._begun != snapshot.name
                self._begun = snapshot.name
            if begin:
                Thread(target=self._renew, args=(snapshot,), daemon=True, name="catalogue").start()
        return view

    def _renew(self, snapshot: Snapshot) -> None:
        try:
            self._view = View(snapshot)
        except BaseException:
            # The next request tries again.
            self._begun = ""
            raise
