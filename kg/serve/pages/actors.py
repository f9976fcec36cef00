"""Actors and places: the list of actors, one with what it said and whom it is tied to, and one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.explain import actor as actors
from kg.explain import gather
from kg.explain.figure import counted_as
from kg.serve.choices import ACTORS
from kg.serve.neighbours import Tie, neighbours
from kg.serve.pages.paging import listed, paging
from kg.serve.pages.render import page
from kg.vocab import KG, ORG, PROV, RDF, SDO, SKOS

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.explain.graph import Graph
    from kg.serve.catalogue import Row
    from kg.serve.view import View

_SAID = 20
_LOOKED_AT, _SHOWN = 80, 12
_TIES = """
SELECT actors.iri, actors.label, actors.type, actors.side, COUNT(DISTINCT {claim}) AS many
FROM {tables} JOIN actors ON actors.iri = {other} WHERE {own} = ? AND actors.iri != ?1
GROUP BY actors.iri ORDER BY many DESC, actors.label LIMIT 12
"""
_ARTICLES = "claims JOIN articles ON articles.iri = article"
# How one is tied to another, the claims that are counted, and where the two stand in the tables.
_KINDS = (
    ("speaks about", "claim", "claims JOIN mentions ON mentions.claim = claims.iri", "mentions.actor", "speaker"),
    ("is spoken about by", "claim", "mentions JOIN claims ON claims.iri = mentions.claim", "speaker", "mentions.actor"),
    ("is relayed by", "claims.iri", "claims", "medium", "speaker"),
    ("relays", "claims.iri", "claims", "speaker", "medium"),
    ("is published by", "claims.iri", _ARTICLES, "outlet", "speaker"),
    ("publishes", "claims.iri", _ARTICLES, "speaker", "outlet"),
)
_STANDS = """
SELECT stance, actors.iri, actors.label, actors.type, actors.side, many FROM stands JOIN actors ON actors.iri = other
WHERE speaker = ? ORDER BY many DESC, label LIMIT 24
"""


def every(request: Request, view: View) -> Response:
    """Lists the actors, those that make most claims first, of one type or side if that is asked."""
    type_, side = request.query_params.get("type", ""), request.query_params.get("side", "")
    filters = (("type = ?", type_), ("side = ?", side))
    found, cut = listed(request, view.catalogue, "actors", filters, "claims DESC, label, iri")
    sides = view.catalogue.rows("SELECT DISTINCT side FROM actors WHERE side != '' ORDER BY side")
    return page(
        request, view, "actors", active="actors", actors=found, cut=cut, type=type_, side=side, types=ACTORS,
        sides=[one["side"] for one in sides],
    )  # fmt: skip


def one(request: Request, view: View, iri: str) -> Response:
    """Shows an actor: names, roles, what it said, about whom, and whom it is tied to."""
    graph, catalogue = view.graph(), view.catalogue
    same = counted_as(graph, iri)
    cut = paging(request, catalogue.number("SELECT COUNT(*) FROM claims WHERE speaker = ?", same), _SAID)
    said = catalogue.rows(
        "SELECT * FROM spoken WHERE speaker = ? ORDER BY published DESC, name, passage_start, claim LIMIT ? OFFSET ?",
        same, cut.size, cut.offset,
    )  # fmt: skip
    ties = {kind: _ties(view, same, *parts) for kind, *parts in _KINDS}
    stands = catalogue.rows(_STANDS, same)
    known = catalogue.row("SELECT * FROM actors WHERE iri = ?", same)
    types = sorted(actors.TYPES[one] for one in graph.all(same, str(RDF.type)) if one in actors.TYPES)
    label = graph.label(iri)
    return page(
        request,
        view,
        "actor",
        active="actors",
        iri=iri,
        label=label,
        names=_names(view, {iri, same}, label),
        type=known["type"] if known else next(iter(types), "actor"),
        side=graph.label(graph.one(same, KG.side)),
        side_iri=graph.one(same, KG.side),
        counted_as=(same, graph.label(same)) if same != iri else None,
        usual=graph.all(same, KG.position),
        positions=_positions(graph, view, same),
        elsewhere=graph.all(same, SKOS.exactMatch),
        cut=cut,
        said=[(row, catalogue.rows("SELECT * FROM told WHERE claim = ? ORDER BY start", row["claim"])) for row in said],
        ties={kind: many for kind, many in ties.items() if many},
        agrees=[row for row in stands if row["stance"] in ("agrees", "confirms")],
        differs=[row for row in stands if row["stance"] not in ("agrees", "confirms")],
        articles=catalogue.rows("SELECT * FROM articles WHERE outlet = ? ORDER BY published DESC, name LIMIT 12", same),
        judgements=gather.judgements(graph, (same,)),
        network=neighbours(label, [_tie(kind, row) for kind, many in ties.items() for row in many]),
    )


def place(request: Request, view: View, iri: str) -> Response:
    """Shows a place: the figures that are broken down by it, and the claims that mention it."""
    graph = view.graph()
    cut = paging(request, view.catalogue.number("SELECT COUNT(*) FROM figures WHERE place = ?", iri))
    told = "SELECT * FROM told WHERE place = ? ORDER BY position LIMIT ? OFFSET ?"
    mentioned = "claim IN (SELECT claim FROM mentions WHERE actor = ?)"
    within = graph.one(iri, KG.within)
    return page(
        request,
        view,
        "place",
        active="",
        iri=iri,
        label=graph.label(iri),
        names=_names(view, {iri}, graph.label(iri)),
        within=(within, graph.label(within)) if within else None,
        elsewhere=graph.all(iri, SKOS.exactMatch),
        cut=cut,
        figures=view.catalogue.rows(told, iri, cut.size, cut.offset),
        mentions=view.catalogue.number("SELECT COUNT(*) FROM mentions WHERE actor = ?", iri),
        claims=view.catalogue.rows(
            f"SELECT * FROM spoken WHERE {mentioned} ORDER BY published DESC, name, passage_start LIMIT ?", iri, _SAID
        ),
    )


def _tie(kind: str, row: Row) -> Tie:
    return Tie(row["iri"], row["label"], row["type"], row["side"], kind, row["many"])


def _ties(view: View, iri: str, claim: str, tables: str, other: str, own: str) -> list[Row]:
    return view.catalogue.rows(_TIES.format(claim=claim, tables=tables, other=other, own=own), iri)


def _names(view: View, iris: set[str], label: str) -> list[tuple[str, str]]:
    """Gives the other names of a thing, each with its language where that is known; the preferred ones first."""
    found: dict[tuple[str, str], None] = {}
    for property_ in (str(SKOS.prefLabel), str(SKOS.altLabel)):
        told = (view.store.values(iri) for iri in sorted(iris))
        names = {(value, language) for known in told for name, language, value in known if name == property_}
        found |= dict.fromkeys(sorted(names, key=lambda one: (one[1] in ("", "en"), one)))
    return [one for one in found if one[0] != label]


def _positions(graph: Graph, view: View, iri: str) -> list[tuple[str, str, str]]:
    """Gives what articles call an actor: the words, and the passage and the name of the article that has them first."""
    found: dict[str, tuple[str, str, str]] = {}
    for position in graph.back(iri, ORG.member)[:_LOOKED_AT]:
        string, words = graph.one(position, PROV.wasQuotedFrom), graph.one(position, SDO.roleName)
        article = view.catalogue.row("SELECT name FROM articles WHERE iri = ?", string.partition("#")[0])
        if article and words:
            found.setdefault(words, (words, string, article["name"]))
    return sorted(found.values())[:_SHOWN]
