"""The pages for people."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from kg.serve.context import Context
    from kg.serve.snapshot import Snapshot


def routes(context: Context) -> list[BaseRoute]:
    """Gives the routes of all pages.

    A handler that is no coroutine runs in a thread; it takes `context.now()` once.
    """

    def home(_request: Request) -> Response:
        return HTMLResponse(f"<!doctype html><title>kg</title><p>{context.now().store.count()} statements")

    return [Route("/", home, name="home")]


def address(snapshot: Snapshot, iri: str) -> str | None:
    """Gives the path, on this server, of the page about what an IRI of the data names; None where there is none."""
    return None


def error(request: Request, status: int, reason: str) -> Response:
    """Gives the page that tells of a fault and what to do."""
    return HTMLResponse(f"<!doctype html><title>{status}</title><p>{escape(reason)}", status)
