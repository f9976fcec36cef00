"""The page at `/sparql` for people: an editor for queries, with the stored questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.serve.context import Context


def page(_request: Request, _context: Context) -> Response:
    """Gives the page."""
    return HTMLResponse(
        "<!doctype html><title>SPARQL</title><form><textarea name=query></textarea><button>Ask</button></form>"
    )
