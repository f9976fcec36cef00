"""Looks into the graph one node at a time: each question binds an IRI, so that a large graph answers as a small one.

Where each question takes a journey, many nodes are asked for at once; see `Graph.ahead`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from kg.answer import Near
from kg.errors import CutShortError
from kg.settings import BASE
from kg.sparql import iri as spelt
from kg.vocab import KG, NIF, ORG, PROV, RDF, RDFS, SDO, SKOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kg.answer import Reader, Table

T = TypeVar("T")
Key = tuple[str, ...]

_AT_ONCE = 200
_CLAIM = "SELECT ?claim { ?claim a kg:Claim } LIMIT 1"

# What a lookup asks: the columns of the key come first, then those of the answer.
_NODE = """
SELECT DISTINCT ?a ?property (IF(LANG(?value) = "en", 0, 1) AS ?foreign) ?value {{
  VALUES (?a) {{ {keys} }} ?a ?property ?value
}}"""
_BACK = "SELECT DISTINCT ?a ?property ?node {{ VALUES (?a ?property) {{ {keys} }} ?node ?property ?a }}"
_POSITIONS = """
SELECT ?actor ?article ?start ?words {{
  VALUES (?actor ?article) {{ {keys} }}
  ?position org:member ?actor ; schema:roleName ?words ; prov:wasQuotedFrom ?string .
  ?string nif:referenceContext ?article ; nif:beginIndex ?start .
}}"""


class _Lookup:
    """One kind of question about a node: what is known, and what is yet to be asked."""

    def __init__(self, reader: Reader, sparql: str, width: int) -> None:
        self._reader = reader
        self._sparql = sparql
        self._width = width
        self.known: dict[Key, list[Key]] = {}
        self.wanted: dict[Key, None] = {}

    def fetch(self) -> None:
        """Asks for all that is wanted, some hundred nodes at a time."""
        wanted = list(self.wanted)
        for start in range(0, len(wanted), _AT_ONCE):
            self._ask(wanted[start : start + _AT_ONCE])
        self.wanted.clear()

    def _ask(self, keys: Sequence[Key]) -> None:
        told = " ".join(f"({' '.join(map(spelt, key))})" for key in keys)
        try:
            rows = self._reader.select(self._sparql.format(keys=told)).texts()
        except CutShortError:
            if len(keys) == 1:
                raise
            half = len(keys) // 2
            self._ask(keys[:half])
            self._ask(keys[half:])
            return
        found: dict[Key, list[Key]] = {key: [] for key in keys}
        for row in sorted(rows):
            found[row[: self._width]].append(row[self._width :])
        self.known |= found


class Graph:
    """A reader's union graph as nodes with their properties; each node is read once."""

    def __init__(self, reader: Reader) -> None:
        """Looks into a store or endpoint that stays open meanwhile."""
        self._reader = reader
        self._near = reader if isinstance(reader, Near) else None
        self._node = _Lookup(reader, _NODE, 1)
        self._back = _Lookup(reader, _BACK, 2)
        self._positions = _Lookup(reader, _POSITIONS, 2)
        self._nodes: dict[str, dict[str, list[str]]] = {}
        self._tables: dict[str, Table] = {}
        self._looking_ahead = False
        claim = next((row[0] for row in reader.select(_CLAIM).texts()), "")
        minted = re.fullmatch(r"(.*)claim/[0-9a-f]+", claim)
        self.base = minted[1] if minted else BASE
        """The IRI under which the data is minted."""

    def ahead(self, work: Callable[[], T]) -> T:
        """Gives what some work gives, of which each step of reading would otherwise be a journey to the endpoint.

        The work is done over and over: what it looks for and isn't known yet is empty at first, is noted, and is then
        fetched all at once. What came of emptiness, a fault too, counts for nothing.
        """
        if not self._reader.far or self._looking_ahead:
            return work()
        lookups = (self._node, self._back, self._positions)
        while True:
            self._looking_ahead = True
            try:
                result = work()
            except Exception:
                if not any(lookup.wanted for lookup in lookups):
                    raise
            else:
                if not any(lookup.wanted for lookup in lookups):
                    return result
            finally:
                self._looking_ahead = False
            for lookup in lookups:
                lookup.fetch()

    def _look(self, lookup: _Lookup, *key: str) -> list[Key]:
        if "" in key:
            return []
        if key not in lookup.known:
            lookup.wanted[key] = None
            if self._looking_ahead:
                return []
            if not self._looked_up(lookup, key):
                lookup.fetch()
        return lookup.known[key]

    def _looked_up(self, lookup: _Lookup, key: Key) -> bool:
        """Answers at once what a graph on this machine needs no query for."""
        if self._near is None:
            return False
        del lookup.wanted[key]
        if lookup is self._positions:
            lookup.known[key] = list(self._positions_near(self._near, *key))
        elif lookup is self._node:
            found = ((name, "0" if lang == "en" else "1", value) for name, lang, value in self._near.values(key[0]))
            lookup.known[key] = sorted(found)
        else:
            lookup.known[key] = sorted((one,) for one in self._near.subjects(key[1], key[0]))
        return True

    @staticmethod
    def _positions_near(near: Near, actor: str, article: str) -> Iterator[Key]:
        """Goes from the article, which is short, and not from an actor that thousands of articles name."""
        for string in near.subjects(str(NIF.referenceContext), article):
            for position in near.subjects(str(PROV.wasQuotedFrom), string):
                told = near.values(position)
                if (str(ORG.member), "", actor) in told:
                    start = next(value for name, _, value in near.values(string) if name == str(NIF.beginIndex))
                    yield from ((start, words) for name, _, words in told if name == str(SDO.roleName))

    def select(self, sparql: str) -> Table:
        """Answers a SELECT, once."""
        if sparql not in self._tables:
            self._tables[sparql] = self._reader.select(sparql)
        return self._tables[sparql]

    def node(self, iri: str) -> Mapping[str, list[str]]:
        """Gives a node's values by property, as plain strings, sorted, what is English before what is not."""
        if iri not in self._nodes:
            found: dict[str, dict[str, None]] = {}
            for name, _, value in self._look(self._node, iri):
                found.setdefault(name, {})[value] = None
            node = {name: [*values] for name, values in found.items()}
            if not self._looking_ahead or (iri,) in self._node.known:
                self._nodes[iri] = node
            return node
        return self._nodes[iri]

    def all(self, iri: str, name: str) -> tuple[str, ...]:
        """Gives all values of a node's property, sorted."""
        return tuple(self.node(iri).get(str(name), ()))

    def one(self, iri: str, name: str) -> str:
        """Gives the first value of a node's property; "" where there is none, or no node."""
        return next(iter(self.node(iri).get(str(name), ())), "")

    def number(self, iri: str, name: str) -> int | None:
        """Gives a node's whole number."""
        value = self.one(iri, name)
        return int(value) if value else None

    def local(self, iri: str, name: str) -> str:
        """Gives the name of a value of a closed list: `bodies` for `kg:bodies`."""
        return self.one(iri, name).rpartition("#")[2]

    def back(self, iri: str, name: str) -> tuple[str, ...]:
        """Gives the nodes whose property leads to this one, sorted."""
        return tuple(row[0] for row in self._look(self._back, iri, str(name)))

    def positions(self, actor: str, article: str) -> tuple[str, ...]:
        """Gives the positions that an article says an actor holds, in the order of its text."""
        rows = sorted((int(start), words) for start, words in self._look(self._positions, actor, article))
        return tuple(dict.fromkeys(words for _, words in rows))

    def is_a(self, iri: str, class_: str) -> bool:
        """Tells whether a node is of a class."""
        return str(class_) in self.all(iri, RDF.type)

    def label(self, iri: str) -> str:
        """Gives what a thing is called: its label, what an article calls it, or the last part of its IRI."""
        if not iri:
            return ""
        # Thousands of articles may describe what has a name anyway.
        if label := self.one(iri, SKOS.prefLabel):
            return label
        described = (self.one(one, RDFS.label) for one in self.back(iri, KG.describes))
        return next((told for told in described if told), "") or self.short(iri)

    def short(self, iri: str) -> str:
        """Gives an IRI without the start that all data shares, as tables show it."""
        return iri.removeprefix(self.base)
