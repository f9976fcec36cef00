"""Answers stored questions: the files of `queries/`, a user's own file, or a query on standard input.

A stored question opens with a header in YAML, each line marked `#+` as grlc does: `title`, `description`, `parameters`
(by name: `type`, `description` and, where it may be left out, `default`) and `example`. In the query a parameter
`name` is the variable `?_name`; a value replaces it as one typed term, and one left out stays a free variable. A
parameter with `each` (columns, with spaces between) and `count` (a column) is no part of the query: of the answer it
keeps those groups of rows in which the column has at least so many values.
Three marks plan for large stores, and change no answer; to other tools they are comments. A line of patterns, or an
optional one, that ends in `#whole` becomes a sub-select of all variables, `{ SELECT * WHERE { … } }`, which the store
reads whole; not where a parameter has a value that is marked `few`, for few rows are answered faster one by one (there
other sub-selects of all variables are taken apart too). A line `#if name: text` stands as `text` where that parameter
has a value. A line that ends in `#unless name` is left out where that parameter has a value.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from kg import sparql
from kg.answer import Least, Table, table
from kg.errors import ParameterError, QueryError, QuestionError
from kg.render import render
from kg.settings import BASE, data_folder
from kg.vocab import XSD

if TYPE_CHECKING:
    from kg.answer import Answer, Reader

_MARK = "#+"
_IF = re.compile(r"^([ \t]*)#if (\w+): ?", re.MULTILINE)
_UNLESS = re.compile(r"^.*#unless (\w+)$", re.MULTILINE)
_DIGITS = 1000
_KEYS = {"title", "description", "parameters", "example"}
_WHOLE = re.compile(r"^([ \t]*)(OPTIONAL \{ )?(.+?)(?(2) \}) #whole$", re.MULTILINE)
_SELECT = re.compile(r"\{\s*SELECT \* WHERE(?=\s*\{)")
_DETAILS = {"type", "description", "default", "few", "each", "count"}


class ParameterType(StrEnum):
    """What a parameter's value is."""

    STRING = "string"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    IRI = "iri"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question; one that is not `required` has a default, or None for any value.

    `few` marks one whose value leaves few rows.
    """

    name: str
    type: ParameterType = ParameterType.STRING
    description: str = ""
    required: bool = False
    default: str | None = None
    few: bool = False
    each: tuple[str, ...] = ()
    count: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A query with what its header tells."""

    name: str
    text: str
    title: str = ""
    description: str = ""
    parameters: tuple[Parameter, ...] = ()
    example: str = ""


def names() -> tuple[str, ...]:
    """Lists the stored questions, sorted."""
    return tuple(sorted(path.stem for path in data_folder("queries").glob("*.rq")))


def load(name: str) -> Question:
    """Reads a stored question by its name, a file by its path, or standard input for `-`.

    Raises QuestionError where there is none, QueryError where its header is malformed.
    """
    if name == "-":
        return parse("standard input", sys.stdin.read())
    path = data_folder("queries") / f"{name}.rq"
    if name not in names():
        path = Path(name)
        if not path.is_file():
            raise QuestionError(_no_question(name))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: not UTF-8 at byte {error.start}; convert the file to UTF-8") from None
    except OSError as error:
        raise QueryError(f"{path}: can't be read: {error.strerror}") from None
    return parse(path.stem if name in names() else str(path), text)


def parse(name: str, text: str) -> Question:
    """Reads a question from its text; raises QueryError where the header is malformed, naming the line."""
    lines = [(number, line[2:]) for number, line in enumerate(text.splitlines(), 1) if line.startswith(_MARK)]
    try:
        header = yaml.safe_load("\n".join(line.removeprefix(" ") for _, line in lines)) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = lines[min(mark.line, len(lines) - 1)][0] if mark else lines[0][0]
        raise QueryError(f"{name}, line {at}: the `#+` header is no YAML: {getattr(error, 'problem', error)}") from None
    if not isinstance(header, dict) or not _KEYS.issuperset(header):
        raise QueryError(f"{name}: the `#+` header may hold {', '.join(sorted(_KEYS))} and nothing else")
    declared = header.get("parameters") or {}
    if not isinstance(declared, dict):
        raise QueryError(f"{name}: `parameters` in the `#+` header maps each name to its type and description")
    return Question(
        name=name,
        text=text,
        title=str(header.get("title") or ""),
        description=" ".join(str(header.get("description") or "").split()),
        parameters=tuple(_parameter(name, key, details) for key, details in declared.items()),
        example=str(header.get("example") or ""),
    )


def fill(question: Question, values: Mapping[str, str]) -> str:
    """Puts values in the place of a question's parameters, each as one typed RDF term.

    Raises QuestionError where a parameter is missing, unknown, or not of its type.
    """
    parameters = {parameter.name: parameter for parameter in question.parameters}
    for name in sorted({variable[1:] for variable in sparql.variables(question.text) if variable[:1] == "_"}):
        parameters.setdefault(name, Parameter(name))
    terms = {}
    for name in values:
        if name not in parameters:
            known = ", ".join(sorted(parameters)) or "none"
            raise ParameterError(f"{question.name} has no parameter {name!r}; it has {known}", name)
    for name, parameter in parameters.items():
        value = values.get(name, parameter.default)
        if parameter.count:
            _least(question, parameter, value)
        elif value is not None:
            terms[f"_{name}"] = _term(question.name, parameter, value)
        elif parameter.required:
            hint = f" ({parameter.description})" if parameter.description else ""
            raise ParameterError(f"{question.name} needs --param {name}=VALUE{hint}", name)
    text = _IF.sub(lambda line: line[1] if f"_{line[2]}" in terms else line[0], question.text)
    text = _UNLESS.sub(lambda line: "" if f"_{line[1]}" in terms else line[0], text)
    if any(parameter.few and f"_{name}" in terms for name, parameter in parameters.items()):
        text = _SELECT.sub("{", text)
    else:
        text = _WHOLE.sub(lambda line: f"{line[1]}{line[2] or '{ '}SELECT * WHERE {{ {line[3]} }} }}", text)
    return sparql.fill(text, terms)


def ask(reader: Reader, question: Question, values: Mapping[str, str] | None = None) -> Answer:
    """Answers a question with its parameters' values; raises QueryError as `fill` and `Reader.query` do."""
    try:
        answer = reader.query(fill(question, values or {}))
        for one in counted(question, values or {}):
            told = table(answer)
            answer = Table(told.columns, tuple(one.kept(told.columns, told.rows)))
        return answer
    except QueryError as error:
        if question.name in str(error):
            raise
        raise QueryError(f"{question.name}: {error}") from None


def counted(question: Question, values: Mapping[str, str]) -> tuple[Least, ...]:
    """Gives what a question's parameters ask of its whole answer, which is no part of the query.

    Raises QuestionError where a value is not of its parameter's type.
    """
    found = (
        Least(one.each, one.count, _least(question, one, values.get(one.name, one.default)))
        for one in question.parameters
        if one.count
    )
    return tuple(one for one in found if one.least > 1)


def query(reader: Reader, name: str, values: Mapping[str, str] | None = None, form: str = "table") -> str:
    """Answers a question by its name, path or `-`, written in one of `kg.render.FORMATS`."""
    return render(ask(reader, load(name), values), form)


def _least(question: Question, parameter: Parameter, value: str | None) -> int:
    if not parameter.count or value is None:
        return 0
    _term(question.name, parameter, value)
    return int(value)


def _parameter(question: str, name: object, details: Any) -> Parameter:
    details = {} if details is None else details
    if not isinstance(details, Mapping) or not _DETAILS.issuperset(details):
        raise QueryError(f"{question}: parameter {name} may hold {', '.join(sorted(_DETAILS))} and nothing else")
    kind = details.get("type", "string")
    if bool(details.get("each")) != bool(details.get("count")):
        raise QueryError(f"{question}: parameter {name} needs both `each` and `count`, or neither")
    if kind not in list(ParameterType):
        raise QueryError(f"{question}: parameter {name} has the unknown type {kind!r}; use {', '.join(ParameterType)}")
    default = details.get("default")
    return Parameter(
        name=str(name),
        type=ParameterType(kind),
        description=str(details.get("description") or ""),
        required="default" not in details,
        default=None if default is None else str(default),
        few=details.get("few") is True,
        each=tuple(str(details.get("each") or "").split()),
        count=str(details.get("count") or ""),
    )


def _term(question: str, parameter: Parameter, value: str) -> str:
    try:
        match parameter.type:
            case ParameterType.STRING:
                return sparql.literal(value)
            case ParameterType.INTEGER:
                return sparql.literal(str(int(value)), str(XSD.integer))
            case ParameterType.DECIMAL:
                number = Decimal(value)
                # Spelt out, 1e999999999 would fill the memory.
                if not number.is_finite() or abs(number.adjusted()) > _DIGITS:
                    raise ValueError
                return sparql.literal(f"{number:f}", str(XSD.decimal))
            case ParameterType.BOOLEAN:
                if value not in ("true", "false"):
                    raise ValueError
                return sparql.literal(value, str(XSD.boolean))
            case ParameterType.DATE:
                return sparql.literal(date.fromisoformat(value).isoformat(), str(XSD.date))
            case ParameterType.IRI:
                # A table for people shows IRIs of the data without their common start.
                return sparql.iri(value if ":" in value else BASE + value)
    except QueryError as error:
        raise ParameterError(f"{question}: --param {parameter.name}: {error}", parameter.name) from None
    except (ValueError, InvalidOperation):
        wanted = {"date": "a date such as 2025-05-16", "boolean": "true or false"}.get(parameter.type, parameter.type)
        reason = f"{question}: --param {parameter.name}={value} is not {_article(wanted)}"
        raise ParameterError(reason, parameter.name) from None


def _article(wanted: str) -> str:
    if " " in wanted:
        return wanted
    return f"{'an' if wanted[0] in 'aei' else 'a'} {wanted}"


def _no_question(name: str) -> str:
    near = difflib.get_close_matches(name, names(), n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}?" if near else "`kg queries` lists them"
    return f"no stored question and no file is called {name!r}; {hint}"
