"""The stored questions: the list of them, and one as a form with its answer as a table."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool

from kg import query
from kg.answer import Table, Value
from kg.errors import QuestionError
from kg.query import Parameter, ParameterType
from kg.results import JSON, Wanted, read_part
from kg.serve.choices import choices
from kg.serve.pages.paging import paging
from kg.serve.pages.render import href, page
from kg.serve.responses import asked
from kg.serve.worker import Job

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.query import Question
    from kg.serve.answers import Reply
    from kg.serve.context import Context
    from kg.serve.pages.paging import Paging
    from kg.serve.view import View

_ROWS = 50
_SUGGESTED = 300
_PROSE = 90
"""Longer words of a cell, in characters, are read as a text and get a column to match."""
_INPUTS = {
    ParameterType.DATE: "date",
    ParameterType.INTEGER: "number",
    ParameterType.DECIMAL: "number",
}
# So much of a hash tells one thing from another to the eye; its page has all of it.
_HASHED = re.compile(r"(\w+/[0-9a-f]{8})[0-9a-f]{4,}")
_BROAD = 12
"""An answer of more columns may be wider than a text is."""
# Columns that hold an article's name, each with what the columns of its offsets are called.
_ARTICLE = re.compile(r"(article|original|copy)(_[ab])?")
_LISTS = {
    "exchange": "SELECT iri AS value, kind || ', ' || sides || ', ' || days AS label FROM exchanges "
    "ORDER BY latest DESC, iri LIMIT ?",
    "article": "SELECT name AS value, COALESCE(NULLIF(title, ''), name) AS label FROM articles "
    "ORDER BY published DESC, name LIMIT ?",
    "speaker": "SELECT label AS value, type || ', ' || claims || ' claims' AS label FROM actors WHERE claims > 0 "
    "ORDER BY claims DESC, 1 LIMIT ?",
    "actor": "SELECT iri AS value, label FROM actors ORDER BY claims DESC, label LIMIT ?",
    "place": "SELECT label AS value, label FROM places ORDER BY label LIMIT ?",
    "outlet": "SELECT DISTINCT outlet_label AS value, outlet_label AS label FROM articles WHERE outlet != '' "
    "ORDER BY outlet_label LIMIT ?",
    "side": "SELECT DISTINCT side AS value, side AS label FROM actors WHERE side != '' ORDER BY side LIMIT ?",
    "figure": "SELECT DISTINCT minimum AS value, '' AS label FROM figures WHERE minimum IS NOT NULL "
    "ORDER BY minimum LIMIT ?",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a question's form; `choices` are all there are, `suggestions` values with what they mean."""

    parameter: Parameter
    input: str
    value: str
    choices: tuple[str, ...] = ()
    suggestions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of an answer: what is shown, and the address that it leads to or ""."""

    shown: str
    href: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an answer: its heading; whether it holds `number`s, `prose`, which needs room, or `address`es."""

    heading: str
    number: bool
    prose: bool
    address: bool


def every(request: Request, view: View) -> Response:
    """Lists the stored questions."""
    return page(request, view, "questions", active="questions", questions=_stored())


@cache
def _stored() -> tuple[Question, ...]:
    """Reads the stored questions, once: they come with the program."""
    return tuple(query.load(name) for name in query.names())


async def one(request: Request, view: View, context: Context) -> Response:
    """Shows a stored question as a form, and its answer where all that it needs is given."""
    question = query.load(_name(request))
    given = {name: value.strip() for name, value in request.query_params.items() if name != "page" and value.strip()}
    missing = [one.name for one in question.parameters if one.required and one.name not in given]
    reply, reason = None, ""
    if not missing:
        try:
            filled, least = query.fill(question, given), query.counted(question, given)
            # A worker, which is stopped where it takes too long.
            wanted = Wanted(JSON, "application/n-triples", context.options.rows, least=least)
            reply = await asked(request, context.pool, Job(filled, wanted, state=view.snapshot.name))
        except QuestionError as error:
            reason = _told(str(error), question.name)
    return await run_in_threadpool(_page, request, view, question, given, reply, missing, reason)


def _read(request: Request, reply: Reply) -> tuple[Table, Paging]:
    """Reads the rows of one page from what a worker wrote."""
    with reply.file as file:
        cut = paging(request, reply.rows, _ROWS)
        if reply.media_type != JSON:
            lines = islice(file, cut.offset, cut.offset + cut.size)
            return Table(("statement",), tuple((Value(line.decode().strip()),) for line in lines)), cut
        columns, rows = read_part(file, cut.offset, cut.size)
    return Table(tuple(columns), tuple(tuple(_value(row.get(column)) for column in columns) for row in rows)), cut


def _value(told: dict[str, str] | None) -> Value | None:
    if told is None:
        return None
    return Value(told["value"], told["type"] == "uri", told.get("datatype"), told.get("xml:lang"))


def _page(
    request: Request,
    view: View,
    question: Question,
    given: Mapping[str, str],
    reply: Reply | None,
    missing: list[str],
    reason: str,
) -> Response:
    table, cut = _read(request, reply) if reply else (Table((), ()), paging(request, 0, _ROWS))
    names, rows = _folded(table.columns, _cells(view, table))
    return page(
        request,
        view,
        "question",
        400 if reason else 200,
        active="questions",
        question=question,
        fields=[_field(view, one, given.get(one.name, "")) for one in question.parameters],
        asked_for=bool(given),
        missing=missing,
        reason=reason,
        columns=[_column(one, [row[at] for row in rows]) for at, one in enumerate(names)],
        broad=len(names) > _BROAD,
        rows=rows,
        answered=reply is not None,
        cut=cut,
        download=f"/api/questions/{question.name}",
        parameters=f"?{urlencode(given)}" if given else "",
    )


def _name(request: Request) -> str:
    name = str(request.path_params["name"])
    if name not in query.names():
        # A path would be a file of this machine.
        raise QuestionError(f"no stored question is called {name[:60]!r}; /questions lists them")
    return name


def _told(reason: str, name: str) -> str:
    """Says what is wrong with a value in the words of a form, not of the command line."""
    return reason.removeprefix(f"{name}: ").replace("--param ", "")


def _field(view: View, parameter: Parameter, value: str) -> Field:
    if parameter.type is ParameterType.STRING and (found := choices(parameter.name)):
        return Field(parameter, "choice", value, found)
    if parameter.type is ParameterType.BOOLEAN:
        return Field(parameter, "choice", value, ("true", "false"))
    suggestions: tuple[tuple[str, str], ...] = ()
    if parameter.name in _LISTS:
        rows = view.catalogue.rows(_LISTS[parameter.name], _SUGGESTED)
        suggestions = tuple((str(row["value"]).removeprefix(view.base), row["label"]) for row in rows)
    kind = _INPUTS.get(parameter.type, "text")
    return Field(parameter, kind, value or parameter.default or "", (), suggestions)


def _column(name: str, cells: list[Cell]) -> Column:
    told = [cell for cell in cells if cell.shown]
    number = bool(told) and all(cell.number for cell in told)
    address = any(cell.shown.startswith(("http://", "https://")) for cell in told)
    prose = not address and any(len(cell.shown) > _PROSE and not cell.href for cell in told)
    return Column(name.replace("_", " "), number, prose, address)


def _folded(names: Sequence[str], rows: list[list[Cell]]) -> tuple[list[str], list[list[Cell]]]:
    """Puts a thing and its name, which an answer has in two columns, into one: the name, which leads to the thing."""
    labels = {name: f"{name}_label" for name in names if f"{name}_label" in names}
    labels |= {f"{name}_iri": name for name in names if f"{name}_iri" in names}
    kept = [name for name in names if name not in labels.values()]

    def cell(row: Mapping[str, Cell], name: str) -> Cell:
        label = row[labels[name]].shown if name in labels else ""
        return replace(row[name], shown=label or _HASHED.sub(r"\1…", row[name].shown))

    told = [dict(zip(names, row, strict=True)) for row in rows]
    return [name.removesuffix("_iri") for name in kept], [[cell(row, name) for name in kept] for row in told]


def _cells(view: View, table: Table) -> list[list[Cell]]:
    found = []
    for row in table.rows:
        told = {column: value.text for column, value in zip(table.columns, row, strict=True) if value is not None}
        found.append([_cell(view, column, value, told) for column, value in zip(table.columns, row, strict=True)])
    return found


def _cell(view: View, column: str, value: Value | None, row: Mapping[str, str]) -> Cell:
    if value is None:
        return Cell("")
    if value.iri:
        return Cell(value.text.removeprefix(view.base), href(view.base, value.text))
    if _ARTICLE.fullmatch(column):
        found = view.catalogue.row("SELECT iri FROM articles WHERE name = ?", value.text)
        if found:
            place = (
                f"#char={row['start']},{row['end']}" if column == "article" and {"start", "end"} <= row.keys() else ""
            )
            return Cell(value.text, href(view.base, found["iri"] + place))
    return Cell(value.text, "", bool(value.datatype and re.fullmatch(r"-?[\d.]+", value.text)))
