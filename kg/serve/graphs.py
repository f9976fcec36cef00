"""Whole graphs, by the reading half of the SPARQL 1.1 Graph Store HTTP Protocol.

https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from kg import sparql
from kg.results import GRAPHS, Dataset, Wanted
from kg.serve.responses import asked, graph_type, not_acceptable, sent
from kg.serve.worker import Job

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from kg.serve.context import Context

PATH = "/data"
_METHODS = "GET, HEAD, OPTIONS"
_ALL = "CONSTRUCT WHERE { ?subject ?property ?value }"


def routes(context: Context) -> list[BaseRoute]:
    """Gives the routes of the graph store."""

    async def graph_store(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": _METHODS})
        if request.method not in ("GET", "HEAD"):
            raise HTTPException(405, "graphs can be read here, not written; `kg build` does that", {"Allow": _METHODS})
        dataset, name = _chosen(request)
        kind = graph_type(request.headers.get("accept"))
        if kind is None:
            raise not_acceptable("a graph", GRAPHS)
        reply = await asked(request, context.pool, Job(_ALL, Wanted(None, kind[1]), dataset))
        if dataset and not reply.rows:
            raise HTTPException(404, f"there is no graph {name}")
        return sent(reply, kind[0])

    methods = ["GET", "OPTIONS", "PUT", "POST", "DELETE", "PATCH"]
    return [Route(PATH, graph_store, methods=methods, name="data")]


def _chosen(request: Request) -> tuple[Dataset | None, str]:
    """Tells which graph is asked for; none is the union of all, the default graph of this store."""
    names = request.query_params.getlist("graph")
    default = "default" in request.query_params
    if len(names) + default != 1:
        raise HTTPException(400, "name one graph: /data?graph=IRI, or /data?default for the union of all")
    if default:
        return None, ""
    sparql.iri(names[0])
    return Dataset((names[0],)), names[0]
