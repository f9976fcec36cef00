"""What the IRIs of the data lead to: a page for people, statements for programs (https://www.w3.org/TR/cooluris/).

An IRI under the data's base names a claim, an actor, an exchange; what it leads to is about that, so `/id/…` answers
303.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg import sparql
from kg.errors import QueryError
from kg.results import GRAPHS, Dataset, Wanted
from kg.serve import pages
from kg.serve.media import chosen
from kg.serve.responses import asked, graph_type, not_acceptable, sent
from kg.serve.worker import Job

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from kg.serve.context import Context

IDS, DOCUMENTS = "/id/", "/about/"
_ENDINGS = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".jsonld": "application/ld+json",
}
_ABOUT = "CONSTRUCT { %s ?p ?o . ?s ?q %s } WHERE { { %s ?p ?o } UNION { ?s ?q %s } }"
# The passages of an article are named by fragments, which no server ever sees: its document tells of them.
_ARTICLE = 'CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?s = %s || STRSTARTS(STR(?s), "%s#")) }'
_GRAPH = "CONSTRUCT WHERE { ?s ?p ?o }"


def routes(context: Context) -> list[BaseRoute]:
    """Gives the routes of the data's IRIs and of the documents about them."""

    async def named(request: Request) -> Response:
        path = _path(request, IDS)
        kind = chosen(request.headers.get("accept"), (*GRAPHS, "text/html"))
        if kind is None:
            raise not_acceptable("what is known of this", (*GRAPHS, "text/html"))
        if kind == "text/html":
            snapshot = context.now()
            page = await run_in_threadpool(pages.address, snapshot, _iri(snapshot.base, path))
            if page is not None:
                return _see_other(page)
        ending = next(ending for ending, one in _ENDINGS.items() if one == (kind if kind in GRAPHS else GRAPHS[0]))
        return _see_other(f"{DOCUMENTS}{path}{ending}")

    async def about(request: Request) -> Response:
        path, kind = _path(request, DOCUMENTS), graph_type(request.headers.get("accept"))
        for ending, media_type in _ENDINGS.items():
            if path.endswith(ending):
                path, kind = path.removesuffix(ending), (media_type, media_type)
        if kind is None:
            raise not_acceptable("what is known of this", GRAPHS)
        snapshot = context.now()
        iri = _iri(snapshot.base, path)
        reply = await asked(request, context.pool, _job(snapshot.base, path, iri, Wanted(None, kind[1])))
        if not reply.rows:
            raise HTTPException(404, f"nothing in the graph is called {iri}")
        return sent(reply, kind[0])

    return [
        Route(f"{IDS}{{path:path}}", named, name="id"),
        Route(f"{DOCUMENTS}{{path:path}}", about, name="about"),
    ]


def _job(base: str, path: str, iri: str, wanted: Wanted) -> Job:
    if path.startswith("graph/"):
        return Job(_GRAPH, wanted, Dataset((iri,)))
    if path.startswith("article/"):
        graph = f"{base}graph/{path}"
        return Job(_ARTICLE % (sparql.iri(iri), iri), wanted, Dataset((graph,)))
    return Job(_ABOUT.replace("%s", sparql.iri(iri)), wanted)


def _path(request: Request, start: str) -> str:
    """Gives what stands after the route's start, percent-encoded as the client sent it: so it stands in the IRI too."""
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    return raw.decode("ascii", "replace").partition("?")[0].removeprefix(start)


def _iri(base: str, path: str) -> str:
    iri = base + path
    try:
        sparql.iri(iri)
    except QueryError:
        raise HTTPException(404, f"{unquote(iri)!r} is no IRI") from None
    return iri


def _see_other(place: str) -> Response:
    return RedirectResponse(place, 303, {"Vary": "Accept"})
