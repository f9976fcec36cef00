"""Finds the article, and the passage in it, that a node of a graph belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.vocab import ITSRDF, KG, NIF, PROV, RDF, SDO

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

# From a node to its own words, the nearest first.
_TO_WORDS = (KG.mention, PROV.wasQuotedFrom, KG.cueMention)
_TO_ARTICLE = (*_TO_WORDS, NIF.referenceContext, PROV.wasDerivedFrom, PROV.used)


class Passage(NamedTuple):
    """Half-open offsets in code points of the article's text, and the words that stand there."""

    start: int
    end: int
    words: str


def article_of(graph: Graph, node: Node | None) -> Node | None:
    """Finds the one article that a node belongs to, along passages and derivation."""
    for _ in range(5):
        if node is None or (node, RDF.type, SDO.NewsArticle) in graph:
            return node
        if len(set(graph.objects(node, PROV.wasDerivedFrom))) > 1:
            return None
        steps = (other for step in _TO_ARTICLE for other in sorted(graph.objects(node, step), key=str))
        back = (graph.value(predicate=link, object=node) for link in (KG.figure, KG.ordinal))
        node = next(steps, None) or next((one for one in back if one is not None), None)
    return None


def passage_of(graph: Graph, article: Node, node: Node | None) -> Passage | None:
    """Finds where a node's words stand in an article: its own, or those that mention it; None where nothing tells."""
    if node is None:
        return None
    own = [node, *(words for step in _TO_WORDS for words in sorted(graph.objects(node, step), key=str))]
    for words in [*own, *sorted(graph.subjects(ITSRDF.taIdentRef, node), key=str)]:
        if (words, NIF.referenceContext, article) in graph and (found := _passage(graph, article, words)):
            return found
    return None


def _passage(graph: Graph, article: Node, words: Node) -> Passage | None:
    text = str(graph.value(article, NIF.isString) or "")
    try:
        start, end = (int(str(graph.value(words, edge))) for edge in (NIF.beginIndex, NIF.endIndex))
    except ValueError:
        return None
    # What is checked may be wrong in just this.
    return Passage(start, end, text[start:end]) if 0 <= start < end <= len(text) else None
