"""The SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/), queries only, at `/sparql`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from kg import sparql
from kg.errors import QueryError
from kg.results import CSV, GRAPHS, JSON, TABLES, TSV, XML, Dataset, Wanted
from kg.serve import description, editor
from kg.serve.media import chosen
from kg.serve.responses import asked, graph_type, not_acceptable, sent, table_type
from kg.serve.worker import Job

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from kg.serve.context import Context

PATH = "/sparql"
# What the form of the page asks for, as many endpoints have it; `Accept` is the protocol's own way.
_FORMATS = {
    "json": JSON,
    "xml": XML,
    "csv": CSV,
    "tsv": TSV,
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
_METHODS = "GET, HEAD, POST, OPTIONS"
_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_DEFAULT, _NAMED = "default-graph-uri", "named-graph-uri"
_LONGEST = 2**20
_READ_ONLY = "this endpoint is read-only: it answers queries and takes no updates; `kg build` changes the graph"
# Some clients, and one of the W3C's own tests, encode the `&` between two parameters as if it belonged to the first.
_RUN_TOGETHER = re.compile(rf"&(?:{_DEFAULT}|{_NAMED})=")

Parameters = list[tuple[str, str]]


def routes(context: Context) -> list[BaseRoute]:
    """Gives the routes of the endpoint."""

    async def endpoint(request: Request) -> Response:
        match request.method:
            case "OPTIONS":
                return Response(status_code=204, headers={"Allow": _METHODS})
            case "POST":
                parameters = await _posted(request)
            case "GET" | "HEAD":
                parameters = _read(request.url.query.encode())
                if not any(name in ("query", "update") for name, _ in parameters):
                    return _described(request, context)
            case _:
                raise HTTPException(405, f"{request.method} is no way to ask; use GET or POST", {"Allow": _METHODS})
        return await _answered(request, context, parameters)

    methods = ["GET", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"]
    return [
        Route(PATH, endpoint, methods=methods, name="sparql"),
        Route(f"{PATH}/", endpoint, methods=methods, include_in_schema=False),
    ]


async def _answered(request: Request, context: Context, parameters: Parameters) -> Response:
    named = next((value for name, value in parameters if name == "format"), "")
    if named == "html":
        job = Job(_query(parameters), Wanted(), _dataset(parameters), _address(request))
        return await editor.answered(request, context, _address(request), job)
    accept = _FORMATS.get(named, request.headers.get("accept"))
    table, graph = table_type(accept), graph_type(accept)
    if table is None and graph is None:
        raise not_acceptable("an answer", TABLES + GRAPHS)
    wanted = Wanted(table and table[1], graph and graph[1], context.options.rows)
    query = _query(parameters)
    reply = await asked(request, context.pool, Job(query, wanted, _dataset(parameters), _address(request)))
    if reply.media_type is None:
        tabular = sparql.form(query) in ("SELECT", "ASK")
        raise not_acceptable("the answer to this query", TABLES if tabular else GRAPHS)
    kind = table if table and reply.media_type in TABLES else graph
    assert kind, "what is written is of a kind that is accepted"
    return sent(reply, kind[0])


def _described(request: Request, context: Context) -> Response:
    """Gives what there is to know of the endpoint, to people or programs."""
    accept = request.headers.get("accept")
    offered = (*GRAPHS, "text/html")
    best = chosen(accept, offered)
    if best is None:
        raise not_acceptable("the description of this endpoint", offered)
    if best == "text/html":
        return editor.form(request, context, _address(request))
    content = description.written(_address(request), context.now(), best)
    return Response(content, media_type=best, headers={"Vary": "Accept", "Cache-Control": "no-cache"})


async def _posted(request: Request) -> Parameters:
    """Reads both forms of POST, and the parameters in the address beside them."""
    kind, _, rest = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    charset = re.search(r"charset\s*=\s*\"?([\w-]+)", rest, re.IGNORECASE)
    if kind == _UPDATE:
        raise HTTPException(403, _READ_ONLY)
    if kind not in (_FORM, _QUERY):
        raise HTTPException(415, f"the Content-Type is {kind or 'missing'}; send {_QUERY} or {_FORM}")
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise HTTPException(415, f"the query is in {charset[1]}; send UTF-8")
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > _LONGEST:
            raise HTTPException(413, f"the query is longer than {_LONGEST:,} bytes")
    beside = _read(request.url.query.encode())
    if kind == _FORM:
        return beside + _read(bytes(content))
    try:
        return [*beside, ("query", content.decode("utf-8-sig"))]
    except UnicodeDecodeError:
        raise HTTPException(400, "the query is no UTF-8") from None


def _read(encoded: bytes) -> Parameters:
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:
        raise HTTPException(400, "the parameters are not percent-encoded UTF-8") from None


def _query(parameters: Parameters) -> str:
    if any(name == "update" for name, _ in parameters):
        raise HTTPException(403, _READ_ONLY)
    found = [value for name, value in parameters if name == "query"]
    if len(found) != 1:
        raise HTTPException(400, f"one parameter `query` is wanted, {len(found) or 'none'} given")
    # Refuses updates too.
    sparql.form(found[0])
    return found[0]


def _dataset(parameters: Parameters) -> Dataset | None:
    """Reads which graphs a request names; if any, they take the place of those that the query names (section 2.1.4)."""
    default, named = (_graphs(parameters, name) for name in (_DEFAULT, _NAMED))
    return Dataset(default, named) if default or named else None


def _graphs(parameters: Parameters, wanted: str) -> tuple[str, ...]:
    graphs = [part for name, value in parameters if name == wanted for part in _RUN_TOGETHER.split(value)]
    for graph in graphs:
        try:
            sparql.iri(graph)
        except QueryError as error:
            raise QueryError(f"{wanted}: {error}") from None
    return tuple(graphs)


def _address(request: Request) -> str:
    """Gives the endpoint's own address, by which relative IRIs are read (section 2.2.1 leaves that to the service)."""
    return str(request.url.replace(query="", fragment="", path=PATH))
