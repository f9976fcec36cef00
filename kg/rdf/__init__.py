"""Turns records into quads: one named graph an article, one for the decisions across articles, one for the authority.

No effects and no blank nodes; every IRI comes from content, so the same records give the same quads.
"""

from kg.rdf.article import article_quads, article_statements, changed, fingerprint
from kg.rdf.authority import authority_statements
from kg.rdf.decisions import decision_statements, settle_actors
from kg.rdf.terms import (
    Quad,
    Run,
    article_graph,
    article_iri,
    authority_graph,
    claim_iris,
    decisions_graph,
    figure_iris,
)

__all__ = [
    "Quad",
    "Run",
    "article_graph",
    "article_iri",
    "article_quads",
    "article_statements",
    "authority_graph",
    "authority_statements",
    "changed",
    "claim_iris",
    "decision_statements",
    "decisions_graph",
    "figure_iris",
    "fingerprint",
    "settle_actors",
]
