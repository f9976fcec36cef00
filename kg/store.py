"""Keeps the graph in an embedded Oxigraph store on disk.

Other modules see rdflib terms and the records of `kg.answer`; how the store spells them stays in here.
"""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Self

import pyoxigraph as ox
from rdflib import Literal
from rdflib.term import URIRef

from kg.answer import Answer, Table, Triple, Value
from kg.errors import QueryError, StoreError
from kg.sparql import refuse_service
from kg.vocab import KG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

FORMAT = 1
"""The layout of the folder and of the graphs in it; a change that old code can't read raises it."""

_MARK = "format"
_QUADS = "quads"
_TURNS = 10
_STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")
_LANGUAGE_STRING = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")

Quad = tuple[URIRef, URIRef, URIRef | Literal, URIRef]


class Store:
    """The graph on disk, as a context manager that frees it at the end."""

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        """Opens the store in the folder `path`, made where it is missing unless `read_only`; None keeps it in memory.

        One process may write while others read a snapshot of when they opened it. Raises StoreError where the folder is
        no store, is held by another writer, is damaged, or was written by a newer version.
        """
        self.path = path
        if path is None:
            self._store = ox.Store()
            return
        _check_folder(path, read_only)
        with _store_errors(path):
            if read_only:
                self._store = _reader(path / _QUADS)
            else:
                path.mkdir(parents=True, exist_ok=True)
                self._store = ox.Store(str(path / _QUADS))
                # Written last: a folder without its mark is one whose making was cut short, and may be made again.
                (path / _MARK).write_text(f"{FORMAT}\n", encoding="ascii")

    def __enter__(self) -> Self:
        """Gives the store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Frees the store."""
        self.close()

    def close(self) -> None:
        """Frees the folder for other writers; the store is unusable afterwards."""
        # The library lets go of its lock when the last reference goes.
        self._store = ox.Store()

    def replace(self, graph: str, quads: Iterable[Quad]) -> None:
        """Puts quads, whatever graph they name, in the place of all that a named graph held, in one transaction.

        Raises StoreError where the disk refuses or a term is malformed; the graph is then as before.
        """
        with _store_errors(self.path):
            name = ox.NamedNode(graph)
            new = {ox.Quad(_node(s), _node(p), _term(o), name) for s, p, o, _ in quads}
            old = set(self._store.quads_for_pattern(None, None, None, name))
            if not new:
                self._store.update(f"DROP SILENT GRAPH {name}")
            elif old <= new:
                self._store.extend(new - old)
            else:
                # What stays is not written again: deleting is the dearest that the library does.
                self._store.update(f"DELETE {_data(name, old - new)} ;\nINSERT {_data(name, new - old)}")

    def load(self, quads: Iterable[Quad]) -> None:
        """Adds quads of graphs that the store does not hold yet; fast, for a first build.

        Raises StoreError where the disk refuses or a term is malformed; what was there before is then still there.
        """
        with _store_errors(self.path):
            self._store.bulk_extend(ox.Quad(_node(s), _node(p), _term(o), _node(g)) for s, p, o, g in quads)

    def drop(self, graph: str) -> None:
        """Takes a named graph out, in one transaction; one that is not there is no error."""
        with _store_errors(self.path):
            self._store.update(f"DROP SILENT GRAPH {ox.NamedNode(graph)}")

    def graphs(self) -> list[str]:
        """Lists the IRIs of the named graphs, sorted."""
        with _store_errors(self.path):
            return sorted(graph.value for graph in self._store.named_graphs() if isinstance(graph, ox.NamedNode))

    def fingerprints(self) -> dict[str, str]:
        """Gives each article graph's fingerprint by the graph's IRI; both were written in one transaction."""
        with _store_errors(self.path):
            found = self._store.quads_for_pattern(None, ox.NamedNode(str(KG.fingerprint)), None, None)
            # str of an IRI is `<…>`, of a plain string `"…"`.
            return dict(sorted((str(quad.graph_name)[1:-1], str(quad.object)[1:-1]) for quad in found))

    def triples(self, graph: str) -> list[Triple]:
        """Gives a named graph's triples, sorted."""
        with _store_errors(self.path):
            found = self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
            return [_triple(quad) for quad in sorted(found, key=str)]

    def lines(self, graph: str) -> list[str]:
        """Gives a named graph's triples as lines of canonical N-Triples, each with its line feed, sorted."""
        with _store_errors(self.path):
            found = self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
            return sorted(f"{quad.triple} .\n" for quad in found)

    def count(self) -> int:
        """Counts the quads."""
        return len(self._store)

    def query(self, sparql: str) -> Answer:
        """Answers a SPARQL 1.1 query; its default graph is the union of all named graphs.

        Raises QueryError where the query is malformed or asks another server (`SERVICE`).
        """
        refuse_service(sparql)
        try:
            with _store_errors(self.path):
                return _answer(self._store.query(sparql, use_default_graph_as_union=True, prefixes=PREFIXES))
        except SyntaxError as error:
            raise QueryError(_malformed(sparql, str(error))) from None

    def select(self, sparql: str) -> Table:
        """Answers a SELECT; as `query`."""
        answer = self.query(sparql)
        if not isinstance(answer, Table):
            raise QueryError("a SELECT is wanted here, not an ASK, CONSTRUCT or DESCRIBE")
        return answer

    def dump_quads(self, file: BinaryIO) -> None:
        """Writes all quads as N-Quads: graph by graph, each sorted, so that the same graph gives the same bytes."""
        for graph in self.graphs():
            with _store_errors(self.path):
                found = self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
                file.writelines(sorted(f"{quad} .\n".encode() for quad in found))

    def dump(self, file: BinaryIO, media_type: str) -> None:
        """Writes the graph in a syntax by its media type, sorted; one without named graphs gets their union."""
        syntax = ox.RdfFormat.from_media_type(media_type)
        if syntax is None:
            raise ValueError(media_type)
        with _store_errors(self.path):
            quads: Iterable[ox.Quad] = self._store
            if syntax.supports_datasets:
                content = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad)))
                ox.serialize(content, file, syntax, prefixes=PREFIXES)
            else:
                triples = sorted({quad.triple for quad in quads}, key=str)
                ox.serialize(triples, file, syntax, prefixes=PREFIXES)


def canonical_lines(content: bytes, media_type: str) -> list[str]:
    """Reads the triples of a document as lines like those of `Store.lines`; of an unknown media type, as N-Triples.

    Raises StoreError where it is none.
    """
    syntax = ox.RdfFormat.from_media_type(media_type) or ox.RdfFormat.N_TRIPLES
    try:
        return sorted(f"{quad.triple} .\n" for quad in ox.parse(content, syntax))
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"no {syntax.name} ({error})") from error


def _reader(folder: Path) -> ox.Store:
    """Opens a snapshot, again if need be: a writer beside it may remove a file between its listing and its opening."""
    for turn in range(1, _TURNS):
        try:
            return ox.Store.read_only(str(folder))
        except RuntimeError as error:
            if "No such file" not in str(error):
                raise
            time.sleep(0.02 * turn)
    return ox.Store.read_only(str(folder))


def _check_folder(path: Path, read_only: bool) -> None:
    mark = path / _MARK
    if mark.is_file():
        written = mark.read_text(encoding="ascii", errors="replace").strip()
        if not written.isdecimal():
            raise StoreError(f"{path}: the store's file `{_MARK}` is damaged; move the folder away and build again")
        if int(written) > FORMAT:
            raise StoreError(
                f"{path}: the store has format {written}, this version of kg reads up to format {FORMAT}; "
                "upgrade exchange-kg, or build into another folder with --store"
            )
        if int(written) < FORMAT:
            raise StoreError(
                f"{path}: the store has the old format {written}, this version of kg wants format {FORMAT}; "
                "move the folder away and build again"
            )
    elif path.exists() and not path.is_dir():
        raise StoreError(f"{path}: a file, not a store; name a folder with --store")
    elif path.is_dir() and any(entry.name != _QUADS for entry in path.iterdir()):
        raise StoreError(f"{path}: a folder with other files, not a store; name a new or empty folder with --store")
    elif read_only:
        raise StoreError(f"{path}: no store is there yet; make one with `kg build PATH… --store {path}`")


@contextmanager
def _store_errors(path: Path | None) -> Iterator[None]:
    where = path or "the store in memory"
    try:
        yield
    except (OSError, RuntimeError) as error:
        reason = str(error)
        if "lock" in reason.lower():
            raise StoreError(f"{where}: another process is writing to the store; wait until it ends") from error
        if "corrupt" in reason.lower() or isinstance(error, FileNotFoundError):
            raise StoreError(
                f"{where}: the store is damaged ({reason}); move the folder away and build again"
            ) from error
        raise StoreError(f"{where}: {reason}") from error
    except ValueError as error:
        raise StoreError(f"{where}: a malformed IRI or literal was refused: {error}") from error


def _data(graph: ox.NamedNode, quads: Iterable[ox.Quad]) -> str:
    triples = "\n".join(f"{quad.triple} ." for quad in quads)
    return f"DATA {{ GRAPH {graph} {{\n{triples}\n}} }}"


def _node(term: URIRef) -> ox.NamedNode:
    return ox.NamedNode(str(term))


def _term(term: URIRef | Literal) -> ox.NamedNode | ox.Literal:
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)


def _rdflib_term(term: object) -> URIRef | Literal:
    match term:
        case ox.NamedNode():
            return URIRef(term.value)
        case ox.Literal(language=str(language)):
            return Literal(term.value, lang=language)
        case ox.Literal(datatype=datatype):
            kind = None if datatype == _STRING else URIRef(datatype.value)
            return Literal(term.value, datatype=kind, normalize=False)
    raise StoreError(f"the store holds {term}, which no build writes; move the folder away and build again")


def _triple(statement: ox.Quad | ox.Triple) -> Triple:
    subject, predicate = _rdflib_term(statement.subject), _rdflib_term(statement.predicate)
    assert isinstance(subject, URIRef)
    assert isinstance(predicate, URIRef)
    return subject, predicate, _rdflib_term(statement.object)


def _value(term: object) -> Value | None:
    match term:
        case None:
            return None
        case ox.NamedNode():
            return Value(term.value, iri=True)
        case ox.Literal():
            plain = term.datatype in (_STRING, _LANGUAGE_STRING)
            return Value(term.value, False, None if plain else term.datatype.value, term.language)
    return Value(str(term))


def _answer(result: ox.QueryBoolean | ox.QuerySolutions | ox.QueryTriples) -> Answer:
    if isinstance(result, ox.QueryBoolean):
        return bool(result)
    if isinstance(result, ox.QueryTriples):
        return tuple(_triple(triple) for triple in sorted(result, key=str))
    columns = tuple(variable.value for variable in result.variables)
    return Table(columns, tuple(tuple(map(_value, row)) for row in result))


def _malformed(sparql: str, reason: str) -> str:
    """Says where a query stops making sense; the parser's list of all that it would have taken helps nobody."""
    place = re.match(r"error at (\d+):(\d+)", reason)
    if not place:
        return f"not SPARQL 1.1: {reason.splitlines()[0]}"
    lines = sparql.splitlines() or [""]
    line = min(int(place[1]), len(lines))
    return f"not SPARQL 1.1 at line {line}, column {place[2]}, in {lines[line - 1].strip()[:60]!r}"
