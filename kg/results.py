"""Writes what the store's library answers in the syntaxes of the SPARQL 1.1 Protocol, row by row into a file."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Generic, TypeVar
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.errors import QueryError
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.answer import Least

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TABLES = (JSON, XML, CSV, TSV)
"""The media types of the answers to SELECT and ASK."""

_SYNTAXES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
GRAPHS = tuple(_SYNTAXES)
"""The media types of the answers to CONSTRUCT and DESCRIBE, and of graphs."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# RDF/XML spells a property as a name of XML, which must be the end of its IRI.
_XML_NAME = re.compile(r"[^\W\d][\w.\-]*\Z")
_STRING = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of an answer.

    `table` is the media type for rows and truth values, `graph` that for triples, each None where none is accepted;
    `most` is the number of rows or triples to write at most (0 for all), `offset` that to leave out before. Rows are
    counted for `least` before that.
    """

    table: str | None = JSON
    graph: str | None = GRAPHS[0]
    most: int = 0
    offset: int = 0
    least: tuple[Least, ...] = ()


@dataclass(frozen=True, slots=True)
class Dataset:
    """The named graphs that a query sees: those whose union is its default graph, and those that GRAPH chooses from."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the media type (None where none that suits is accepted), how many rows, if more are left."""

    media_type: str | None
    rows: int = 0
    cut: bool = False


def write(result: ox.QueryBoolean | ox.QuerySolutions | ox.QueryTriples, file: BinaryIO, wanted: Wanted) -> Written:
    """Writes an answer; raises QueryError where it can't be spelt in the syntax that is wanted."""
    media_type = wanted.graph if isinstance(result, ox.QueryTriples) else wanted.table
    if media_type is None:
        return Written(None)
    if isinstance(result, ox.QueryBoolean):
        file.write(_TRUTH[media_type](bool(result)).encode())
        return Written(media_type, 1)
    if isinstance(result, ox.QueryTriples):
        triples = _Part(result, wanted)
        _write_triples(triples, file, media_type)
        return Written(media_type, triples.count, triples.cut)
    names = [variable.value for variable in result.variables]
    found: Iterable[ox.QuerySolution] = result
    for least in wanted.least:
        found = least.kept(names, found)
    rows = _Part(found, wanted)
    for text in _TABLES[media_type](names, rows):
        file.write(text.encode("utf-8", "replace"))
    return Written(media_type, rows.count, rows.cut)


def read_part(file: BinaryIO, offset: int, size: int) -> tuple[list[str], list[dict[str, dict[str, str]]]]:
    """Reads from an answer that `write` spelt in JSON its columns and some of its rows, and nothing else of it.

    A truth value is a row with the one column `answer`.
    """
    head = file.readline().decode()
    if not head.endswith("[\n"):
        word = _word(json.loads(head)["boolean"])
        return ["answer"], [{"answer": {"type": "literal", "value": word}}]
    columns = json.loads(head + "]}}")["head"]["vars"]
    lines = islice(file, offset, offset + size)
    return columns, [json.loads(line.rstrip(b",\n")) for line in lines if line.startswith(b"{")]


_Item = TypeVar("_Item")


class _Part(Generic[_Item]):
    """The part of an answer that is wanted, counted as it goes by; `cut` tells at the end whether more was left."""

    def __init__(self, items: Iterable[_Item], wanted: Wanted) -> None:
        self._items = iter(items)
        self._wanted = wanted
        self.count = 0
        self.cut = False

    def __iter__(self) -> Iterator[_Item]:
        stop = self._wanted.offset + self._wanted.most if self._wanted.most else None
        for item in islice(self._items, self._wanted.offset, stop):
            self.count += 1
            yield item
        self.cut = stop is not None and next(self._items, None) is not None


def _write_triples(triples: Iterable[ox.Triple], file: BinaryIO, media_type: str) -> None:
    syntax = _SYNTAXES[media_type]
    if syntax == ox.RdfFormat.RDF_XML:
        triples = map(_spellable, triples)
    ox.serialize(triples, file, syntax, prefixes=PREFIXES)


def _spellable(triple: ox.Triple) -> ox.Triple:
    if not _XML_NAME.search(triple.predicate.value):
        raise QueryError(f"RDF/XML has no way to spell the property {triple.predicate}; ask for another syntax")
    return triple


def _json_rows(names: list[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    yield _dumped({"head": {"vars": names}})[:-1] + ',"results":{"bindings":['
    before = "\n"
    for row in rows:
        bound = {name: _json_term(term) for name, term in zip(names, row, strict=True) if term is not None}
        yield before + _dumped(bound)
        before = ",\n"
    yield "\n]}}\n"


def _json_term(term: object) -> dict[str, str]:
    match term:
        case ox.NamedNode():
            return {"type": "uri", "value": term.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": term.value}
        case ox.Literal(language=str(language)):
            return {"type": "literal", "value": term.value, "xml:lang": language}
        case ox.Literal():
            plain = term.datatype.value == _STRING
            return {"type": "literal", "value": term.value} | ({} if plain else {"datatype": term.datatype.value})
    raise QueryError(f"{term} is a statement about a statement, which SPARQL 1.1 has no way to answer with")


def _dumped(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _xml_rows(names: list[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    yield (
        _XML_HEAD + "<head>" + "".join(f"<variable name={quoteattr(name)}/>" for name in names) + "</head>\n<results>\n"
    )
    for row in rows:
        yield (
            "<result>"
            + "".join(
                f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
                for name, term in zip(names, row, strict=True)
                if term is not None
            )
            + "</result>\n"
        )
    yield "</results>\n</sparql>\n"


_XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'


def _xml_term(term: object) -> str:
    spelt = _json_term(term)
    tag = spelt["type"]
    more = "".join(f" {name}={quoteattr(spelt[name])}" for name in ("xml:lang", "datatype") if name in spelt)
    return f"<{tag}{more}>{escape(_NOT_XML.sub(chr(0xFFFD), spelt['value']))}</{tag}>"


def _csv_rows(names: list[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    yield ",".join(map(_csv_field, names)) + "\r\n"
    for row in rows:
        yield ",".join(_csv_field(_csv_text(term)) for term in row) + "\r\n"


def _csv_text(term: object) -> str:
    match term:
        case None:
            return ""
        case ox.NamedNode() | ox.Literal():
            return term.value
    return str(term)


def _csv_field(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if re.search('[",\r\n]', text) else text


def _tsv_rows(names: list[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in names) + "\n"
    for row in rows:
        yield "\t".join("" if term is None else str(term) for term in row) + "\n"


_TABLES: dict[str, Callable[[list[str], Iterable[Iterable[object]]], Iterator[str]]] = {
    JSON: _json_rows,
    XML: _xml_rows,
    CSV: _csv_rows,
    TSV: _tsv_rows,
}


def _word(answer: bool) -> str:
    return "true" if answer else "false"


_TRUTH: dict[str, Callable[[bool], str]] = {
    JSON: lambda answer: _dumped({"head": {}, "boolean": answer}) + "\n",
    XML: lambda answer: f"{_XML_HEAD}<head/>\n<boolean>{_word(answer)}</boolean>\n</sparql>\n",
    CSV: lambda answer: f"answer\r\n{_word(answer)}\r\n",
    TSV: lambda answer: f"?answer\n{_word(answer)}\n",
}
