"""Explains an actor: who it is, what it said, who relays it, whom it agrees with and differs from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.explain import gather
from kg.explain.figure import counted_as
from kg.explain.records import ActorExplained, Position, Tie
from kg.sparql import iri as spelt
from kg.vocab import CITO, KG, NIF, ORG, PROV, RDF, SDO, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.explain.graph import Graph
    from kg.explain.records import Statement

TYPES = {
    str(SDO.Person): "person",
    str(ORG.Organization): "organization",
    str(KG.State): "state",
    str(KG.Outlet): "outlet",
    str(KG.Channel): "channel",
    str(SDO.Place): "place",
}


_CLAIMS = """
SELECT DISTINCT ?claim ?published ?article ?start ?publisher ?medium {{
  VALUES ?speaker {{ {actors} }}
  ?claim kg:speaker ?speaker ; prov:wasQuotedFrom ?string .
  ?string nif:beginIndex ?start ; nif:referenceContext ?source .
  ?source schema:identifier ?article .
  OPTIONAL {{ ?source schema:datePublished ?published }}
  OPTIONAL {{ ?source schema:publisher ?publisher }}
  OPTIONAL {{ ?claim kg:medium ?medium }}
}}"""

_STAND = """
SELECT DISTINCT ?claim ?stance ?other ?speaker {{
  VALUES ?actor {{ {actors} }}
  ?claim kg:speaker ?actor .
  VALUES ?stance {{ {stances} }}
  {{ ?claim ?stance ?other }} UNION {{ ?other ?stance ?claim }}
  ?other kg:speaker ?speaker .
}}"""
_AGREEING = (str(CITO.agreesWith), str(CITO.confirms))
_DIFFERING = (
    str(CITO.disagreesWith),
    str(CITO.disputes),
    str(CITO.corrects),
    str(CITO.qualifies),
)


def explain(graph: Graph, iri: str, most: int | None = None) -> ActorExplained:
    """Gathers all that is known of an actor, those that a reader judged to be the same one included.

    Args:
        graph: the graph.
        iri: the actor's IRI; an outlet, a channel and a place are told of as far as they go.
        most: how many of its claims to give, the latest ones; None for all.
    """
    counted = counted_as(graph, iri)
    same = sorted({iri, counted, *graph.back(counted, KG.canonical)})
    actors = " ".join(spelt(one) for one in same)
    rows = graph.select(_CLAIMS.format(actors=actors)).records()
    # The latest day first; within an article the order of its text.
    rows.sort(key=lambda row: (row["article"], int(row["start"]), row["claim"]))
    rows.sort(key=lambda row: row["published"], reverse=True)
    claims = list(dict.fromkeys(row["claim"] for row in rows))
    shown = claims if most is None else claims[:most]
    described = {graph.local(one, KG.describedAs): one for one in graph.back(iri, KG.describes)}
    types = [TYPES[one] for one in graph.all(iri, RDF.type) if one in TYPES] or [
        one.lower() for one in described if one
    ]
    aliases = {
        name
        for actor in same
        for name in (*graph.all(actor, SKOS.altLabel), *graph.all(actor, SKOS.prefLabel), graph.label(actor))
    }
    publishers, mediums = ({row["claim"]: row[end] for row in rows} for end in ("publisher", "medium"))
    passed = {one for actor in same for one in graph.back(actor, KG.medium)}
    published = {article for actor in same for article in graph.back(actor, SDO.publisher)}
    return ActorExplained(
        iri,
        graph.label(iri),
        tuple(sorted(aliases - {graph.label(iri)}, key=lambda name: (name.casefold(), name))),
        next(iter(sorted(types)), ""),
        graph.label(graph.one(iri, KG.side)),
        graph.label(counted) if counted != iri else "",
        bool(graph.one(iri, SKOS.inScheme)),
        graph.all(iri, KG.position),
        _positions(graph, same),
        len(claims),
        tuple(line for one in shown for line in _lines(graph, one)),
        _ties(graph, Counter(mediums.values()), ()),
        _ties(graph, Counter(publishers.values()), same),
        _ties(graph, Counter(graph.one(one, KG.speaker) for one in passed), ()),
        tuple(sorted(graph.one(one, SDO.identifier) for one in published)),
        _stand(graph, actors, same, _AGREEING),
        _stand(graph, actors, same, _DIFFERING),
        gather.judgements(graph, tuple(same)),
    )


def _lines(graph: Graph, claim: str) -> list[Statement]:
    return [gather.statement(graph, claim, one) for one in gather.figures(graph, claim)] or [
        gather.statement(graph, claim)
    ]


def _positions(graph: Graph, same: list[str]) -> tuple[Position, ...]:
    found = []
    for iri in {one for actor in same for one in graph.back(actor, ORG.member)}:
        string = graph.one(iri, PROV.wasQuotedFrom)
        source, words = graph.one(string, NIF.referenceContext), gather.stretch(graph, string)
        if words:
            found.append(Position(words, graph.one(source, SDO.identifier), graph.one(source, SDO.datePublished)))
    return tuple(sorted(found, key=lambda one: (one.published, one.article, one.words.start)))


def _stand(graph: Graph, actors: str, same: list[str], stances: tuple[str, ...]) -> tuple[Tie, ...]:
    """Counts, by the other claim's speaker, the pairs of claims that stand so to each other in either direction."""
    asked = _STAND.format(actors=actors, stances=" ".join(spelt(one) for one in stances))
    pairs = {(row["claim"], row["other"]): row["speaker"] for row in graph.select(asked).records()}
    return _ties(graph, Counter(counted_as(graph, speaker) for speaker in pairs.values()), same)


def _ties(graph: Graph, counted: Counter[str], leave: Iterable[str]) -> tuple[Tie, ...]:
    told = {iri: count for iri, count in counted.items() if iri and iri not in {*leave, str(KG.unnamed)}}
    found = [Tie(iri, graph.label(iri), count) for iri, count in told.items()]
    return tuple(sorted(found, key=lambda tie: (-tie.claims, tie.label, tie.iri)))
