"""The pages for people: one module for each kind of page.

A page is made in a thread, of one state of the graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.serve.pages import actors, articles, exchanges, figures, home, questions, search, things, validation
from kg.serve.pages.render import FOLDER, href, page

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from kg.serve.context import Context
    from kg.serve.snapshot import Snapshot
    from kg.serve.view import View

    Page = Callable[[Request, View], Response]

_PAGES: dict[str, Page] = {
    "/": home.home,
    "/exchanges": exchanges.every,
    "/articles": articles.every,
    "/actors": actors.every,
    "/figures": figures.every,
    "/search": search.results,
    "/suggest": search.suggestions,
    "/questions": questions.every,
    "/thing": things.named,
    **{f"/{kind}/{{rest:path}}": things.placed for kind in things.KINDS},
}


def routes(context: Context) -> list[BaseRoute]:
    """Gives the routes of all pages."""
    checks = validation.Checks(context)

    def shown(make: Page) -> Callable[[Request], Awaitable[Response]]:
        async def given(request: Request) -> Response:
            return await context.given(request, lambda view: run_in_threadpool(make, request, view))

        return given

    async def question(request: Request) -> Response:
        return await context.given(request, lambda view: questions.one(request, view, context))

    async def report(request: Request) -> Response:
        return await run_in_threadpool(checks.page, request, await context.view())

    return [
        Route("/questions/{name}", question, name="/questions/{name}"),
        *(Route(path, shown(make), name=path) for path, make in _PAGES.items()),
        Route("/validation", report, name="/validation"),
        Mount("/static", StaticFiles(directory=FOLDER / "static"), name="static"),
    ]


def address(snapshot: Snapshot, iri: str) -> str | None:
    """Gives the path, on this server, of the page about what an IRI of the data names; None where there is none."""
    if things.known(snapshot.store, iri):
        return href(snapshot.base, things.leading(snapshot.store, iri))
    return None


def error(request: Request, status: int, reason: str) -> Response:
    """Gives the page that tells of a fault and what to do."""
    return page(request, None, "error", status, reason=reason, title=_TITLES.get(status, "Something went wrong"))


_TITLES = {
    400: "That can’t be asked so",
    404: "Nothing is here",
    405: "That can’t be done here",
    503: "The graph can’t be read now",
    504: "That took too long",
}
