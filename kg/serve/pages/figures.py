"""Figures and claims: the list of figures, and the chain behind one, from its speaker to its words in an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import QuestionError
from kg.explain import claim as claims
from kg.explain import gather
from kg.serve.choices import choices
from kg.serve.pages.paging import listed
from kg.serve.pages.render import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.serve.catalogue import Row
    from kg.serve.view import View

_MOST = 60


def every(request: Request, view: View) -> Response:
    """Lists the figures, those of a number, a kind or in dispute if that is asked."""
    asked, kind = request.query_params.get("number", "").strip(), request.query_params.get("kind", "")
    disputed = request.query_params.get("disputed", "")
    number = asked.replace(",", "").replace(" ", "")
    if asked and (not (number.isascii() and number.isdecimal()) or len(number) > 12):
        raise QuestionError(f"number: {asked[:40]!r} is no whole number; write it as 909 or 1,200")
    filters = [
        ("(minimum = CAST(? AS INTEGER) OR maximum = CAST(? AS INTEGER))", number, number),
        ("instr(people, ? || ' ') = 1", kind),
    ]
    if disputed:
        filters.append(("differs > 0",))
    found, cut = listed(request, view.catalogue, "figures", filters, "position", view="told")
    return page(
        request, view, "figures", active="figures", figures=found, cut=cut, number=asked, kind=kind, disputed=disputed,
        kinds=choices("counted"),
    )  # fmt: skip


def one(request: Request, view: View, iri: str) -> Response:
    """Shows the chain behind a figure: speaker, relay, passage, article, exchange; who agrees and who differs."""
    graph = view.graph()
    figure = gather.figure(graph, iri)
    row = view.catalogue.row("SELECT * FROM told WHERE figure = ?", iri)
    assert row is not None
    alike = "exchange = ? AND exchange != '' AND people = ? AND role = ? AND bounds = ? AND figure != ?"
    same = view.catalogue.rows(
        f"SELECT * FROM told WHERE {alike} ORDER BY published = '', published, name, start LIMIT ?",
        row["exchange"], row["people"], row["role"], row["bounds"], iri, _MOST,
    )  # fmt: skip
    agrees = [one for one in same if one["speaker"] != row["speaker"] and one["stance"] not in ("denies", "declines")]
    pairs = _pairs(view, iri)
    return page(
        request,
        view,
        "figure",
        active="figures",
        iri=iri,
        figure=figure,
        row=row,
        claim=gather.claim(graph, row["claim"]),
        exchange=view.catalogue.row("SELECT * FROM exchanges WHERE iri = ?", row["exchange"]),
        links=gather.links(graph, (figure.report,))[:6] if figure.report else (),
        report=gather.report(graph, figure.report) if figure.report else None,
        agrees=agrees,
        repeats=[one for one in same if one not in agrees],
        contradicts=[one for one in pairs if not one[0]["both_true"]],
        compatible=[one for one in pairs if one[0]["both_true"]],
        neighbours=_neighbours(view, row),
    )


def _pairs(view: View, iri: str) -> list[tuple[Row, Row]]:
    """Finds the figures that differ from one: how, and who gives them."""
    found = []
    for end, far in (("a", "b"), ("b", "a")):
        rows = view.catalogue.rows(f"SELECT * FROM pairs WHERE {end} = ? ORDER BY iri LIMIT ?", iri, _MOST)
        others = ((row, view.catalogue.row("SELECT * FROM told WHERE figure = ?", row[far])) for row in rows)
        found += [(row, other) for row, other in others if other is not None]
    return sorted(found, key=lambda one: (one[1]["published"] or "~", one[1]["name"], one[1]["start"]))


def _neighbours(view: View, row: Row) -> list[Row]:
    """Finds the other figures that the article gives of the exchange: the parts and sums that belong with this one."""
    return view.catalogue.rows(
        "SELECT * FROM told WHERE exchange = ? AND exchange != '' AND article = ? AND figure != ? "
        "ORDER BY start LIMIT 12",
        row["exchange"], row["article"], row["figure"],
    )  # fmt: skip


def claim(request: Request, view: View, iri: str) -> Response:
    """Shows a claim: who says it to whom, where, about what, and how others answer it."""
    graph = view.graph()
    found = gather.claim(graph, iri)
    return page(
        request,
        view,
        "claim",
        active="figures",
        iri=iri,
        claim=found,
        row=view.catalogue.row("SELECT * FROM spoken WHERE claim = ?", iri),
        figures=view.catalogue.rows("SELECT * FROM told WHERE claim = ? ORDER BY start, figure", iri),
        exchange=view.catalogue.row("SELECT * FROM exchanges WHERE iri = ?", found.exchange),
        report=gather.report(graph, found.report) if found.report else None,
        answers=claims.answers(graph, iri)[:_MOST],
        mentions=view.catalogue.rows(
            "SELECT DISTINCT actor AS iri, COALESCE(actors.label, places.label) AS label FROM mentions "
            "LEFT JOIN actors ON actors.iri = actor LEFT JOIN places ON places.iri = actor WHERE claim = ? "
            "AND COALESCE(actors.label, places.label) IS NOT NULL ORDER BY 2",
            iri,
        ),
    )
