"""The page of any thing of the data: told apart by its type, and where there is no page for that, as its statements."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from kg.errors import QueryError
from kg.explain.actor import TYPES
from kg.serve.pages import actors, articles, exchanges, figures
from kg.serve.pages.render import KINDS, href, page
from kg.sparql import iri as spelt
from kg.vocab import KG, NIF, PREFIXES, PROV, RDF, SDO

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.serve.view import View
    from kg.store import Store

__all__ = ["KINDS", "described", "known", "leading", "named", "placed"]

_LEADS = (KG.inExchange, KG.describes, NIF.referenceContext)
_MOST = 500


def placed(request: Request, view: View) -> Response:
    """Shows what the path names, under the IRI of the data."""
    # As it was sent: an IRI's own escapes must not be read twice.
    sent = request.scope.get("raw_path", b"").decode("ascii", "replace").partition("?")[0].lstrip("/")
    for path in (sent, unquote(sent)):
        if known(view.store, view.base + path):
            return _shown(request, view, view.base + path)
    raise HTTPException(404, f"the graph tells of no {unquote(sent)[:200]!r}; search for its name, a figure or a day")


def named(request: Request, view: View) -> Response:
    """Shows what the parameter `iri` names."""
    iri = request.query_params.get("iri", "").strip()
    if not iri:
        raise HTTPException(400, "give the IRI of a thing: /thing?iri=…")
    if not known(view.store, iri):
        raise HTTPException(404, f"the graph tells nothing of {iri[:200]!r}; search for its name, a figure or a day")
    lead = leading(view.store, iri)
    if lead != iri or not href(view.base, iri).startswith("/thing?"):
        return RedirectResponse(href(view.base, lead), 303)
    return _shown(request, view, iri)


def known(store: Store, iri: str) -> bool:
    """Tells whether the graph tells of a thing; a malformed IRI is of none."""
    try:
        spelt(iri)
    except QueryError:
        return False
    return bool(store.values(iri)) or described(store, iri)


def described(store: Store, iri: str) -> bool:
    """Tells whether some article says what a thing is."""
    return bool(store.subjects(str(KG.describes), iri))


def leading(store: Store, iri: str) -> str:
    """Gives the thing on whose page another is told of: a passage's article, a flow's exchange; else itself."""
    told = store.values(iri)
    types = {value for name, _, value in told if name == str(RDF.type)}
    if str(NIF.Context) in types:
        return iri
    if str(KG.Report) in types:
        return next((value for name, _, value in sorted(told) if name == str(PROV.wasDerivedFrom)), iri)
    if str(NIF.String) in types:
        return iri
    return next((value for lead in _LEADS for name, _, value in sorted(told) if name == str(lead)), iri)


def _shown(request: Request, view: View, iri: str) -> Response:
    types = {value for name, _, value in view.store.values(iri) if name == str(RDF.type)}
    if str(NIF.Context) in types or str(SDO.NewsArticle) in types:
        return articles.one(request, view, iri)
    if str(KG.Exchange) in types:
        return exchanges.one(request, view, iri)
    if str(KG.Claim) in types:
        return figures.claim(request, view, iri)
    if str(KG.Figure) in types:
        return figures.one(request, view, iri)
    if str(SDO.Place) in types:
        return actors.place(request, view, iri)
    if types & set(TYPES) or described(view.store, iri):
        return actors.one(request, view, iri)
    return _statements(request, view, iri)


def _statements(request: Request, view: View, iri: str) -> Response:
    def short(term: str) -> str:
        found = (f"{name}:{term.removeprefix(start)}" for name, start in PREFIXES.items() if term.startswith(start))
        return next(found, term)

    found = sorted(view.store.values(iri))
    told = [(short(name), value, short(value), language) for name, language, value in found[:_MOST]]
    return page(request, view, "thing", iri=iri, short=iri.removeprefix(view.base), told=told, base=view.base)
