"""Search over names, figures, days and quotations, the most relevant first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from starlette.responses import JSONResponse

from kg.explain.when import period
from kg.serve import folding
from kg.serve.pages.paging import paging
from kg.serve.pages.render import href, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.serve.catalogue import Row
    from kg.serve.pages.paging import Paging
    from kg.serve.view import View

_FEW, _MANY, _SUGGESTED = 5, 25, 12
_LONGEST = 300
_NUMBER = re.compile(r"\d{1,3}(?:[,\u00a0 ]\d{3})+|\d{1,12}")
_HEADINGS = {
    "figure": "Figures",
    "exchange": "Exchanges",
    "actor": "Actors",
    "place": "Places",
    "article": "Articles",
    "claim": "What was said",
}
# What follows its labels in the index: the row that the page shows.
_ROWS = {
    "actor": "SELECT * FROM actors WHERE iri = ?",
    "place": "SELECT * FROM places WHERE iri = ?",
    "exchange": "SELECT * FROM exchanges WHERE iri = ?",
    "article": "SELECT * FROM articles WHERE iri = ?",
    "claim": "SELECT * FROM spoken WHERE claim = ?",
}


class Section(NamedTuple):
    """The findings of one kind: some of so many."""

    kind: str
    heading: str
    total: int
    rows: list[Row]


def results(request: Request, view: View) -> Response:
    """Shows what was found for the words, figure or day asked for."""
    asked = request.query_params.get("q", "").strip()[:_LONGEST]
    kind = request.query_params.get("kind", "")
    wanted = folding.words(asked)
    found: list[Section] = []
    cut: Paging | None = None
    if wanted:
        totals = {one: _total(view, one, asked, wanted) for one in _HEADINGS}
        if kind in _HEADINGS:
            cut = paging(request, totals[kind], _MANY)
            rows = _found(view, kind, asked, wanted, cut.size, cut.offset)
            found = [Section(kind, _HEADINGS[kind], totals[kind], rows)]
        else:
            found = [
                Section(one, heading, totals[one], _found(view, one, asked, wanted, _FEW, 0))
                for one, heading in _HEADINGS.items()
                if totals[one]
            ]
            # What a name or a number is of comes before words that happen to be said.
            found.sort(key=lambda section: section.kind == "claim")
    return page(
        request, view, "search", active="search", q=asked, kind=kind, sections=found, cut=cut, wanted=wanted,
        total=sum(section.total for section in found), marked=lambda text: marked(text, wanted),
    )  # fmt: skip


def suggestions(request: Request, view: View) -> Response:
    """Gives names that begin with what was typed, as JSON: label, kind and address."""
    wanted = folding.words(request.query_params.get("q", "")[:_LONGEST])
    found = [
        {"label": row["label"] if kind != "exchange" else f"{row['kind']}, {row['sides']}, {row['days']}", "kind": kind}
        | {"href": href(view.base, row["iri"])}
        for kind in ("actor", "exchange", "place")
        for row in (_found(view, kind, "", wanted, _SUGGESTED // 3, 0) if wanted else ())
    ]
    return JSONResponse(found)


def marked(text: str, wanted: list[str]) -> list[tuple[str, bool]]:
    """Cuts a text into pieces, each with whether its words were searched for."""
    pieces, at = [], 0
    for start, end in folding.matching(text, wanted):
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def _match(wanted: list[str]) -> str:
    """Writes a question to the index: all words, the last one perhaps not typed to its end."""
    last = f'"{wanted[-1]}"' + ("*" if len(wanted[-1]) > 1 else "")
    return " AND ".join([*(f'"{word}"' for word in wanted[:-1]), last])


def _number(asked: str) -> int | None:
    return int(re.sub(r"\D", "", asked)) if _NUMBER.fullmatch(asked) else None


def _total(view: View, kind: str, asked: str, wanted: list[str]) -> int:
    number = _number(asked)
    if kind == "figure":
        count = "SELECT COUNT(*) FROM figures WHERE minimum = ?1 OR maximum = ?1"
        return view.catalogue.number(count, number) if number is not None else 0
    days = period(asked) if kind == "exchange" else None
    if days:
        return view.catalogue.number(f"SELECT COUNT(*) FROM exchanges WHERE {_ON}", days[1], days[0])
    if number is not None and kind in ("actor", "place", "exchange"):
        return 0
    if kind == "claim":
        return view.catalogue.number("SELECT COUNT(*) FROM quoted WHERE quoted MATCH ?", _match(wanted))
    return view.catalogue.number("SELECT COUNT(*) FROM named WHERE named MATCH ? AND kind = ?", _match(wanted), kind)


def _found(view: View, kind: str, asked: str, wanted: list[str], limit: int, offset: int) -> list[Row]:
    catalogue = view.catalogue
    if kind == "figure":
        return catalogue.rows(
            "SELECT * FROM told WHERE minimum = ?1 OR maximum = ?1 "
            "ORDER BY role != 'total', exchange = '', published DESC, name, start LIMIT ?2 OFFSET ?3",
            _number(asked), limit, offset,
        )  # fmt: skip
    days = period(asked) if kind == "exchange" else None
    if days:
        every = f"SELECT * FROM exchanges WHERE {_ON} ORDER BY earliest, iri LIMIT ? OFFSET ?"
        return catalogue.rows(every, days[1], days[0], limit, offset)
    if kind == "claim":
        said = "SELECT iri FROM quoted WHERE quoted MATCH ? ORDER BY rank LIMIT ? OFFSET ?"
        hits = catalogue.rows(said, _match(wanted), limit, offset)
    else:
        # Of actors that match, those that say most come first.
        first = "(SELECT claims FROM actors WHERE actors.iri = named.iri) DESC, " if kind == "actor" else ""
        hits = catalogue.rows(
            f"SELECT iri FROM named WHERE named MATCH ? AND kind = ? ORDER BY {first}rank, iri LIMIT ? OFFSET ?",
            _match(wanted), kind, limit, offset,
        )  # fmt: skip
    rows = (catalogue.row(_ROWS[kind], hit["iri"]) for hit in hits)
    return [row for row in rows if row is not None]


_ON = "earliest != '' AND latest != '' AND earliest <= ? AND latest >= ?"
