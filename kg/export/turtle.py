"""Writes Turtle, TriG and N-Quads in the order in which statements are given; what a person reads keeps its order."""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from rdflib.term import Literal, URIRef

from kg.vocab import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.answer import Triple

Value: TypeAlias = "URIRef | Literal | Node"
Node: TypeAlias = "tuple[tuple[URIRef, Value], ...]"
"""A thing without a name: its properties with their values."""

_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_SHORT = 2
_BARE = re.compile(r"[+-]?[0-9]+\Z")


def n_quad(triple: Triple, graph: URIRef) -> str:
    """Gives one line of N-Quads."""
    return f"{' '.join(_full(term) for term in (*triple, graph))} .\n"


class Turtle:
    """Writes terms and blocks of statements with prefixes."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        """Takes namespaces by prefix, each ending in `#` or `/`."""
        self._prefixes = dict(prefixes)
        self._by_namespace = {iri: prefix for prefix, iri in prefixes.items()}

    def head(self) -> str:
        """Gives the declarations of the prefixes."""
        return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in self._prefixes.items())

    def graph(self, name: URIRef, triples: Iterable[Triple]) -> str:
        """Gives a named graph as a block of TriG."""
        return f"{self.term(name)} {{\n{self.statements(triples)}}}\n"

    def statements(self, triples: Iterable[Triple]) -> str:
        """Gives triples, those of one subject together where they follow each other."""
        return "".join(
            self.subject(subject, tuple((predicate, value) for _, predicate, value in group), "  ")
            for subject, group in groupby(triples, key=lambda triple: triple[0])
        )

    def subject(self, name: URIRef, properties: Node, indent: str = "") -> str:
        """Gives all that is said of one subject."""
        return f"{indent}{self.term(name)} {self._properties(properties, indent + '  ')} .\n"

    def _properties(self, properties: Node, indent: str, line: bool = False) -> str:
        parts = []
        for predicate, group in groupby(properties, key=lambda pair: pair[0]):
            name = "a" if predicate == RDF.type else self.term(predicate)
            values = [value for _, value in group]
            # Things without a name are long; each has its line where there are several.
            comma = f" ,\n{indent}  " if len(values) > 1 and isinstance(values[0], tuple) else " , "
            parts.append(f"{name} {comma.join(self._value(value, indent + '  ') for value in values)}")
        return (" ; " if line else f" ;\n{indent}").join(parts)

    def _value(self, value: Value, indent: str) -> str:
        if not isinstance(value, tuple):
            return self.term(value)
        if len(value) <= _SHORT:
            return f"[ {self._properties(value, indent, line=True)} ]"
        return f"[\n{indent}{self._properties(value, indent)} ]"

    def term(self, term: URIRef | Literal) -> str:
        """Gives a term, with a prefix where one fits."""
        if isinstance(term, Literal):
            if term.datatype == XSD.integer and _BARE.match(str(term)):
                return str(term)
            if term.datatype and term.datatype != XSD.string:
                return f"{_quoted(term)}^^{self.term(term.datatype)}"
            return _full(term)
        text = str(term)
        end = max(text.rfind("#"), text.rfind("/")) + 1
        prefix = self._by_namespace.get(text[:end])
        return f"{prefix}:{text[end:]}" if prefix and _LOCAL.match(text, end) else f"<{text}>"


def _full(term: URIRef | Literal) -> str:
    if isinstance(term, URIRef):
        return f"<{term}>"
    if term.language:
        return f"{_quoted(term)}@{term.language}"
    if term.datatype and term.datatype != XSD.string:
        return f"{_quoted(term)}^^<{term.datatype}>"
    return _quoted(term)


def _quoted(text: str) -> str:
    """Quotes a text; JSON's escapes are among those of Turtle and N-Triples."""
    return json.dumps(str(text), ensure_ascii=False)
