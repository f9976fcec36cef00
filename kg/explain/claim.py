"""Explains a claim: who says what to whom it was relayed, what it is about, and how other claims answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.explain import figure, gather
from kg.explain.records import Answer, ClaimExplained
from kg.vocab import CITO

if TYPE_CHECKING:
    from kg.explain.graph import Graph

STANCES = {
    "agreesWith": "agrees",
    "confirms": "confirms",
    "disagreesWith": "disagrees",
    "disputes": "disputes",
    "qualifies": "qualifies",
    "corrects": "corrects",
}
_EITHER_WAY = {"agreesWith", "disagreesWith"}


def explain(graph: Graph, iri: str) -> ClaimExplained:
    """Gathers all that is known of a claim.

    Args:
        graph: the graph.
        iri: the claim's IRI.
    """
    claim = gather.claim(graph, iri)
    return ClaimExplained(
        iri,
        claim,
        gather.report(graph, claim.report) if claim.report else None,
        gather.meeting(graph, claim.exchange),
        answers(graph, iri),
        tuple(figure.explain(graph, one.iri) for one in claim.figures),
    )


def answers(graph: Graph, iri: str) -> tuple[Answer, ...]:
    """Finds how a claim and others stand to each other, in the order of their days."""
    found: dict[tuple[str, bool, str], Answer] = {}
    for name, stance in STANCES.items():
        for towards, others in (
            (False, graph.all(iri, str(CITO[name]))),
            (True, graph.back(iri, str(CITO[name]))),
        ):
            for other in others:
                # Who agrees with whom makes no difference; who confirms or corrects whom does.
                told = towards and name not in _EITHER_WAY
                found.setdefault((stance, told, other), Answer(stance, told, gather.statement(graph, other)))
    place = {one.claim: at for at, one in enumerate(gather.in_order([answer.other for answer in found.values()]))}
    return tuple(sorted(found.values(), key=lambda one: (one.stance, one.towards, place[one.other.claim])))
