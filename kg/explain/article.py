"""Explains an article: what it claims, by the exchange that each claim is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.explain import gather
from kg.explain.records import Account, ArticleExplained
from kg.vocab import KG, NIF, PROV

if TYPE_CHECKING:
    from kg.explain.graph import Graph


def explain(graph: Graph, iri: str, only: str = "") -> ArticleExplained:
    """Gathers what an article claims.

    Args:
        graph: the graph.
        iri: the article's IRI.
        only: the IRI of one of its reports, to leave out all others.
    """
    reports = [one for one in graph.back(iri, PROV.wasDerivedFrom) if graph.is_a(one, KG.Report)]
    accounts = [account(graph, one) for one in reports if only in ("", one)]
    accounts.sort(key=_order)
    if not only:
        elsewhere = [
            gather.statement(graph, claim)
            for string in graph.back(iri, NIF.referenceContext)
            for claim in graph.back(string, PROV.wasQuotedFrom)
            if graph.is_a(claim, KG.Claim) and not _placed(graph, claim)
        ]
        if elsewhere:
            accounts.append(Account(None, None, (), gather.in_order(elsewhere)))
    return ArticleExplained(iri, gather.article(graph, iri), tuple(accounts))


def account(graph: Graph, report: str) -> Account:
    """Gathers what an article says of one exchange."""
    known = gather.report(graph, report)
    statements = [gather.statement(graph, claim, figure) for claim, figure in gather.told_of(graph, (report,))]
    return Account(
        known,
        gather.meeting(graph, known.exchange),
        gather.links(graph, (report,)),
        gather.in_order(statements),
    )


def _order(one: Account) -> tuple[object, ...]:
    assert one.report is not None
    return (not one.report.main, one.report.words.start if one.report.words else 0, one.report.iri)


def _placed(graph: Graph, claim: str) -> bool:
    figures = graph.all(claim, KG.figure)
    return bool(graph.one(claim, KG.about)) or any(graph.one(one, KG.about) for one in figures)
