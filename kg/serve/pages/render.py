"""Writes pages from templates: everything from articles is escaped, and what could mislead the eye is made visible."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from kg.explain import words as wording
from kg.printable import plain

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.serve.view import View

FOLDER = Path(str(files("kg.serve")))
KINDS = ("article", "exchange", "claim", "figure", "agent", "place", "channel")
"""The folders of the data whose things have pages of the same path; all others are shown by `/thing?iri=`."""

_DOCUMENTS = (("text/turtle", ".ttl"), ("application/ld+json", ".jsonld"), ("application/n-triples", ".nt"))
_SAFE = "/%:@!$&'()*+,;=~-._"
_BACKTICKS = re.compile("`([^`]+)`")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_UKRAINIAN, _RUSSIAN = re.compile("[іїєґІЇЄҐ]"), re.compile("[ыэъёЫЭЪЁ]")


def _finalized(value: object) -> object:
    """Makes what comes from articles safe to look at; control characters and turns of direction become visible."""
    return plain(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


_environment = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=_finalized,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(request: Request, view: View | None, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Writes a page.

    Args:
        request: what was asked.
        view: the state of the graph; None for a page that tells of none.
        template: the template's name without its ending.
        status: the HTTP status.
        values: what the template shows.
    """
    known: dict[str, Any] = {
        "href": lambda iri: href(view.base if view else "", iri),
        "asked": request.query_params,
        "path": request.url.path,
        "here": lambda **changes: changed(request, **changes),
        "alternates": _alternates(view, values.get("iri", "")),
        "active": "",
    }
    text = _environment.get_template(f"{template}.html").render(known | values)
    return HTMLResponse(text, status, headers={"Vary": "Accept"})


def _alternates(view: View | None, iri: str) -> list[tuple[str, str]]:
    """Gives the documents with what the graph tells of a thing, by media type."""
    if view is None or not iri.startswith(view.base):
        return []
    path = quote(iri.removeprefix(view.base), safe=_SAFE)
    return [(media_type, f"/about/{path}{ending}") for media_type, ending in _DOCUMENTS]


def href(base: str, iri: str) -> str:
    """Gives the address of the page about a thing; a passage's is its place in the article."""
    thing, hash_, fragment = iri.partition("#")
    if base and thing.startswith(base) and thing.removeprefix(base).partition("/")[0] in KINDS:
        path = "/" + quote(thing.removeprefix(base), safe=_SAFE)
        return path + (f"#{quote(fragment, safe='=,')}" if hash_ else "")
    return "/thing?" + urlencode({"iri": iri})


def changed(request: Request, **changes: str | int) -> str:
    """Gives the address of the page asked for with other parameters; an empty one is left out."""
    known: dict[str, str | int] = {name: value for name, value in request.query_params.items() if value}
    told = {name: str(value) for name, value in (known | changes).items() if value != ""}
    return request.url.path + (f"?{urlencode(told)}" if told else "")


def _named(text: str) -> Markup:
    """Writes a name with its language where its letters tell it, for screen readers."""
    shown = escape(plain(text or ""))
    if not _CYRILLIC.search(text or ""):
        return shown
    language = "uk" if _UKRAINIAN.search(text) else "ru" if _RUSSIAN.search(text) else "und-Cyrl"
    return Markup('<span lang="{}">{}</span>').format(language, shown)


def _coded(text: str) -> Markup:
    """Writes what stands between backticks as code."""
    return Markup(_BACKTICKS.sub(r"<code>\1</code>", str(escape(plain(text)))))


def _outside(url: str) -> str:
    """Gives an address outside that may be a link, "" for one that could run something."""
    return url if urlsplit(url).scheme in ("http", "https") else ""


_environment.filters |= {
    "named": _named,
    "coded": _coded,
    "day": wording.shown,
    "number": lambda value: f"{value:,}",
    "outside": _outside,
    "stance": lambda value: wording.STANCES.get(value, value),
    "manner": lambda value: wording.MANNERS.get(value, value),
    "role": lambda value: wording.IN_SHORT.get(value, value),
    "why": lambda value: wording.WHYS.get(value, value),
    "rule": lambda value: wording.RULES.get(value, ""),
    "plural": lambda count, noun: f"{count:,} {noun}{'' if count == 1 else 's'}",
}
