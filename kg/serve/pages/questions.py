"""The stored questions: the list of them, and one as a form with its answer as a table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from kg import query
from kg.errors import QuestionError
from kg.query import Parameter, ParameterType
from kg.render import as_table
from kg.serve.pages.paging import paging
from kg.serve.pages.render import href, page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.answer import Table, Value
    from kg.serve.pages.view import View

_ROWS = 50
_SUGGESTED = 300
_INPUTS = {
    ParameterType.DATE: "date",
    ParameterType.INTEGER: "number",
    ParameterType.DECIMAL: "number",
}
_CHOICES = {"verdict": ("agreed", "single", "disputed"), "type": ("person", "organization", "state", "outlet")}
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


def every(request: Request, view: View) -> Response:
    """Lists the stored questions."""
    return page(request, view, "questions", active="questions", questions=[query.load(name) for name in query.names()])


def one(request: Request, view: View) -> Response:
    """Shows a stored question as a form, and its answer where all that it needs is given."""
    question = query.load(_name(request))
    given = {name: value.strip() for name, value in request.query_params.items() if name != "page" and value.strip()}
    missing = [one.name for one in question.parameters if one.required and one.name not in given]
    answer, reason = None, ""
    if not missing:
        try:
            filled = query.fill(question, given)
            answer = as_table(view.remembered(filled, lambda: view.store.query(filled)))
        except QuestionError as error:
            reason = _told(str(error), question.name)
    cut = paging(request, len(answer.rows) if answer else 0, _ROWS)
    return page(
        request,
        view,
        "question",
        200 if not reason else 400,
        active="questions",
        question=question,
        fields=[_field(view, one, given.get(one.name, "")) for one in question.parameters],
        asked_for=bool(given),
        missing=missing,
        reason=reason,
        columns=[_heading(one) for one in answer.columns] if answer else [],
        rows=_cells(view, answer, cut.offset, cut.size) if answer else [],
        answered=answer is not None,
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
    if parameter.name in _CHOICES and parameter.type is ParameterType.STRING:
        return Field(parameter, "choice", value, _CHOICES[parameter.name])
    if parameter.type is ParameterType.BOOLEAN:
        return Field(parameter, "choice", value, ("true", "false"))
    suggestions: tuple[tuple[str, str], ...] = ()
    if parameter.name in _LISTS:
        rows = view.catalogue.rows(_LISTS[parameter.name], _SUGGESTED)
        suggestions = tuple((str(row["value"]).removeprefix(view.base), row["label"]) for row in rows)
    kind = _INPUTS.get(parameter.type, "text")
    return Field(parameter, kind, value or parameter.default or "", (), suggestions)


def _heading(column: str) -> str:
    return column.replace("_", " ")


def _cells(view: View, table: Table, offset: int, size: int) -> list[list[Cell]]:
    found = []
    for row in table.rows[offset : offset + size]:
        told = {column: value.text for column, value in zip(table.columns, row, strict=True) if value is not None}
        found.append(
            [_cell(view, column, value, told) for column, value in zip(table.columns, row, strict=True)]
        )
    return found


def _cell(view: View, column: str, value: Value | None, row: Mapping[str, str]) -> Cell:
    if value is None:
        return Cell("")
    if value.iri:
        return Cell(value.text.removeprefix(view.base), href(view.base, value.text))
    if _ARTICLE.fullmatch(column):
        found = view.catalogue.row("SELECT iri FROM articles WHERE name = ?", value.text)
        if found:
            place = f"#char={row['start']},{row['end']}" if column == "article" and {"start", "end"} <= row.keys() else ""
            return Cell(value.text, href(view.base, found["iri"] + place))
    return Cell(value.text, "", bool(value.datatype and re.fullmatch(r"-?[\d.]+", value.text)))

