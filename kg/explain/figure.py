"""Explains a figure: where it stands, who says it, who agrees and who differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.explain import gather
from kg.explain.records import Contrast, FigureExplained
from kg.vocab import CITO, KG, RDFS

if TYPE_CHECKING:
    from kg.explain.graph import Graph
    from kg.explain.records import Figure, Statement

_AGREEING = (str(CITO.agreesWith), str(CITO.confirms))
_NOT_SAID = {"denies", "declines"}


def explain(graph: Graph, iri: str) -> FigureExplained:
    """Gathers all that is known of a figure.

    Args:
        graph: the graph.
        iri: the figure's IRI.
    """
    claim = gather.claim(graph, next(iter(graph.back(iri, KG.figure)), ""))
    figure = gather.figure(graph, iri, claim.iri)
    contrasts = _contrasts(graph, iri)
    told = {iri} | {one.other.figure for one, _ in contrasts}
    agrees, repeats, others = [], [], []
    for other_claim, other in _beside(graph, figure):
        if other.iri in told or not _alike(figure, other):
            continue
        statement = gather.statement(graph, other_claim, other)
        same = (other.minimum, other.maximum) == (figure.minimum, figure.maximum) and other.role == figure.role
        if not same or other.place != figure.place or statement.stance in _NOT_SAID:
            others.append(statement)
        elif statement.article in claim.passage.article.copies or _same_voice(graph, claim.iri, other_claim):
            repeats.append(statement)
        else:
            agrees.append(statement)
    known = {one.figure for one in (*agrees, *repeats)}
    answering = [one for one in _answering(graph, claim.iri, figure) if one.figure not in known | told]
    return FigureExplained(
        iri,
        figure,
        claim,
        gather.report(graph, figure.report) if figure.report else None,
        gather.meeting(graph, figure.exchange),
        gather.links(graph, (figure.report,)) if figure.report else (),
        gather.in_order(agrees + answering),
        gather.in_order(repeats),
        tuple(one for one, both_true in contrasts if not both_true),
        tuple(one for one, both_true in contrasts if both_true),
        gather.in_order([one for one in others if one.figure not in {other.figure for other in answering}]),
    )


def counted_as(graph: Graph, actor: str) -> str:
    """Gives the actor under which one is counted: itself, unless a reader judged two actors the same."""
    return graph.one(actor, KG.canonical) or actor


def _same_voice(graph: Graph, one: str, other: str) -> bool:
    """Tells whether two claims are of one actor; of two that nobody is named for, nobody can tell."""
    first, second = (counted_as(graph, graph.one(claim, KG.speaker)) for claim in (one, other))
    return first == second != str(KG.unnamed)


def _contrasts(graph: Graph, iri: str) -> list[tuple[Contrast, bool]]:
    """Finds the figures that differ from one, each with whether both can be true; disagreements come first."""
    found: dict[tuple[bool, str, str], Contrast] = {}
    for end, far in ((KG.figureA, KG.figureB), (KG.figureB, KG.figureA)):
        for one in graph.back(iri, end):
            both_true = graph.is_a(one, str(KG.Difference))
            other = graph.one(one, far)
            why = graph.local(one, KG.why).removeprefix("why-")
            found[both_true, other, why] = Contrast(why, graph.one(one, RDFS.comment), gather.of_figure(graph, other))
    order = {one.figure: place for place, one in enumerate(gather.in_order([c.other for c in found.values()]))}
    ordered = sorted(found.items(), key=lambda item: (item[0][0], order[item[1].other.figure], item[0][2]))
    return [(contrast, both_true) for (both_true, _, _), contrast in ordered]


def _beside(graph: Graph, figure: Figure) -> list[tuple[str, Figure]]:
    """Finds the other figures of a figure's exchange, or of its report where no exchange was decided."""
    reports = graph.back(figure.exchange, KG.reportOf) if figure.exchange else (figure.report,) if figure.report else ()
    return [(claim, other) for claim, other in gather.told_of(graph, reports) if other is not None]


def _alike(one: Figure, other: Figure) -> bool:
    """Tells whether two figures may count the same people; what is unsaid fits anything."""
    ends = ((one.giver, other.giver), (one.receiver, other.receiver), (one.whose, other.whose))
    return one.counted == other.counted and all(not a or not b or a == b for a, b in ends)


def _answering(graph: Graph, claim: str, figure: Figure) -> list[Statement]:
    """Finds equal figures of claims that agree with this one's, in either direction."""
    found = []
    for stance in _AGREEING:
        for other in {*graph.all(claim, stance), *graph.back(claim, stance)} - {claim}:
            found += [
                gather.statement(graph, other, one)
                for one in gather.figures(graph, other)
                if (one.minimum, one.maximum, one.counted) == (figure.minimum, figure.maximum, figure.counted)
            ]
    return list({one.figure: one for one in found}.values())
