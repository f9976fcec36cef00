"""The records in which questions are answered, whichever store answered them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from rdflib import Literal
from rdflib.term import URIRef

Triple = tuple[URIRef, URIRef, URIRef | Literal]


class Value(NamedTuple):
    """One RDF term of a row: an IRI where `iri` is true, else a literal with its datatype or language."""

    text: str
    iri: bool = False
    datatype: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a SELECT, in order; None where a variable is unbound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]

    def texts(self) -> list[tuple[str, ...]]:
        """Gives the rows as plain strings, an unknown value as an empty one."""
        return [tuple("" if value is None else value.text for value in row) for row in self.rows]

    def records(self) -> list[dict[str, str]]:
        """Gives the rows as plain strings by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.texts()]


Answer = Table | bool | tuple[Triple, ...]
"""What a SELECT, an ASK, and a CONSTRUCT or DESCRIBE yield."""
