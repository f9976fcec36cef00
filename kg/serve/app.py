"""Puts the server together: the SPARQL protocol, the graph store, the API and the pages."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from kg.errors import KgError, NothingFoundError, QueryError
from kg.serve import pages
from kg.serve.media import chosen
from kg.serve.responses import fault
from kg.serve.security import SecurityHeaders

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.serve.context import Context


def application(context: Context, ready: Callable[[], None] = lambda: None) -> Starlette:
    """Makes the application that answers requests; `ready` is called once it can."""

    @asynccontextmanager
    async def alive(_app: Starlette) -> AsyncIterator[None]:
        ready()
        yield

    return Starlette(
        routes=pages.routes(context),
        lifespan=alive,
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={HTTPException: _refused, KgError: _fault},
    )


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _told(request, error.status_code, error.detail, dict(error.headers or {}))


async def _fault(request: Request, error: Exception) -> Response:
    status = 404 if isinstance(error, NothingFoundError) else 400 if isinstance(error, QueryError) else 503
    return _told(request, status, str(error), {})


def _told(request: Request, status: int, reason: str, headers: dict[str, str]) -> Response:
    """Tells of a fault: a page where the client reads pages, else a line of text."""
    if chosen(request.headers.get("accept"), ("text/plain", "text/html")) == "text/html":
        response = pages.error(request, status, reason)
    else:
        response = fault(status, reason)
    response.headers.update(headers)
    return response
