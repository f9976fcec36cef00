"""Checks the graph against `shapes/`; the only caller of the SHACL engine.

An article's graph is checked alone, with what the authority says of the actors it names, so that its cost doesn't grow
with the graph. The decisions are checked with the few triples of the articles that they rest on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import pyshacl
from rdflib import SH, Dataset, Graph, Literal
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import URIRef

from kg.errors import KgError
from kg.settings import data_folder
from kg.vocab import NIF, PREFIXES, PROV, RDF, SDO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Node

    from kg.answer import Triple
    from kg.store import Store

# What is decided across articles; the other files hold for what one article says.
_DECISIONS = frozenset({"copy", "difference", "disagreement", "exchange", "flow", "judgement", "link"})
_ALONE = frozenset({"article-graph"})
_SHARED = frozenset({"prefixes", "reference"})

_CONTEXT = """
CONSTRUCT {
  ?report a kg:Report . ?telling kg:about ?report . ?figure a kg:Figure .
  ?article a schema:NewsArticle . ?actor a ?class .
} WHERE {
  { ?report a kg:Report . OPTIONAL { ?telling kg:about ?report ; a ?kind FILTER (?kind IN (kg:Claim, kg:Figure)) } }
  UNION { ?pair kg:figureA|kg:figureB ?figure . ?figure a kg:Figure }
  UNION { ?flow a kg:Flow ; prov:wasDerivedFrom ?article . ?article a schema:NewsArticle }
  UNION { ?copy kg:copyOf ?article . ?article a schema:NewsArticle }
  UNION { ?decision kg:party|kg:giver|kg:receiver|prov:wasAttributedTo ?actor . ?actor a ?class }
}"""


class Severity(StrEnum):
    """How bad a finding is; only violations make a graph fail."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


_SEVERITIES = {SH.Violation: Severity.VIOLATION, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}
_ORDER = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a shape finds fault with.

    `focus` and `value` are IRIs or texts, `path` the property in a short form, `shape` the shape's IRI; `article` is
    the id of the article it is about, or None.
    """

    severity: Severity
    focus: str
    path: str
    value: str
    message: str
    shape: str
    article: str | None = None

    def __str__(self) -> str:
        """Says it in lines that a person can act on."""
        place = f"article {self.article}: " if self.article else ""
        lines = [f"{self.severity}: {place}{self.message}", f"    at {self.focus}"]
        if self.path:
            lines.append(f"    {self.path} {self.value}".rstrip())
        elif self.value and self.value != self.focus:
            lines.append(f"    value {self.value}")
        return "\n".join(lines)


def conforms(findings: Iterable[Finding]) -> bool:
    """Tells whether no finding is a violation."""
    return all(finding.severity is not Severity.VIOLATION for finding in findings)


def validate_article(
    triples: Iterable[Triple], authority: Iterable[Triple] = (), article: str | None = None
) -> list[Finding]:
    """Checks the triples of one article's graph, with what `authority` says of the actors and places named there."""
    graph = _graph(triples)
    _add_named(graph, authority)
    return _validate(graph, _shapes(article=True, decisions=False), article)


def validate_decisions(triples: Iterable[Triple], context: Iterable[Triple] = ()) -> list[Finding]:
    """Checks the triples of the graph of decisions; `context` is what they rest on (see `decision_context`)."""
    return _validate(_graph([*triples, *context]), _shapes(article=False, decisions=True), None)


def decision_context(store: Store) -> tuple[Triple, ...]:
    """Reads what the shapes of decisions need of articles: which reports, claims, figures and actors there are."""
    return cast("tuple[Triple, ...]", store.query(_CONTEXT))


def validate_store(store: Store, authority_graph: str, decisions_graph: str) -> Iterator[tuple[str, list[Finding]]]:
    """Checks a store graph by graph; yields each graph's IRI with its findings, articles first, as it goes."""
    authority = store.triples(authority_graph)
    for graph in store.fingerprints():
        triples = store.triples(graph)
        yield graph, validate_article(triples, authority, _identifier(triples))
    yield decisions_graph, validate_decisions(store.triples(decisions_graph), decision_context(store))


def validate_file(path: Path) -> list[Finding]:
    """Checks a file of RDF from anywhere against the shapes of articles and of decisions.

    Named graphs are read as their union. Raises KgError where the file is missing or no RDF.
    """
    try:
        dataset = Dataset(default_union=True)
        dataset.parse(path)
    except OSError as error:
        raise KgError(f"{path}: can't be read: {error.strerror}; name a file of RDF, such as graph.ttl") from error
    except Exception as error:
        # rdflib's parsers raise whatever their syntax library does.
        reason = " ".join(str(error).split())[:200]
        raise KgError(f"{path}: no RDF that its ending promises: {reason}") from error
    graph = _graph((s, p, o) for s, p, o, _ in dataset.quads())
    return _validate(graph, _shapes(article=True, decisions=True), None)


@lru_cache
def _shapes(*, article: bool, decisions: bool) -> Graph:
    graph = Graph()
    for path in sorted(data_folder("shapes").glob("*.ttl")):
        if path.stem in _DECISIONS:
            wanted = decisions
        elif path.stem in _ALONE:
            wanted = article and not decisions
        else:
            wanted = article or path.stem in _SHARED
        if wanted:
            graph.parse(path)
    return graph


class _Graph(Graph):
    """A graph that parses each SPARQL constraint once: that takes longer than answering, and articles ask the same."""

    def query(self, query_object: str | Query, *args: Any, **more: Any) -> Result:
        prepared = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *args, **more)


@lru_cache(maxsize=256)
def _prepared(sparql: str) -> Query:
    return prepareQuery(sparql)


def _graph(triples: Iterable[tuple[Node, Node, Node]]) -> Graph:
    graph = _Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph.addN((s, p, o, graph) for s, p, o in triples)
    return graph


def _add_named(graph: Graph, authority: Iterable[Triple]) -> None:
    """Adds the authority's triples about what the graph names, and about what those lead to."""
    by_subject: dict[Node, list[Triple]] = {}
    for triple in authority:
        by_subject.setdefault(triple[0], []).append(triple)
    waiting = [value for value in set(graph.objects()) if value in by_subject]
    while waiting:
        for triple in by_subject.pop(waiting.pop(), ()):
            graph.add(triple)
            if triple[2] in by_subject:
                waiting.append(triple[2])


def _identifier(triples: Iterable[Triple]) -> str | None:
    return next((str(value) for _, predicate, value in triples if predicate == SDO.identifier), None)


def _validate(graph: Graph, shapes: Graph, article: str | None) -> list[Finding]:
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True, advanced=False, inference="none")
    if not isinstance(report, Graph):
        raise KgError(f"the shapes can't be used: {report}")
    found = {_finding(graph, report, result, article) for result in report.objects(None, SH.result)}
    return sorted(
        found, key=lambda one: (_ORDER.index(one.severity), one.article or "", one.shape, one.focus, one.value)
    )


def _finding(graph: Graph, report: Graph, result: Node, article: str | None) -> Finding:
    def told(property_: URIRef) -> Node | None:
        return report.value(result, property_)

    focus, value, path = told(SH.focusNode), told(SH.value), told(SH.resultPath)
    severity = cast("URIRef", told(SH.resultSeverity))
    return Finding(
        severity=_SEVERITIES.get(severity, Severity.VIOLATION),
        focus=str(focus),
        path=path.n3(graph.namespace_manager) if isinstance(path, URIRef) else "",
        value=str(value) if isinstance(value, URIRef | Literal) else "",
        message=str(told(SH.resultMessage) or ""),
        shape=str(told(SH.sourceShape)),
        article=article or _article_of(graph, focus),
    )


def _article_of(graph: Graph, focus: Node | None) -> str | None:
    """Finds the article that a node of a larger graph belongs to, along passages and derivation."""
    steps = (PROV.wasQuotedFrom, NIF.referenceContext, PROV.wasDerivedFrom, URIRef(PREFIXES["kg"] + "mention"))
    for _ in range(4):
        if focus is None:
            return None
        if (focus, RDF.type, SDO.NewsArticle) in graph:
            return str(graph.value(focus, SDO.identifier) or focus)
        focus = next((node for step in steps if (node := graph.value(focus, step)) is not None), None)
    return None
