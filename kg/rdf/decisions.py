"""States what is decided across articles."""

from __future__ import annotations

from types import MappingProxyType
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
    day,
    decimal,
    decisions_graph,
    digest,
    english,
    exchanged,
    integer,
    iri,
    state_days,
    state_label,
    state_type,
    text,
)
from kg.settings import BASE
from kg.vocab import CITO, KG, PROV, RDF, RDFS, SDO, SEM, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import Difference, Disagreement, Evidence, Exchange, Flow, Judgement, Link, Resolution

_NONE: Mapping[str, str] = MappingProxyType({})


def decision_quads(
    resolution: Resolution,
    evidence: Iterable[Evidence],
    minted: Mapping[str, Actor | Place | Medium],
    judgements: Iterable[Judgement] = (),
    copies: Mapping[str, str] = _NONE,
    base: str = BASE,
) -> list[Quad]:
    """States a resolution as the quads of the graph of decisions.

    `evidence` tells which claim a figure belongs to, for CiTO stands between claims; `minted` tells by IRI what
    each actor, place and channel is that the authority lacks, chosen among the articles' descriptions; the
    `judgements` that were heeded are stated for the record, and which articles are `copies` of which.
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
        _state_pair(out, KG.Disagreement, disagreement)
        if disagreement.figure_a in claims and disagreement.figure_b in claims:
            out.add(claims[disagreement.figure_a], CITO.disagreesWith, claims[disagreement.figure_b])
    for difference in resolution.differences:
        _state_pair(out, KG.Difference, difference)
        one, other = claims.get(difference.figure_a), claims.get(difference.figure_b)
        if one and other and one != other:
            out.add(other, CITO.qualifies, one)
    for stand in resolution.stands:
        if stand.figure in claims and stand.other in claims:
            out.add(claims[stand.figure], CITO[stand.standing.value], claims[stand.other])
    for thing in minted.values():
        _state_minted(out, thing)
    for judgement in judgements:
        _state_judgement(out, judgement)
    for copy in sorted(copies):
        out.add(URIRef(article_iri(copy, base)), KG.copyOf, URIRef(article_iri(copies[copy], base)))
    return out.quads()


def settle_actors(
    quads: Iterable[Quad], known: Iterable[Quad], same: Mapping[str, str] = _NONE, base: str = BASE
) -> list[Quad]:
    """Adds to decisions what each actor counts as, itself or another one, and calls it by that one's English label.

    Tables count by the former and show the latter. A label of its own stays as another name; one that the authority
    gives is the authority's to change.

    Args:
        quads: the decisions, with what each actor is that the authority lacks.
        known: what the authority says of the others.
        same: the actors that count as others.
        base: the IRI under which data is minted.
    """
    everything = [*known, *quads]
    types = {*ACTOR_CLASSES.values(), KG.Channel}
    labels = {str(s): str(o) for s, p, o, _ in everything if p == SKOS.prefLabel and getattr(o, "language", "") == "en"}
    out: list[Quad] = []
    for subject, predicate, value, graph in quads:
        label = labels.get(same.get(str(subject), ""))
        if predicate == SKOS.prefLabel and label:
            out += [(subject, predicate, english(label), graph), (subject, SKOS.altLabel, value, graph)]
        else:
            out.append((subject, predicate, value, graph))
    actors = {s for s, p, o, _ in everything if p == RDF.type and o in types}
    home = URIRef(decisions_graph(base))
    return [*out, *((actor, KG.canonical, URIRef(same.get(str(actor), str(actor))), home) for actor in sorted(actors))]


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


def _state_pair(out: Statements, type_: URIRef, pair: Disagreement | Difference) -> None:
    name = URIRef(pair.iri)
    state_type(out, name, type_)
    out.add(name, KG.inExchange, iri(pair.exchange))
    out.add(name, KG.figureA, URIRef(pair.figure_a))
    out.add(name, KG.figureB, URIRef(pair.figure_b))
    out.add(name, KG.why, concept(f"why-{pair.why}"))
    out.add(name, RDFS.comment, text(pair.detail))


def _state_judgement(out: Statements, judgement: Judgement) -> None:
    name = URIRef(judgement.iri)
    state_type(out, name, KG.Judgement)
    out.add(name, KG.judgedAs, KG.same if judgement.same else KG.different)
    out.add_all(name, KG.judged, [URIRef(thing) for thing in judgement.ones])
    out.add_all(name, KG.judgedWith, [URIRef(thing) for thing in judgement.others])
    out.add(name, RDFS.comment, text(judgement.reason))
    out.add(name, SDO.dateCreated, day(judgement.made))
