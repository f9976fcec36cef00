"""The page at `/sparql` for people: an editor for queries with the stored questions, and the answer as a table."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from kg import query as questions
from kg.errors import KgError, QuestionError
from kg.results import JSON, Wanted
from kg.serve.openapi import examples
from kg.serve.pages.render import page
from kg.serve.responses import asked
from kg.serve.security import POLICY
from kg.serve.worker import Job
from kg.settings import asset
from kg.vocab import KG, PREFIXES

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from kg.query import Question
    from kg.serve.context import Context

SHOWN = 1000
"""So many rows of an answer the page shows at most."""

FORMATS = {
    "html": "a page",
    "csv": "CSV",
    "tsv": "TSV",
    "json": "JSON",
    "xml": "XML",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "rdf": "RDF/XML",
    "jsonld": "JSON-LD",
}
"""What the form can ask for by the parameter `format`, which goes before `Accept`."""

_BUNDLE = ("yasgui.js", "yasgui.css")
# The two styles that the editor brings with its script, by their hashes: of the columns that can be drawn wider, and of
# what a hint on a fault in a query underlines.
_STYLES = (
    "'unsafe-hashes' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk=' "
    "'sha256-EntWS0hFrz2vH7susM+dPUxvHlL6sBswmM8K80E5oUk='"
)
_START = f"""PREFIX kg: <{KG}>

SELECT ?speaker (COUNT(DISTINCT ?claim) AS ?claims)
WHERE {{
  ?claim a kg:Claim ; kg:speaker ?speaker .
}}
GROUP BY ?speaker
ORDER BY DESC(?claims)
LIMIT 20
"""


class _Cell(NamedTuple):
    text: str
    iri: bool


def routes() -> list[BaseRoute]:
    """Gives the route of the libraries that the page carries."""

    def library(request: Request) -> Response:
        path = asset(name) if (name := request.path_params["name"]) in (*_BUNDLE, "LICENSES.txt") else None
        if path is None:
            raise HTTPException(404, "there is no such file")
        return FileResponse(path, headers={"Cache-Control": "no-cache"})

    return [Route("/assets/{name}", library, name="assets")]


def form(request: Request, context: Context, endpoint: str) -> Response:
    """Gives the page with no answer yet; `name` chooses a stored question to begin with."""
    name = request.query_params.get("name", "")
    start = _text(questions.load(name)) if name in questions.names() else ""
    return _page(request, context, endpoint, start)


async def answered(request: Request, context: Context, endpoint: str, job: Job) -> Response:
    """Gives the page with the answer to a query, or with what is wrong with it."""
    try:
        job = Job(job.sparql, Wanted(JSON, "application/n-triples", SHOWN), job.dataset, job.base)
        reply = await asked(request, context.pool, job)
    except KgError as error:
        return _page(request, context, endpoint, job.sparql, status=400, reason=str(error))
    with reply.file as file:
        content = file.read().decode()
    if reply.media_type == JSON:
        columns, table = _rows(json.loads(content))
    else:
        columns, table = ["statement"], [[_Cell(line, False)] for line in content.splitlines()]
    told: dict[str, Any] = {"answered": True, "columns": columns, "table": table, "more": reply.cut}
    return _page(request, context, endpoint, job.sparql, **told)


def _page(request: Request, context: Context, endpoint: str, query: str, status: int = 200, **told: Any) -> Response:
    known: dict[str, Any] = {
        "active": "sparql",
        "endpoint": endpoint,
        "base": context.now().base,
        "rows": context.options.rows,
        "timeout": context.options.timeout,
        "bundled": all(map(asset, _BUNDLE)),
        "prefixes": PREFIXES,
        "tabs": [_tab(questions.load(name)) for name in questions.names()],
        "query": query,
        "start": _START,
        "formats": FORMATS.items(),
        "format": request.query_params.get("format", "html"),
        "reason": "",
        "answered": False,
    }
    response = page(request, None, "sparql", status, **known | told)
    response.headers["Content-Security-Policy"] = POLICY.replace("style-src 'self'", f"style-src 'self' {_STYLES}")
    return response


def _tab(question: Question) -> dict[str, str]:
    return {"name": question.name, "title": question.title or question.name, "text": _text(question)}


def _text(question: Question) -> str:
    """Gives a question to be asked as it stands: what it needs is as in its example."""
    shown = examples(question)
    values = {one.name: shown[one.name] for one in question.parameters if one.required and one.name in shown}
    try:
        text = questions.fill(question, values)
    except QuestionError:
        text = question.text
    return re.sub(r"^#\+.*\n", "", text, flags=re.MULTILINE).strip() + "\n"


def _rows(answer: dict[str, Any]) -> tuple[list[str], list[list[_Cell]]]:
    if "boolean" in answer:
        return ["answer"], [[_Cell("yes" if answer["boolean"] else "no", False)]]
    columns = answer["head"]["vars"]
    return columns, [[_cell(row.get(column)) for column in columns] for row in answer["results"]["bindings"]]


def _cell(term: dict[str, str] | None) -> _Cell:
    return _Cell(term["value"], term["type"] == "uri") if term else _Cell("", False)
