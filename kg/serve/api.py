"""The stored questions as a JSON API, with an OpenAPI description made from the questions' own headers."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg import query as questions
from kg.errors import ParameterError
from kg.results import CSV, GRAPHS, JSON, TABLES, TSV, XML, Wanted
from kg.serve import openapi
from kg.serve.media import chosen
from kg.serve.pages.render import page
from kg.serve.responses import asked, not_acceptable, sent
from kg.serve.rows import as_records, as_turtle
from kg.serve.worker import Job

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from kg.query import Question
    from kg.serve.answers import Reply
    from kg.serve.context import Context
    from kg.serve.view import View

PATH = "/api/questions"
PAGE = 100
"""So many rows a JSON answer has if it is not told otherwise; other syntaxes have all."""

LONGEST = 10_000
"""So many rows a JSON answer has at most."""

_OWN = ("limit", "offset")
_RECORDS, _TURTLE = "application/json", "text/turtle"
_OFFERED = (_RECORDS, CSV, _TURTLE, JSON, XML, TSV)
_ENDINGS = {".json": _RECORDS, ".csv": CSV, ".ttl": _TURTLE, ".tsv": TSV, ".srj": JSON, ".srx": XML}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a request asks: the question, the values of its parameters, the syntax, and which rows."""

    question: Question
    values: dict[str, str]
    media_type: str
    limit: int
    offset: int


def routes(context: Context) -> list[BaseRoute]:
    """Gives the routes of the API."""

    async def listed(_request: Request) -> Response:
        return JSONResponse([_told(questions.load(name)) for name in questions.names()])

    def shown(request: Request) -> Response:
        told = [{"question": one, "address": _example(one)} for one in map(questions.load, questions.names())]
        address = str(request.base_url).rstrip("/")
        return page(request, None, "api", questions=told, address=address, base=context.now().base)

    async def described(request: Request) -> Response:
        found = [questions.load(name) for name in questions.names()]
        return JSONResponse(openapi.description(found, str(request.base_url).rstrip("/")))

    async def answered(request: Request) -> Response:
        accept = request.headers.get("accept", "")
        return await context.given(request, lambda view: _answered(request, context, view), accept=accept)

    return [
        Route("/api", shown, name="api"),
        Route("/api/openapi.json", described, name="openapi"),
        Route(PATH, listed, name="questions"),
        Route(f"{PATH}/{{name}}", answered, name="question"),
    ]


async def _answered(request: Request, context: Context, view: View) -> Response:
    """Answers a question from one state of the graph."""
    try:
        wanted = _read(request, context.options.rows)
        text = questions.fill(wanted.question, wanted.values)
        least = questions.counted(wanted.question, wanted.values)
    except ParameterError as error:
        return _problem(400, str(error).replace("--param ", "parameter "), parameter=error.parameter)
    form = wanted.media_type if wanted.media_type in TABLES else JSON
    graph = wanted.media_type if wanted.media_type in GRAPHS else GRAPHS[-1]
    job = Job(text, Wanted(form, graph, wanted.limit, wanted.offset, least), state=view.snapshot.name)
    reply = await asked(request, context.pool, job)
    following = _page(request, wanted, wanted.offset + reply.rows) if reply.cut else None
    links = _links(request, wanted, following)
    if wanted.limit != context.options.rows:
        # It stops where it was told to, which `Link` tells.
        reply = replace(reply, cut=False)
    if reply.media_type in TABLES and wanted.media_type == _RECORDS:
        return JSONResponse(await run_in_threadpool(_records, wanted, reply, following), headers=links)
    if reply.media_type in TABLES and wanted.media_type == _TURTLE:
        return Response(await run_in_threadpool(_turtle, reply), headers=links, media_type=_TURTLE)
    return sent(reply, str(reply.media_type), links)


def _example(question: Question) -> str:
    """Gives an address to try: with the parameters of the question's own example."""
    values = openapi.examples(question)
    return f"{PATH}/{question.name}" + (f"?{urlencode(values)}" if values else "")


def _told(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "title": question.title,
        "description": question.description,
        "url": f"{PATH}/{question.name}",
        "parameters": [
            {
                "name": parameter.name,
                "type": str(parameter.type),
                "description": parameter.description,
                "required": parameter.required,
                "default": parameter.default,
            }
            for parameter in question.parameters
        ],
    }


def _read(request: Request, most: int) -> _Asked:
    """Reads a request; raises ParameterError, or HTTPException where there is no such question or syntax."""
    name, media_type = request.path_params["name"], None
    for ending, one in _ENDINGS.items():
        if name.endswith(ending):
            name, media_type = name.removesuffix(ending), one
    if name not in questions.names():
        raise HTTPException(404, f"no stored question is called {name!r}; {PATH} lists them")
    media_type = media_type or chosen(request.headers.get("accept"), _OFFERED)
    if media_type is None:
        raise not_acceptable("the answer", _OFFERED)
    given = request.query_params.multi_items()
    values = dict(given)
    for one, value in given:
        if not value:
            raise ParameterError(f"--param {one} is empty; give it a value or leave it out", one)
        if len(request.query_params.getlist(one)) > 1:
            raise ParameterError(f"--param {one} is given more than once", one)
    limit, offset = (_number(values, one) for one in _OWN)
    if media_type == _RECORDS:
        limit = min(limit if limit is not None else PAGE, LONGEST)
    if most:
        limit = min(limit if limit is not None else most, most)
    return _Asked(questions.load(name), values, media_type, limit or 0, offset or 0)


def _number(values: dict[str, str], name: str) -> int | None:
    text = values.pop(name, None)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 16) or (name == "limit" and int(text) == 0):
        raise ParameterError(f"--param {name}={text} is no number of rows", name)
    return int(text)


def _records(wanted: _Asked, reply: Reply, following: str | None) -> dict[str, Any]:
    with reply.file as file:
        answer = json.load(file)
    return {
        "question": wanted.question.name,
        "title": wanted.question.title,
        "parameters": wanted.values,
        "columns": answer["head"].get("vars", []),
        "rows": as_records(answer),
        "offset": wanted.offset,
        "limit": wanted.limit,
        "next": following,
    }


def _turtle(reply: Reply) -> str:
    with reply.file as file:
        return as_turtle(json.load(file))


def _links(request: Request, wanted: _Asked, following: str | None) -> dict[str, str]:
    """Gives the links to other pages (RFC 8288)."""
    links = [("describedby", "/api/openapi.json")]
    if wanted.offset:
        links += [("first", _page(request, wanted, 0)), ("prev", _page(request, wanted, wanted.offset - wanted.limit))]
    if following:
        links.append(("next", following))
    return {"Link": ", ".join(f'<{place}>; rel="{relation}"' for relation, place in links), "Vary": "Accept"}


def _page(request: Request, wanted: _Asked, offset: int) -> str:
    more = {"limit": wanted.limit} if wanted.limit else {}
    return f"{request.url.path}?{urlencode(wanted.values | more | {'offset': max(offset, 0)})}"


def _problem(status: int, reason: str, **more: str) -> Response:
    """Tells of a fault by RFC 9457."""
    content = {"type": "about:blank", "title": "the question can't be asked so", "status": status, "detail": reason}
    return JSONResponse(content | more, status, media_type="application/problem+json")
