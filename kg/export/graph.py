"""Writes the whole graph to a file in the syntax that its ending names."""

from __future__ import annotations

import json
import re
from itertools import groupby
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from rdflib.term import URIRef

from kg.errors import EndingError, ExportError
from kg.files import replacing
from kg.vocab import PREFIXES, RDF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from rdflib import Literal

    from kg.answer import Triple
    from kg.store import Store

_NOT_XML = re.compile(b"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


def export(store: Store, path: Path) -> None:
    """Writes the whole graph to `path`.

    `.nq` `.trig` `.jsonld` keep its named graphs, `.ttl` `.nt` `.rdf` hold their union. The file appears whole or
    not at all. Raises EndingError where the ending is unknown, ExportError where the disk refuses, or XML can't hold a
    character.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise EndingError(f"{path}: unknown ending {path.suffix!r}; use one of {' '.join(_WRITERS)}")
    with replacing(path) as file:
        writer(store, file)


def _rdf_xml(store: Store, file: BinaryIO) -> None:
    with TemporaryFile() as scratch:
        store.dump(scratch, "application/rdf+xml")
        scratch.seek(0)
        for line in scratch:
            if found := _NOT_XML.search(line):
                raise ExportError(_not_xml(store, found[0]))
            # XML parsers turn a raw carriage return into a line feed, which would move every offset after it.
            file.write(line.replace(b"\r", b"&#xD;"))


def _not_xml(store: Store, character: bytes) -> str:
    letter = character.decode()
    texts = store.select("SELECT ?id ?text { ?article schema:identifier ?id ; nif:isString ?text } ORDER BY ?id")
    holders = [row["id"] for row in texts.records() if letter in row["text"]]
    where = f"the article {holders[0]}" if holders else "the graph"
    return (
        f"{where} holds the character U+{ord(letter):04X}, which no XML may hold; export .ttl, .nq or .jsonld instead"
    )


def _json_ld(store: Store, file: BinaryIO) -> None:
    write_json_ld(((graph, store.triples(graph)) for graph in store.graphs()), file)


def write_json_ld(graphs: Iterable[tuple[str, Iterable[Triple]]], file: BinaryIO) -> None:
    """Writes named graphs as JSON-LD 1.1: prefixes, an object for each graph, in it one for each subject.

    The graph has no blank nodes and no lists, so it needs no more of the syntax; rdflib's serializer orders by chance.
    The triples of one subject, and those of one property of it, follow each other.
    """
    file.write(b'{"@context": ' + _dumped(PREFIXES) + b',\n"@graph": [')
    for number, (graph, content) in enumerate(graphs):
        file.write((b",\n" if number else b"\n") + b'{"@id": ' + _dumped(graph) + b', "@graph": [')
        for at, (subject, triples) in enumerate(groupby(content, key=lambda triple: triple[0])):
            file.write((b",\n" if at else b"\n") + _dumped(_node(subject, triples)))
        file.write(b"]}")
    file.write(b"]}\n")


def _node(subject: URIRef, triples: Iterable[Triple]) -> dict[str, object]:
    node: dict[str, object] = {"@id": str(subject)}
    for predicate, group in groupby(triples, key=lambda triple: triple[1]):
        if predicate == RDF.type:
            node["@type"] = [_compact(value) for _, _, value in group]
        else:
            node[_compact(predicate)] = [_json_value(value) for _, _, value in group]
    return node


def _json_value(value: URIRef | Literal) -> object:
    if isinstance(value, URIRef):
        return {"@id": str(value)}
    if value.language:
        return {"@value": str(value), "@language": value.language}
    if value.datatype:
        return {"@value": str(value), "@type": _compact(value.datatype)}
    return str(value)


def _compact(iri: object) -> str:
    text = str(iri)
    for prefix, namespace in PREFIXES.items():
        if text.startswith(namespace):
            return f"{prefix}:{text.removeprefix(namespace)}"
    return text


def _dumped(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(", ", ": ")).encode()


def _dumper(media_type: str) -> Callable[[Store, BinaryIO], None]:
    return lambda store, file: store.dump(file, media_type)


_WRITERS: dict[str, Callable[[Store, BinaryIO], None]] = {
    ".ttl": _dumper("text/turtle"),
    ".trig": _dumper("application/trig"),
    ".nq": lambda store, file: store.dump_quads(file),
    ".nt": lambda store, file: store.dump_triples(file),
    ".jsonld": _json_ld,
    ".rdf": _rdf_xml,
}
