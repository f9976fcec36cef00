"""The first page: what is in the graph, the newest exchanges, and where figures can't both be true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.serve.pages.render import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.serve.catalogue import Row
    from kg.serve.view import View

_NEWEST = 8
_TABLES = ("articles", "claims", "figures", "exchanges")

CLASHES = """
SELECT pairs.exchange, exchanges.kind, exchanges.days, exchanges.sides, a.iri AS a, b.iri AS b, a.bounds AS a_bounds,
  b.bounds AS b_bounds, a.about AS about, said_a.speaker_label AS a_speaker, said_b.speaker_label AS b_speaker,
  pairs.why, pairs.comment, COUNT(*) AS many
FROM pairs JOIN figures a ON a.iri = pairs.a JOIN figures b ON b.iri = pairs.b
  JOIN claims said_a ON said_a.iri = a.claim JOIN claims said_b ON said_b.iri = b.claim
  LEFT JOIN exchanges ON exchanges.iri = pairs.exchange
"""


def home(request: Request, view: View) -> Response:
    """Shows the first page."""
    catalogue = view.catalogue
    newest = catalogue.rows(
        "SELECT * FROM exchanges WHERE latest != '' ORDER BY latest DESC, earliest DESC, iri LIMIT ?", _NEWEST
    )
    disputed = catalogue.rows(
        "SELECT * FROM exchanges WHERE disagreements > 0 ORDER BY latest DESC, iri LIMIT ?", _NEWEST - 2
    )
    days = catalogue.row("SELECT MIN(published) AS first, MAX(published) AS last FROM articles WHERE published != ''")
    return page(
        request,
        view,
        "home",
        counts={table: catalogue.number(f"SELECT COUNT(*) FROM {table}") for table in _TABLES},
        outlets=catalogue.number("SELECT COUNT(DISTINCT outlet) FROM articles WHERE outlet != ''"),
        disagreements=catalogue.number("SELECT COUNT(*) FROM pairs WHERE NOT both_true"),
        days=days,
        newest=[(one, flows(view, str(one["iri"]))) for one in newest],
        disputed=[(one, clash(view, str(one["iri"]))) for one in disputed],
        speakers=catalogue.rows("SELECT * FROM actors WHERE claims > 0 ORDER BY claims DESC, label LIMIT 8"),
    )


def flows(view: View, exchange: str) -> list[Row]:
    """Gives what each side of an exchange received as its claims support it, the largest first."""
    return view.catalogue.rows(
        "SELECT * FROM flows WHERE exchange = ? ORDER BY receiver = '', COALESCE(maximum, minimum) DESC, receiver",
        exchange,
    )


def clash(view: View, exchange: str) -> Row | None:
    """Gives one pair of figures of an exchange that can't both be true: the one that most claims are at odds over."""
    return view.catalogue.row(
        CLASHES + "WHERE NOT both_true AND pairs.exchange = ? GROUP BY a_bounds, b_bounds, pairs.why "
        "ORDER BY many DESC, a, b LIMIT 1",
        exchange,
    )
