"""Decides which triples are checked together by which shapes."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, cast

from rdflib import SH, Dataset, Graph, Literal
from rdflib.term import URIRef

from kg import terms
from kg.errors import KgError, ShapesError, StoreError
from kg.validate import paths
from kg.validate.engine import FailureError, data_graph
from kg.validate.findings import Checked, Finding, Severity
from kg.validate.passages import article_of, passage_of
from kg.validate.shapes import Room, Shapes, own
from kg.vocab import NIF, SDO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from rdflib.term import Node

    from kg.answer import Triple
    from kg.store import Store
    from kg.terms import Spelt

    About = Callable[[URIRef], Iterable[Triple]]
    """Tells what is known beforehand of an actor, place, tool or model."""

_CONTEXT = """
CONSTRUCT {
  ?report a kg:Report . ?telling kg:about ?report . ?figure a kg:Figure . ?claim a kg:Claim .
  ?article a schema:NewsArticle . ?known ?property ?value .
} WHERE {
  { ?report a kg:Report . OPTIONAL { ?telling kg:about ?report ; a ?kind FILTER (?kind IN (kg:Claim, kg:Figure)) } }
  UNION { ?pair kg:figureA|kg:figureB ?figure . ?figure a kg:Figure }
  UNION {
    ?claim cito:agreesWith|cito:confirms|cito:corrects|cito:disagreesWith|cito:disputes|cito:qualifies|
      ^cito:agreesWith|^cito:confirms|^cito:corrects|^cito:disagreesWith|^cito:disputes|^cito:qualifies ?other .
    ?claim a kg:Claim
  }
  UNION { ?flow a kg:Flow ; prov:wasDerivedFrom ?article . ?article a schema:NewsArticle }
  UNION { ?copy kg:copyOf ?article . ?article a schema:NewsArticle }
  UNION {
    ?known skos:inScheme ?scheme ; ?property ?value
    FILTER (?property IN (rdf:type, skos:inScheme, skos:prefLabel, kg:side, kg:within, geo:lat, geo:long))
  }
}"""

_SEVERITIES = {SH.Violation: Severity.VIOLATION, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}
_ORDER = tuple(Severity)


def about(triples: Iterable[Triple]) -> About:
    """Indexes what is known beforehand, for `validate_article`."""
    by_subject: dict[URIRef, list[Triple]] = {}
    for triple in triples:
        by_subject.setdefault(triple[0], []).append(triple)
    return lambda subject: by_subject.get(subject, ())


def validate_article(triples: Iterable[Triple], known: About, article: str | None = None) -> list[Finding]:
    """Checks the triples of one article's graph, with what `known` tells of the actors and places named there."""
    graph = data_graph(with_named(triples, known))
    return _findings(graph, _sought(graph, own(Room.ARTICLE)), article)


def weigh_article(statements: Sequence[Spelt]) -> list[Severity]:
    """Gives the severities of an article's findings, gravest first and without notes, far faster than its findings.

    The statements are those of the article's graph, and what is known of the actors and places named there.
    """
    engine = own(Room.ARTICLE).engine
    doubted = engine.doubted(statements, SH.Info)
    if doubted is not None and not doubted:
        return []
    try:
        report = engine.quick(terms.excerpt(statements), doubted)
    except FailureError:
        whole = validate_article(terms.read_spelt(statements), lambda _: ())
        return [one.severity for one in whole if one.severity is not Severity.INFO]
    found = (_SEVERITIES[cast("URIRef", one)] for one in report.objects(None, SH.resultSeverity))
    return sorted((one for one in found if one is not Severity.INFO), key=_ORDER.index)


def validate_decisions(triples: Iterable[Triple], context: Iterable[Triple] = ()) -> list[Finding]:
    """Checks the triples of the graph of decisions; `context` is what they rest on (see `decision_context`)."""
    graph = data_graph([*triples, *context])
    return _findings(graph, _sought(graph, own(Room.DECISIONS)))


def decision_context(store: Store) -> tuple[Triple, ...]:
    """Reads what the shapes of decisions need of the rest: reports, claims, figures, and who is known."""
    return cast("tuple[Triple, ...]", store.query(_CONTEXT))


def validate_graph(store: Store, name: str, authority_graph: str) -> Checked:
    """Checks one article's graph in a store, at a cost that doesn't depend on how many others there are."""
    return _stored(name, store.excerpt(name, authority_graph), own(Room.ARTICLE))


def validate_store(
    store: Store, authority_graph: str, decisions_graph: str, added: Shapes | None = None
) -> Iterator[Checked]:
    """Checks a store graph by graph; yields what was found in each, articles first, as it goes.

    A user's own shapes (`added`) may ask for anything, so they see the whole graph at once, at the end.
    """
    graphs = store.fingerprints()
    for name in graphs:
        yield validate_graph(store, name, authority_graph)
    if graphs:
        excerpt = store.excerpt(decisions_graph, also=_CONTEXT)
        yield _stored(decisions_graph, excerpt, own(Room.DECISIONS))
    if graphs and added is not None:
        whole = data_graph(triple for name in store.graphs() for triple in store.triples(name))
        yield _checked("the whole graph", whole, _sought(whole, added))


def validate_file(path: Path, added: Shapes | None = None) -> list[Checked]:
    """Checks a file of RDF from anywhere against the shapes of articles and of decisions, and a user's own.

    Named graphs are read as their union. Raises KgError where the file is missing or no RDF.
    """
    # rdflib tells of each ill-typed literal with a traceback; the shapes name it.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    try:
        dataset = Dataset(default_union=True)
        dataset.parse(path)
    except OSError as error:
        raise KgError(f"{path}: can't be read: {error.strerror}; name a file of RDF, such as graph.ttl") from error
    except Exception as error:
        # rdflib's parsers raise whatever their syntax library does.
        reason = " ".join(str(error).split())[:200]
        raise KgError(f"{path}: no RDF that its ending promises: {reason}") from error
    graph = data_graph((s, p, o) for s, p, o, _ in dataset.quads())
    used = [shapes for shapes in (own(Room.WHOLE), added) if shapes is not None]
    return [_checked(str(path), graph, _sought(graph, one), empty=not one.applies_to(graph)) for one in used]


def with_named(triples: Iterable[Triple], known: About) -> list[Triple]:
    """Adds to triples what is known beforehand of all that they name, and of what that leads to."""
    whole = list(triples)
    seen: set[Node] = set()
    # Of passages no other graph tells.
    waiting = {o for _, _, o in whole if isinstance(o, URIRef) and "#char=" not in o}
    while waiting:
        node = waiting.pop()
        seen.add(node)
        told = tuple(known(node))
        whole += told
        waiting.update(o for _, _, o in told if isinstance(o, URIRef) and o not in seen)
    return whole


def _stored(name: str, statements: Sequence[Spelt], shapes: Shapes) -> Checked:
    """Checks what was read from a store; what is sound becomes no graph of an engine, which takes longer."""
    doubted = shapes.engine.doubted(statements)
    if doubted is not None and not doubted:
        return Checked(name, ())
    suspects = shapes.engine.suspects(terms.excerpt(statements), doubted)
    if suspects is not None and not suspects:
        return Checked(name, ())
    graph = data_graph(terms.read_spelt(statements))
    articles = {str(one) for one in graph.objects(None, SDO.identifier)}
    return _checked(name, graph, _report(graph, shapes, suspects), articles.pop() if len(articles) == 1 else None)


def _sought(graph: Graph, shapes: Shapes) -> Graph | None:
    """Gives the report on a graph, None where there is nothing to report."""
    try:
        # What is sound never becomes a graph of the fast engine, which takes longer than the look.
        doubted = shapes.engine.doubted(terms.spelt(cast("Iterable[Triple]", graph)))
    except StoreError:
        doubted = None
    suspects = shapes.engine.suspects(graph, doubted)
    return None if suspects is not None and not suspects else _report(graph, shapes, suspects)


def _report(graph: Graph, shapes: Shapes, suspects: frozenset[Node] | None) -> Graph:
    try:
        return shapes.engine.report(graph, suspects)
    except FailureError as error:
        raise ShapesError(f"the shapes can't be used: {error}") from error


def _checked(
    name: str, graph: Graph, report: Graph | None, article: str | None = None, *, empty: bool = False
) -> Checked:
    findings = _findings(graph, report, article)
    texts = {}
    if wanted := {one.article for one in findings if one.quote}:
        for node, identifier in graph.subject_objects(SDO.identifier):
            if str(identifier) in wanted:
                texts[str(identifier)] = str(graph.value(node, NIF.isString) or "")
    return Checked(name, tuple(findings), empty, texts)


def _findings(graph: Graph, report: Graph | None, article: str | None = None) -> list[Finding]:
    if report is None:
        return []
    found = {_finding(graph, report, result, article) for result in report.objects(None, SH.result)}
    return sorted(
        found,
        key=lambda one: (_ORDER.index(one.severity), one.article or "", one.shape, one.focus, one.value, one.message),
    )


def _finding(graph: Graph, report: Graph, result: Node, article: str | None) -> Finding:
    def told(property_: URIRef) -> Node | None:
        return report.value(result, property_)

    names = graph.namespace_manager
    focus, value, path = told(SH.focusNode), told(SH.value), told(SH.resultPath)
    severity, shape, component = told(SH.resultSeverity), told(SH.sourceShape), told(SH.sourceConstraintComponent)
    message = str(told(SH.resultMessage) or "")
    home = article_of(graph, value if focus == value else focus) or article_of(graph, value)
    where = None
    if home is not None:
        where = passage_of(graph, home, value) or passage_of(graph, home, focus)
        article = article or str(graph.value(home, SDO.identifier) or home)
    lines = {
        "sh:focusNode": paths.turtle_term(focus, names),
        "sh:resultPath": paths.as_turtle(report, path, names),
        "sh:value": paths.turtle_term(value, names) if value is not None else "",
        "sh:resultMessage": Literal(message).n3(),
        "sh:resultSeverity": paths.turtle_term(severity, names),
        "sh:sourceShape": paths.turtle_term(shape, names),
        "sh:sourceConstraintComponent": paths.turtle_term(component, names),
    }
    return Finding(
        severity=_SEVERITIES.get(cast("URIRef", severity), Severity.VIOLATION),
        focus=str(focus),
        path=paths.as_sparql(report, path, names),
        value=str(value) if isinstance(value, URIRef | Literal) else "",
        message=message,
        shape=str(shape),
        article=article,
        component=str(component),
        start=where.start if where else None,
        end=where.end if where else None,
        quote=where.words if where else "",
        turtle=" ;\n    ".join(["a sh:ValidationResult", *(f"{name} {term}" for name, term in lines.items() if term)]),
    )
