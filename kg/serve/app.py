"""Puts the server together: the SPARQL protocol, the graph store, the API and the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect

from kg.errors import BusyError, KgError, NothingFoundError, QueryError, TimeLimitError
from kg.serve import api, editor, graphs, linked, pages, protocol
from kg.serve.media import chosen
from kg.serve.responses import CUT, fault
from kg.serve.security import SecurityHeaders

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.serve.context import Context

_STATUSES: dict[type[KgError], int] = {NothingFoundError: 404, QueryError: 400, TimeLimitError: 504, KgError: 503}


def application(
    context: Context, lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]] | None = None
) -> Starlette:
    """Makes the application that answers requests, within what `lifespan` begins and ends."""
    parts = (protocol, graphs, linked, api, pages)
    origins = [context.options.origin] if context.options.origin else []
    return Starlette(
        routes=[*(route for part in parts for route in part.routes(context)), *editor.routes()],
        lifespan=lifespan,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(
                CORSMiddleware,
                allow_origins=origins,
                allow_methods=["GET", "HEAD", "POST"],
                allow_headers=["*"],
                expose_headers=["Link", "ETag", CUT],
                max_age=86400,
            ),
        ],
        exception_handlers={HTTPException: _refused, KgError: _fault, ClientDisconnect: _gone},
    )


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    # The framework's own words tell no more than the number.
    bare = error.status_code == 404 and error.detail == "Not Found"
    reason = f"there is no page at {request.url.path[:200]!r}" if bare else error.detail
    return _told(request, error.status_code, reason, dict(error.headers or {}))


async def _fault(request: Request, error: Exception) -> Response:
    status = next(status for kind, status in _STATUSES.items() if isinstance(error, kind))
    return _told(request, status, str(error), {"Retry-After": "5"} if isinstance(error, BusyError) else {})


async def _gone(_request: Request, _error: Exception) -> Response:
    # Nobody reads it.
    return fault(400, "the client has gone")


def _told(request: Request, status: int, reason: str, headers: dict[str, str]) -> Response:
    """Tells of a fault: a page where the client reads pages, else a line of text."""
    if chosen(request.headers.get("accept"), ("text/plain", "text/html")) == "text/html":
        response = pages.error(request, status, reason)
    else:
        response = fault(status, reason)
    response.headers.update(headers)
    return response
