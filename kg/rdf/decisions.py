"""States what is decided across articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import Literal
from rdflib.term import URIRef

from kg.rdf.terms import (
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
    resolution: Resolution, evidence: Iterable[Evidence], labels: Mapping[str, str], base: str = BASE
) -> list[Quad]:
    """States a resolution as the quads of the graph of decisions.

    `evidence` tells which claim a figure belongs to, for CiTO stands between claims; `labels` gives the preferred label
    of each actor and place that the authority lacks, chosen among the articles' spellings.
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
    for name, label in labels.items():
        state_label(out, URIRef(name), label)
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


def _state_disagreement(out: Statements, disagreement: Disagreement) -> None:
    name = URIRef(disagreement.iri)
    state_type(out, name, KG.Disagreement)
    out.add(name, KG.inExchange, URIRef(disagreement.exchange))
    out.add(name, KG.figureA, URIRef(disagreement.figure_a))
    out.add(name, KG.figureB, URIRef(disagreement.figure_b))
    out.add(name, KG.why, concept(f"why-{disagreement.why}"))
    out.add(name, RDFS.comment, text(disagreement.detail))
