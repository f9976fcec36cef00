"""Keeps the graph in an embedded Oxigraph store on disk.

Other modules see rdflib terms and the records of `kg.answer`; how the store spells them stays in here.
"""

from __future__ import annotations

import errno
import re
import time
from contextlib import contextmanager, suppress
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, Self

import pyoxigraph as ox
from rdflib import Literal
from rdflib.term import URIRef

from kg.answer import Answer, Table, Triple, table
from kg.errors import QueryError, StoreError
from kg.generations import Draft, current
from kg.holds import Hold
from kg.results import Dataset, Wanted, Written, write
from kg.sparql import keywords, refuse_service
from kg.terms import read_answer, read_triple, spelt_node, spelt_quad, spelt_term
from kg.vocab import KG, PREFIXES, RDF

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import Protocol

    from kg.terms import Spelt

    class Attached(Protocol):
        """What is kept together with the store's state."""

        def keep(self, state: str) -> None:
            """Keeps it, once the store's own state of this name holds."""

        def stale(self, graph: str) -> None:
            """Learns that a named graph has been written."""

        def close(self) -> None:
            """Lets it go."""


_TURNS = 10
_FULL = re.compile(r"no space left|quota exceeded|file too large", re.IGNORECASE)
_TYPE = f"<{RDF.type}>"

Quad = tuple[URIRef, URIRef, URIRef | Literal, URIRef]


class Store:
    """The graph on disk, as a context manager: what is written holds once the `with` block ends without an error.

    Until then, and after any error or kill, a reader finds the state before.
    """

    far = False
    attached: Attached | None = None
    """What a writer keeps together with the state of the store."""

    def __init__(self, path: Path | None, *, read_only: bool = False, state: str = "") -> None:
        """Opens the store in the folder `path`, made where it is missing unless `read_only`; None keeps it in memory.

        One process may write while others read a snapshot of when they opened it, or of the `state` that they name
        and that some process holds. Raises StoreError where the folder is no store, is held by another writer, is
        damaged, or was written by a newer version, or where the state is gone.
        """
        self.path = path
        self._draft: Draft | None = None
        self._changed = False
        # What was loaded in so many goes is not sorted yet.
        self._batches = 0
        self._left_out: set[str] = set()
        self._leftovers: list[ox.Store] = []
        self._hold: Hold | None = None
        # The graphs that were written; who keeps something attached up to date empties it.
        self.touched: set[str] = set()
        if path is None:
            self._store = ox.Store()
        elif read_only:
            with _store_errors(path):
                self._store, self._hold = _held(path / state) if state else _reader(path)
        else:
            with _store_errors(path):
                self._draft = Draft(path)
                # A store that is made is to be there, even if nothing goes in.
                self._changed = not self._draft.folder.exists()
                try:
                    self._store = ox.Store(str(self._draft.folder))
                except BaseException:
                    self._draft.abandon(keep=False)
                    raise
            self._left_out = self._draft.left_out()
            self._leftovers = [opened for folder in self._draft.leftovers if (opened := _opened(folder))]

    def __enter__(self) -> Self:
        """Gives the store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Makes what was written hold, or after an error leaves the store as it was, and frees it.

        Raises StoreError where the disk refuses; the store is then as it was.
        """
        if kind is None and self._draft and (self._changed or self._left_out != self._draft.left_out()):
            try:
                with _store_errors(self.path):
                    self._keep(self._draft)
            except BaseException:
                self.close(keep=False)
                raise
        elif kind is None:
            self._keep_attached(self.generation)
        # A full disk must not stay full; what Ctrl-C interrupts is kept for the next build to go on from.
        self.close(keep=kind is not None and not issubclass(kind, StoreError))

    def close(self, *, keep: bool = False) -> None:
        """Frees the store without making hold what was written; `keep` leaves it to the next writer (`finished`)."""
        # The library lets go of its files when the last reference goes.
        self._store = ox.Store()
        self._leftovers.clear()
        if self._hold:
            self._hold.release()
        if self.attached:
            self.attached.close()
        draft, self._draft = self._draft, None
        if draft:
            draft.abandon(keep=keep)

    def _keep(self, draft: Draft) -> None:
        draft.leave_out(self._left_out)
        if self._changed:
            self.sort()
            self._store.flush()
            self._store = ox.Store()
            self._leftovers.clear()
            draft.publish()
            self._draft = None
        self._keep_attached(draft.folder.name if self._changed else draft.base)

    def _keep_attached(self, state: str) -> None:
        # What was written since it was last brought up to date it doesn't know of.
        if self.attached and not self.touched:
            self.attached.keep(state)

    def finished(self, graph: str, fingerprint: str) -> list[Spelt] | None:
        """Gives what an interrupted writer finished of a named graph, None where it didn't, or of other content."""
        name = ox.NamedNode(graph)
        for store in self._leftovers:
            with suppress(OSError, RuntimeError):
                found = store.quads_for_pattern(None, ox.NamedNode(str(KG.fingerprint)), ox.Literal(fingerprint), name)
                if next(found, None):
                    return sorted(spelt_quad(quad) for quad in store.quads_for_pattern(None, None, None, name))
        return None

    @property
    def left_out(self) -> set[str]:
        """The fingerprints of articles that builds have read and that tell of no exchange."""
        return self._left_out

    def leave_out(self, fingerprint: str) -> None:
        """Remembers an article that tells of no exchange; what a build was killed over is remembered too."""
        self._left_out.add(fingerprint)
        if self._draft:
            self._draft.note_left_out(fingerprint)

    @property
    def generation(self) -> str:
        """The name of the state that the store was opened in by its writer, the empty string where it had none."""
        return self._draft.base if self._draft else ""

    @property
    def name(self) -> str:
        """What people call the store: its folder."""
        return str(self.path or "the store")

    def replace(self, graph: str, quads: Iterable[Quad]) -> None:
        """Puts quads, whatever graph they name, in the place of all that a named graph held, in one transaction.

        Raises StoreError where the disk refuses or a term is malformed; the graph is then as before.
        """
        with _store_errors(self.path):
            name = ox.NamedNode(graph)
            self._replace(name, {ox.Quad(spelt_node(s), spelt_node(p), spelt_term(o), name) for s, p, o, _ in quads})

    def replace_written(self, graph: str, content: bytes) -> None:
        """Puts lines of N-Quads that name a graph in the place of all that it held, as `replace` does."""
        with _store_errors(self.path):
            self._replace(ox.NamedNode(graph), set(ox.parse(content, ox.RdfFormat.N_QUADS)))

    def _touch(self, graph: str) -> None:
        self.touched.add(graph)
        if self.attached:
            self.attached.stale(graph)

    def _replace(self, name: ox.NamedNode, new: set[ox.Quad]) -> None:
        self._touch(name.value)
        old = set(self._store.quads_for_pattern(None, None, None, name))
        self._changed |= new != old
        if not new:
            self._store.update(f"DROP SILENT GRAPH {name}")
        elif old <= new:
            self._store.extend(new - old)
        else:
            # What stays is not written again: deleting is the dearest that the library does.
            self._store.update(f"DELETE {_data(name, old - new)} ;\nINSERT {_data(name, new - old)}")

    def amend(self, graph: str, without: Collection[str], having: Collection[str]) -> None:
        """Takes statements out of a named graph and puts others in, as lines of N-Triples, in one transaction.

        Raises StoreError where the disk refuses.
        """
        if not without and not having:
            return
        self._changed = True
        with _store_errors(self.path):
            name = ox.NamedNode(graph)
            if without:
                gone, come = ("DATA {{ GRAPH {} {{\n{}\n}} }}".format(name, "\n".join(s)) for s in (without, having))
                self._store.update(f"DELETE {gone} ;\nINSERT {come}")
            else:
                parsed = ox.parse("\n".join(having).encode(), ox.RdfFormat.N_TRIPLES)
                self._store.extend(ox.Quad(quad.subject, quad.predicate, quad.object, name) for quad in parsed)

    def load_lines(self, graph: str, lines: Iterable[str]) -> None:
        """Adds lines of N-Triples to a named graph, as `load` does."""
        self._changed = True
        self._touch(graph)
        with _store_errors(self.path):
            self._store.bulk_load("\n".join(lines).encode(), ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(graph))

    def load(self, quads: Iterable[Quad]) -> None:
        """Adds quads of graphs that the store does not hold yet; fast, for a first build.

        Raises StoreError where the disk refuses or a term is malformed; what was there before is then still there.
        """
        self._changed = True
        self._batches += 1
        with _store_errors(self.path):
            self._store.bulk_extend(self._touching(quads))

    def touch(self, graphs: Iterable[str]) -> None:
        """Notes that graphs are about to be written; `load_written`, which may be done aside, does not."""
        for graph in graphs:
            self._touch(graph)

    def load_written(self, content: bytes) -> None:
        """Adds lines of N-Quads of graphs that were touched, as `load` does."""
        self._changed = True
        self._batches += 1
        with _store_errors(self.path):
            self._store.bulk_load(content, ox.RdfFormat.N_QUADS)

    def sort(self) -> None:
        """Sorts what was loaded in several goes, which may be done aside; what is kept is sorted at the latest then.

        Else the next writer, who may have one article to add, would find all of it left to be sorted.
        """
        batches, self._batches = self._batches, 0
        # What came in one go is sorted.
        if batches > 1:
            with _store_errors(self.path):
                self._store.optimize()

    def _touching(self, quads: Iterable[Quad]) -> Iterator[ox.Quad]:
        before = None
        for s, p, o, g in quads:
            if g is not before:
                before, graph = g, spelt_node(g)
                self._touch(str(g))
            yield ox.Quad(spelt_node(s), spelt_node(p), spelt_term(o), graph)

    def copy(self, other: Store, graphs: Iterable[str], without: Collection[URIRef] = ()) -> None:
        """Adds named graphs to another store that lacks them, but for statements with the properties `without`.

        Raises StoreError where the disk refuses.
        """
        several = list(graphs)
        for graph in several:
            other._touch(graph)
        names = [ox.NamedNode(graph) for graph in several]
        passed = {spelt_node(property_) for property_ in without}
        other._changed = True
        with _store_errors(other.path):
            found = chain.from_iterable(self._store.quads_for_pattern(None, None, None, name) for name in names)
            other._store.bulk_extend(quad for quad in found if quad.predicate not in passed)

    def drop(self, graph: str) -> None:
        """Takes a named graph out, in one transaction; one that is not there is no error."""
        self._touch(graph)
        with _store_errors(self.path):
            self._changed |= self._store.contains_named_graph(ox.NamedNode(graph))
            self._store.update(f"DROP SILENT GRAPH {ox.NamedNode(graph)}")

    def graphs(self) -> list[str]:
        """Lists the IRIs of the named graphs, sorted."""
        with _store_errors(self.path):
            return sorted(graph.value for graph in self._store.named_graphs() if isinstance(graph, ox.NamedNode))

    @property
    def empty(self) -> bool:
        """Whether nothing is stored."""
        return not self._store

    def any_graph(self) -> str | None:
        """Gives the IRI of one of the named graphs, None where there is none."""
        with _store_errors(self.path):
            return next((graph.value for graph in self._store.named_graphs() if isinstance(graph, ox.NamedNode)), None)

    def fingerprint(self, graph: str) -> str | None:
        """Gives the fingerprint of an article's graph, None where it is not there."""
        with _store_errors(self.path):
            property_ = ox.NamedNode(str(KG.fingerprint))
            found = next(self._store.quads_for_pattern(None, property_, None, ox.NamedNode(graph)), None)
            return str(found.object)[1:-1] if found else None

    def fingerprints(self) -> dict[str, str]:
        """Gives each article graph's fingerprint by the graph's IRI; both were written in one transaction."""
        with _store_errors(self.path):
            found = self._store.quads_for_pattern(None, ox.NamedNode(str(KG.fingerprint)), None, None)
            # str of an IRI is `<…>`, of a plain string `"…"`.
            return dict(sorted((str(quad.graph_name)[1:-1], str(quad.object)[1:-1]) for quad in found))

    def statements(
        self, graph: str, subject: str = "", property_: str = "", value: str = ""
    ) -> Iterator[tuple[str, str, str]]:
        """Gives a named graph's triples as plain strings, in no order: IRIs and lexical forms, which is fast.

        With the IRI of a subject, a property or a value only those that have it.
        """
        with _store_errors(self.path):
            s, p, o = (ox.NamedNode(iri) if iri else None for iri in (subject, property_, value))
            for quad in self._store.quads_for_pattern(s, p, o, ox.NamedNode(graph)):
                about, predicate, told = quad.triple
                yield about.value, predicate.value, told.value

    def triples(self, graph: str) -> list[Triple]:
        """Gives a named graph's triples, sorted."""
        with _store_errors(self.path):
            found = self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
            return [read_triple(quad) for quad in sorted(found, key=str)]

    def spelt(self, graph: str, subject: str = "", property_: str = "") -> list[Spelt]:
        """Gives a named graph's statements, those with a subject or a property where one is given, spelt and sorted."""
        with _store_errors(self.path):
            s, p = (ox.NamedNode(iri) if iri else None for iri in (subject, property_))
            return sorted(map(spelt_quad, self._store.quads_for_pattern(s, p, None, ox.NamedNode(graph))))

    def excerpt(self, graph: str, known: str = "", also: str = "") -> list[Spelt]:
        """Gives a named graph's statements, spelt, each once and in no order.

        Args:
            graph: the IRI of the named graph.
            known: the IRI of a graph from which comes what it tells of all that is named, and of what that leads to.
            also: a CONSTRUCT, asked of all graphs, whose triples are added.
        """
        with _store_errors(self.path):
            found = dict.fromkeys(map(spelt_quad, self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph))))
            seen: set[str] = set()
            waiting = _names(found) if known else set()
            while waiting:
                seen.add(name := waiting.pop())
                about = self._store.quads_for_pattern(ox.NamedNode(name[1:-1]), None, None, ox.NamedNode(known))
                more = [spelt_quad(quad) for quad in about]
                found |= dict.fromkeys(more)
                waiting |= _names(more) - seen
            if also:
                answer = self._store.query(also, use_default_graph_as_union=True, prefixes=PREFIXES)
                assert isinstance(answer, ox.QueryTriples)
                found |= dict.fromkeys(spelt_quad(triple) for triple in answer)
            return list(found)

    def values(self, subject: str) -> set[tuple[str, str, str]]:
        """Gives what all graphs tell of a thing, as property, language or "", and value; far faster than a query."""
        with _store_errors(self.path):
            found = self._store.quads_for_pattern(ox.NamedNode(subject), None, None, None)
            return {(quad.predicate.value, _language(quad), _value(quad)) for quad in found}

    def subjects(self, property_: str, value: str) -> set[str]:
        """Gives the things whose property leads to an IRI in any graph."""
        with _store_errors(self.path):
            found = self._store.quads_for_pattern(None, ox.NamedNode(property_), ox.NamedNode(value), None)
            return {_iri(quad.subject) for quad in found}

    def pairs(self, property_: str) -> Iterator[tuple[str, str, str]]:
        """Gives every use of a property in any graph, as subject, value and language or "", in no order."""
        with _store_errors(self.path):
            for quad in self._store.quads_for_pattern(None, ox.NamedNode(property_), None, None):
                yield _iri(quad.subject), _value(quad), _language(quad)

    def lines(self, graph: str) -> list[str]:
        """Gives a named graph's triples as lines of canonical N-Triples, each with its line feed, sorted."""
        return sorted(f"{line}\n" for line in self.each_line(graph))

    def each_line(self, graph: str) -> Iterator[str]:
        """Gives a named graph's triples one by one, as lines of canonical N-Triples without line feeds, in no order."""
        with _store_errors(self.path):
            for quad in self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
                yield f"{quad.triple} ."

    def count(self) -> int:
        """Counts the quads."""
        return len(self._store)

    def query(self, sparql: str) -> Answer:
        """Answers a SPARQL 1.1 query; its default graph is the union of all named graphs, or what it names by FROM.

        Raises QueryError where the query is malformed or asks another server (`SERVICE`).
        """
        refuse_service(sparql)
        union = "FROM" not in keywords(sparql)
        try:
            with _store_errors(self.path):
                return read_answer(self._store.query(sparql, use_default_graph_as_union=union, prefixes=PREFIXES))
        except SyntaxError as error:
            raise QueryError(_malformed(sparql, str(error))) from None

    def answer(
        self, sparql: str, file: BinaryIO, wanted: Wanted, dataset: Dataset | None = None, base: str | None = None
    ) -> Written:
        """Writes the answer to a query into a file, row by row, as `query` answers it but for blank nodes, which stay.

        Args:
            sparql: the query.
            file: where the answer goes.
            wanted: the syntaxes that are wanted, and how much of the answer.
            dataset: the graphs that a request names, which go before those that the query names by FROM.
            base: the IRI by which relative ones are read.

        Raises:
            QueryError: the query is malformed, asks another server, or its answer can't be spelt so.
        """
        refuse_service(sparql)
        union = dataset is None and "FROM" not in keywords(sparql)
        try:
            with _store_errors(self.path):
                result = self._store.query(
                    sparql,
                    base_iri=base,
                    use_default_graph_as_union=union,
                    prefixes=PREFIXES,
                    default_graph=[ox.NamedNode(name) for name in dataset.default] if dataset else None,
                    named_graphs=[ox.NamedNode(name) for name in dataset.named] if dataset else None,
                )
                return write(result, file, wanted)
        except SyntaxError as error:
            raise QueryError(_malformed(sparql, str(error))) from None

    def select(self, sparql: str) -> Table:
        """Answers a SELECT; as `query`."""
        return table(self.query(sparql))

    def dump_quads(self, file: BinaryIO) -> None:
        """Writes all quads as N-Quads: graph by graph, each sorted, so that the same graph gives the same bytes."""
        for graph in self.graphs():
            with _store_errors(self.path):
                found = self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
                file.writelines(sorted(f"{quad} .\n".encode() for quad in found))

    def dump_triples(self, file: BinaryIO) -> None:
        """Writes all graphs as N-Triples: graph by graph, each sorted; what two graphs say stands twice."""
        for graph in self.graphs():
            with _store_errors(self.path):
                found = self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
                file.writelines(sorted(f"{quad.triple} .\n".encode() for quad in found))

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


def _reader(path: Path) -> tuple[ox.Store, Hold]:
    """Opens the generation that holds, again if need be: it may be replaced between its naming and its being held."""
    for turn in range(1, _TURNS):
        folder = current(path)
        try:
            opened, hold = _held(folder)
            if current(path) == folder:
                return opened, hold
        except (OSError, RuntimeError):
            if current(path) == folder:
                raise
        time.sleep(0.02 * turn)
    return _held(current(path))


def _held(folder: Path) -> tuple[ox.Store, Hold]:
    hold = Hold(folder)
    return ox.Store.read_only(str(folder)), hold


def _iri(term: object) -> str:
    assert isinstance(term, ox.NamedNode)
    return term.value


def _language(quad: ox.Quad) -> str:
    return getattr(quad.object, "language", None) or ""


def _value(quad: ox.Quad) -> str:
    assert isinstance(quad.object, ox.NamedNode | ox.Literal)
    return quad.object.value


def _opened(folder: Path) -> ox.Store | None:
    """Opens what a writer left unfinished, or gives None where it stopped too early for that."""
    try:
        return ox.Store(str(folder))
    except (OSError, RuntimeError):
        return None


@contextmanager
def _store_errors(path: Path | None) -> Iterator[None]:
    where = path or "the store in memory"
    try:
        yield
    except (OSError, RuntimeError) as error:
        reason = str(error)
        if (isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)) or _FULL.search(
            reason
        ):
            raise StoreError(
                f"{where}: the disk is full ({reason}); what was stored before is intact: make room and build again"
            ) from error
        if "corrupt" in reason.lower() or isinstance(error, FileNotFoundError):
            raise StoreError(
                f"{where}: the store is damaged ({reason}); move the folder away and build again"
            ) from error
        raise StoreError(f"{where}: {reason}") from error
    except ValueError as error:
        raise StoreError(f"{where}: a malformed IRI or literal was refused: {error}") from error


def _names(statements: Iterable[Spelt]) -> set[str]:
    """Gives what statements name, but for passages and classes: of those no other graph tells."""
    return {
        value for _, predicate, value in statements if value[0] == "<" and predicate != _TYPE and "#char=" not in value
    }


def _data(graph: ox.NamedNode, quads: Iterable[ox.Quad]) -> str:
    triples = "\n".join(f"{quad.triple} ." for quad in quads)
    return f"DATA {{ GRAPH {graph} {{\n{triples}\n}} }}"


def _malformed(sparql: str, reason: str) -> str:
    """Says where a query stops making sense; the parser's list of all that it would have taken helps nobody."""
    place = re.match(r"error at (\d+):(\d+)", reason)
    if not place:
        return f"not SPARQL 1.1: {reason.splitlines()[0]}"
    lines = sparql.splitlines() or [""]
    line = min(int(place[1]), len(lines))
    return f"not SPARQL 1.1 at line {line}, column {place[2]}, in {lines[line - 1].strip()[:60]!r}"
