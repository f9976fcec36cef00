"""Answers that several parts of the server give: a fault in a line, and what a worker wrote."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, BinaryIO

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from kg.results import GRAPHS, JSON, TABLES, XML
from kg.serve.media import chosen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.requests import Request

    from kg.serve.answers import Reply
    from kg.serve.context import Queries
    from kg.serve.worker import Job

# What clients call these syntaxes too; an answer bears the name that it was asked for by.
_TABLE_NAMES = {name: name for name in TABLES} | {"application/json": JSON, "application/xml": XML, "text/xml": XML}
_GRAPH_NAMES = {name: name for name in GRAPHS} | {
    "application/x-turtle": "text/turtle",
    "application/turtle": "text/turtle",
    "text/n3": "text/turtle",
    "text/plain": "application/n-triples",
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
}
_CHUNK = 2**16
_WHOLE = 2**20
CUT = "X-SPARQL-MaxRows"
"""The header that an answer bears which stops at the server's limit: so many rows or triples were given."""


def fault(status: int, reason: str) -> PlainTextResponse:
    """Tells of a fault in one line of text."""
    return PlainTextResponse(f"{' '.join(reason.split())}\n", status)


def table_type(accept: str | None) -> tuple[str, str] | None:
    """Chooses the syntax of a table: the media type as it was asked for, and that of `kg.results`; None for none."""
    name = chosen(accept, tuple(_TABLE_NAMES))
    return (name, _TABLE_NAMES[name]) if name else None


def graph_type(accept: str | None) -> tuple[str, str] | None:
    """Chooses the syntax of triples, as `table_type`."""
    name = chosen(accept, tuple(_GRAPH_NAMES))
    return (name, _GRAPH_NAMES[name]) if name else None


def not_acceptable(kind: str, offered: tuple[str, ...]) -> HTTPException:
    """Makes the error that tells which media types there are."""
    return HTTPException(406, f"{kind} can be had as {', '.join(offered)}; `Accept` names none of these")


async def asked(request: Request, pool: Queries, job: Job) -> Reply:
    """Asks a worker, for as long as the client waits for the answer."""
    answer = asyncio.create_task(pool.ask(job))
    gone = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait((answer, gone), return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            raise ClientDisconnect
        return answer.result()
    finally:
        for task in (answer, gone):
            task.cancel()
        await asyncio.gather(answer, gone, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def sent(reply: Reply, name: str, headers: Mapping[str, str] | None = None) -> Response:
    """Sends what a worker wrote: the file streamed, however large it is.

    Args:
        reply: the worker's answer.
        name: the media type that it was asked for by.
        headers: further headers.
    """
    more = {"Vary": "Accept", "Cache-Control": "no-cache", **(headers or {})}
    if reply.cut:
        more[CUT] = str(reply.rows)
    if name.startswith("text/"):
        name = f"{name}; charset=utf-8"
    if reply.size <= _WHOLE:
        with reply.file as file:
            return Response(file.read(), headers=more, media_type=name)
    more["Content-Length"] = str(reply.size)
    return StreamingResponse(_chunks(reply.file), headers=more, media_type=name)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
