"""Rows of an answer in other shapes than SPARQL's own: plain records, and statements."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg import sparql
from kg.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

_INTEGERS = frozenset(str(XSD[name]) for name in ("integer", "nonNegativeInteger", "positiveInteger", "int", "long"))
_DECIMALS = frozenset(str(XSD[name]) for name in ("decimal", "double", "float"))
_BOOLEAN = str(XSD.boolean)


def as_records(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Gives the rows of a SPARQL 1.1 JSON result, each value as JSON has it, an unknown one as None."""
    if "boolean" in answer:
        return [{"answer": answer["boolean"]}]
    columns = answer["head"]["vars"]
    return [{column: _plain(row.get(column)) for column in columns} for row in answer["results"]["bindings"]]


def _plain(term: Mapping[str, str] | None) -> Any:
    if term is None:
        return None
    text, datatype = term["value"], term.get("datatype")
    try:
        if datatype in _INTEGERS:
            return int(text)
        if datatype in _DECIMALS and Decimal(text).is_finite():
            return float(text)
    except (ValueError, ArithmeticError):
        return text
    return {"true": True, "1": True, "false": False, "0": False}.get(text, text) if datatype == _BOOLEAN else text


def as_turtle(answer: Mapping[str, Any]) -> str:
    """Writes the rows of a SPARQL 1.1 JSON result in Turtle, by the vocabulary in which the W3C writes results."""
    lines = ["@prefix rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#> .", "", "[] a rs:ResultSet"]
    if "boolean" in answer:
        lines[-1] += f" ; rs:boolean {str(answer['boolean']).lower()}"
    for column in answer["head"].get("vars", []):
        lines.append(f"  ; rs:resultVariable {sparql.literal(column)}")
    for number, row in enumerate(answer.get("results", {}).get("bindings", []), 1):
        bound = " ,\n      ".join(
            f"[ rs:variable {sparql.literal(column)} ; rs:value {_spelt(term)} ]" for column, term in row.items()
        )
        lines.append(f"  ; rs:solution [ rs:index {number}{f' ; rs:binding {bound}' if bound else ''} ]")
    return "\n".join(lines) + " .\n"


def _spelt(term: Mapping[str, str]) -> str:
    match term["type"]:
        case "uri":
            return sparql.iri(term["value"])
        case "bnode":
            return f"_:{term['value']}"
    if language := term.get("xml:lang"):
        return f"{sparql.literal(term['value'])}@{language}"
    return sparql.literal(term["value"], term.get("datatype"))
