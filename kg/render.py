"""Writes answers for people and for other tools."""

from __future__ import annotations

import json
import re
import shutil
from io import StringIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from kg.answer import Answer, Table, Triple, Value
from kg.errors import QuestionError
from kg.printable import plain
from kg.settings import BASE
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

FORMATS = ("table", "csv", "json", "xml", "ttl")

_GAP = 2
_NARROWEST = 28
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(answer: Answer, form: str, width: int | None = None) -> str:
    """Writes an answer as `table`, `csv` (RFC 4180), `json` or `xml` (SPARQL 1.1 results), or `ttl` (Turtle 1.1).

    `width` is the terminal's, in characters, for `table`. Triples become JSON-LD, RDF/XML or a table of three columns.
    Raises QuestionError where the format is unknown or doesn't suit the answer.
    """
    if form not in FORMATS:
        raise QuestionError(f"unknown format {form!r}; choose one of {', '.join(FORMATS)}")
    if form == "ttl" and not isinstance(answer, tuple):
        raise QuestionError("the answer is no graph, so it has no Turtle; choose table, csv, json or xml")
    match answer:
        case bool():
            return _BOOLEAN[form](answer)
        case Table():
            return _table(answer, width) if form == "table" else _ROWS[form](answer)
    if form in ("table", "csv"):
        table = _as_table(answer)
        return _table(table, width) if form == "table" else _csv(table)
    return _graph(answer, form)


def csv_rows(rows: Iterable[Sequence[str]]) -> str:
    """Writes rows by RFC 4180 with line feeds as line ends."""
    return "".join(",".join(map(_field, row)) + "\n" for row in rows)


def _field(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if re.search('[",\r\n]', text) else text


def _csv(table: Table) -> str:
    return csv_rows([table.columns, *table.texts()])


def _json(table: Table) -> str:
    def term(value: Value) -> dict[str, str]:
        if value.iri:
            return {"type": "uri", "value": value.text}
        more = {"xml:lang": value.language, "datatype": value.datatype}
        return {"type": "literal", "value": value.text} | {key: told for key, told in more.items() if told}

    rows = [
        {column: term(value) for column, value in zip(table.columns, row, strict=True) if value is not None}
        for row in table.rows
    ]
    return _dumped({"head": {"vars": list(table.columns)}, "results": {"bindings": rows}})


def _dumped(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _xml(table: Table) -> str:
    def term(value: Value) -> str:
        content = escape(_NOT_XML.sub("\ufffd", value.text))
        if value.iri:
            return f"<uri>{content}</uri>"
        language = f" xml:lang={quoteattr(value.language)}" if value.language else ""
        datatype = f" datatype={quoteattr(value.datatype)}" if value.datatype else ""
        return f"<literal{language}{datatype}>{content}</literal>"

    head = "".join(f"<variable name={quoteattr(column)}/>" for column in table.columns)
    rows = [
        "<result>"
        + "".join(
            f"<binding name={quoteattr(column)}>{term(value)}</binding>"
            for column, value in zip(table.columns, row, strict=True)
            if value is not None
        )
        + "</result>\n"
        for row in table.rows
    ]
    return _results(head, "<results>\n" + "".join(rows) + "</results>")


def _results(head: str, body: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
        f"<head>{head}</head>\n{body}\n</sparql>\n"
    )


def _word(answer: bool) -> str:
    return "true" if answer else "false"


_ROWS: dict[str, Callable[[Table], str]] = {"csv": _csv, "json": _json, "xml": _xml}
_BOOLEAN: dict[str, Callable[[bool], str]] = {
    "table": lambda answer: "yes\n" if answer else "no\n",
    "csv": lambda answer: csv_rows([["answer"], [_word(answer)]]),
    "json": lambda answer: _dumped({"head": {}, "boolean": answer}),
    "xml": lambda answer: _results("", f"<boolean>{_word(answer)}</boolean>"),
}


def _as_table(triples: Iterable[Triple]) -> Table:
    rows = [tuple(Value(str(term)) for term in triple) for triple in triples]
    return Table(("subject", "predicate", "object"), tuple(rows))


def _graph(triples: Iterable[Triple], form: str) -> str:
    from rdflib import Graph

    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for triple in triples:
        graph.add(triple)
    syntax = {"ttl": "turtle", "json": "json-ld", "xml": "pretty-xml"}[form]
    return graph.serialize(format=syntax).rstrip("\n") + "\n"


def _table(table: Table, width: int | None) -> str:
    """Lays rows out side by side where they fit, else one field under the other."""
    width = width or shutil.get_terminal_size((120, 24)).columns
    rows = [[plain(_shown(value)) for value in row] for row in table.rows]
    widths = _widths([(column, *(row[index] for row in rows)) for index, column in enumerate(table.columns)], width)
    counted = f"({len(rows)} row{'' if len(rows) == 1 else 's'})\n"
    laid = _side_by_side(table.columns, rows, widths) if widths else _one_below_the_other(table.columns, rows)
    return laid + counted


def _widths(columns: Sequence[Sequence[str]], width: int) -> list[int]:
    """Shares a terminal's width out among columns, so that no word is broken; gives none where there isn't enough."""
    wanted = [max(map(cell_len, column), default=0) for column in columns]
    words = [max((cell_len(word) for cell in column for word in cell.split()), default=0) for column in columns]
    widths = [min(whole, max(longest, _NARROWEST)) for whole, longest in zip(wanted, words, strict=True)]
    left = width - sum(widths) - _GAP * (len(columns) - 1)
    if left < 0:
        return []
    for index in sorted(range(len(columns)), key=lambda index: wanted[index] - widths[index]):
        more = min(left, wanted[index] - widths[index])
        widths[index] += more
        left -= more
    return widths


def _shown(value: Value | None) -> str:
    """IRIs of the data lose their common start, for people; other formats print them whole."""
    return "" if value is None else value.text.removeprefix(BASE) if value.iri else value.text


def _side_by_side(columns: Sequence[str], rows: list[list[str]], widths: list[int]) -> str:
    laid = RichTable(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for index, column in enumerate(columns):
        numeric = bool(rows) and all(re.fullmatch(r"-?\d*", row[index]) for row in rows)
        laid.add_column(column, width=widths[index], overflow="fold", justify="right" if numeric else "left")
    for row in rows:
        laid.add_row(*map(Text, row))
    out = StringIO()
    Console(file=out, width=sum(widths) + _GAP * len(widths), color_system=None, legacy_windows=False).print(laid)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _one_below_the_other(columns: Sequence[str], rows: list[list[str]]) -> str:
    margin = max(len(column) for column in columns)
    blocks = []
    for row in rows:
        fields = [(column, " ".join(text.split())) for column, text in zip(columns, row, strict=True) if text]
        lines = [f"{column:<{margin}}  {text}" for column, text in fields]
        blocks.append("\n".join(lines) + "\n\n")
    return "".join(blocks)
