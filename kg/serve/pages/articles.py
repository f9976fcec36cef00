"""Articles: the list of them, and one with its claims marked where they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.errors import QuestionError
from kg.explain import gather
from kg.explain.when import period
from kg.model import Span
from kg.serve.marking import Mark, paragraphs
from kg.serve.pages.paging import listed
from kg.serve.pages.render import page
from kg.vocab import KG, NIF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.serve.catalogue import Row
    from kg.serve.view import View


def day(request: Request, name: str) -> str:
    """Reads a parameter that is a day, a month or a year: its first day, for `until` its last; "" for none.

    Raises:
        QuestionError: it is none of these.
    """
    asked = request.query_params.get(name, "").strip()
    if not asked:
        return ""
    found = period(asked)
    if found is None:
        raise QuestionError(f"{name}: {asked[:40]!r} is no day; write it as 2025-05-16, or leave it out")
    return found[1] if name == "until" else found[0]


def every(request: Request, view: View) -> Response:
    """Lists the articles, the newest first, of one outlet and of some days if that is asked."""
    outlet, since, until = request.query_params.get("outlet", ""), day(request, "since"), day(request, "until")
    filters = (("outlet = ?", outlet), ("published >= ?", since), ("published != '' AND published <= ?", until))
    found, cut = listed(request, view.catalogue, "articles", filters, "published DESC, name")
    outlets = view.catalogue.rows(
        "SELECT outlet AS iri, outlet_label AS label, COUNT(*) AS many FROM articles WHERE outlet != '' "
        "GROUP BY outlet ORDER BY outlet_label"
    )
    return page(
        request, view, "articles", active="articles", articles=found, cut=cut, outlets=outlets, outlet=outlet,
        since=since, until=until,
    )  # fmt: skip


def one(request: Request, view: View, iri: str) -> Response:
    """Shows an article: its text with claims, figures and boilerplate marked, and beside it who says what."""
    graph = view.graph()
    text = graph.one(iri, NIF.isString)
    claims = view.catalogue.rows(
        "SELECT claims.*, exchanges.kind, exchanges.days FROM claims LEFT JOIN exchanges ON exchanges.iri = exchange "
        'WHERE article = ? ORDER BY start, "end", speaker_label, claims.iri',
        iri,
    )
    figures: dict[str, list[Row]] = defaultdict(list)
    for figure in view.catalogue.rows(
        "SELECT figures.* FROM figures JOIN claims ON claims.iri = claim WHERE article = ? "
        "ORDER BY figures.start, figures.iri",
        iri,
    ):
        figures[figure["claim"]].append(figure)
    numbers = {claim["iri"]: number for number, claim in enumerate(claims, 1)}
    marks = [*_dimmed(graph.all(iri, KG.boilerplate)), *_claimed(claims, figures, numbers)]
    shown = list(paragraphs(text, marks))
    notes: dict[int, list[Row]] = defaultdict(list)
    starts = [one.start for one in shown]
    for claim in claims:
        # The paragraph in which its words begin.
        at = max((start for start in starts if start <= max(claim["start"], starts[0])), default=0) if starts else 0
        notes[at].append(claim)
    meetings = view.catalogue.rows(
        "SELECT DISTINCT exchanges.* FROM exchanges JOIN claims ON claims.exchange = exchanges.iri WHERE article = ? "
        "ORDER BY latest, exchanges.iri",
        iri,
    )
    return page(
        request,
        view,
        "article",
        active="articles",
        iri=iri,
        article=gather.article(graph, iri),
        outlet=view.catalogue.row("SELECT outlet AS iri FROM articles WHERE iri = ?", iri),
        copies=_copies(view, gather.article(graph, iri).copies),
        paragraphs=shown,
        notes=notes,
        numbers=numbers,
        figures=figures,
        claims=claims,
        meetings=meetings,
        length=len(text),
    )


def _copies(view: View, names: tuple[str, ...]) -> list[Row]:
    return [row for name in names for row in view.catalogue.rows("SELECT iri, name FROM articles WHERE name = ?", name)]


def _dimmed(strings: tuple[str, ...]) -> Iterator[Mark]:
    for string in strings:
        place = Span.of(string)
        yield Mark(place.start, place.end, ("boilerplate",))


def _claimed(claims: list[Row], figures: dict[str, list[Row]], numbers: dict[str, int]) -> Iterator[Mark]:
    """Gives one mark for each passage, whatever number of claims it carries, and one for each figure's words."""
    passages = {(claim["start"], claim["end"]): numbers[claim["iri"]] for claim in reversed(claims)}
    told = {}
    for many in figures.values():
        for one in many:
            place = (one["start"], one["end"])
            if place not in told or one["differs"]:
                told[place] = one
    places = sorted({*passages, *told})
    for (start, end), number in passages.items():
        kinds = ("claim", "figure") if (start, end) in told else ("claim",)
        found = told.get((start, end))
        # A link can't hold another.
        leads = found and not _holds(start, end, places)
        yield Mark(start, end, (*kinds, *_state(found)), number, found["iri"] if found and leads else "")
    for (start, end), one in told.items():
        if (start, end) not in passages:
            iri = "" if _holds(start, end, places) else one["iri"]
            yield Mark(start, end, ("figure", *_state(one)), 0, iri)


def _holds(start: int, end: int, places: list[tuple[int, int]]) -> bool:
    """Tells whether another stretch begins within one."""
    at = bisect_left(places, (start, 0))
    return any(
        place != (start, end)
        for place in places[at : bisect_left(places, (end, 0))]
        if place[1] <= end or place[0] > start
    )


def _state(figure: Row | None) -> tuple[str, ...]:
    return ("disputed",) if figure and figure["differs"] else ()
