"""The description of the API by OpenAPI 3.1, made from the headers of the stored questions."""

from __future__ import annotations

import shlex
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.query import ParameterType
from kg.results import CSV, JSON, TSV, XML

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.query import Parameter, Question

_TYPES: dict[ParameterType, dict[str, Any]] = {
    ParameterType.STRING: {"type": "string", "minLength": 1},
    ParameterType.INTEGER: {"type": "integer"},
    ParameterType.DECIMAL: {"type": "number"},
    ParameterType.BOOLEAN: {"type": "boolean"},
    ParameterType.DATE: {"type": "string", "format": "date"},
    ParameterType.IRI: {"type": "string", "format": "iri-reference", "minLength": 1},
}
_TEXT = {"schema": {"type": "string"}}
_PROBLEM = "#/components/schemas/Problem"
_FAULTS = {
    "400": ("A parameter is unknown, missing or not of its type.", {"application/problem+json": _PROBLEM}),
    "406": ("None of the syntaxes that there are is accepted.", {}),
    "503": ("All workers are busy, or the store can't be read.", {}),
    "504": ("The answer takes longer than the server gives it.", {}),
}


def description(questions: Iterable[Question], address: str) -> dict[str, Any]:
    """Describes the API of these questions on the server at an address, as a document to be written as JSON."""
    paths: dict[str, Any] = {
        "/api/questions": {
            "get": {
                "operationId": "questions",
                "summary": "The stored questions with their parameters",
                "responses": {"200": _json("The questions.", {"type": "array", "items": _ref("Question")})},
            }
        }
    }
    for question in questions:
        paths[f"/api/questions/{question.name}"] = {"get": _operation(question)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Stored questions about exchanges",
            "version": __version__,
            "description": "Each stored question, its answer as JSON, CSV, Turtle or SPARQL results: by `Accept` or by "
            "an ending (.json .csv .ttl .srj .srx .tsv). The header `Link` leads to the next page.",
        },
        "servers": [{"url": address}],
        "paths": paths,
        "components": {
            "schemas": {"Question": _QUESTION, "Rows": _ROWS, "Problem": _PROBLEMS},
            "parameters": {"limit": _LIMIT, "offset": _OFFSET},
        },
    }


def _operation(question: Question) -> dict[str, Any]:
    shown = examples(question)
    own = [_parameter(parameter, shown.get(parameter.name)) for parameter in question.parameters]
    return {
        "operationId": question.name,
        "summary": question.title,
        "description": question.description,
        "parameters": [*own, *({"$ref": f"#/components/parameters/{name}"} for name in ("limit", "offset"))],
        "responses": {
            "200": {
                "description": "The rows.",
                "headers": {"Link": {"description": "The pages beside this one (RFC 8288).", **_TEXT}},
                "content": {
                    "application/json": {"schema": _ref("Rows")},
                    CSV: _TEXT,
                    "text/turtle": _TEXT,
                    JSON: {"schema": {"type": "object"}},
                    XML: _TEXT,
                    TSV: _TEXT,
                },
            },
            **{status: _fault(*told) for status, told in _FAULTS.items()},
        },
    }


def _parameter(parameter: Parameter, example: str | None) -> dict[str, Any]:
    schema = dict(_TYPES[parameter.type])
    if parameter.default is not None:
        schema["default"] = parameter.default
    told: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "required": parameter.required,
        "schema": schema,
    }
    if example is not None:
        told["example"] = int(example) if parameter.type == ParameterType.INTEGER else example
    return told


def examples(question: Question) -> dict[str, str]:
    """Reads the parameters' values from a question's example, a command line."""
    words = shlex.split(question.example)
    pairs = (after.partition("=") for word, after in pairwise(words) if word == "--param")
    return {name: value for name, _, value in pairs}


def _fault(reason: str, content: dict[str, str]) -> dict[str, Any]:
    told = {kind: {"schema": {"$ref": reference}} for kind, reference in content.items()}
    return {"description": reason, "content": told or {"text/plain": _TEXT}}


def _json(told: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": told, "content": {"application/json": {"schema": schema}}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


_NULLABLE = {"type": ["string", "null"]}
_QUESTION = {
    "type": "object",
    "required": ["name", "title", "description", "url", "parameters"],
    "properties": {
        "name": {"type": "string"},
        "title": {"type": "string"},
        "description": {"type": "string"},
        "url": {"type": "string"},
        "parameters": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "type", "required"],
                "properties": {
                    "name": {"type": "string"},
                    "type": {"enum": [str(kind) for kind in ParameterType]},
                    "description": {"type": "string"},
                    "required": {"type": "boolean"},
                    "default": _NULLABLE,
                },
            },
        },
    },
}
_ROWS = {
    "type": "object",
    "required": ["question", "title", "parameters", "columns", "rows", "offset", "limit", "next"],
    "properties": {
        "question": {"type": "string"},
        "title": {"type": "string"},
        "parameters": {"type": "object", "additionalProperties": {"type": "string"}},
        "columns": {"type": "array", "items": {"type": "string"}},
        "rows": {
            "type": "array",
            "items": {
                "type": "object",
                "description": "By column; null where nothing is known.",
                "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
            },
        },
        "offset": {"type": "integer", "minimum": 0},
        "limit": {"type": "integer", "minimum": 0},
        "next": {**_NULLABLE, "description": "The address of the next page; null on the last."},
    },
}
_PROBLEMS = {
    "type": "object",
    "description": "RFC 9457.",
    "required": ["title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "parameter": {"type": "string", "description": "Which parameter is at fault."},
    },
}
_LIMIT = {
    "name": "limit",
    "in": "query",
    "description": "Most rows to give; without it 100 in JSON, all in other syntaxes.",
    "schema": {"type": "integer", "minimum": 1, "maximum": 999999999999999},
    "example": 20,
}
_OFFSET = {
    "name": "offset",
    "in": "query",
    "description": "Rows to leave out before.",
    "schema": {"type": "integer", "minimum": 0, "maximum": 999999999999999},
}
