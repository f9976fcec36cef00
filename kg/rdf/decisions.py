"""States what is decided across articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import Literal
from rdflib.term import URIRef

from kg.model import Actor, Medium, Place
from kg.rdf.terms import (
    ACTOR_CLASSES,
    Quad,
    Statements,
    article_iri,
    concept,
    decimal,
    decisions_graph,
    digest,
    exchanged,
    integer,
    iri,
    state_days,
    state_label,
    state_type,
    text,
)
from kg.settings import BASE
from kg.vocab import CITO, KG, PROV, RDFS, SDO, SEM

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import Disagreement, Evidence, Exchange, Flow, Link, Resolution


def decision_quads(
    resolution: Resolution,
    evidence: Iterable[Evidence],
    minted: Mapping[str, Actor | Place | Medium],
    base: str = BASE,
) -> list[Quad]:
    """States a resolution as the quads of the graph of decisions.

    `evidence` tells which claim a figure belongs to, for CiTO stands between claims; `minted` tells by IRI what
    each actor, place and channel is that the authority lacks, chosen among the articles' descriptions.
    """
    out = Statements(decisions_graph(base))
    claims = {item.figure: URIRef(item.claim) for item in evidence}
    for exchange in resolution.exchanges:
        _state_exchange(out, exchange)
    for link in resolution.links:
        _state_link(out, link, base)
    for flow in resolution.flows:
        _state_flow(out, flow, base)
    for agreement in resolution.agreements:
        if agreement.figure_a in claims and agreement.figure_b in claims:
            out.add(claims[agreement.figure_a], CITO.agreesWith, claims[agreement.figure_b])
    for disagreement in resolution.disagreements:
        _state_disagreement(out, disagreement)
        if disagreement.figure_a in claims and disagreement.figure_b in claims:
            out.add(claims[disagreement.figure_a], CITO.disagreesWith, claims[disagreement.figure_b])
    for thing in minted.values():
        _state_minted(out, thing)
    return out.quads()


def _state_exchange(out: Statements, exchange: Exchange) -> None:
    name = URIRef(exchange.iri)
    state_type(out, name, KG.Exchange)
    state_type(out, name, SEM.Event)
    out.add_all(name, KG.exchanged, exchanged(exchange.kind))
    state_days(out, name, exchange.days)
    out.add_all(name, KG.party, [URIRef(side) for side in exchange.sides])
    for report in exchange.reports:
        out.add(URIRef(report), KG.reportOf, name)


def _state_link(out: Statements, link: Link, base: str) -> None:
    pair = sorted((link.report_a, link.report_b))
    name = URIRef(f"{base}link/{digest(*(report.removeprefix(base) for report in pair))}")
    state_type(out, name, KG.Link)
    out.add_all(name, KG.joins, [URIRef(report) for report in pair])
    out.add(name, KG.score, decimal(link.score))
    out.add_all(name, KG.reason, [Literal(reason) for reason in link.reasons])


def _state_flow(out: Statements, flow: Flow, base: str) -> None:
    name = URIRef(flow.iri)
    state_type(out, name, KG.Flow)
    out.add(name, KG.inExchange, URIRef(flow.exchange))
    out.add(name, KG.counted, concept(flow.counted))
    out.add(name, KG.giver, iri(flow.giver))
    out.add(name, KG.receiver, iri(flow.receiver))
    out.add(name, SDO.minValue, integer(flow.minimum))
    out.add(name, SDO.maxValue, integer(flow.maximum))
    out.add(name, KG.verdict, concept(f"verdict-{flow.verdict}"))
    out.add_all(name, PROV.wasDerivedFrom, [URIRef(article_iri(article, base)) for article in flow.articles])
    out.add_all(name, PROV.wasAttributedTo, [URIRef(speaker) for speaker in flow.speakers])


def _state_minted(out: Statements, thing: Actor | Place | Medium) -> None:
    name = URIRef(thing.iri)
    state_label(out, name, thing.label)
    match thing:
        case Actor():
            state_type(out, name, ACTOR_CLASSES[thing.type])
            out.add(name, KG.side, iri(thing.side))
        case Place():
            state_type(out, name, SDO.Place)
        case Medium():
            state_type(out, name, KG.Channel)


def _state_disagreement(out: Statements, disagreement: Disagreement) -> None:
    name = URIRef(disagreement.iri)
    state_type(out, name, KG.Disagreement)
    out.add(name, KG.inExchange, URIRef(disagreement.exchange))
    out.add(name, KG.figureA, URIRef(disagreement.figure_a))
    out.add(name, KG.figureB, URIRef(disagreement.figure_b))
    out.add(name, KG.why, concept(f"why-{disagreement.why}"))
    out.add(name, RDFS.comment, text(disagreement.detail))
