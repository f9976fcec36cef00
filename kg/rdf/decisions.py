"""States what is decided across articles."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.model import Actor, Medium, Place
from kg.rdf.spelt import (
    CITO,
    KG,
    PROV,
    RDF,
    RDFS,
    SDO,
    SEM,
    SKOS,
    Statements,
    concept,
    day,
    decimal,
    english,
    exchanged,
    integer,
    iri,
    state_days,
    text,
)
from kg.rdf.terms import ACTOR_CLASSES, article_iri, digest
from kg.settings import BASE
from kg.terms import spelt_iri, spelt_string

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import Difference, Disagreement, Evidence, Exchange, Flow, Judgement, Link, Resolution
    from kg.terms import Spelt

_NONE: Mapping[str, str] = MappingProxyType({})


def decision_statements(
    resolution: Resolution,
    evidence: Iterable[Evidence],
    minted: Mapping[str, Actor | Place | Medium],
    judgements: Iterable[Judgement] = (),
    copies: Mapping[str, str] = _NONE,
    base: str = BASE,
) -> list[Spelt]:
    """States a resolution as the spelt triples of the graph of decisions.

    `evidence` tells which claim a figure belongs to, for CiTO stands between claims; `minted` tells by IRI what
    each actor, place and channel is that the authority lacks, chosen among the articles' descriptions; the
    `judgements` that were heeded are stated for the record, and which articles are `copies` of which.
    """
    out = Statements()
    claims = {item.figure: spelt_iri(item.claim) for item in evidence}
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
            out.add(claims[stand.figure], getattr(CITO, stand.standing.value), claims[stand.other])
    for thing in minted.values():
        _state_minted(out, thing)
    for judgement in judgements:
        _state_judgement(out, judgement)
    for copy in sorted(copies):
        out.add(spelt_iri(article_iri(copy, base)), KG.copyOf, spelt_iri(article_iri(copies[copy], base)))
    return out.spelt()


def settle_actors(statements: Iterable[Spelt], known: Iterable[Spelt], same: Mapping[str, str] = _NONE) -> list[Spelt]:
    """Adds to decisions what each actor counts as, itself or another one, and calls it by that one's English label.

    Tables count by the former and show the latter. A label of its own stays as another name; one that the authority
    gives is the authority's to change.

    Args:
        statements: the decisions, with what each actor is that the authority lacks.
        known: what the authority says of the others.
        same: the actors that count as others.
    """
    everything = [*known, *statements]
    types = {*map(spelt_iri, ACTOR_CLASSES.values()), KG.Channel}
    labels = {s: o for s, p, o in everything if p == SKOS.prefLabel and o.endswith("@en")}
    others = {spelt_iri(actor): spelt_iri(other) for actor, other in same.items()}
    out: list[Spelt] = []
    for subject, predicate, value in statements:
        label = labels.get(others.get(subject, ""))
        if predicate == SKOS.prefLabel and label:
            out += [(subject, predicate, label), (subject, SKOS.altLabel, value)]
        else:
            out.append((subject, predicate, value))
    actors = {s for s, p, o in everything if p == RDF.type and o in types}
    return [*out, *((actor, KG.canonical, others.get(actor, actor)) for actor in sorted(actors))]


def _state_exchange(out: Statements, exchange: Exchange) -> None:
    name = spelt_iri(exchange.iri)
    out.add(name, RDF.type, KG.Exchange)
    out.add(name, RDF.type, SEM.Event)
    out.add_all(name, KG.exchanged, exchanged(exchange.kind))
    state_days(out, name, exchange.days)
    out.add_all(name, KG.party, [spelt_iri(side) for side in exchange.sides])
    for report in exchange.reports:
        out.add(spelt_iri(report), KG.reportOf, name)


def _state_link(out: Statements, link: Link, base: str) -> None:
    pair = sorted((link.report_a, link.report_b))
    name = spelt_iri(f"{base}link/{digest(*(report.removeprefix(base) for report in pair))}")
    out.add(name, RDF.type, KG.Link)
    out.add_all(name, KG.joins, [spelt_iri(report) for report in pair])
    out.add(name, KG.score, decimal(link.score))
    out.add_all(name, KG.reason, [spelt_string(reason) for reason in link.reasons])


def _state_flow(out: Statements, flow: Flow, base: str) -> None:
    name = spelt_iri(flow.iri)
    out.add(name, RDF.type, KG.Flow)
    out.add(name, KG.inExchange, spelt_iri(flow.exchange))
    out.add(name, KG.counted, concept(flow.counted))
    out.add(name, KG.giver, iri(flow.giver))
    out.add(name, KG.receiver, iri(flow.receiver))
    out.add(name, SDO.minValue, integer(flow.minimum))
    out.add(name, SDO.maxValue, integer(flow.maximum))
    out.add(name, KG.verdict, concept(f"verdict-{flow.verdict}"))
    out.add_all(name, PROV.wasDerivedFrom, [spelt_iri(article_iri(article, base)) for article in flow.articles])
    out.add_all(name, PROV.wasAttributedTo, [spelt_iri(speaker) for speaker in flow.speakers])


def _state_minted(out: Statements, thing: Actor | Place | Medium) -> None:
    name = spelt_iri(thing.iri)
    out.add(name, SKOS.prefLabel, english(thing.label))
    match thing:
        case Actor():
            out.add(name, RDF.type, spelt_iri(ACTOR_CLASSES[thing.type]))
            out.add(name, KG.side, iri(thing.side))
        case Place():
            out.add(name, RDF.type, SDO.Place)
        case Medium():
            out.add(name, RDF.type, KG.Channel)


def _state_pair(out: Statements, type_: str, pair: Disagreement | Difference) -> None:
    name = spelt_iri(pair.iri)
    out.add(name, RDF.type, type_)
    out.add(name, KG.inExchange, iri(pair.exchange))
    out.add(name, KG.figureA, spelt_iri(pair.figure_a))
    out.add(name, KG.figureB, spelt_iri(pair.figure_b))
    out.add(name, KG.why, concept(f"why-{pair.why}"))
    out.add(name, RDFS.comment, text(pair.detail))


def _state_judgement(out: Statements, judgement: Judgement) -> None:
    name = spelt_iri(judgement.iri)
    out.add(name, RDF.type, KG.Judgement)
    out.add(name, KG.judgedAs, KG.same if judgement.same else KG.different)
    out.add_all(name, KG.judged, [spelt_iri(thing) for thing in judgement.ones])
    out.add_all(name, KG.judgedWith, [spelt_iri(thing) for thing in judgement.others])
    out.add(name, RDFS.comment, text(judgement.reason))
    out.add(name, SDO.dateCreated, day(judgement.made))
