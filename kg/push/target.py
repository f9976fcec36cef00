"""A triple store over the SPARQL 1.1 Graph Store Protocol: puts, reads, counts and deletes named graphs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg.errors import PushError, StoreError
from kg.push.wire import AbsentError, TooLargeError
from kg.terms import canonical_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from requests import Response

    from kg.push.profile import Profile
    from kg.push.wire import Wire

_QUADS = {"Content-Type": "application/n-quads"}
_COUNT = "{{ SELECT (<{name}> AS ?g) (COUNT(*) AS ?n) WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }} }}"
_DEEPEST = 3


class Target:
    """The graph store at an address, as its profile says it works."""

    def __init__(self, base: str, profile: Profile, wire: Wire) -> None:
        """Names the store by the address `base` to which the profile's paths are appended."""
        self.profile = profile
        self.url = base + profile.graph_store
        self._quads_url = None if profile.quads is None else base + profile.quads
        self._query_url = None if profile.query is None else base + profile.query
        self._wire = wire
        self._most_bytes = profile.most_bytes

    @property
    def most_bytes(self) -> int:
        """The largest body that is sent in one request; it shrinks where the server takes less."""
        return self._most_bytes

    @property
    def counts_by_query(self) -> bool:
        """Whether one query counts many graphs; otherwise each is read whole."""
        return self._query_url is not None

    @property
    def takes_quads(self) -> bool:
        """Whether one request may carry several graphs."""
        return self._quads_url is not None

    def counts(self, graphs: Iterable[str]) -> dict[str, int]:
        """Counts the triples of each of the graphs; one that isn't there has none."""
        names = list(graphs)
        if self._query_url is None:
            return {name: len(self._whole(name)) for name in names}
        found = dict.fromkeys(names, 0)
        size = self.profile.graphs_a_query
        for start in range(0, len(names), size):
            # Not VALUES and GROUP BY: Virtuoso then keeps the plan it made while there was nothing to count yet.
            each = " UNION ".join(_COUNT.format(name=name) for name in names[start : start + size])
            response = self._ask(f"SELECT ?g ?n WHERE {{ {each} }}", "application/sparql-results+json")
            try:
                for row in json.loads(response.content)["results"]["bindings"]:
                    if "g" in row and row["g"]["value"] in found:
                        found[row["g"]["value"]] = int(row["n"]["value"])
            except (ValueError, KeyError, TypeError) as error:
                raise PushError(
                    f"{self._query_url}: answers no SPARQL results in JSON; check the address, or name a --profile"
                ) from error
        return found

    def put(self, graphs: Sequence[tuple[str, list[str]]]) -> None:
        """Puts graphs, as lines of N-Triples, in the place of what was there; several at once must be new there."""
        if self._quads_url is not None and len(graphs) > 1:
            body = "".join(_shortest_first(f"{line[:-3]} <{name}> .\n" for name, lines in graphs for line in lines))
            try:
                self._wire.send("POST", self._quads_url, body=body.encode(), headers=_QUADS)
                return
            except TooLargeError:
                self._most_bytes = max(1, min(self._most_bytes, len(body)) // 2)
        for name, lines in graphs:
            self.replace(name, lines)

    def replace(self, graph: str, lines: Sequence[str]) -> None:
        """Puts lines of N-Triples in the place of all that a graph held.

        What is larger than the server takes goes in pieces, so that for a moment the graph holds but the first of them.
        """
        while True:
            try:
                for number, piece in enumerate(_pieces(_shortest_first(lines), self._most_bytes)):
                    self._send("POST" if number else "PUT", graph, piece)
                return
            except TooLargeError:
                longest = max(map(_length, lines))
                if self._most_bytes <= longest:
                    raise
                self._most_bytes = max(longest, min(self._most_bytes, sum(map(_length, lines))) // 2)

    def read(self, graph: str, expected: int) -> list[str]:
        """Reads a graph back as sorted lines of canonical N-Triples.

        A server may cut a long answer off without saying so: a graph of which `expected` many triples are there is then
        read in parts, by the first digits of its subjects' MD5.
        """
        digits = 0
        while self._query_url and self.profile.rows and digits < _DEEPEST:
            if expected <= self.profile.rows * 16**digits // 2:
                break
            digits += 1
        while True:
            lines = self._parts(graph, digits) if digits else self._whole(graph)
            if len(lines) >= expected or not self._query_url or digits == _DEEPEST:
                return lines
            if self.counts([graph])[graph] <= len(lines):
                return lines
            digits += 1

    def delete(self, graph: str) -> None:
        """Deletes a graph; one that isn't there is no error."""
        try:
            self._wire.send("DELETE", self.url, parameters={self.profile.graph_parameter: graph})
        except AbsentError:
            return

    def _send(self, method: str, graph: str, piece: str) -> None:
        self._wire.send(
            method,
            self.url,
            parameters={self.profile.graph_parameter: graph},
            body=piece.encode(),
            headers={"Content-Type": self.profile.triples_type},
        )

    def _whole(self, graph: str) -> list[str]:
        try:
            response = self._wire.send(
                "GET",
                self.url,
                parameters={self.profile.graph_parameter: graph},
                headers={"Accept": self.profile.triples_type},
            )
        except AbsentError:
            return []
        return self._lines(response, self.url)

    def _parts(self, graph: str, digits: int) -> list[str]:
        found = []
        for number in range(16**digits):
            test = f'FILTER(STRSTARTS(LCASE(MD5(STR(?s))), "{number:0{digits}x}"))'
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} {test} }}"
            found += self._lines(self._ask(query, self.profile.triples_type), str(self._query_url))
        return sorted(found)

    def _ask(self, query: str, accept: str) -> Response:
        assert self._query_url is not None
        return self._wire.send("POST", self._query_url, body={"query": query}, headers={"Accept": accept})

    def _lines(self, response: Response, url: str) -> list[str]:
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip()
        try:
            return canonical_lines(response.content, media_type)
        except StoreError as error:
            raise PushError(f"{url}: reads back what is {error}; check the address, or name a --profile") from error


def _shortest_first(lines: Iterable[str]) -> list[str]:
    # Virtuoso tells the syntax by the first 64 KB, whatever the header says, and must find a whole statement there.
    return sorted(lines, key=len)


def _pieces(lines: Iterable[str], most_bytes: int) -> Iterator[str]:
    """Joins lines to pieces of at most so many bytes, or of one line."""
    piece: list[str] = []
    size = 0
    for line in lines:
        length = _length(line)
        if piece and size + length > most_bytes:
            yield "".join(piece)
            piece, size = [], 0
        piece.append(line)
        size += length
    if piece:
        yield "".join(piece)


def _length(line: str) -> int:
    return len(line.encode())
