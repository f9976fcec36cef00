"""Explains an exchange: what each side got, who says what, why its reports are one, and what was kept apart."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.explain import claim as claims
from kg.explain import gather
from kg.explain import words as wording
from kg.explain.records import Clash, ExchangeExplained, Flow, Group, Meeting, Reply
from kg.resolve import names
from kg.sparql import iri as spelt
from kg.vocab import KG, PROV, RDFS, SDO

if TYPE_CHECKING:
    from kg.explain.graph import Graph
    from kg.explain.records import Figure, Report, Statement

_ROLES = ("total", "combined", "part", "agreed", "planned", "running", "threshold", "losses", "")
_BOTH_WAYS = {"agrees", "disagrees"}


def explain(graph: Graph, iri: str) -> ExchangeExplained:
    """Gathers all that is known of an exchange.

    Args:
        graph: the graph.
        iri: the exchange's IRI.
    """
    reports = graph.back(iri, KG.reportOf)
    told = gather.told_of(graph, reports)
    meeting = gather.meeting(graph, iri)
    assert meeting is not None
    known = [gather.report(graph, one) for one in reports]
    return ExchangeExplained(
        iri,
        meeting,
        _flows(graph, iri),
        _groups(graph, told),
        gather.in_order([gather.statement(graph, one) for one, figure in told if figure is None]),
        _clashes(graph, iri),
        _answers(graph, sorted({one for one, _ in told})),
        tuple(
            sorted(known, key=lambda one: (not one.article.published, one.article.published, one.article.name, one.iri))
        ),
        gather.links(graph, reports),
        _near(graph, iri),
        _undecided(graph, reports),
        gather.judgements(graph, (iri, *reports)),
    )


def _flows(graph: Graph, iri: str) -> tuple[Flow, ...]:
    found = []
    for one in graph.back(iri, KG.inExchange):
        if not graph.is_a(one, KG.Flow):
            continue
        minimum, maximum = graph.number(one, SDO.minValue), graph.number(one, SDO.maxValue)
        giver, receiver = (graph.label(graph.one(one, end)) for end in (KG.giver, KG.receiver))
        found.append(
            Flow(
                wording.about(graph.local(one, KG.counted), "", giver, receiver, ""),
                names.bounds(minimum, maximum),
                minimum,
                maximum,
                graph.local(one, KG.verdict).removeprefix("verdict-"),
                tuple(sorted(graph.label(speaker) for speaker in graph.all(one, PROV.wasAttributedTo))),
                tuple(sorted(graph.one(source, SDO.identifier) for source in graph.all(one, PROV.wasDerivedFrom))),
            )
        )
    return tuple(sorted(found, key=lambda flow: (flow.about, flow.bounds)))


def _groups(graph: Graph, told: list[tuple[str, Figure | None]]) -> tuple[Group, ...]:
    """Puts together who gives the same figure for the same thing; totals come first, large figures before small."""
    found: dict[tuple[object, ...], list[tuple[Figure, Statement]]] = defaultdict(list)
    for claim, one in told:
        if one is not None:
            size = one.minimum if one.minimum is not None else one.maximum or 0
            # One says who hands over and another doesn't: still the same people.
            people = one.counted, one.whose, one.receiver, one.place
            key = (_ROLES.index(one.role) if one.role in _ROLES else len(_ROLES), *people, -size, one.bounds)
            found[key].append((one, gather.statement(graph, claim, one)))
    groups = []
    for _, lines in sorted(found.items(), key=lambda item: item[0]):
        about = max((one.about for one, _ in lines), key=lambda words: (len(words), words))
        first = lines[0][0]
        groups.append(Group(first.bounds, about, first.role, gather.in_order([line for _, line in lines])))
    return tuple(groups)


def _clashes(graph: Graph, iri: str) -> tuple[Clash, ...]:
    found = []
    for one in graph.back(iri, KG.inExchange):
        both_true = graph.is_a(one, str(KG.Difference))
        if both_true or graph.is_a(one, KG.Disagreement):
            a, b = (gather.of_figure(graph, graph.one(one, end)) for end in (KG.figureA, KG.figureB))
            why = graph.local(one, KG.why).removeprefix("why-")
            found.append(Clash(why, graph.one(one, RDFS.comment), both_true, a, b))
    return tuple(sorted(found, key=lambda one: (one.both_true, one.why, one.comment, one.a.figure, one.b.figure)))


def _answers(graph: Graph, told: list[str]) -> tuple[Reply, ...]:
    """Finds how the claims stand to each other, each pair once and from the one that answers."""
    found: dict[tuple[str, str, str], Reply] = {}
    for iri in told:
        for answer in claims.answers(graph, iri):
            ends = (answer.other.claim, iri) if answer.towards else (iri, answer.other.claim)
            if answer.stance in _BOTH_WAYS:
                ends = (min(ends), max(ends))
            mine = gather.statement(graph, iri)
            pair = (mine, answer.other) if ends[0] == iri else (answer.other, mine)
            found[answer.stance, *ends] = Reply(pair[0], answer.stance, pair[1])
    return tuple(found[key] for key in sorted(found))


_SHARING = """
SELECT DISTINCT ?other {{
  ?flow kg:inExchange {exchange} ; kg:counted ?counted ; kg:receiver ?receiver ; schema:minValue ?least ; a kg:Flow .
  ?flow schema:maxValue ?most .
  ?like kg:counted ?counted ; kg:receiver ?receiver ; schema:minValue ?least ; schema:maxValue ?most ; a kg:Flow .
  ?like kg:inExchange ?other .
}}"""

_KIN = """
SELECT DISTINCT ?other ?earliest ?latest {{
  {exchange} kg:exchanged ?kind .
  ?other kg:exchanged ?kind ; a kg:Exchange .
  OPTIONAL {{ ?other kg:earliest ?earliest }}
  OPTIONAL {{ ?other kg:latest ?latest }}
}}"""


def _near(graph: Graph, iri: str) -> tuple[Meeting, ...]:
    """Finds exchanges that were not joined with this one and yet share a figure or, where both are dated, a day."""
    sharing = {row[0] for row in graph.select(_SHARING.format(exchange=spelt(iri))).texts()}
    mine = graph.one(iri, KG.earliest), graph.one(iri, KG.latest)
    found = []
    for other, *theirs in graph.select(_KIN.format(exchange=spelt(iri))).texts():
        apart = (mine[0] or _FIRST) > (theirs[1] or _LAST) or (theirs[0] or _FIRST) > (mine[1] or _LAST)
        if other != iri and not apart and (other in sharing or all((*mine, *theirs))):
            found.append(gather.meeting(graph, other))
    near = [one for one in found if one]
    return tuple(sorted(near, key=lambda one: (one.days.latest or _LAST, one.iri)))


_FIRST, _LAST = "0000", "9999"


def _undecided(graph: Graph, reports: tuple[str, ...]) -> tuple[Report, ...]:
    """Finds the mentions in an exchange's articles that found no exchange."""
    sources = {graph.one(one, PROV.wasDerivedFrom) for one in reports}
    beside = {one for source in sources for one in graph.back(source, PROV.wasDerivedFrom)}
    lost = [one for one in sorted(beside) if graph.is_a(one, KG.Report) and not graph.one(one, KG.reportOf)]
    return tuple(gather.report(graph, one) for one in lost)
