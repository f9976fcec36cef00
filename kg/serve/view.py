"""A state of the graph as pages and stored questions show it: the store with its catalogue and what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.explain.graph import Graph
from kg.serve.kept import Kept

if TYPE_CHECKING:
    from kg.serve.catalogue import Catalogue
    from kg.serve.snapshot import Snapshot


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

    def graph(self) -> Graph:
        """Gives the graph to look into node by node, for one page."""
        return Graph(self.store)
