"""Looks into the graph one node at a time: each question binds an IRI, so that a large graph answers as a small one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.settings import BASE
from kg.sparql import iri as spelt
from kg.vocab import KG, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.store import Store

_DECISIONS = "graph/decisions"

_NODE = """
SELECT DISTINCT ?property (IF(LANG(?value) = "en", 0, 1) AS ?foreign) ?value {{ {node} ?property ?value }}"""


class Graph:
    """A store's union graph as nodes with their properties; each node is read once."""

    def __init__(self, store: Store) -> None:
        """Looks into a store that stays open meanwhile."""
        self.store = store
        ends = [graph.removesuffix(_DECISIONS) for graph in store.graphs() if graph.endswith(_DECISIONS)]
        self.base = ends[0] if ends else BASE
        """The IRI under which the store's data is minted."""
        self._nodes: dict[str, dict[str, list[str]]] = {}
        self._back: dict[tuple[str, str], tuple[str, ...]] = {}

    def node(self, iri: str) -> Mapping[str, list[str]]:
        """Gives a node's values by property, as plain strings, sorted, what is English before what is not."""
        if iri not in self._nodes:
            found: dict[str, dict[str, None]] = {}
            rows = self.store.select(_NODE.format(node=spelt(iri))).texts()
            for name, _, value in sorted(rows):
                found.setdefault(name, {})[value] = None
            self._nodes[iri] = {name: [*values] for name, values in found.items()}
        return self._nodes[iri]

    def all(self, iri: str, name: str) -> tuple[str, ...]:
        """Gives all values of a node's property, sorted."""
        return tuple(self.node(iri).get(str(name), ()))

    def one(self, iri: str, name: str) -> str:
        """Gives the first value of a node's property; "" where there is none, or no node."""
        return next(iter(self.node(iri).get(str(name), ())), "") if iri else ""

    def number(self, iri: str, name: str) -> int | None:
        """Gives a node's whole number."""
        value = self.one(iri, name)
        return int(value) if value else None

    def local(self, iri: str, name: str) -> str:
        """Gives the name of a value of a closed list: `bodies` for `kg:bodies`."""
        return self.one(iri, name).rpartition("#")[2]

    def back(self, iri: str, name: str) -> tuple[str, ...]:
        """Gives the nodes whose property leads to this one, sorted."""
        key = iri, str(name)
        if key not in self._back:
            rows = self.store.select(f"SELECT DISTINCT ?node {{ ?node {spelt(name)} {spelt(iri)} }}").texts()
            self._back[key] = tuple(sorted(row[0] for row in rows))
        return self._back[key]

    def is_a(self, iri: str, class_: str) -> bool:
        """Tells whether a node is of a class."""
        return str(class_) in self.all(iri, RDF.type)

    def label(self, iri: str) -> str:
        """Gives what a thing is called: its label, what an article calls it, or the last part of its IRI."""
        if not iri:
            return ""
        described = (self.one(one, RDFS.label) for one in self.back(iri, KG.describes))
        return self.one(iri, SKOS.prefLabel) or next((told for told in described if told), "") or self.short(iri)

    def short(self, iri: str) -> str:
        """Gives an IRI without the start that all data shares, as tables show it."""
        return iri.removeprefix(self.base)
