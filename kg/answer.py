"""The records in which questions are answered, whichever store answered them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar, runtime_checkable

from rdflib import Literal
from rdflib.term import URIRef

from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

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


class _Indexed(Protocol):
    def __getitem__(self, number: int, /) -> Any: ...


_Row = TypeVar("_Row", bound=_Indexed)


@dataclass(frozen=True, slots=True)
class Least:
    """A condition on groups of rows: that a column has so many different values in them, at least.

    `each` are the columns by which rows are grouped, `count` is the one that is counted.
    """

    each: tuple[str, ...]
    count: str
    least: int

    def kept(self, columns: Sequence[str], rows: Iterable[_Row]) -> list[_Row]:
        """Keeps the rows of the groups that are so, in their order."""
        place = {name: number for number, name in enumerate(columns)}
        counted, groups = place[self.count], [place[name] for name in self.each]
        every = list(rows)
        found: dict[tuple[Hashable, ...], set[Hashable]] = {}
        for row in every:
            found.setdefault(tuple(row[number] for number in groups), set()).add(row[counted])
        return [row for row in every if len(found[tuple(row[number] for number in groups)]) >= self.least]


Answer = Table | bool | tuple[Triple, ...]
"""What a SELECT, an ASK, and a CONSTRUCT or DESCRIBE yield."""


class Reader(Protocol):
    """What answers questions about a graph: the store on disk (`kg.store`), or an endpoint (`kg.remote`)."""

    @property
    def name(self) -> str:
        """What people call it: its folder or its address."""

    @property
    def far(self) -> bool:
        """Whether a question takes a journey, so that few large ones are better than many small ones."""

    def query(self, sparql: str) -> Answer:
        """Answers a SPARQL 1.1 query over the union of all named graphs; raises QueryError where it can't be asked."""

    def select(self, sparql: str) -> Table:
        """Answers a SELECT; as `query`."""


@runtime_checkable
class Near(Protocol):
    """What a graph on this machine can do beside answering questions: tell of one thing at once."""

    def values(self, subject: str) -> set[tuple[str, str, str]]:
        """Gives what is told of a thing, as property, language or "", and value."""

    def subjects(self, property_: str, value: str) -> set[str]:
        """Gives the things whose property leads to an IRI."""


def table(answer: Answer) -> Table:
    """Gives the answer of a SELECT as the table it is; raises QueryError where another form was asked."""
    if not isinstance(answer, Table):
        raise QueryError("a SELECT is wanted here, not an ASK, CONSTRUCT or DESCRIBE")
    return answer
