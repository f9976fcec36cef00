"""Spells terms as the embedded store's library does, and reads them back: the border to rdflib's terms."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import Literal
from rdflib.term import URIRef

from kg.answer import Answer, Table, Value
from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.answer import Triple

    Quad = tuple[URIRef, URIRef, URIRef | Literal, URIRef]

Spelt = tuple[str, str, str]
"""A statement, its terms as canonical N-Triples spells them: two terms are one where their spellings are."""

_ESCAPED = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")
_LANGUAGE_STRING = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")


def spelt_node(term: URIRef) -> ox.NamedNode:
    """Spells an IRI as the library does."""
    return ox.NamedNode(str(term))


def spelt_term(term: URIRef | Literal) -> ox.NamedNode | ox.Literal:
    """Spells an IRI or a literal as the library does."""
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)


@lru_cache(maxsize=8192)
def spelt_iri(iri: str) -> str:
    """Spells an IRI; raises ValueError for a malformed one."""
    return str(ox.NamedNode(iri))


def spelt_string(text: str, language: str | None = None) -> str:
    """Spells a string; raises ValueError for one with half a character, and for a language that is none."""
    return str(ox.Literal(text, language=language))


def spelt(triples: Iterable[Triple]) -> list[Spelt]:
    """Spells triples; raises StoreError for a term that the library doesn't take, such as a malformed IRI."""
    try:
        return [
            (spelt_iri(s), spelt_iri(p), spelt_iri(o) if isinstance(o, URIRef) else str(spelt_term(o)))
            for s, p, o in triples
        ]
    except (ValueError, AttributeError) as error:
        raise StoreError(f"a malformed term: {error}") from error


def written(statements: Iterable[Spelt], graph: str) -> bytes:
    """Writes statements as the lines of N-Quads of a named graph, as they come."""
    end = f" {spelt_iri(graph)} .\n"
    return "".join([f"{s} {p} {o}{end}" for s, p, o in statements]).encode()


def plain(statements: Iterable[Spelt]) -> Iterator[tuple[str, str, str]]:
    """Gives spelt statements as plain strings: IRIs and lexical forms."""
    for s, p, o in statements:
        yield s[1:-1], p[1:-1], o[1:-1] if o[0] == "<" else _lexical(o)


def _lexical(literal: str) -> str:
    """Reads the lexical form of a literal of N-Triples."""
    form = literal[1 : literal.rindex('"')]
    return _ESCAPED.sub(_unescaped, form) if "\\" in form else form


def _unescaped(found: re.Match[str]) -> str:
    escape = found[1]
    return chr(int(escape[1:], 16)) if len(escape) > 1 else _ESCAPES.get(escape, escape)


def read_spelt(statements: Iterable[Spelt]) -> list[Triple]:
    """Reads spelt statements, in their order."""
    return [read_triple(statement) for statement in _parsed(statements)]


def _parsed(statements: Iterable[Spelt]) -> Iterator[ox.Triple]:
    lines = "".join([f"{s} {p} {o} .\n" for s, p, o in statements]).encode()
    return (quad.triple for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES))


def excerpt(statements: Iterable[Spelt]) -> ox.Store:
    """Puts statements into a store in memory, without names of graphs, for libraries that read such stores."""
    store = ox.Store()
    store.extend(ox.Quad(*statement) for statement in _parsed(statements))
    return store


def spelt_quad(quad: ox.Quad | ox.Triple) -> Spelt:
    """Spells a statement of the library, without its graph."""
    return str(quad.subject), str(quad.predicate), str(quad.object)


def read_term(term: object) -> URIRef | Literal:
    """Reads a term of the library; raises StoreError for one that no build writes, such as a blank node."""
    match term:
        case ox.NamedNode():
            return URIRef(term.value)
        case ox.Literal(language=str(language)):
            return Literal(term.value, lang=language)
        case ox.Literal(datatype=datatype):
            kind = None if datatype == _STRING else URIRef(datatype.value)
            return Literal(term.value, datatype=kind, normalize=False)
    raise StoreError(f"the store holds {term}, which no build writes; move the folder away and build again")


def read_triple(statement: ox.Quad | ox.Triple) -> Triple:
    """Reads a statement of the library."""
    subject, predicate = read_term(statement.subject), read_term(statement.predicate)
    assert isinstance(subject, URIRef)
    assert isinstance(predicate, URIRef)
    return subject, predicate, read_term(statement.object)


def read_value(term: object) -> Value | None:
    """Reads a value of a table; None is one that is unbound."""
    match term:
        case None:
            return None
        case ox.NamedNode():
            return Value(term.value, iri=True)
        case ox.Literal():
            plain = term.datatype in (_STRING, _LANGUAGE_STRING)
            return Value(term.value, False, None if plain else term.datatype.value, term.language)
    return Value(str(term))


def read_answer(result: ox.QueryBoolean | ox.QuerySolutions | ox.QueryTriples) -> Answer:
    """Reads the answer to a query; the triples of a CONSTRUCT come sorted."""
    if isinstance(result, ox.QueryBoolean):
        return bool(result)
    if isinstance(result, ox.QueryTriples):
        return tuple(read_triple(triple) for triple in sorted(result, key=str))
    columns = tuple(variable.value for variable in result.variables)
    return Table(columns, tuple(tuple(map(read_value, row)) for row in result))


def canonical_lines(content: bytes, media_type: str) -> list[str]:
    """Reads the triples of a document as lines like those of `Store.lines`; of an unknown media type, as N-Triples.

    Raises StoreError where it is none.
    """
    syntax = ox.RdfFormat.from_media_type(media_type) or ox.RdfFormat.N_TRIPLES
    try:
        return sorted(f"{quad.triple} .\n" for quad in ox.parse(content, syntax))
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"no {syntax.name} ({error})") from error
